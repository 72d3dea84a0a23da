"""Turns a priced wish into a numbered receipt or an awaited transfer, and the receipt into paper."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from agent_app.domain.names import clean
from agent_app.domain.receipt import PaymentMethod, Receipt, ReceiptForm
from agent_app.services.changes import Changed, Touched
from agent_app.services.door import UnansweredQuestionsError
from agent_app.services.drafts import Asked, Objection
from agent_app.services.receipts import NumberMissingError
from agent_app.ui.bench import Bench
from agent_app.ui.pages.collect.jobs import (
    Drawn,
    Looked,
    Scannable,
    draw_draft,
    draw_paper,
    issue_receipt,
    look_at,
    wait_for,
)
from agent_app.ui.pages.collect.refusals import missing_words, refusal_words
from agent_app.ui.pages.collect.states import CONFIRMED, Drafted, Filled, Issued, Issuing, Missing
from agent_app.ui.pages.households.presenter import Draft
from agent_app.ui.pages.households.wish import head_of, oldest_adult
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Idle
from agent_app.ui.wording import dong
from agent_app.ui.words import _

TOUCHES = Changed.of(Touched.RECEIPTS, Touched.VISITS, Touched.SYNC, Touched.DUE_LIST)
AWAITS = Changed.of(Touched.RECEIPTS, Touched.SYNC)


class CollectPresenter(Presenter):
    """Takes one payment at a time."""

    awaited = Signal(object)
    missed = Signal(object)

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Idle(), parent)
        self._looking = self._look_again = self._leads = False

    @property
    def drafted(self) -> Drafted | None:
        """The draft on the screen, if there is one that may be changed."""
        return self.state if isinstance(self.state, Drafted) else None

    def begin(self, draft: Draft) -> None:
        """Get ready to issue a receipt for a priced wish, unless one is being issued."""
        if isinstance(self.state, Issuing):
            return
        method = PaymentMethod.TRANSFER if draft.by_transfer else PaymentMethod.CASH
        self.enter(Drafted(draft, Filled(first_payer(draft), method)))
        self._look()

    def fill_payer(self, payer: str) -> None:
        """Say who pays."""
        if self.drafted:
            self._fill(replace(self.drafted.filled, payer=clean(payer)))

    def fill_number(self, number: str) -> None:
        """Say which number stands on the printed paper."""
        if self.drafted:
            self._fill(replace(self.drafted.filled, number=number.strip()))

    def choose_method(self, method: PaymentMethod) -> None:
        """Say how the money comes."""
        if self.drafted:
            self._fill(replace(self.drafted.filled, method=method))

    def choose_account(self, account: str) -> None:
        """Say which of the office's accounts the money goes to."""
        if self.drafted:
            self._fill(replace(self.drafted.filled, account=account))

    def answer(self, asked: Asked, said: bool | None) -> None:  # noqa: FBT001 (the answer itself)
        """Answer one question about one person; ``None`` takes the answer back."""
        if self.drafted:
            others = {each: yes for each, yes in self.drafted.filled.answers.items() if each != asked}
            answers = others if said is None else {**others, asked: said}
            self._fill(replace(self.drafted.filled, answers=answers))

    def explain_overlap(self, words: str) -> None:
        """Say what is said of covers that overlap."""
        if self.drafted:
            self._fill(replace(self.drafted.filled, overlap=clean(words)))

    def issue(self, payer: str | None = None) -> None:
        """Issue the receipt or await the transfer, once; what is missing is said instead."""
        if payer is not None:
            self.fill_payer(payer)
        drafted = self.drafted
        if drafted is None:
            return
        missing = first_missing(drafted)
        if missing is not None:
            self.enter(replace(drafted, trouble=missing_words(drafted, missing, self.bench.sentence)))
            self.missed.emit(missing)
            return
        self.enter(Issuing(drafted))
        wanted, core = drafted.command, self.bench.core
        if drafted.filled.method is PaymentMethod.TRANSFER:
            task = self.make(partial(wait_for, core, wanted), self._on_awaited, self._on_trouble, AWAITS)
        else:
            job = partial(issue_receipt, core, wanted.command)
            task = self.make(job, self._on_issued, self._on_trouble, TOUCHES)
        self.bench.runner.start(task)

    def finish(self) -> None:
        """Put the receipt or the draft away."""
        if not isinstance(self.state, Issuing):
            self.enter(Idle())

    def draw(self, receipt: Receipt) -> None:
        """Ask what a receipt's paper looks like."""
        self.read(partial(draw_paper, self.bench.core, receipt), self._on_drawn, self._on_trouble)

    def _fill(self, filled: Filled) -> None:
        if self.drafted is None or filled == self.drafted.filled:
            return
        look, former = self.drafted.look, self.drafted.filled
        if look and replace(filled, payer=former.payer) != former:
            # Whether what spoke against it still does is found out by the next look.
            look = replace(look, obstacle=None, objections=())
        self.enter(replace(self.drafted, filled=filled, look=look, trouble=""))
        self._look()

    def _look(self) -> None:
        """Look at the draft as it is now; one look at a time, whoever types is not waited for."""
        drafted = self.drafted
        self._look_again = self._looking
        if drafted is None or self._looking:
            return
        self._looking = True
        # What one person says is held against that person alone, so that it stays out of the command.
        wanted = replace(drafted.command, command=replace(drafted.command.command, answers=()))
        job = partial(look_at, self.bench.core, wanted, drafted.filled.answers)
        self.read(job, self._on_looked, self._on_unseen)

    def _on_looked(self, looked: Looked) -> None:
        drafted, look = self.drafted, looked.look
        if drafted is None or looked.wanted.command.requests != drafted.draft.requests:
            self._end_look()
            return
        asked = tuple(dict.fromkeys((*drafted.asked, *look.asked)))
        listed = _joined(drafted.listed, look.objections)
        drafted = replace(drafted, look=look, asked=asked, listed=listed)
        self.enter(drafted)
        self._lead(drafted)
        if look.receipt.number is None and look.receipt.form is ReceiptForm.PREPRINTED:
            self._end_look()
            return
        self.read(partial(draw_draft, self.bench.core, look.receipt), self._on_drafted, self._on_unseen)

    def _lead(self, drafted: Drafted) -> None:
        """Say where something is missing that only issuing has found out."""
        missing = first_missing(drafted) if self._leads else None
        self._leads = False
        if missing is not None:
            self.missed.emit(missing)

    def _on_drafted(self, pages: tuple[QImage, ...]) -> None:
        if self.drafted and self.drafted.look and not self._look_again:
            self.enter(replace(self.drafted, pages=pages))
        self._end_look()

    def _on_unseen(self, error: Exception) -> None:
        if self.drafted:
            self.enter(replace(self.drafted, trouble=self.bench.sentence(error)))
        self._end_look()

    def _end_look(self) -> None:
        self._looking = False
        if self._look_again:
            self._look()

    def _on_issued(self, receipt: Receipt) -> None:
        seen = self.state.draft.total if isinstance(self.state, Issuing) else receipt.total
        self.enter(Issued(receipt, trouble=_difference(seen, receipt.total)))
        self.draw(receipt)

    def _on_awaited(self, scannable: Scannable) -> None:
        self.awaited.emit(scannable)
        self.enter(Idle())

    def _on_drawn(self, drawn: Drawn) -> None:
        if isinstance(self.state, Issued) and self.state.receipt.id == drawn.receipt_id:
            self.enter(replace(self.state, pages=drawn.pages))

    def _on_trouble(self, error: Exception) -> None:
        match self.state:
            case Issuing(drafted):
                words = refusal_words(error, drafted.name_of, self.bench.sentence)
                self.enter(replace(drafted, trouble=words))
                if isinstance(error, (UnansweredQuestionsError, NumberMissingError, *CONFIRMED)):
                    # Something has changed since this was looked at: it is asked now.
                    self._leads = True
                    self._look()
            case Issued():
                self.enter(replace(self.state, trouble=self.bench.sentence(error)))


def first_missing(drafted: Drafted) -> Missing | None:
    """Find what has to be seen to first, as far as is known."""
    look, filled = drafted.look, drafted.filled
    objections = [each.error for each in look.objections] if look else []
    listed = [each for each in objections if isinstance(each, CONFIRMED)]
    obstacle = look.obstacle if look else None
    by_hand = isinstance(obstacle, NumberMissingError)
    checks = (
        (not filled.payer, Missing.PAYER),
        (bool(drafted.unanswered), Missing.ANSWER),
        (len(listed) < len(objections), Missing.OBJECTION),
        (bool(listed) and not filled.overlap, Missing.OVERLAP),
        (by_hand and not filled.number, Missing.NUMBER),
        (obstacle is not None and not by_hand, Missing.OBSTACLE),
    )
    return next((missing for stands, missing in checks if stands), None)


def _joined(known: tuple[Objection, ...], found: tuple[Objection, ...]) -> tuple[Objection, ...]:
    """Add the covers that nobody has been asked about yet."""
    topics = {each.topic for each in known}
    news = (each for each in found if isinstance(each.error, CONFIRMED))
    return (*known, *(each for each in news if each.topic not in topics))


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
