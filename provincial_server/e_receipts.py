"""The numbers that the provider of e-receipts gives, passed on to the laptop that took the money."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.e_receipt_number import EReceiptNumber, number_document, read_number
from agent_app.domain.operation_body import BodyUnreadableError, read_receipt
from agent_app.domain.receipt import Receipt, ReceiptForm, ReceiptId
from agent_app.domain.receipt_book import NUMBER_DIGITS, shown_number
from agent_app.domain.replica import device_scope
from agent_app.domain.signed_document import SignedDocument
from provincial_server.database import Database
from provincial_server.keys import ServerKeys
from provincial_server.office import one_at_a_time, word
from provincial_server.office_documents import Desk
from provincial_server.office_errors import (
    EReceiptNamedError,
    EReceiptNumberFormatError,
    EReceiptNumberTakenError,
    EReceiptUnknownError,
    NotElectronicError,
)
from provincial_server.officers import Officer, OfficerAct
from provincial_server.scope_log import append
from provincial_server.tables import EReceiptNumberRow, OpRow, ReceiptRow


def read_symbol(text: str) -> str:
    """Take the symbol of an e-receipt, or refuse it."""
    symbol = word(text)
    if not symbol:
        raise EReceiptNumberFormatError(text)
    return symbol


def read_e_number(text: str) -> int:
    """Take the number of an e-receipt, with or without leading zeros, or refuse it."""
    typed = text.strip()
    good = typed.isascii() and typed.isdecimal() and len(typed) <= NUMBER_DIGITS and int(typed) > 0
    if not good:
        raise EReceiptNumberFormatError(text)
    return int(typed)


def name_receipt(  # noqa: PLR0913, PLR0917
    database: Database,
    keys: ServerKeys,
    receipt_id: UUID,
    symbol: str,
    number: int,
    given_on: date,
    officer: Officer,
) -> tuple[EReceiptNumber, SignedDocument]:
    """Sign what the provider called a receipt that has come, for the device that sent it."""
    with database.write() as session:
        one_at_a_time(session)
        _refuse_named(session, receipt_id, symbol, number)
        device_id = _sender(session, receipt_id)
        document, change = Desk(session, keys, officer.at).issue(
            device_scope(device_id),
            lambda new, serial, at: number_document(
                EReceiptNumber(new, serial, at, device_id, ReceiptId(receipt_id), symbol, number, given_on)
            ),
        )
        session.add(
            EReceiptNumberRow(
                receipt_id=receipt_id,
                document_id=document.id,
                symbol=symbol,
                number=number,
                given_on=given_on,
            )
        )
        about = f"{receipt_id} {symbol}:{number}"
        officer.note(session, OfficerAct.E_RECEIPT_NUMBERED, about)
        append(session, [change])
    return read_number(document), document


def _refuse_named(session: Session, receipt_id: UUID, symbol: str, number: int) -> None:
    held = session.get(EReceiptNumberRow, receipt_id)
    if held is not None:
        raise EReceiptNamedError(str(receipt_id), held.symbol, shown_number(held.number))
    same = (EReceiptNumberRow.symbol == symbol, EReceiptNumberRow.number == number)
    other = session.scalars(select(EReceiptNumberRow.receipt_id).where(*same)).first()
    if other is not None:
        raise EReceiptNumberTakenError(symbol, shown_number(number), str(other))


def _sender(session: Session, receipt_id: UUID) -> UUID:
    """Return the device that sent an electronic receipt; an accepted one before any that is held."""
    query = (
        select(OpRow.device_id, OpRow.body)
        .join(ReceiptRow, ReceiptRow.op_id == OpRow.op_id)
        .where(ReceiptRow.receipt_id == receipt_id)
        .order_by(ReceiptRow.state, OpRow.received_at, OpRow.op_id)
    )
    found = [(device_id, _read(body)) for device_id, body in session.execute(query)]
    if not found:
        raise EReceiptUnknownError(str(receipt_id))
    device_id, receipt = found[0]
    if receipt is None or receipt.form is not ReceiptForm.ELECTRONIC:
        raise NotElectronicError(str(receipt_id))
    return device_id


def _read(body: bytes) -> Receipt | None:
    try:
        return read_receipt(body)
    except BodyUnreadableError:
        return None
