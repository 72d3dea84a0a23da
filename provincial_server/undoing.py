"""What becomes of cancellations and requests for refunds that arrive: booked, or held for a human."""

from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from agent_app.domain.cancellation import RefundRequest
from agent_app.domain.cancellation_body import (
    CANCELLATION_KVER,
    REFUND_KVER,
    read_cancellation,
    read_refund,
)
from agent_app.domain.operation import Operation
from agent_app.domain.operation_body import BodyUnreadableError
from provincial_server.evening_tables import RemittedReceiptRow
from provincial_server.exchange import KnownDevice
from provincial_server.receipts import Booking, HeldReason
from provincial_server.tables import CancellationRow, OpRow, ReceiptRow, RefundRow


def is_void() -> ColumnElement[bool]:
    """Ask whether a receipt's row counts no more."""
    return exists().where(CancellationRow.receipt_op_id == ReceiptRow.op_id)


def book_cancellation(session: Session, device: KnownDevice, operation: Operation) -> Booking:
    """Let a receipt of the same device count no more, whether it was accepted or is held.

    Once its money was handed over, or part of it is asked back, only a human lets it count no more.
    """
    if operation.kver != CANCELLATION_KVER:
        return Booking(HeldReason.VERSION_UNKNOWN)
    try:
        cancellation = read_cancellation(operation.body)
    except BodyUnreadableError:
        return Booking(HeldReason.UNREADABLE)
    receipt = _of_device(session, device, cancellation.receipt_id)
    if receipt is None:
        return Booking(HeldReason.RECEIPT_UNKNOWN)
    reason = _judge_cancellation(session, receipt)
    if reason is not None:
        return Booking(reason)
    row = CancellationRow(
        op_id=operation.op_id,
        receipt_op_id=receipt.op_id,
        cancelled_on=cancellation.on,
        approver=cancellation.approver,
        copy_two=cancellation.copy_two.value,
    )
    return Booking(None, row)


def _judge_cancellation(session: Session, receipt: ReceiptRow) -> HeldReason | None:
    checks = (
        (exists().where(CancellationRow.receipt_op_id == receipt.op_id), HeldReason.ALREADY_CANCELLED),
        (exists().where(RefundRow.receipt_op_id == receipt.op_id), HeldReason.ALREADY_REFUNDED),
        (_handed_over(receipt.receipt_id), HeldReason.REMITTED_BEFORE),
    )
    return next((reason for failed, reason in checks if session.scalar(select(failed))), None)


def book_refund(session: Session, device: KnownDevice, operation: Operation) -> Booking:
    """Keep what an agent asks back where an officer sees it; nothing is paid by itself."""
    if operation.kver != REFUND_KVER:
        return Booking(HeldReason.VERSION_UNKNOWN)
    try:
        refund = read_refund(operation.body)
    except BodyUnreadableError:
        return Booking(HeldReason.UNREADABLE)
    receipt = _of_device(session, device, refund.receipt_id)
    if receipt is None:
        return Booking(HeldReason.RECEIPT_UNKNOWN)
    reason = _judge_refund(session, receipt, refund)
    if reason is not None:
        return Booking(reason)
    row = RefundRow(
        op_id=operation.op_id,
        receipt_op_id=receipt.op_id,
        line=refund.line,
        cause=refund.cause,
        requested_on=refund.requested_on,
        amount=refund.amount,
    )
    return Booking(None, row)


def _judge_refund(session: Session, receipt: ReceiptRow, refund: RefundRequest) -> HeldReason | None:
    void = exists().where(CancellationRow.receipt_op_id == receipt.op_id)
    same = RefundRow.receipt_op_id == receipt.op_id
    if session.scalar(select(void)):
        return HeldReason.ALREADY_CANCELLED
    if session.scalar(select(exists().where(same, RefundRow.line == refund.line))):
        return HeldReason.ALREADY_REFUNDED
    before = int(session.scalar(select(func.sum(RefundRow.amount)).where(same)) or 0)
    too_high = before + refund.amount > receipt.total
    return HeldReason.REFUND_TOO_HIGH if too_high else None


def _handed_over(receipt_id: UUID) -> ColumnElement[bool]:
    handed = RemittedReceiptRow
    return exists().where(handed.receipt_id == receipt_id, handed.state == "accepted")


def _of_device(session: Session, device: KnownDevice, receipt_id: UUID) -> ReceiptRow | None:
    """Find the receipt that this device sent under an id: the one that was booked before any that is held."""
    query = (
        select(ReceiptRow)
        .join(OpRow, OpRow.op_id == ReceiptRow.op_id)
        .where(ReceiptRow.receipt_id == receipt_id, OpRow.device_id == device.id)
        .order_by(ReceiptRow.state, OpRow.epoch, OpRow.dseq)
    )
    return session.scalars(query).first()
