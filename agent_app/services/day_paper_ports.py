"""What the agent's lists and reports are read from, and who sets them in type."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from agent_app.domain.book_stock import Period
from agent_app.domain.number_fate import PassedNumbers
from agent_app.domain.receipt import ReceiptId
from agent_app.services.day_paper_lines import (
    Activity,
    BookUse,
    DayList,
    RemittanceStatement,
    StockReport,
    Summary,
)
from agent_app.services.lines import ReceiptView
from agent_app.services.work import Report


class DayPaperQueries(Protocol):
    """The read side of lists and reports; every call is one short read."""

    def receipts(self, ids: Sequence[ReceiptId]) -> list[ReceiptView]:
        """Return receipts in the order of their ids; raise ``ReceiptUnknownError``."""
        ...

    def issued(self, period: Period, book: tuple[str, str] | None = None) -> list[ReceiptView]:
        """Return the receipts of a period, or of a book (symbol, name) in it, by book and number."""
        ...

    def cancelled(self, period: Period, book: tuple[str, str] | None = None) -> list[ReceiptView]:
        """Return the receipts that were cancelled in a period, by book and number."""
        ...

    def passed(self, period: Period, book: tuple[str, str] | None = None) -> list[PassedNumbers]:
        """Return the numbers that were passed over or given back in a period, by book and number."""
        ...

    def begun_on(self, book: tuple[str, str] | None = None) -> date | None:
        """Return the first day of which a receipt or a passed number is known, of a book or of all."""
        ...

    def activity(self, period: Period) -> Activity:
        """Add up a period's visits and receipts."""
        ...


@dataclass(frozen=True, slots=True)
class PrintMark:
    """The how-manieth print a paper is."""

    nth: int = 1


FIRST = PrintMark()
"""Nothing to say about it."""


class DayPress(Protocol):
    """Turns lists and reports into PDF files, which say that they are reprints."""

    def day_list(self, told: DayList, report: Report, mark: PrintMark = FIRST) -> bytes:
        """Return the list to walk by."""
        ...

    def remittance(self, told: RemittanceStatement, report: Report, mark: PrintMark = FIRST) -> bytes:
        """Return the statement of a remittance."""
        ...

    def book(self, told: BookUse, report: Report, mark: PrintMark = FIRST) -> bytes:
        """Return the report of a period's or a book's receipts."""
        ...

    def stock(self, told: StockReport, report: Report, mark: PrintMark = FIRST) -> bytes:
        """Return the report of the stock of numbers."""
        ...

    def summary(self, told: Summary, report: Report, mark: PrintMark = FIRST) -> bytes:
        """Return what a day or a week came to."""
        ...
