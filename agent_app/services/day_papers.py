"""The agent's own papers: the list to walk by, statements of money, reports of books, what a day came to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from agent_app.domain.calendar import civil_date
from agent_app.domain.print_log import PrintWay, copies_of
from agent_app.services.day_lists import DayListGatherer
from agent_app.services.day_paper_lines import Maker
from agent_app.services.day_paper_orders import (
    BookOrder,
    DayListOrder,
    PaperOrder,
    RemittanceOrder,
    StockOrder,
    SummaryOrder,
    about,
    kind_of,
    month_of,
)
from agent_app.services.day_paper_ports import DayPress, PrintMark
from agent_app.services.day_reports import DayReportGatherer
from agent_app.services.failures import NotEnrolledError
from agent_app.services.papers import Printed
from agent_app.services.ports import Clock, OpenUnit, Report, UnitOfWork, no_report
from agent_app.services.print_register import PrintRegister


@dataclass(frozen=True, slots=True)
class DayPrint:
    """How a paper is to be printed."""

    way: PrintWay = PrintWay.PDF
    copies: int | None = None


SHEET = DayPrint()
"""One copy, as a PDF."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who makes a paper, on which civil date."""

    today: date
    maker: Maker


@dataclass(frozen=True, slots=True)
class DayPaperService:
    """Makes the agent's papers of what is kept."""

    open_unit: OpenUnit
    lists: DayListGatherer
    reports: DayReportGatherer
    press: DayPress
    register: PrintRegister

    def preview(self, order: PaperOrder, report: Report = no_report) -> bytes:
        """Return what the next print would be, to be looked at: of printing nothing is logged."""
        with self.open_unit() as unit:
            desk = _desk(unit, self.register.clock)
            nth = unit.prints.times(kind_of(order), about(order, desk.today)) + 1
        self._saw(order, desk)
        return self._gathered(order, desk, report)(PrintMark(nth))

    def print_paper(self, order: PaperOrder, how: DayPrint = SHEET, report: Report = no_report) -> Printed:
        """Log a print and return it; the log is on disk before anybody has the paper.

        A report that ends the work leaves nothing in the log. Where the store cannot be written there is no
        paper: only a receipt is owed to somebody.
        """
        copies = copies_of(how.copies, 1)
        with self.open_unit() as unit:
            desk = _desk(unit, self.register.clock)
        self._revealed(order, desk)
        made = self._gathered(order, desk, report)
        with self.open_unit() as unit:
            about_it = about(order, desk.today)
            nth = self.register.enter(unit, kind_of(order), about_it, how.way, copies)
            content = made(PrintMark(nth))
            unit.commit()
        return Printed(content, nth)

    def _gathered(self, order: PaperOrder, desk: Desk, report: Report) -> Callable[[PrintMark], bytes]:
        """Read what a paper says; what is returned sets it in type."""
        press, reports, today, maker = self.press, self.reports, desk.today, desk.maker
        match order:
            case DayListOrder():
                day = self.lists.gather(order, order.on or today, maker, _half(report, 0))
                return lambda mark: press.day_list(day, _half(report, 1), mark)
            case RemittanceOrder():
                statement = reports.remittance(order.remittance_id, maker)
                return lambda mark: press.remittance(statement, report, mark)
            case BookOrder():
                wanted = order.period or (None if order.book else month_of(today))
                use = reports.book(wanted, order.book, today, maker)
                return lambda mark: press.book(use, report, mark)
            case StockOrder():
                stock = reports.stock(order.period, maker)
                return lambda mark: press.stock(stock, report, mark)
            case SummaryOrder():
                summary = reports.summary(order.period, today, maker)
                return lambda mark: press.summary(summary, report, mark)

    def _saw(self, order: PaperOrder, desk: Desk) -> None:
        self._revealed(order, desk)
        if isinstance(order, DayListOrder | RemittanceOrder | BookOrder):
            self.register.access.saw("list", about(order, desk.today), ("name",))

    def _revealed(self, order: PaperOrder, desk: Desk) -> None:
        if isinstance(order, DayListOrder) and order.phones:
            self.register.access.revealed("list", about(order, desk.today), ("phone",))


def _desk(unit: UnitOfWork, clock: Clock) -> Desk:
    enrolment, last = unit.device.identity().enrolment, unit.receipts.last_issued_on()
    if enrolment is None:
        raise NotEnrolledError
    today = civil_date(clock.now())
    maker = Maker(enrolment.agent_name, enrolment.office, enrolment.areas)
    return Desk(today if last is None else max(today, last), maker)


def _half(report: Report, which: int) -> Report:
    """Tell of one half of a piece of work: gathering, or setting in type."""

    def tell(done: int, total: int) -> None:
        report(which * total + done, 2 * total)

    return tell
