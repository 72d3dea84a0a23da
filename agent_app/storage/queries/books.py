"""What became of the numbers of books, for their reports."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from agent_app.domain.book_report import FateRun
from agent_app.domain.book_stock import Leaving
from agent_app.domain.number_fate import NumberFate, PassedNumbers
from agent_app.storage.models import NumberFateRow, ReceiptRow
from agent_app.storage.repositories.books import to_passed
from agent_app.storage.short_session import short_session


def fates(session: Session, symbol: str, book: str) -> list[FateRun]:
    """Return what receipts, spoiled papers and returns tell of a book's numbers."""
    receipts = select(ReceiptRow.number, ReceiptRow.cancelled_on).where(
        ReceiptRow.symbol == symbol, ReceiptRow.book == book, ReceiptRow.number.is_not(None)
    )
    issued = [
        FateRun(number or 0, number or 0, NumberFate.CANCELLED if cancelled else NumberFate.ISSUED)
        for number, cancelled in session.execute(receipts.order_by(ReceiptRow.number))
    ]
    passed_by = [FateRun(each.first, each.last, each.fate) for each in passed(session, symbol, book)]
    return [*issued, *passed_by]


def passed(session: Session, symbol: str, book: str) -> list[PassedNumbers]:
    """Return the numbers of a book that got no receipt, in order."""
    named = (NumberFateRow.symbol == symbol, NumberFateRow.book == book)
    rows = session.scalars(select(NumberFateRow).where(*named).order_by(NumberFateRow.first))
    return [to_passed(row) for row in rows]


def leavings(session: Session) -> Mapping[tuple[str, str], Sequence[Leaving]]:
    """Return for each symbol and book which numbers left the stock on which day."""
    left = defaultdict[tuple[str, str], list[Leaving]](list)
    key = (ReceiptRow.symbol, ReceiptRow.book, ReceiptRow.issued_on, ReceiptRow.cancelled_on)
    receipts = select(*key, func.count()).where(ReceiptRow.number.is_not(None)).group_by(*key)
    for symbol, book, issued_on, cancelled_on, count in session.execute(receipts):
        left[symbol or "", book or ""].append(Leaving(issued_on, count, NumberFate.ISSUED, cancelled_on))
    for row in session.scalars(select(NumberFateRow)):
        leaving = Leaving(row.on, row.last - row.first + 1, NumberFate(row.fate))
        left[row.symbol, row.book].append(leaving)
    return left


class SqlBookQueries:
    """Fulfils ``ports.BookQueries``."""

    def __init__(self, read: Engine) -> None:
        self._read = read

    def fates(self, symbol: str, book: str) -> list[FateRun]:
        with short_session(self._read) as session:
            return fates(session, symbol, book)

    def passed(self, symbol: str, book: str) -> list[PassedNumbers]:
        with short_session(self._read) as session:
            return passed(session, symbol, book)

    def leavings(self) -> Mapping[tuple[str, str], Sequence[Leaving]]:
        with short_session(self._read) as session:
            return leavings(session)
