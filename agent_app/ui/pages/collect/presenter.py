"""Turns a priced wish into a numbered receipt, and the receipt into paper."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from agent_app.domain.names import clean
from agent_app.domain.receipt import Receipt, ReceiptId
from agent_app.services.changes import Changed, Touched
from agent_app.services.door import UnansweredQuestionsError
from agent_app.services.failures import FileUnwritableError
from agent_app.services.lines import BookLine, ReceiptView, open_book
from agent_app.services.ports import Report
from agent_app.services.receipts import IssueReceipt, NumberMissingError
from agent_app.services.typed_numbers import TypedNumber
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.pages.households.presenter import Draft
from agent_app.ui.pages.households.wish import head_of, oldest_adult
from agent_app.ui.paper import draw_page
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Failed, Idle, Loading
from agent_app.ui.wording import dong
from agent_app.ui.words import _

MOST_RECENT = 50
PICTURE_WIDTH = 1400
TOUCHES = Changed.of(Touched.RECEIPTS, Touched.VISITS, Touched.SYNC, Touched.DUE_LIST)


@dataclass(frozen=True, slots=True)
class Drafted:
    """Ready to be issued; ``book`` gives the number, ``None`` while unknown or where there is none.

    ``asked`` names what has to be asked at the door first; ``by_paper``: the paper's own number is wanted.
    """

    draft: Draft
    payer: str
    book: BookLine | None = None
    trouble: str = ""
    asked: tuple[str, ...] = ()
    by_paper: bool = False


@dataclass(frozen=True, slots=True)
class Issuing:
    """The receipt is being written; nothing may be pressed twice."""

    draft: Draft
    payer: str
    book: BookLine | None
    asked: tuple[str, ...] = ()
    by_paper: bool = False


@dataclass(frozen=True, slots=True)
class Issued:
    """The receipt stands; ``told`` says where its paper went, ``picture`` is what the paper looks like."""

    receipt: Receipt
    picture: QImage | None = None
    told: str = ""
    trouble: str = ""


State = Idle | Drafted | Issuing | Issued


def current_book(core: Core, _report: Report) -> BookLine | None:
    """Find the book that the next number comes from."""
    return open_book(core.queries.books(), core.today())


def issue_receipt(core: Core, command: IssueReceipt, _report: Report) -> Receipt:
    """Issue a receipt."""
    return core.receipts.issue(command)


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF that has been written; ``shown`` where somebody wants to see it now."""

    path: Path
    shown: bool


def write_paper(core: Core, receipt_id: ReceiptId, paper: Paper, _report: Report) -> Paper:
    """Print a receipt into a file where the agent wants it."""
    content = core.papers.print_receipt(receipt_id).content
    try:
        paper.path.write_bytes(content)
    except OSError as error:
        raise FileUnwritableError(paper.path.name) from error
    return paper


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a receipt's paper looks like."""

    receipt_id: ReceiptId
    picture: QImage


def draw_paper(core: Core, receipt_id: ReceiptId, _report: Report) -> Drawn:
    """Make the PDF of a receipt and draw its first copy."""
    return Drawn(receipt_id, draw_page(core.papers.receipt(receipt_id), PICTURE_WIDTH))


class CollectPresenter(Presenter):
    """Takes one payment at a time."""

    paper_shown = Signal(object)

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Idle(), parent)

    def begin(self, draft: Draft) -> None:
        """Get ready to issue a receipt for a priced wish, unless one is being issued."""
        if isinstance(self.state, Issuing):
            return
        self.enter(Drafted(draft, first_payer(draft)))
        self.read(partial(current_book, self.bench.core), self._on_book, self._on_trouble)

    def issue(self, payer: str, number: str = "", *, said_no: bool = False) -> None:
        """Issue the receipt, once.

        ``number`` stands on a printed paper; ``said_no``: what had to be asked was answered with no.
        """
        if not isinstance(self.state, Drafted):
            return
        payer = clean(payer)
        if not payer:
            self.enter(replace(self.state, trouble=_("Anh/chị ghi họ tên người nộp tiền rồi lập biên lai.")))
            return
        draft, asked, by_paper = self.state.draft, self.state.asked, self.state.by_paper
        command = IssueReceipt(
            draft.requests,
            payer,
            draft.page.household.id,
            number=TypedNumber(int(number)) if by_paper and number.isdecimal() else None,
            answers=tuple((each, False) for each in asked) if said_no else (),
        )
        job = partial(issue_receipt, self.bench.core, command)
        self.enter(Issuing(draft, payer, self.state.book, asked, by_paper))
        self.bench.runner.start(self.make(job, self._on_issued, self._on_trouble, TOUCHES))

    def finish(self) -> None:
        """Put the receipt or the draft away."""
        if not isinstance(self.state, Issuing):
            self.enter(Idle())

    def write(self, receipt_id: ReceiptId, path: Path, *, shown: bool) -> None:
        """Write a receipt's PDF."""
        job = partial(write_paper, self.bench.core, receipt_id, Paper(path, shown))
        self.read(job, self._on_paper, self._on_trouble)

    def draw(self, receipt_id: ReceiptId) -> None:
        """Ask what a receipt's paper looks like."""
        self.read(partial(draw_paper, self.bench.core, receipt_id), self._on_drawn, self._on_trouble)

    def _on_book(self, book: BookLine | None) -> None:
        if isinstance(self.state, Drafted):
            self.enter(replace(self.state, book=book))

    def _on_issued(self, receipt: Receipt) -> None:
        seen = self.state.draft.total if isinstance(self.state, Issuing) else receipt.total
        self.enter(Issued(receipt, trouble=_difference(seen, receipt.total)))
        self.draw(receipt.id)

    def _on_drawn(self, drawn: Drawn) -> None:
        if isinstance(self.state, Issued) and self.state.receipt.id == drawn.receipt_id:
            self.enter(replace(self.state, picture=drawn.picture))

    def _on_paper(self, paper: Paper) -> None:
        if isinstance(self.state, Issued):
            told = _("Đã ghi tệp {name}").format(name=paper.path.name)
            self.enter(replace(self.state, told=told, trouble=""))
        if paper.shown:
            self.paper_shown.emit(paper.path)

    def _on_trouble(self, error: Exception) -> None:
        words = self.bench.sentence(error)
        match self.state:
            case Issuing(draft, payer, book, asked, by_paper):
                if isinstance(error, UnansweredQuestionsError):
                    asked = tuple(dict.fromkeys((*asked, *(each.value for each in error.questions))))
                by_paper = by_paper or isinstance(error, NumberMissingError)
                self.enter(Drafted(draft, payer, book, words, asked, by_paper))
            case Drafted() | Issued():
                self.enter(replace(self.state, trouble=words))


@dataclass(frozen=True, slots=True)
class Recent:
    """The newest receipts with what is known of each, and before them one that is sought and is older."""

    receipts: tuple[ReceiptView, ...]
    sought: ReceiptId | None = None


def recent_receipts(core: Core, sought: ReceiptId | None, _report: Report) -> Recent:
    """Read the newest receipts."""
    newest = tuple(core.queries.receipts(MOST_RECENT))
    if sought is None or any(each.receipt.id == sought for each in newest):
        return Recent(newest, sought)
    return Recent((core.queries.receipt(sought), *newest), sought)


class RecentPresenter(Presenter):
    """Shows the newest receipts."""

    shows = frozenset({Touched.RECEIPTS, Touched.SYNC})

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Loading(), parent)
        self._sought: ReceiptId | None = None

    def seek(self, receipt_id: ReceiptId) -> None:
        """Show one receipt among the others."""
        self._sought = receipt_id
        self.reload()

    def set_active(self, *, active: bool) -> None:
        if not active and self._sought is not None:
            self._sought, self._stale = None, True
        super().set_active(active=active)

    def reload(self) -> None:
        job = partial(recent_receipts, self.bench.core, self._sought)
        self.read(job, self._on_read, self._on_failed)

    def _on_read(self, recent: Recent) -> None:
        if recent.sought == self._sought:
            self.enter(recent)

    def _on_failed(self, error: Exception) -> None:
        self.enter(Failed(self.bench.sentence(error)))


def _difference(seen: int, taken: int) -> str:
    if seen == taken:
        return ""
    words = _(
        "Biên lai ghi {taken}, khác {seen} đã xem trước vì tính lại lúc lập. Anh/chị thu theo biên lai."
    )
    return words.format(taken=dong(taken), seen=dong(seen))


def first_payer(draft: Draft) -> str:
    """Propose who hands over the money: the head of the household, else the eldest of those who pay."""
    paying = {line.subject.person_id for line in draft.lines}
    payers = tuple(each for each in draft.page.members if each.id in paying)
    proposed = head_of(draft.page.members) or oldest_adult(payers, draft.today) or next(iter(payers), None)
    return proposed.name if proposed else ""
