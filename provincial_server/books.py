"""Blocks of receipt numbers: how they are written, given out and bound to one device."""

import re
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from agent_app.domain.enrolment import BookGrant
from agent_app.domain.names import clean
from agent_app.domain.receipt_book import NUMBER_DIGITS
from provincial_server.errors import BookFormatError, BookOverlapError
from provincial_server.tables import BookRow

_WRITTEN = re.compile(rf"([^:]+):([^:]+):([0-9]{{1,{NUMBER_DIGITS}}}):([0-9]{{1,{NUMBER_DIGITS}}})")


def parse_book(text: str) -> BookGrant:
    """Read SYMBOL:BOOK:FROM:TO, the numbers with or without leading zeros."""
    found = _WRITTEN.fullmatch(clean(text))
    if found is None or not found[0].isprintable():
        raise BookFormatError(text)
    symbol, book = clean(found[1]), clean(found[2])
    first, last = int(found[3]), int(found[4])
    if not (symbol and book and 0 < first <= last):
        raise BookFormatError(text)
    return BookGrant(symbol, book, first, last)


def give_out(session: Session, grant: BookGrant, agent_code: str, code_hash: bytes) -> None:
    """Give a block to an agent with an enrolment; refuse one that shares a number or a name with another."""
    taken = session.scalars(
        select(BookRow).where(
            BookRow.symbol == grant.symbol,
            (BookRow.book == grant.book) | ((BookRow.first <= grant.last) & (BookRow.last >= grant.first)),
        )
    ).first()
    if taken is not None:
        raise BookOverlapError(grant.symbol, grant.book, taken.book, taken.first, taken.last)
    session.add(
        BookRow(
            symbol=grant.symbol,
            book=grant.book,
            first=grant.first,
            last=grant.last,
            agent_code=agent_code,
            code_hash=code_hash,
            device_id=None,
        )
    )
    session.flush()


def bind(session: Session, code_hash: bytes, device_id: UUID) -> None:
    """Bind the blocks of an enrolment to the device that claimed it."""
    unbound = BookRow.code_hash == code_hash, BookRow.device_id.is_(None)
    session.execute(update(BookRow).where(*unbound).values(device_id=device_id))
