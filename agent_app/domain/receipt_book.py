"""Receipt books (quyển): blocks of numbers that an office binds to one agent and one device."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from agent_app.domain.errors import RuleError

NUMBER_DIGITS = 7
LOW_PERCENT = 20
"""A book that has no more left than this is said to be low: there is still time to fetch the next one.

Blocks of numbers that ran past their end, or were given anew on a second device, were other programs' loss.
"""


class BookState(StrEnum):
    """Whether a book gives numbers, and why not."""

    OPEN = "open"
    USED_UP = "used_up"
    RETURNED = "returned"
    FROZEN = "frozen"
    FOREIGN = "foreign"


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
class ReceiptBooksFrozenError(RuleError):
    """The blank numbers in hand may have been used already, before the store was restored."""

    code: ClassVar[str] = "receipt.books_frozen"
    symbol: str
    book: str


@dataclass(eq=False)
class ReceiptBookReturnedError(RuleError):
    """What was left of the book has gone back to the office."""

    code: ClassVar[str] = "receipt.book_returned"
    symbol: str
    book: str


@dataclass(eq=False)
class ReceiptBookForeignError(RuleError):
    """The book is bound to another device."""

    code: ClassVar[str] = "receipt.book_foreign"
    symbol: str
    book: str


@dataclass(eq=False)
class ReceiptBookOverlapError(RuleError):
    """The book shares a number with another one in hand."""

    code: ClassVar[str] = "receipt.book_overlap"
    symbol: str
    book: str
    other: str


@dataclass(eq=False)
class NumberNotNextError(RuleError):
    """Blank numbers lie before this one: what became of them must be said first."""

    code: ClassVar[str] = "receipt.number_not_next"
    symbol: str
    book: str
    number: str
    first: str
    last: str


@dataclass(eq=False)
class NumberPassedError(RuleError):
    """The book has gone beyond this number: it was given, or set aside."""

    code: ClassVar[str] = "receipt.number_passed"
    symbol: str
    book: str
    number: str
    next: str


@dataclass(eq=False)
class NumberOutsideBookError(RuleError):
    """The number does not lie in this book."""

    code: ClassVar[str] = "receipt.number_outside_book"
    symbol: str
    book: str
    number: str
    first: str
    last: str


def shown_number(number: int) -> str:
    """Write a receipt's number with its seven digits."""
    return f"{number:0{NUMBER_DIGITS}d}"


def is_low(left: int, size: int) -> bool:
    """Tell whether few numbers are left, but some."""
    return left > 0 and left * 100 <= size * LOW_PERCENT


@dataclass(slots=True)
class ReceiptBook:
    """A quyển: a block of numbers bound to this agent and device; numbers only go up.

    Everything below ``next`` has its fate, everything from there on is blank. ``received_on`` is the civil
    date on which it came to hand; it and whose it is are unknown for a book that is known from its receipts.
    """

    id: UUID
    symbol: str
    book: str
    first: int
    last: int
    next: int
    received_on: date | None = None
    agent_code: str | None = None
    device_id: UUID | None = None
    frozen: bool = False
    returned: bool = False
    foreign: bool = False

    @property
    def left(self) -> int:
        """How many numbers are still blank."""
        return self.last - self.next + 1

    @property
    def low(self) -> bool:
        """Whether few are left, but some."""
        return is_low(self.left, self.last - self.first + 1)

    @property
    def state(self) -> BookState:
        """Whether it gives numbers, and why not."""
        return book_state(left=self.left, frozen=self.frozen, returned=self.returned, foreign=self.foreign)

    def require_within(self, first: int, last: int) -> None:
        """Refuse limits that pass numbers over or leave out blank ones; raise ``ReceiptBookRangeError``."""
        if first > self.next or (self.left > 0 and last < self.last):
            raise ReceiptBookRangeError(
                self.symbol, self.book, shown_number(self.first), shown_number(self.last)
            )

    def require_giving(self) -> None:
        """Refuse to go on with a book that gives no numbers, for the reason that its state names."""
        match self.state:
            case BookState.RETURNED:
                raise ReceiptBookReturnedError(self.symbol, self.book)
            case BookState.FOREIGN:
                raise ReceiptBookForeignError(self.symbol, self.book)
            case BookState.FROZEN:
                raise ReceiptBooksFrozenError(self.symbol, self.book)
            case BookState.USED_UP:
                raise ReceiptBookExhaustedError(self.symbol, self.book, shown_number(self.last))
            case BookState.OPEN:
                return

    def tear(self) -> int:
        """Take the next number, for good."""
        self.require_giving()
        number = self.next
        self.next += 1
        return number

    def take(self, number: int) -> int:
        """Take the number that stands on a printed paper, for good: it must be the next one.

        Raise ``NumberNotNextError`` for a higher one, ``NumberPassedError`` for a lower one.
        """
        self._require_next(number)
        return self.tear()

    def set_aside(self, first: int, last: int) -> None:
        """Pass over spoiled or lost numbers, for good: they must be the next ones."""
        self._require_next(first)
        self._require_inside(last)
        if last < first:
            raise NumberPassedError(self.symbol, self.book, shown_number(last), shown_number(self.next))
        self.next = last + 1

    def give_back(self) -> tuple[int, int]:
        """Give up all that is blank; afterwards the book gives nothing."""
        self.require_giving()
        rest = (self.next, self.last)
        self.next, self.returned = self.last + 1, True
        return rest

    def _require_next(self, number: int) -> None:
        # What became of one number of a book that is used up says more than that it is.
        if self.state is not BookState.USED_UP:
            self.require_giving()
        self._require_inside(number)
        if number < self.next:
            raise NumberPassedError(self.symbol, self.book, shown_number(number), shown_number(self.next))
        if number > self.next:
            before = (shown_number(self.next), shown_number(number - 1))
            raise NumberNotNextError(self.symbol, self.book, shown_number(number), *before)

    def _require_inside(self, number: int) -> None:
        if not self.first <= number <= self.last:
            limits = (shown_number(self.first), shown_number(self.last))
            raise NumberOutsideBookError(self.symbol, self.book, shown_number(number), *limits)


def book_state(*, left: int, frozen: bool, returned: bool, foreign: bool) -> BookState:
    """Say whether a book gives numbers; that it went back says more than that it is empty."""
    if returned:
        return BookState.RETURNED
    if left <= 0:
        return BookState.USED_UP
    if foreign:
        return BookState.FOREIGN
    return BookState.FROZEN if frozen else BookState.OPEN
