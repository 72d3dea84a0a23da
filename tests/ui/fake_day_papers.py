"""The agent's own papers with a black box on them, what was printed, and what was handed over."""

from dataclasses import dataclass, field
from datetime import date

from agent_app.domain.money import Dong
from agent_app.services.day_paper_orders import PaperOrder, kind_of
from agent_app.services.day_papers import DayPrint
from agent_app.services.evening_lines import CashHeld, RemittanceLine
from agent_app.services.papers import Printed
from agent_app.services.print_lines import PrintedLine
from agent_app.services.work import Report
from tests.builders import NOW
from tests.ui.fake_papers import PDF


@dataclass
class FakeDayPapers:
    """Makes them and keeps what was asked for; it is its own history of prints and of remittances."""

    error: Exception | None = None
    looked: list[PaperOrder] = field(default_factory=list)
    printed: list[tuple[PaperOrder, DayPrint]] = field(default_factory=list)
    history: list[PrintedLine] = field(default_factory=list)
    handed: list[RemittanceLine] = field(default_factory=list)
    cash: CashHeld = field(default_factory=lambda: CashHeld(Dong(4_098_600), 3, date(2026, 11, 19), 2))

    def preview(self, order: PaperOrder, report: Report) -> bytes:
        report(0, 1)
        if self.error is not None:
            raise self.error
        self.looked.append(order)
        return PDF

    def print_paper(self, order: PaperOrder, how: DayPrint, report: Report) -> Printed:
        report(0, 1)
        if self.error is not None:
            raise self.error
        self.printed.append((order, how))
        nth = sum(each == order for each, _how in self.printed)
        self.history.insert(0, PrintedLine(kind_of(order), how.way, how.copies or 1, 1, nth, NOW))
        return Printed(PDF, nth)

    def recent(self, limit: int) -> list[PrintedLine]:
        return self.history[:limit]

    def cash_held(self, on: date) -> CashHeld:
        del on
        return self.cash

    def remittances(self, limit: int, offset: int = 0) -> list[RemittanceLine]:
        return self.handed[offset:][:limit]
