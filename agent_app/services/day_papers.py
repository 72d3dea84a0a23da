"""The agent's own papers: the list to walk by, statements of money, reports of books, what a day came to."""

from dataclasses import dataclass
from datetime import date
from typing import assert_never
from uuid import UUID, uuid5

from agent_app.domain.book_stock import Period
from agent_app.domain.calendar import add_months, civil_date
from agent_app.domain.remittance import RemittanceId
from agent_app.services.access import AccessLog
from agent_app.services.day_lists import DayListGatherer, DayListOrder
from agent_app.services.day_paper_lines import Maker
from agent_app.services.day_paper_ports import DayPress
from agent_app.services.day_reports import DayReportGatherer
from agent_app.services.failures import NotEnrolledError
from agent_app.services.ports import Clock, OpenUnit, Report, no_report

# What papers that are about no row of their own are named in.
_PAPERS = UUID("5b3e2a44-93f5-4c37-8a0e-2f5d1f1f9d10")


@dataclass(frozen=True, slots=True)
class RemittanceOrder:
    """Ask for the statement of a remittance."""

    remittance_id: RemittanceId


@dataclass(frozen=True, slots=True)
class BookOrder:
    """Ask for the report of a period's receipts, of one book's (symbol, name), or of a book in a period."""

    period: Period | None = None
    book: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class StockOrder:
    """Ask for the stock of every book over a period."""

    period: Period


@dataclass(frozen=True, slots=True)
class SummaryOrder:
    """Ask what a period came to."""

    period: Period


PaperOrder = DayListOrder | RemittanceOrder | BookOrder | StockOrder | SummaryOrder


def month_of(day: date) -> Period:
    """Return the whole month of a day."""
    first = day.replace(day=1)
    return Period(first, date.fromordinal(add_months(first, 1).toordinal() - 1))


def week_of(day: date) -> Period:
    """Return the week of a day, from Monday to Sunday."""
    monday = day.toordinal() - day.weekday()
    return Period(date.fromordinal(monday), date.fromordinal(monday + 6))


@dataclass(frozen=True, slots=True)
class DayPaperService:
    """Makes the agent's papers of what is kept."""

    open_unit: OpenUnit
    lists: DayListGatherer
    reports: DayReportGatherer
    press: DayPress
    access: AccessLog
    clock: Clock

    def preview(self, order: PaperOrder, report: Report = no_report) -> bytes:
        """Return a paper to be looked at: nothing is logged but that somebody looked at people."""
        self._saw(order)
        return self._made(order, report)

    def day_list(self, order: DayListOrder, report: Report = no_report) -> bytes:
        """Return the list to walk by, to be looked at."""
        return self.preview(order, report)

    def remittance(self, remittance_id: RemittanceId, report: Report = no_report) -> bytes:
        """Return the statement of a remittance, to be looked at."""
        return self.preview(RemittanceOrder(remittance_id), report)

    def book(self, order: BookOrder, report: Report = no_report) -> bytes:
        """Return the report of receipts, to be looked at."""
        return self.preview(order, report)

    def stock(self, period: Period, report: Report = no_report) -> bytes:
        """Return the stock of numbers, to be looked at."""
        return self.preview(StockOrder(period), report)

    def summary(self, period: Period, report: Report = no_report) -> bytes:
        """Return what a period came to, to be looked at."""
        return self.preview(SummaryOrder(period), report)

    def _made(self, order: PaperOrder, report: Report, nth: int = 1) -> bytes:
        today, maker = self._today_and_maker()
        match order:
            case DayListOrder():
                told = self.lists.gather(order, order.on or today, maker, _half(report, 0))
                return self.press.day_list(told, _half(report, 1), nth)
            case RemittanceOrder():
                return self.press.remittance(self.reports.remittance(order.remittance_id, maker), report, nth)
            case BookOrder():
                wanted = order.period or (None if order.book else month_of(today))
                return self.press.book(self.reports.book(wanted, order.book, today, maker), report, nth)
            case StockOrder():
                return self.press.stock(self.reports.stock(order.period, maker), report, nth)
            case SummaryOrder():
                return self.press.summary(self.reports.summary(order.period, today, maker), report, nth)

    def _today_and_maker(self) -> tuple[date, Maker]:
        """Return the civil date that work is dated by, and whose paper it is."""
        with self.open_unit() as unit:
            enrolment, last = unit.device.identity().enrolment, unit.receipts.last_issued_on()
        if enrolment is None:
            raise NotEnrolledError
        today = civil_date(self.clock.now())
        maker = Maker(enrolment.agent_name, enrolment.office, enrolment.areas)
        return today if last is None else max(today, last), maker

    def _saw(self, order: PaperOrder) -> None:
        if isinstance(order, DayListOrder) and order.phones:
            self.access.revealed("list", about(order, civil_date(self.clock.now())), ("phone",))
        elif isinstance(order, DayListOrder | RemittanceOrder):
            self.access.saw("list", None, ("name",))


def about(order: PaperOrder, today: date) -> UUID:
    """Name what a paper is about: the same paper has the same name on every machine."""
    match order:
        case RemittanceOrder():
            return order.remittance_id
        case DayListOrder():
            words: tuple[str, ...] = (
                "day-list",
                f"{order.on or today}",
                order.hamlet or "",
                f"{order.planned}",
            )
        case BookOrder():
            whole = order.book is not None and order.period is None
            words = ("book", "" if whole else _days(order.period or month_of(today)), *(order.book or ()))
        case StockOrder() | SummaryOrder():
            kind = "stock" if isinstance(order, StockOrder) else "summary"
            words = (kind, _days(order.period))
        case _:
            assert_never(order)
    return uuid5(_PAPERS, "/".join(words))


def _days(period: Period) -> str:
    return f"{period.start}..{period.end}"


def _half(report: Report, which: int) -> Report:
    """Tell of one half of a piece of work: gathering, or setting in type."""

    def tell(done: int, total: int) -> None:
        report(which * total + done, 2 * total)

    return tell
