"""The number of a receipt: the book's next one, or the one that somebody reads from a printed paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from agent_app.domain.book_choice import choose, require_year
from agent_app.domain.errors import RuleError
from agent_app.domain.number_fate import PassedNumbers
from agent_app.domain.receipt_book import NoReceiptBookError, NumberPassedError, ReceiptBook, shown_number
from agent_app.services.ports import UnitOfWork
from agent_app.services.ports.books import IssuedNumber


@dataclass(eq=False)
class BookUnknownError(RuleError):
    """No such book is in hand."""

    code: ClassVar[str] = "book.unknown"
    symbol: str
    book: str


@dataclass(eq=False)
class NumberUnknownError(RuleError):
    """The number lies in no book in hand."""

    code: ClassVar[str] = "receipt.number_unknown"
    number: str


@dataclass(eq=False)
class NumberOfOtherBookError(RuleError):
    """The number lies in another book in hand than the one that was named."""

    code: ClassVar[str] = "receipt.number_other_book"
    symbol: str
    book: str
    number: str
    asked: str


@dataclass(eq=False)
class NumberIssuedError(RuleError):
    """The number is a receipt's already."""

    code: ClassVar[str] = "receipt.number_issued"
    symbol: str
    book: str
    number: str
    receipt_id: str
    on: date


@dataclass(eq=False)
class NumberSetAsideError(RuleError):
    """The number was spoiled, lost or returned."""

    code: ClassVar[str] = "receipt.number_set_aside"
    symbol: str
    book: str
    number: str
    fate: object
    on: date


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """What is read from a printed paper: its number and, where it is said, its book and symbol."""

    number: int
    book: str | None = None
    symbol: str | None = None


def take_number(unit: UnitOfWork, on: date, typed: TypedNumber | None = None) -> tuple[ReceiptBook, int]:
    """Take a number for a receipt of a day, for good: the book has to be saved in the same unit of work.

    Without a typed one it is the next number of the book that is in use. A typed one must be the next of its
    book; otherwise the refusal says what must be accounted for first, or whose the number is.
    """
    if typed is None:
        book = unit.receipts.book(on)
        return book, book.tear()
    books = unit.books.in_hand()
    book = _book_of(books, typed, on)
    try:
        number = book.take(typed.number)
    except NumberPassedError as error:
        raise _whose(unit, book, typed.number) or error from None
    require_year(book, books, on)
    return book, number


def _book_of(books: Sequence[ReceiptBook], typed: TypedNumber, on: date) -> ReceiptBook:
    """Find the book that holds the number, or the one that was named, which will refuse it."""
    if not books:
        raise NoReceiptBookError
    of_symbol = [each for each in books if typed.symbol in {None, each.symbol}]
    holding = [each for each in of_symbol if each.first <= typed.number <= each.last]
    if typed.book is None:
        if not holding:
            raise NumberUnknownError(shown_number(typed.number))
        return choose_holding(holding, on)
    named = [each for each in of_symbol if each.book == typed.book]
    if not named:
        raise BookUnknownError(typed.symbol or "", typed.book)
    found = [each for each in named if each in holding]
    if not found and holding:
        other = holding[0]
        raise NumberOfOtherBookError(other.symbol, other.book, shown_number(typed.number), typed.book)
    return choose_holding(found or named, on)


def choose_holding(books: Sequence[ReceiptBook], on: date) -> ReceiptBook:
    """Prefer the one that gives numbers on this day where several symbols have the same number."""
    try:
        return choose(books, on)
    except RuleError:
        return books[0]


def _whose(unit: UnitOfWork, book: ReceiptBook, number: int) -> RuleError | None:
    where = (book.symbol, book.book, shown_number(number))
    match unit.books.holder(book.symbol, book.book, number):
        case IssuedNumber() as issued:
            return NumberIssuedError(*where, str(issued.receipt_id), issued.issued_on)
        case PassedNumbers() as passed:
            return NumberSetAsideError(*where, passed.fate, passed.on)
        case None:
            return None
