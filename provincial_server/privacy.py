"""Consents and requests to be erased, as laptops send them; whom the office erases a human decides."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from agent_app.domain.operation import Operation
from agent_app.domain.operation_body import BodyUnreadableError
from agent_app.domain.privacy_body import read_consent, read_erasure
from provincial_server.database import Database
from provincial_server.exchange import KnownDevice
from provincial_server.receipts import Booking, HeldReason
from provincial_server.tables import ErasureRequestRow, OpRow, PersonRow

_KVER = 1


def judge_consent(operation: Operation) -> Booking:
    """Accept a consent that can be read; its operation is the proof."""
    if operation.kver != _KVER:
        return Booking(HeldReason.VERSION_UNKNOWN)
    try:
        read_consent(operation.body)
    except BodyUnreadableError:
        return Booking(HeldReason.UNREADABLE)
    return Booking(None)


def keep_erasure_request(device: KnownDevice, operation: Operation) -> Booking:
    """Accept a request to be erased and put it where an officer sees it; nothing is deleted here."""
    if operation.kver != _KVER:
        return Booking(HeldReason.VERSION_UNKNOWN)
    try:
        request = read_erasure(operation.body)
    except BodyUnreadableError:
        return Booking(HeldReason.UNREADABLE)
    if "\0" in request.reason:  # PostgreSQL takes no zero byte in a text
        return Booking(HeldReason.UNREADABLE)
    row = ErasureRequestRow(
        op_id=operation.op_id,
        request_id=request.id,
        person_id=request.subject.person_id,
        agent_code=device.agent_code,
        requested_on=request.on,
        reason=request.reason,
    )
    return Booking(None, row)


@dataclass(frozen=True, slots=True)
class ErasureLine:
    """One request as an officer sees it; ``known`` says that the register has this very person."""

    op_id: UUID
    person_id: UUID
    name: str
    insurance_no: str | None
    citizen_id: str | None
    agent_code: str
    requested_on: date
    received_at: datetime
    reason: str
    known: bool


def requests_in(database: Database) -> list[ErasureLine]:
    """Return the requests, newest first, with who asked as the laptop knew them."""
    query = (
        select(ErasureRequestRow, OpRow, PersonRow.id)
        .join(OpRow, OpRow.op_id == ErasureRequestRow.op_id)
        .outerjoin(PersonRow, PersonRow.id == ErasureRequestRow.person_id)
        .order_by(OpRow.received_at.desc(), ErasureRequestRow.op_id)
    )
    with database.read() as session:
        return [_line(request, operation, known) for request, operation, known in session.execute(query)]


def _line(request: ErasureRequestRow, operation: OpRow, known: UUID | None) -> ErasureLine:
    subject = read_erasure(operation.body).subject
    return ErasureLine(
        request.op_id,
        request.person_id,
        subject.name,
        subject.insurance_no,
        subject.citizen_id,
        request.agent_code,
        request.requested_on,
        operation.received_at,
        request.reason,
        known is not None,
    )
