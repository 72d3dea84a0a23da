"""What waits for an officer: operations that no rule could decide, and what is decided of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from agent_app.domain.money import Dong
from agent_app.domain.operation import MONEY_KINDS, OperationState
from provincial_server.answers import outcome_change
from provincial_server.database import Database
from provincial_server.devices import known, locked_device
from provincial_server.effects import effect_of, turns_of
from provincial_server.exchange import KnownDevice
from provincial_server.office import one_at_a_time
from provincial_server.officer_errors import (
    MoneyRejectedError,
    NoSuchOperationError,
    NotHeldError,
    StillHeldError,
    StillUnreadableError,
)
from provincial_server.officers import Officer, OfficerAct
from provincial_server.pushes import to_operation
from provincial_server.receipts import Booking, HeldReason
from provincial_server.scope_log import Change, append
from provincial_server.tables import IS_HELD_OP, Base, DeviceRow, OpRow, QuarantineRow, ReceiptRow
from provincial_server.turns import in_turn

BY_OFFICER = "officer"
"""The reason of a refusal that an officer decided."""
_UNREAD = (
    HeldReason.UNREADABLE,
    HeldReason.BODY_EMPTIED,
    HeldReason.KIND_UNKNOWN,
    HeldReason.VERSION_UNKNOWN,
)


@dataclass(frozen=True, slots=True)
class HeldOperation:
    """One operation that waits; ``total`` in đồng where it is a receipt."""

    op_id: UUID
    agent_code: str
    device_id: UUID
    kind: str
    reason: str
    recorded_at: datetime
    received_at: datetime
    total: Dong | None


def held_operations(database: Database, agent_code: str | None = None) -> Sequence[HeldOperation]:
    """Return what waits, the longest first."""
    wanted: tuple[ColumnElement[bool], ...] = (IS_HELD_OP,)
    if agent_code is not None:
        wanted = (IS_HELD_OP, DeviceRow.agent_code == agent_code)
    query = (
        select(OpRow, DeviceRow.agent_code, ReceiptRow.total)
        .join(DeviceRow, DeviceRow.device_id == OpRow.device_id)
        .outerjoin(ReceiptRow, ReceiptRow.op_id == OpRow.op_id)
        .where(*wanted)
        .order_by(OpRow.received_at, OpRow.op_id)
    )
    with database.read() as session:
        return [
            HeldOperation(
                row.op_id,
                agent,
                row.device_id,
                row.kind,
                row.reason or "",
                row.recorded_at,
                row.received_at,
                total,
            )
            for row, agent, total in session.execute(query)
        ]


def release(database: Database, op_id: UUID, officer: Officer) -> OperationState:
    """Book what is held: money as it stands, the rest if the rules have nothing against it any more.

    Raise ``StillHeldError`` where the reason still holds, such as a number that another receipt has, and
    ``StillUnreadableError`` where this program cannot read it either.
    """
    officer = officer.because()
    with database.write() as session:
        device = _in_turn(session, op_id)
        row = _held(session, op_id)
        reason = row.reason or ""
        try:
            state, merged, changes = _book(session, device, row)
            session.flush()
        except IntegrityError as error:
            raise StillHeldError(str(op_id), reason) from error
        officer.note(session, OfficerAct.RELEASED, op_id)
        append(session, [*changes, _settle(session, row, state, merged)])
    return state


def reject(database: Database, op_id: UUID, officer: Officer) -> None:
    """Decide that an operation comes to nothing; what is about money never does, be it readable or not."""
    officer = officer.because()
    with database.write() as session:
        one_at_a_time(session)
        row = _held(session, op_id)
        if row.kind in MONEY_KINDS:
            raise MoneyRejectedError(str(op_id))
        officer.note(session, OfficerAct.REJECTED, op_id)
        append(session, [_settle(session, row, OperationState.REFUSED, BY_OFFICER)])


def _in_turn(session: Session, op_id: UUID) -> KnownDevice:
    """Keep laptops from changing what an operation is judged by, in the order in which they lock it."""
    row = session.get(OpRow, op_id)
    device = None if row is None else locked_device(session, row.device_id)
    if row is None or device is None:
        raise NoSuchOperationError(str(op_id))
    in_turn(session, turns_of(known(device), [to_operation(row)]))
    one_at_a_time(session)
    return known(device)


def _held(session: Session, op_id: UUID) -> OpRow:
    row = session.get(OpRow, op_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NoSuchOperationError(str(op_id))
    if row.outcome != OperationState.HELD.value:
        raise NotHeldError(str(op_id), row.outcome)
    return row


def _book(
    session: Session, device: KnownDevice, row: OpRow
) -> tuple[OperationState, str | None, Sequence[Change]]:
    """Let rows that were kept as held count, or judge anew where none were kept."""
    if _let_count(session, row.op_id):
        return OperationState.ACCEPTED, None, ()
    booking = effect_of(session, device, to_operation(row))
    state, reason = booking.outcome
    if state in {OperationState.HELD, OperationState.REFUSED}:
        still = StillUnreadableError if reason in _UNREAD else StillHeldError
        raise still(str(row.op_id), reason or "")
    _keep(session, booking)
    return state, reason, booking.changes


def _let_count(session: Session, op_id: UUID) -> bool:
    """Let the held rows of an operation count; the database refuses what would count twice."""
    touched = False
    for mapper in Base.registry.mappers:
        table = mapper.class_
        if hasattr(table, "op_id") and hasattr(table, "state"):
            held = update(table).where(table.op_id == op_id, table.state == "held").values(state="accepted")
            counting = held.returning(table.op_id).execution_options(synchronize_session=False)
            touched = bool(session.scalars(counting).all()) or touched
    return touched


def _keep(session: Session, booking: Booking) -> None:
    if booking.row is not None:
        session.add(booking.row)
    session.add_all(booking.beside)


def _settle(session: Session, row: OpRow, state: OperationState, reason: str | None) -> Change:
    row.outcome, row.reason = state.value, reason
    session.flush()
    return outcome_change(session, row.device_id, _known_as(session, row), state, reason)


def _known_as(session: Session, row: OpRow) -> UUID:
    """Return the id by which the laptop knows an operation; this server keeps one with a used id apart."""
    apart = QuarantineRow.hash == row.hash, QuarantineRow.device_id == row.device_id
    return session.scalar(select(QuarantineRow.op_id).where(*apart)) or row.op_id
