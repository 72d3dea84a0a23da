"""What the office has made of receipts: told to the laptops that took the money."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.confirmation import MOST_LETTERS, Confirmation, confirmation_document
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.replica import answers_scope
from agent_app.domain.signed_document import SignedDocument
from provincial_server.confirmation_errors import (
    ConfirmationFileError,
    ConfirmationRowsError,
    ConfirmationWordError,
    ReceiptNotHereError,
)
from provincial_server.confirmation_tables import ConfirmationRow
from provincial_server.database import Database
from provincial_server.keys import ServerKeys
from provincial_server.office import one_at_a_time, word
from provincial_server.office_documents import Desk
from provincial_server.officers import Officer, OfficerAct
from provincial_server.scope_log import Change, append
from provincial_server.tables import OfficeDocumentRow, OpRow, ReceiptRow

# The line of captions comes first.
_FIRST_LINE = 2
_NONE = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Word:
    """A receipt by its id, or by ``symbol`` and ``number``; its code, or why it was not recorded."""

    receipt: str
    code: str | None
    reason: str | None
    decided_on: date

    @property
    def said(self) -> tuple[str | None, str | None]:
        """The code or the reason, fit to store and print; raise ``ConfirmationWordError``."""
        code, reason = (word(each or "") or None for each in (self.code, self.reason))
        if (code is None) is (reason is None) or len(code or reason or "") > MOST_LETTERS:
            raise ConfirmationWordError(MOST_LETTERS)
        return code, reason


def confirm(
    database: Database, keys: ServerKeys, words: Iterable[Word], officer: Officer
) -> list[Confirmation]:
    """Sign what was made of some receipts for the laptops that sent them: of all or of none.

    What was said of a receipt already and is the same is not said again.
    """
    with database.write() as session:
        one_at_a_time(session)
        desk = Desk(session, keys, officer.at)
        made, changes = list[Confirmation](), list[Change]()
        for each in words:
            code, reason = each.said
            receipt_id, device_id = _receipt(session, each.receipt)
            if _last(session, receipt_id) == (code, reason, each.decided_on):
                continue
            nameless = Confirmation(
                _NONE, 0, officer.at, device_id, receipt_id, code, reason, each.decided_on
            )
            said, change = _say(desk, nameless)
            officer.note(session, OfficerAct.CONFIRMED, receipt_id)
            made.append(said)
            changes.append(change)
        append(session, changes)
    return made


def _say(desk: Desk, said: Confirmation) -> tuple[Confirmation, Change]:
    held = said

    def draft(new: UUID, serial: int, at: datetime) -> SignedDocument:
        nonlocal held
        held = replace(said, id=new, serial=serial, issued_at=at)
        return confirmation_document(held)

    document, change = desk.issue(answers_scope(said.device_id), draft)
    desk.session.add(
        ConfirmationRow(
            document_id=document.id,
            receipt_id=said.receipt_id,
            code=said.code,
            reason=said.reason,
            decided_on=said.decided_on,
        )
    )
    desk.session.flush()
    return held, change


def _last(session: Session, receipt_id: ReceiptId) -> tuple[str | None, str | None, date] | None:
    row = ConfirmationRow
    query = (
        select(row.code, row.reason, row.decided_on)
        .join(OfficeDocumentRow, OfficeDocumentRow.id == row.document_id)
        .where(row.receipt_id == receipt_id)
        .order_by(OfficeDocumentRow.serial.desc())
    )
    found = session.execute(query).first()
    return None if found is None else (found.code, found.reason, found.decided_on)


def _receipt(session: Session, name: str) -> tuple[ReceiptId, UUID]:
    """Find a receipt and who sent it by its id, or by ``SYMBOL:NUMBER``; an accepted one before any held."""
    query = select(ReceiptRow.receipt_id, OpRow.device_id).join(OpRow, OpRow.op_id == ReceiptRow.op_id)
    try:
        query = query.where(ReceiptRow.receipt_id == UUID(name))
    except ValueError:
        symbol, _colon, number = name.strip().rpartition(":")
        if not (symbol and number.isascii() and number.isdecimal()):
            raise ReceiptNotHereError(name) from None
        query = query.where(ReceiptRow.symbol == symbol, ReceiptRow.number == int(number))
    found = session.execute(query.order_by(ReceiptRow.state, OpRow.received_at, OpRow.op_id)).first()
    if found is None:
        raise ReceiptNotHereError(name)
    return ReceiptId(found.receipt_id), found.device_id


def read_words(path: Path, today: date) -> Sequence[Word]:
    """Read a CSV with the columns ``receipt, code, reason, decided_on``; collect what cannot be used.

    ``receipt`` is an id or ``SYMBOL:NUMBER``; without ``decided_on`` it is today's civil date.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfirmationFileError(str(path)) from error
    words, bad = list[Word](), list[str]()
    for number, row in enumerate(rows, _FIRST_LINE):
        try:
            words.append(_word(row, today))
        except (ValueError, ConfirmationWordError):
            bad.append(str(number))
    if bad or not words:
        raise ConfirmationRowsError(", ".join(bad) or "-")
    return words


def _word(row: Mapping[str, str | None], today: date) -> Word:
    on = (row.get("decided_on") or "").strip()
    receipt = (row.get("receipt") or "").strip()
    made = Word(receipt, row.get("code"), row.get("reason"), date.fromisoformat(on) if on else today)
    if not receipt or not made.said:
        raise ValueError
    return made


def confirmations(database: Database) -> Sequence[tuple[ConfirmationRow, UUID]]:
    """Return every word that was said, the newest first, with the device that it went to."""
    sender = select(OpRow.device_id).join(ReceiptRow, ReceiptRow.op_id == OpRow.op_id)
    first = sender.where(ReceiptRow.receipt_id == ConfirmationRow.receipt_id).order_by(ReceiptRow.state)
    query = (
        select(ConfirmationRow, first.limit(1).correlate(ConfirmationRow).scalar_subquery())
        .join(OfficeDocumentRow, OfficeDocumentRow.id == ConfirmationRow.document_id)
        .order_by(OfficeDocumentRow.serial.desc())
    )
    with database.read() as session:
        found = [(row, device) for row, device in session.execute(query)]
        session.expunge_all()
    return found
