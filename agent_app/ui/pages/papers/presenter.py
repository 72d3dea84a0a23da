"""What can be printed now, each with what may be chosen of it, and what was printed last."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QObject

from agent_app.domain.book_stock import Period
from agent_app.domain.calendar import shown_date
from agent_app.domain.print_log import PaperKind
from agent_app.services.changes import Touched
from agent_app.services.day_paper_orders import (
    BookOrder,
    DayListOrder,
    RemittanceOrder,
    StockOrder,
    SummaryOrder,
    month_of,
    week_of,
)
from agent_app.services.lines import BookLine
from agent_app.services.ports import Report
from agent_app.services.print_lines import PrintedLine
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.presenter import Presenter
from agent_app.ui.printing.day_papers import day_paper
from agent_app.ui.printing.notices import notice_paper, of_hamlet, of_promises, of_today
from agent_app.ui.printing.wanted import PaperWanted
from agent_app.ui.printing.words import kind_words
from agent_app.ui.states import Failed, Loading
from agent_app.ui.wording import dong
from agent_app.ui.words import _

_RECENT = 100
_REMITTANCES = 20


@dataclass(frozen=True, slots=True)
class Offered:
    """One paper that may be chosen, in the words of what it is about."""

    words: str
    paper: PaperWanted


@dataclass(frozen=True, slots=True)
class Shelf:
    """Papers of a kind; none where there is nothing to print yet."""

    kind: PaperKind
    papers: tuple[Offered, ...]


@dataclass(frozen=True, slots=True)
class PrintedShown:
    """What went out, as shown on a civil date."""

    line: PrintedLine
    today: date


@dataclass(frozen=True, slots=True)
class Ready:
    """What the page shows."""

    today: date
    shelves: tuple[Shelf, ...]
    printed: tuple[PrintedShown, ...]


def read_papers(core: Core, _report: Report) -> Ready:
    """Read what can be printed, and what was."""
    queries, today = core.queries, core.today()
    hamlets = queries.hamlets() if queries.due_months() else []
    planned = queries.planned_count(today)
    shelves = (
        Shelf(PaperKind.DAY_LIST, _day_lists(hamlets, planned)),
        Shelf(PaperKind.NOTICE, _notices(hamlets, planned)),
        Shelf(PaperKind.REMITTANCE, _remittances(core)),
        Shelf(PaperKind.BOOK, _book_reports(queries.books(), today)),
        Shelf(PaperKind.STOCK, _stocks(today)),
        Shelf(PaperKind.SUMMARY, _summaries(today)),
    )
    printed = tuple(PrintedShown(each, today) for each in core.print_queries.recent(_RECENT))
    return Ready(today, shelves, printed)


def _day_lists(hamlets: list[str], planned: int) -> tuple[Offered, ...]:
    found = []
    if planned:
        words = _("{count} hộ đi hôm nay").format(count=planned)
        found.append(Offered(words, day_paper(DayListOrder(planned=True), _("hôm nay"))))
    found += [Offered(each, day_paper(DayListOrder(hamlet=each), each)) for each in hamlets]
    if len(hamlets) > 1:
        found.append(Offered(_("Cả địa bàn"), day_paper(DayListOrder(), _("cả địa bàn"))))
    return tuple(found)


def _notices(hamlets: list[str], planned: int) -> tuple[Offered, ...]:
    name, found = kind_words(PaperKind.NOTICE), []
    if planned:
        words = _("{count} hộ đi hôm nay").format(count=planned)
        found.append(Offered(words, notice_paper(of_today, _("{name} · hôm nay").format(name=name))))
    if hamlets:
        whose = _("Hộ đã hẹn đóng")
        found.append(Offered(whose, notice_paper(of_promises, f"{name} · {whose.lower()}")))
    found += [Offered(each, notice_paper(partial(of_hamlet, each), f"{name} · {each}")) for each in hamlets]
    if len(hamlets) > 1:
        whole = _("Cả địa bàn")
        found.append(Offered(whole, notice_paper(partial(of_hamlet, None), f"{name} · {whole.lower()}")))
    return tuple(found)


def _remittances(core: Core) -> tuple[Offered, ...]:
    found = []
    for each in core.evening.remittances(_REMITTANCES):
        words = _("{day} · {money}").format(day=shown_date(each.remitted_on), money=dong(each.amount))
        found.append(Offered(words, day_paper(RemittanceOrder(each.id), shown_date(each.remitted_on))))
    return tuple(found)


def _book_reports(books: list[BookLine], today: date) -> tuple[Offered, ...]:
    found = [Offered(words, day_paper(BookOrder(period), words.lower())) for words, period in _months(today)]
    for each in books:
        words = _("Quyển {book}, từ đầu").format(book=each.book)
        order = BookOrder(book=(each.symbol, each.book))
        found.append(Offered(words, day_paper(order, _("quyển {book}").format(book=each.book))))
    return tuple(found)


def _stocks(today: date) -> tuple[Offered, ...]:
    return tuple(
        Offered(words, day_paper(StockOrder(period), words.lower())) for words, period in _months(today)
    )


def _summaries(today: date) -> tuple[Offered, ...]:
    yesterday, last_week = today - timedelta(1), today - timedelta(7)
    periods = (
        (_("Hôm nay"), Period(today, today)),
        (_("Hôm qua"), Period(yesterday, yesterday)),
        (_("Tuần này"), week_of(today)),
        (_("Tuần trước"), week_of(last_week)),
    )
    return tuple(Offered(words, day_paper(SummaryOrder(period), words.lower())) for words, period in periods)


def _months(today: date) -> tuple[tuple[str, Period], ...]:
    this = month_of(today)
    last = month_of(this.start - timedelta(1))
    return tuple(
        (_("Tháng {month:02}/{year}").format(month=each.start.month, year=each.start.year), each)
        for each in (this, last)
    )


class PapersPresenter(Presenter):
    """Reads anew whenever something was printed, or what may be printed has changed."""

    shows = frozenset({Touched.PRINTS, Touched.RECEIPTS, Touched.DUE_LIST, Touched.ROUTE, Touched.SYNC})

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Loading(), parent)

    def reload(self) -> None:
        self.read(partial(read_papers, self.bench.core), self._on_read, self._on_failed)

    def _on_read(self, ready: Ready) -> None:
        self.enter(ready)

    def _on_failed(self, error: Exception) -> None:
        self.enter(Failed(self.bench.sentence(error)))
