"""The numbers of receipt books, and what became of each, between rows and domain."""

from uuid import UUID

from sqlalchemy import exists, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session, aliased

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.number_fate import NumberFate, PassedId, PassedNumbers
from agent_app.domain.receipt_book import ReceiptBook, ReceiptBookOverlapError
from agent_app.services.ports import Ids
from agent_app.services.ports.books import IssuedNumber
from agent_app.storage.models import NumberFateRow, ReceiptBookRow, ReceiptRow
from agent_app.storage.repositories.device import device_row


def books_in_hand(session: Session) -> list[ReceiptBook]:
    """Return all books, used up and returned ones among them, by symbol and numbers."""
    mine = device_row(session).device_id
    returned = _returned_from(session)
    rows = session.scalars(select(ReceiptBookRow).order_by(ReceiptBookRow.symbol, ReceiptBookRow.first))
    return [
        ReceiptBook(
            row.id,
            row.symbol,
            row.book,
            row.first,
            row.last,
            row.next,
            row.received_on,
            row.agent_code,
            row.device_id,
            frozen=row.frozen_at is not None,
            returned=(row.symbol, row.book) in returned,
            foreign=row.device_id not in {None, mine},
        )
        for row in rows
    ]


def take_in_hand(session: Session, book: ReceiptBook) -> None:
    """Keep a book; one that is known already learns its limits, and a number is never given twice.

    Raise ``ReceiptBookOverlapError`` where it shares a number with another one.
    """
    _require_apart(session, book)
    device = device_row(session)
    agent_code = Enrolment.read(device.enrolment).agent_code if device.enrolment else None
    statement = upsert(ReceiptBookRow).values(
        id=book.id,
        symbol=book.symbol,
        book=book.book,
        first=book.first,
        last=book.last,
        next=book.next,
        received_on=book.received_on,
        agent_code=book.agent_code or agent_code,
        device_id=book.device_id or device.device_id,
    )
    held, new = ReceiptBookRow, statement.excluded
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[held.symbol, held.book],
            set_={
                "first": func.min(held.first, new.first),
                "last": func.max(held.last, new.last),
                "next": func.max(held.next, new.next),
                "received_on": func.coalesce(held.received_on, new.received_on),
                "agent_code": func.coalesce(new.agent_code, held.agent_code),
                "device_id": new.device_id,
            },
        )
    )


def raise_book(session: Session, ids: Ids, named: tuple[str, str], first: int, last: int) -> None:
    """Let a book go on behind these numbers; one that is not known yet gives no number at all."""
    book, (symbol, name) = ReceiptBookRow, named
    this = (book.symbol == symbol, book.book == name)
    if not session.scalar(select(exists().where(*this))):
        session.execute(
            insert(book).values(id=ids.new(), symbol=symbol, book=name, first=first, last=last, next=last + 1)
        )
    # The limits give way where they would keep a number that was given from counting as given, but not to
    # numbers of another book: then these stay outside, and a check names them.
    other = aliased(book)
    beside = exists().where(
        other.symbol == symbol,
        other.book != name,
        other.device_id.is_not(None),
        other.first <= func.max(book.last, last),
        other.last >= func.min(book.first, first),
    )
    grown = or_(book.device_id.is_(None), ~beside)
    session.execute(update(book).where(*this, grown, book.last < last).values(last=last))
    session.execute(update(book).where(*this, grown, book.first > first).values(first=first))
    session.execute(update(book).where(*this, book.next <= last, book.last >= last).values(next=last + 1))


def _require_apart(session: Session, book: ReceiptBook) -> None:
    """Refuse a book that shares a number with another one; what went back of either is nobody's."""
    held, gone = ReceiptBookRow, _returned_from(session)
    others = select(held).where(held.symbol == book.symbol, held.device_id.is_not(None))
    last = gone.get((book.symbol, book.book), book.last + 1) - 1
    for other in session.scalars(others.order_by(held.first)):
        in_hand_to = gone.get((other.symbol, other.book), other.last + 1) - 1
        if other.book != book.book and other.first <= last and in_hand_to >= book.first:
            raise ReceiptBookOverlapError(book.symbol, book.book, other.book)


def _returned_from(session: Session) -> dict[tuple[str, str], int]:
    fate = NumberFateRow
    rows = select(fate.symbol, fate.book, fate.first).where(fate.fate == NumberFate.RETURNED.value)
    return {(symbol, book): first for symbol, book, first in session.execute(rows)}


def to_passed(row: NumberFateRow) -> PassedNumbers:
    """Make the domain's value."""
    return PassedNumbers(
        PassedId(row.id),
        row.symbol,
        row.book,
        row.first,
        row.last,
        NumberFate(row.fate),
        row.on,
        row.recorded_at,
        row.reason,
        row.slip,
        row.agent_code,
        row.device_id,
    )


def insert_passed(session: Session, passed: PassedNumbers, op_id: UUID) -> None:
    """Keep numbers that get no receipt."""
    session.execute(
        insert(NumberFateRow).values(
            id=passed.id,
            op_id=op_id,
            symbol=passed.symbol,
            book=passed.book,
            first=passed.first,
            last=passed.last,
            fate=passed.fate.value,
            on=passed.on,
            recorded_at=passed.recorded_at,
            reason=passed.reason,
            slip=passed.slip,
            agent_code=passed.agent_code,
            device_id=passed.device_id,
        )
    )


def is_told_of(session: Session, named: tuple[str, str], first: int, last: int) -> bool:
    """Tell whether any of these numbers of a book has a receipt, or was spoiled, lost or returned.

    What another book of the symbol has returned may have been given out anew with this one.
    """
    symbol, book = named
    issued = (ReceiptRow.symbol == symbol, ReceiptRow.number.between(first, last))
    fate = NumberFateRow
    passed = (
        fate.symbol == symbol,
        fate.first <= last,
        fate.last >= first,
        (fate.fate != NumberFate.RETURNED.value) | (fate.book == book),
    )
    return bool(session.scalar(select(exists().where(*issued) | exists().where(*passed))))


class SqlBooks:
    """Fulfils ``ports.Books``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def in_hand(self) -> list[ReceiptBook]:
        return books_in_hand(self._session)

    def holder(self, symbol: str, book: str, number: int) -> IssuedNumber | PassedNumbers | None:
        receipt = self._session.execute(
            select(ReceiptRow.id, ReceiptRow.issued_on, ReceiptRow.cancelled_on).where(
                ReceiptRow.symbol == symbol, ReceiptRow.book == book, ReceiptRow.number == number
            )
        ).first()
        if receipt is not None:
            return IssuedNumber(receipt[0], receipt[1], receipt[2])
        fate = NumberFateRow
        among = (fate.symbol == symbol, fate.book == book, fate.first <= number, fate.last >= number)
        row = self._session.scalars(select(fate).where(*among)).first()
        return to_passed(row) if row is not None else None

    def pass_over(self, passed: PassedNumbers, op_id: UUID) -> None:
        insert_passed(self._session, passed, op_id)
