"""Blocks of receipt numbers: how they are written, given out and bound to one device."""

import re
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from agent_app.domain.book_grant import SignedGrant, grant_document
from agent_app.domain.enrolment import BookGrant
from agent_app.domain.names import clean
from agent_app.domain.receipt_book import NUMBER_DIGITS
from agent_app.domain.replica import device_scope
from agent_app.domain.signed_document import SignedDocument, office_file
from provincial_server.database import Database
from provincial_server.errors import BookFormatError, BookOverlapError
from provincial_server.keys import ServerKeys
from provincial_server.office import one_at_a_time
from provincial_server.office_documents import Desk
from provincial_server.office_errors import (
    BookTakenError,
    DeviceNotActiveError,
    DeviceOfOtherAgentError,
    NoSuchDeviceError,
)
from provincial_server.officers import Officer, OfficerAct
from provincial_server.private_file import prepared
from provincial_server.scope_log import Change, append
from provincial_server.tables import BookRow, DeviceRow

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


def written(grant: BookGrant) -> str:
    """Write a block as ``parse_book`` reads it."""
    return f"{grant.symbol}:{grant.book}:{grant.first}:{grant.last}"


def give_out(session: Session, grant: BookGrant, agent_code: str, code_hash: bytes) -> None:
    """Give a block to an agent with an enrolment; refuse one that shares a number or a name with another."""
    refuse_taken(session, grant)
    _add(session, grant, BookRow(agent_code=agent_code, code_hash=code_hash))


def refuse_taken(session: Session, grant: BookGrant) -> None:
    """Refuse a block that shares a number or a name with another one."""
    taken = session.scalars(
        select(BookRow).where(
            BookRow.symbol == grant.symbol,
            (BookRow.book == grant.book) | ((BookRow.first <= grant.last) & (BookRow.last >= grant.first)),
        )
    ).first()
    if taken is not None:
        raise BookOverlapError(grant.symbol, grant.book, taken.book, taken.first, taken.last)


def _add(session: Session, grant: BookGrant, row: BookRow) -> None:
    row.symbol, row.book, row.first, row.last = grant.symbol, grant.book, grant.first, grant.last
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        # Office work goes one after the other: whoever was here first has not gone through it.
        raise BookTakenError(grant.symbol, grant.book) from error


def bind(session: Session, code_hash: bytes, device_id: UUID) -> None:
    """Bind the blocks of an enrolment to the device that claimed it."""
    unbound = BookRow.code_hash == code_hash, BookRow.device_id.is_(None)
    session.execute(update(BookRow).where(*unbound).values(device_id=device_id))


@dataclass(frozen=True, slots=True)
class AssignBook:
    """What an office decides: a block for one device of an agent."""

    agent_code: str
    device_id: UUID
    block: BookGrant


def assign(
    database: Database, keys: ServerKeys, command: AssignBook, out: Path, officer: Officer
) -> SignedDocument:
    """Sign a block for an active device, and write the file for it: both or neither."""
    with ExitStack() as writing, database.write() as session:
        one_at_a_time(session)
        _refuse_device(session.get(DeviceRow, command.device_id), command)
        refuse_taken(session, command.block)
        document, change = _sign(Desk(session, keys, officer.at), command)
        row = BookRow(agent_code=command.agent_code, device_id=command.device_id, document_id=document.id)
        _add(session, command.block, row)
        officer.note(session, OfficerAct.BOOK_ASSIGNED, f"{command.device_id} {written(command.block)}")
        append(session, [change])
        writing.enter_context(prepared(out, office_file([document])))
    return document


def _refuse_device(device: DeviceRow | None, command: AssignBook) -> None:
    if device is None:
        raise NoSuchDeviceError(str(command.device_id))
    if device.agent_code != command.agent_code:
        raise DeviceOfOtherAgentError(str(device.device_id), device.agent_code)
    if device.status != "active":
        raise DeviceNotActiveError(str(device.device_id))


def _sign(desk: Desk, command: AssignBook) -> tuple[SignedDocument, Change]:
    return desk.issue(
        device_scope(command.device_id),
        lambda new, serial, at: grant_document(
            SignedGrant(new, serial, at, command.agent_code, command.device_id, command.block)
        ),
    )


def sign_bound(session: Session, keys: ServerKeys, device: DeviceRow, now: datetime) -> list[Change]:
    """Sign the blocks of a device that came with its enrolment, when nobody knew which device it would be."""
    unsigned = (BookRow.device_id == device.device_id, BookRow.document_id.is_(None))
    changes = []
    for row in session.scalars(select(BookRow).where(*unsigned).order_by(BookRow.symbol, BookRow.first)):
        block = BookGrant(row.symbol, row.book, row.first, row.last)
        command = AssignBook(row.agent_code, device.device_id, block)
        document, change = _sign(Desk(session, keys, now), command)
        row.document_id = document.id
        changes.append(change)
    return changes


def all_books(database: Database) -> list[BookRow]:
    """Return every block that was given out, by symbol and number."""
    with database.read() as session:
        found = list(session.scalars(select(BookRow).order_by(BookRow.symbol, BookRow.first)))
        session.expunge_all()
    return found
