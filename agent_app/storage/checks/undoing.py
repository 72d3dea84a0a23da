"""Cancellations and requests for refunds against their operations and against the receipts they undo."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from agent_app.domain.cancellation import Cancellation, RefundRequest
from agent_app.domain.cancellation_body import read_cancellation, read_refund
from agent_app.domain.operation import OperationKind
from agent_app.domain.operation_body import BodyUnreadableError
from agent_app.domain.receipt import ReceiptId
from agent_app.services.ports import Finding
from agent_app.storage.checks.log import PAGE
from agent_app.storage.models import OperationRow, ReceiptCancellationRow, ReceiptRefundRow, ReceiptRow
from agent_app.storage.pseudonyms import GONE
from agent_app.storage.repositories.undone_receipts import to_cancellation, to_refund

_Undoing = TypeVar("_Undoing", Cancellation, RefundRequest)


def cancellations(session: Session) -> Iterator[Finding]:
    """Compare each cancellation with the operation that logged it, and with the receipt's own mark."""
    query = (
        select(OperationRow, ReceiptCancellationRow)
        .outerjoin(ReceiptCancellationRow, ReceiptCancellationRow.op_id == OperationRow.op_id)
        .where(OperationRow.kind == OperationKind.RECEIPT_CANCELLED.value)
        .order_by(OperationRow.dseq)
    )
    for operation, found in session.execute(query).yield_per(PAGE):
        row: ReceiptCancellationRow | None = found
        if not operation.body:
            continue
        try:
            logged = read_cancellation(operation.body)
        except BodyUnreadableError:
            yield Finding("cancellation.unreadable", str(operation.op_id))
            continue
        if row is None:
            if _has_receipt(session, logged.receipt_id):
                yield Finding("cancellation.missing", str(logged.receipt_id))
        elif _as_kept(logged, to_cancellation(row)) != to_cancellation(row):
            yield Finding("cancellation.differs", str(logged.receipt_id))
    yield from _marks(session)


def _marks(session: Session) -> Iterator[Finding]:
    query = (
        select(ReceiptRow.id)
        .outerjoin(ReceiptCancellationRow, ReceiptCancellationRow.receipt_id == ReceiptRow.id)
        .where(ReceiptRow.cancelled_on.is_distinct_from(ReceiptCancellationRow.cancelled_on))
    )
    yield from (Finding("cancellation.mark", str(each)) for each in session.scalars(query))


def refunds(session: Session) -> Iterator[Finding]:
    """Compare each request for a refund with the operation that logged it."""
    query = (
        select(OperationRow, ReceiptRefundRow)
        .outerjoin(ReceiptRefundRow, ReceiptRefundRow.op_id == OperationRow.op_id)
        .where(OperationRow.kind == OperationKind.REFUND_REQUESTED.value)
        .order_by(OperationRow.dseq)
    )
    for operation, found in session.execute(query).yield_per(PAGE):
        row: ReceiptRefundRow | None = found
        if not operation.body:
            continue
        try:
            logged = read_refund(operation.body)
        except BodyUnreadableError:
            yield Finding("refund.unreadable", str(operation.op_id))
            continue
        if row is None:
            if _has_receipt(session, logged.receipt_id):
                yield Finding("refund.missing", str(logged.receipt_id))
        elif _as_kept(logged, to_refund(row)) != to_refund(row):
            yield Finding("refund.differs", str(logged.receipt_id))


def _has_receipt(session: Session, receipt_id: ReceiptId) -> bool:
    return bool(session.scalar(select(exists().where(ReceiptRow.id == receipt_id))))


def _as_kept(logged: _Undoing, kept: _Undoing) -> _Undoing:
    """Let the words go that an erasure has taken out of the tables."""
    return replace(logged, reason=GONE) if kept.reason == GONE else logged
