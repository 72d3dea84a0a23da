"""Receipt books (quyển): blocks of numbers that an office binds to one agent and one device."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from agent_app.domain.errors import RuleError

NUMBER_DIGITS = 7


@dataclass(eq=False)
class ReceiptBookExhaustedError(RuleError):
    """The receipt book has no number left."""

    code: ClassVar[str] = "receipt.book_exhausted"
    symbol: str
    book: str
    last: str


@dataclass(eq=False)
class NoReceiptBookError(RuleError):
    """No receipt book is bound to this device."""

    code: ClassVar[str] = "receipt.no_book"


@dataclass(eq=False)
class ReceiptBookRangeError(RuleError):
    """A book in hand is granted with other numbers, which would pass blank ones over or give foreign ones."""

    code: ClassVar[str] = "receipt.book_range"
    symbol: str
    book: str
    first: str
    last: str


@dataclass(eq=False)
class ReceiptBookOverlapError(RuleError):
    """Some of a book's numbers are another book's, which is in hand already."""

    code: ClassVar[str] = "receipt.book_overlap"
    symbol: str
    book: str
    taken_book: str
    first: str
    last: str


@dataclass(eq=False)
class ReceiptBooksFrozenError(RuleError):
    """The blank numbers in hand may have been used already, before the store was restored."""

    code: ClassVar[str] = "receipt.books_frozen"
    symbol: str
    book: str


def shown_number(number: int) -> str:
    """Write a receipt's number with its seven digits."""
    return f"{number:0{NUMBER_DIGITS}d}"


@dataclass(slots=True)
class ReceiptBook:
    """A quyển: a block of numbers bound to this agent and device; numbers only go up."""

    id: UUID
    symbol: str
    book: str
    first: int
    last: int
    next: int

    @property
    def left(self) -> int:
        """How many numbers are still blank."""
        return self.last - self.next + 1

    def require_within(self, first: int, last: int) -> None:
        """Refuse limits that pass numbers over or leave out blank ones; raise ``ReceiptBookRangeError``."""
        if first > self.next or (self.left > 0 and last < self.last):
            raise ReceiptBookRangeError(
                self.symbol, self.book, shown_number(self.first), shown_number(self.last)
            )

    def tear(self) -> int:
        """Take the next number, for good."""
        if self.next > self.last:
            raise ReceiptBookExhaustedError(self.symbol, self.book, shown_number(self.last))
        number = self.next
        self.next += 1
        return number


def overlap(book: ReceiptBook, other: ReceiptBook) -> ReceiptBookOverlapError:
    """Say that a book would share numbers with another one."""
    limits = shown_number(other.first), shown_number(other.last)
    return ReceiptBookOverlapError(book.symbol, book.book, other.book, *limits)
