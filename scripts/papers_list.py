"""Every paper of the program: the command that prints it, and what must be read on it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum, auto
from pathlib import Path

from agent_app.bootstrap import Core
from agent_app.domain.book_stock import Period
from agent_app.domain.money import grouped
from agent_app.domain.operation import short_code
from agent_app.domain.receipt import ReceiptForm
from agent_app.domain.spelling import dong_in_words
from agent_app.printing.lists.book_words import book_sheet
from agent_app.printing.lists.day_list_words import day_list_sheet
from agent_app.printing.lists.remittance_words import remittance_sheet
from agent_app.printing.lists.stock_words import stock_sheet
from agent_app.printing.lists.summary_words import summary_sheet
from agent_app.printing.notice_words import notice_words
from agent_app.printing.sheets.model import Sheet
from agent_app.runtime.rates import load_rates
from agent_app.services.day_paper_lines import Maker
from agent_app.services.day_paper_orders import DayListOrder, month_of, week_of
from agent_app.services.lines import DueFilter
from agent_app.services.notice_lines import NoticeChoice, NoticeOrder, NoticeSender
from agent_app.services.ports import no_report
from scripts.papers_proof import Reading, read_message, read_pdf, read_pictures, read_roll, words_in
from scripts.papers_stage import BOOK, SYMBOL, Stage

_SOON = timedelta(days=90)
_PHONE = "0912 345 678"


class Again(Enum):
    """How a second print shows that it is one.

    Every page says it, or every notice of a batch; dots are only seen to differ, messages need not say it.
    """

    SAID = auto()
    NOTED = auto()
    SEEN = auto()
    UNSAID = auto()


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: the command that prints it, what must be read on it, and what its QR codes must say."""

    name: str
    command: Callable[[Stage], Sequence[str]]
    source: Callable[[Stage, Core], Iterable[str]]
    codes: Callable[[Stage, Core], Iterable[str]] = lambda _stage, _core: ()
    suffix: str = ".pdf"
    again: Again = Again.SAID

    def read(self, path: Path) -> Reading:
        """Read what came out as other programs, or a printer, would."""
        return _READERS[self.suffix](path)


def _maker(stage: Stage) -> Maker:
    return Maker(stage.enrolment.agent_name, stage.enrolment.office, stage.enrolment.areas)


def _words(sheet: Sheet) -> Iterable[str]:
    """Return what a sheet says; the fonts and the title of the file are not on the paper."""
    return [*words_in(sheet.blocks), sheet.foot]


def _day_list(stage: Stage, core: Core) -> Iterable[str]:
    told = core.day_papers.lists.gather(DayListOrder(), stage.today, _maker(stage), no_report)
    names = (each.name for each in core.queries.due_lines(DueFilter(unanswered=True)))
    return [*_words(day_list_sheet(told)), *names]


def _remittance(stage: Stage, core: Core) -> Iterable[str]:
    return _words(remittance_sheet(core.day_papers.reports.remittance(stage.remittance, _maker(stage))))


def _use(stage: Stage, core: Core, period: Period | None, book: tuple[str, str] | None) -> Iterable[str]:
    return _words(book_sheet(core.day_papers.reports.book(period, book, stage.today, _maker(stage))))


def _month(stage: Stage, core: Core) -> Iterable[str]:
    return _use(stage, core, month_of(stage.today), None)


def _book(stage: Stage, core: Core) -> Iterable[str]:
    return _use(stage, core, None, (SYMBOL, BOOK))


def _stock(stage: Stage, core: Core) -> Iterable[str]:
    return _words(stock_sheet(core.day_papers.reports.stock(month_of(stage.today), _maker(stage))))


def _summary(stage: Stage, core: Core, period: Period) -> Iterable[str]:
    return _words(summary_sheet(core.day_papers.reports.summary(period, stage.today, _maker(stage))))


def _today(stage: Stage, core: Core) -> Iterable[str]:
    return _summary(stage, core, Period(stage.today, stage.today))


def _week(stage: Stage, core: Core) -> Iterable[str]:
    return _summary(stage, core, week_of(stage.today))


@dataclass(frozen=True, slots=True)
class _Receipt:
    """The paper of a receipt of one form, however it is printed."""

    form: ReceiptForm
    words: tuple[str, ...] = ()

    def command(self, stage: Stage) -> Sequence[str]:
        return ("receipt", str(stage.receipts[self.form]), *self.words)

    def source(self, stage: Stage, core: Core) -> Iterable[str]:
        made = core.queries.receipt(stage.receipts[self.form]).receipt
        office = stage.enrolment.office
        return (
            made.payer.upper(),
            made.address,
            *(line.subject.name for line in made.lines),
            *(grouped(line.quote.due) for line in made.lines),
            made.shown_number or "",
            dong_in_words(made.total),
            office.office_name,
            office.organisation,
            stage.enrolment.agent_name,
            short_code(made),
        )

    def codes(self, stage: Stage, core: Core) -> Iterable[str]:
        return (short_code(core.queries.receipt(stage.receipts[self.form]).receipt),)

    def paper(self, name: str, suffix: str = ".pdf") -> Paper:
        if suffix == ".pdf":
            return Paper(name, self.command, self.source, self.codes)
        return Paper(name, self.command, _nothing, self.codes, suffix, Again.SEEN)


def _nothing(_stage: Stage, _core: Core) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class _Notices:
    """The due notices of some households, however many stand on a page."""

    words: tuple[str, ...] = ()
    most: int = 12

    def command(self, stage: Stage) -> Sequence[str]:
        with stage.core() as core:
            chosen = self._order(stage, core).households
        named = (word for each in chosen for word in ("--household", str(each)))
        return ("notices", *named, "--phone", _PHONE, *self.words)

    def source(self, stage: Stage, core: Core) -> Iterable[str]:
        with core.open_unit() as unit:
            account = unit.office.settings().on(stage.today).accounts[0]
        sender = NoticeSender(stage.enrolment, _PHONE, account, load_rates())
        for notice in core.notices.notices(self._order(stage, core)):
            yield from words_in(replace(notice_words(notice, sender), payload=None))

    def names(self, stage: Stage, core: Core) -> Iterable[str]:
        """Return what even the shortest message says."""
        notices = core.notices.notices(self._order(stage, core))
        return [line.person.name for each in notices for line in each.lines]

    def codes(self, stage: Stage, core: Core) -> Iterable[str]:
        notices = core.notices.notices(self._order(stage, core))
        return [each.transfer.payload for each in notices if each.transfer]

    def paper(self, name: str) -> Paper:
        return Paper(name, self.command, self.source, self.codes, again=Again.NOTED)

    def _order(self, stage: Stage, core: Core) -> NoticeOrder:
        chosen = core.notices.choose(NoticeChoice(stage.today, due_before=stage.today + _SOON))
        return NoticeOrder(chosen[: self.most], stage.today)


_PICTURES, _MESSAGES = _Notices(("--as", "png"), 2), _Notices(("--as", "text"))
_READERS: dict[str, Callable[[Path], Reading]] = {
    ".pdf": read_pdf,
    ".escpos": read_roll,
    ".txt": read_message,
    "": read_pictures,
}
_OWN, _SLIP, _SUMS = ReceiptForm.SELF_PRINTED, ReceiptForm.ELECTRONIC, ReceiptForm.PREPRINTED

PAPERS = (
    _Receipt(_OWN).paper("bien-lai"),
    _Receipt(_SLIP).paper("phieu-xac-nhan"),
    _Receipt(_SUMS).paper("bang-tinh"),
    _Receipt(_SLIP, ("--size", "80")).paper("giay-nhiet-80"),
    _Receipt(_SLIP, ("--size", "58")).paper("giay-nhiet-58"),
    _Receipt(_SUMS, ("--size", "80", "--as", "escpos")).paper("may-nhiet-80", ".escpos"),
    _Receipt(_SUMS, ("--size", "58", "--as", "escpos")).paper("may-nhiet-58", ".escpos"),
    Paper("bien-lai-huy", lambda stage: ("receipt", str(stage.cancelled)), lambda _stage, _core: ("HỦY",)),
    _Notices().paper("thong-bao-a5"),
    _Notices(("--size", "a6")).paper("thong-bao-a6"),
    _Notices(("--per-page", "2")).paper("thong-bao-2-tren-a4"),
    _Notices(("--per-page", "4")).paper("thong-bao-4-tren-a4"),
    Paper("thong-bao-anh", _PICTURES.command, _nothing, _PICTURES.codes, "", Again.SEEN),
    Paper("thong-bao-tin-nhan", _MESSAGES.command, _MESSAGES.names, suffix=".txt", again=Again.UNSAID),
    Paper("danh-sach-di-dia-ban", lambda stage: ("day-list", "--date", f"{stage.today}"), _day_list),
    Paper("bang-ke-nop-tien", lambda stage: ("remittance", str(stage.remittance)), _remittance),
    Paper("bc01-thang", lambda stage: ("book", "--month", f"{stage.today:%Y-%m}"), _month),
    Paper("bc01-quyen", lambda _stage: ("book", SYMBOL, BOOK), _book),
    Paper("nhap-xuat-ton", lambda stage: ("stock", "--month", f"{stage.today:%Y-%m}"), _stock),
    Paper("tong-ket-ngay", lambda stage: ("summary", "--date", f"{stage.today}"), _today),
    Paper("tong-ket-tuan", lambda stage: ("summary", "--date", f"{stage.today}", "--week"), _week),
)
