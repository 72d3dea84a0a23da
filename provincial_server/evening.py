"""What becomes of an agent's word on cash, remittances and batches: kept, or held for a human to look at."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.batch import BatchChange
from agent_app.domain.envelope import EnvelopeClosing
from agent_app.domain.evening_body import read_batch, read_envelope, read_remittance
from agent_app.domain.operation import Operation
from agent_app.domain.operation_body import BodyUnreadableError
from agent_app.domain.remittance import Remittance, RemittedReceipt
from provincial_server.evening_tables import BatchStepRow, EnvelopeRow, RemittanceRow, RemittedReceiptRow
from provincial_server.exchange import KnownDevice
from provincial_server.receipts import MOST, Booking, HeldReason
from provincial_server.tables import ReceiptRow
from provincial_server.undoing import is_void

_KVER = 1
_AT_ONCE = 500
_MOST_NUMBER = 2**31

Fact = TypeVar("Fact", EnvelopeClosing, Remittance, BatchChange)


def keep_envelope(session: Session, device: KnownDevice, operation: Operation) -> Booking:
    """Keep what an agent has counted."""
    closing = _read(read_envelope, operation, lambda each: (each.counted.note, each.agent_code))
    if closing is None or max(closing.counted.count.total, closing.counted.expected) > MOST:
        return Booking(HeldReason.UNREADABLE)
    known = select(EnvelopeRow.op_id).where(
        EnvelopeRow.envelope_id == closing.envelope_id, EnvelopeRow.state == "accepted"
    )
    repeated = session.scalar(known) is not None
    reason = _of_whom(device, operation, closing) or (HeldReason.ENVELOPE_REPEATED if repeated else None)
    row = EnvelopeRow(
        op_id=operation.op_id,
        envelope_id=closing.envelope_id,
        agent_code=device.agent_code,
        closed_on=closing.counted.closed_on,
        receipts=len(closing.receipts),
        expected=closing.counted.expected,
        counted=closing.counted.count.total,
        note=closing.counted.note,
        state=_state(reason),
    )
    return Booking(reason, beside=(row,))


def keep_remittance(session: Session, device: KnownDevice, operation: Operation) -> Booking:
    """Keep that money was handed over, and which receipts it answers for, each once."""
    remittance = _read(read_remittance, operation, lambda each: (each.slip, each.note, each.agent_code))
    if remittance is None or max(remittance.amount, remittance.counted, _sum(remittance)) > MOST:
        return Booking(HeldReason.UNREADABLE)
    listed = (*remittance.cash, *remittance.transfers)
    reason = _of_whom(device, operation, remittance) or _judge(session, device, listed)
    row = RemittanceRow(
        op_id=operation.op_id,
        remittance_id=remittance.id,
        agent_code=device.agent_code,
        remitted_on=remittance.remitted_on,
        method=remittance.method.value,
        slip=remittance.slip,
        counted=remittance.counted,
        amount=remittance.amount,
        cash=remittance.cash_total,
        transfers=remittance.transfer_total,
        note=remittance.note,
        state=_state(reason),
    )
    receipts = (
        RemittedReceiptRow(
            op_id=operation.op_id, receipt_id=each.receipt_id, amount=each.amount, state=_state(reason)
        )
        for each in listed
    )
    return Booking(reason, beside=(row, *receipts))


def _sum(remittance: Remittance) -> int:
    return remittance.cash_total + remittance.transfer_total


def _judge(session: Session, device: KnownDevice, listed: Sequence[RemittedReceipt]) -> HeldReason | None:
    """Find receipts that were remitted before, were cancelled, or that the server has otherwise or not."""
    for start in range(0, len(listed), _AT_ONCE):
        ids = [each.receipt_id for each in listed[start : start + _AT_ONCE]]
        before = select(RemittedReceiptRow.receipt_id).where(
            RemittedReceiptRow.receipt_id.in_(ids), RemittedReceiptRow.state == "accepted"
        )
        if session.scalars(before.limit(1)).first() is not None:
            return HeldReason.REMITTED_BEFORE
        booked = _booked(session, device, ids)
        if any(
            each.amount not in booked.get(each.receipt_id, ()) for each in listed[start : start + _AT_ONCE]
        ):
            return HeldReason.REMITTANCE_DIFFERS
    return None


def _booked(session: Session, device: KnownDevice, ids: Sequence[UUID]) -> dict[UUID, set[int]]:
    query = select(ReceiptRow.receipt_id, ReceiptRow.total).where(
        ReceiptRow.receipt_id.in_(ids), ReceiptRow.agent_code == device.agent_code, ~is_void()
    )
    found: dict[UUID, set[int]] = {}
    for receipt_id, total in session.execute(query):
        found.setdefault(receipt_id, set()).add(total)
    return found


def keep_batch(session: Session, device: KnownDevice, operation: Operation) -> Booking:
    """Keep how far a batch has come."""
    change = _read(read_batch, operation, _batch_texts)
    if change is None or max(change.number, change.position) > _MOST_NUMBER:
        return Booking(HeldReason.UNREADABLE)
    steps = select(BatchStepRow.position).where(
        BatchStepRow.batch_id == change.batch_id, BatchStepRow.state == "accepted"
    )
    in_order = set(session.scalars(steps)) == set(range(1, change.position))
    reason = _of_whom(device, operation, change) or (None if in_order else HeldReason.BATCH_ORDER)
    row = BatchStepRow(
        op_id=operation.op_id,
        batch_id=change.batch_id,
        position=change.position,
        agent_code=device.agent_code,
        month=change.month,
        number=change.number,
        stands=change.state.value,
        moved_on=change.moved_on,
        receipts=len(change.receipts),
        reason=change.reason,
        state=_state(reason),
    )
    return Booking(reason, beside=(row,))


def _batch_texts(change: BatchChange) -> tuple[str, ...]:
    return (change.month, change.reason, change.agent_code, *(code for _whose, code in change.codes))


def _read(
    read: Callable[[bytes], Fact], operation: Operation, texts: Callable[[Fact], tuple[str, ...]]
) -> Fact | None:
    """Read a fact whose texts a database can keep: no zero byte, no half of a letter."""
    try:
        fact = read(operation.body)
        told = "".join(texts(fact)).encode()
    except (BodyUnreadableError, UnicodeEncodeError):
        return None
    return None if b"\0" in told else fact


def _of_whom(
    device: KnownDevice, operation: Operation, fact: EnvelopeClosing | Remittance | BatchChange
) -> HeldReason | None:
    checks = (
        (operation.kver != _KVER, HeldReason.VERSION_UNKNOWN),
        (fact.device_id != device.id, HeldReason.DEVICE_MISMATCH),
        (fact.agent_code != device.agent_code, HeldReason.AGENT_MISMATCH),
    )
    return next((reason for failed, reason in checks if failed), None)


def _state(reason: HeldReason | None) -> str:
    return "held" if reason else "accepted"
