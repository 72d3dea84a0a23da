"""Which book the next number comes from, and how a year ends.

A symbol carries the last two digits of its year. Numbers of electronic receipts begin anew on 1 January;
papers of the old year may be used up, but only as long as no book of the new year is in hand: then the old
one gives nothing more to receipts of the new year, and its rest goes back. A book of a year to come waits.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NoReturn, Protocol, TypeVar

from agent_app.domain.errors import RuleError
from agent_app.domain.receipt_book import BookState, NoReceiptBookError, ReceiptBook

_TWO_DIGITS = re.compile(r"(?<![0-9])[0-9]{2}(?![0-9])")
_CENTURY = 2000
_YEARS_BACK = 10
_TOLD_FIRST = (BookState.FROZEN, BookState.USED_UP, BookState.RETURNED, BookState.FOREIGN)
_NOT_IN_HAND = (BookState.RETURNED, BookState.FOREIGN)


@dataclass(eq=False)
class ReceiptBookYearError(RuleError):
    """The book is of another year than the receipt, which a book of that year must give a number."""

    code: ClassVar[str] = "receipt.book_year"
    symbol: str
    book: str
    on: date


class Giving(Protocol):
    """What has to be known of a book to choose among several."""

    @property
    def symbol(self) -> str: ...
    @property
    def first(self) -> int: ...
    @property
    def next(self) -> int: ...
    @property
    def state(self) -> BookState: ...


Book = TypeVar("Book", bound=Giving)


def symbol_year(symbol: str, on: date) -> int | None:
    """Read the year that a symbol names by its two digits; two digits of a far year are something else."""
    years = [_CENTURY + int(found[0]) for found in _TWO_DIGITS.finditer(symbol)]
    near = [year for year in years if on.year - _YEARS_BACK <= year <= on.year + 1]
    return near[0] if len(near) == 1 else None


def of_use(books: Iterable[Book], on: date) -> list[Book]:
    """Return the books whose year lets them give numbers on a day, in the order in which they are used.

    One that has been begun comes before one that has not, then the one with the lower symbol and numbers.
    """
    dated = [(each, symbol_year(each.symbol, on)) for each in books]
    begun = any(year == on.year and each.state not in _NOT_IN_HAND for each, year in dated)
    mine = [each for each, year in dated if year is None or year == on.year or (year < on.year and not begun)]
    return sorted(mine, key=lambda each: (each.next == each.first, each.symbol, each.first))


def giving(books: Iterable[Book], on: date) -> Book | None:
    """Return the book that the next number of a day comes from."""
    return next((each for each in of_use(books, on) if each.state is BookState.OPEN), None)


def choose(books: Sequence[ReceiptBook], on: date) -> ReceiptBook:
    """Return the book that the next number of a day comes from; raise what says why there is none."""
    found = giving(books, on)
    return _refuse(books, on) if found is None else found


def require_year(book: ReceiptBook, books: Sequence[ReceiptBook], on: date) -> None:
    """Refuse a book that somebody has chosen where another year's must be used."""
    if all(each.id != book.id for each in of_use(books, on)):
        raise ReceiptBookYearError(book.symbol, book.book, on)


def _refuse(books: Sequence[ReceiptBook], on: date) -> NoReturn:
    if not books:
        raise NoReceiptBookError
    mine = of_use(books, on)
    for state in _TOLD_FIRST:
        for each in reversed(mine):
            if each.state is state:
                each.require_giving()
    raise ReceiptBookYearError(books[-1].symbol, books[-1].book, on)
