"""What the windows need of the agent's own papers, and of what was printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from agent_app.services.day_paper_orders import PaperOrder
    from agent_app.services.day_papers import DayPrint
    from agent_app.services.evening_lines import CashHeld, RemittanceLine
    from agent_app.services.papers import Printed
    from agent_app.services.print_lines import PrintedLine
    from agent_app.services.work import Report


class DayPapers(Protocol):
    """Makes the agent's own papers."""

    def preview(self, order: PaperOrder, report: Report) -> bytes:
        """Return what the next print would be, to be looked at."""
        ...

    def print_paper(self, order: PaperOrder, how: DayPrint, report: Report) -> Printed:
        """Log a print and return it."""
        ...


class PrintHistory(Protocol):
    """Knows what was printed."""

    def recent(self, limit: int) -> list[PrintedLine]:
        """Return what went out last, newest first."""
        ...


class Evening(Protocol):
    """Knows what cash is in hand and what was handed over."""

    def cash_held(self, on: date) -> CashHeld:
        """Return the cash not remitted, its age on a day, and what the office's limits say of it."""
        ...

    def remittances(self, limit: int, offset: int = 0) -> list[RemittanceLine]:
        """Return remittances, newest first."""
        ...
