"""Repository: the numbers of receipt books, and what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from agent_app.domain.book_report import FateRun
from agent_app.domain.book_stock import Leaving
from agent_app.domain.number_fate import PassedNumbers
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.receipt_book import ReceiptBook


@dataclass(frozen=True, slots=True)
class IssuedNumber:
    """Whose receipt a number is."""

    receipt_id: ReceiptId
    issued_on: date
    cancelled_on: date | None


class Books(Protocol):
    """The numbers of receipt books, and what became of each."""

    def in_hand(self) -> Sequence[ReceiptBook]:
        """Return all books, used up and returned ones among them, by symbol and numbers."""
        ...

    def holder(self, symbol: str, book: str, number: int) -> IssuedNumber | PassedNumbers | None:
        """Say what a number of a book was used for; ``None`` where it is blank or unknown."""
        ...

    def pass_over(self, passed: PassedNumbers, op_id: UUID) -> None:
        """Keep that numbers get no receipt; ``op_id`` is the operation that logs it."""
        ...


class BookQueries(Protocol):
    """The read side of numbers."""

    def fates(self, symbol: str, book: str) -> list[FateRun]:
        """Return what receipts, spoiled papers and returns tell of a book's numbers."""
        ...

    def passed(self, symbol: str, book: str) -> list[PassedNumbers]:
        """Return the numbers of a book that got no receipt, with the reasons, in order."""
        ...

    def leavings(self) -> Mapping[tuple[str, str], Sequence[Leaving]]:
        """Return for each symbol and book which numbers left the stock on which day."""
        ...
