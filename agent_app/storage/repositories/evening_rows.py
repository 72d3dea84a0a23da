"""Rows of the evening as values of the domain, and the questions that several queries ask of them."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from agent_app.domain.banknotes import CashCount, Pieces
from agent_app.domain.batch import LET_GO, Batch, BatchId, BatchReceipt, BatchState, BatchStep
from agent_app.domain.envelope import Counted, Envelope, EnvelopeId, ReceiptMoney
from agent_app.domain.receipt import PaymentMethod
from agent_app.domain.remittance import Remittance, RemittanceId, RemittanceMethod, RemittedReceipt
from agent_app.storage.models import (
    BatchCodeRow,
    BatchReceiptRow,
    BatchRow,
    BatchStepRow,
    EnvelopeClosingRow,
    EnvelopeCountRow,
    EnvelopeReceiptRow,
    EnvelopeRow,
    ReceiptRow,
    RemittanceEnvelopeRow,
    RemittanceReceiptRow,
    RemittanceRow,
)


def is_void() -> ColumnElement[bool]:
    """Ask whether a receipt counts no more."""
    return ReceiptRow.cancelled_on.is_not(None)


def in_an_envelope() -> ColumnElement[bool]:
    """Ask whether a receipt's cash lies in an envelope."""
    return exists().where(EnvelopeReceiptRow.receipt_id == ReceiptRow.id)


def remitted() -> ColumnElement[bool]:
    """Ask whether a remittance answers for a receipt."""
    return exists().where(RemittanceReceiptRow.receipt_id == ReceiptRow.id)


def newest_step() -> ColumnElement[bool]:
    """Ask for the step that says where its batch stands."""
    later = aliased(BatchStepRow)
    newest = select(func.max(later.position)).where(later.batch_id == BatchStepRow.batch_id)
    return BatchStepRow.position == newest.correlate(BatchStepRow).scalar_subquery()


def stands_at(states: Collection[BatchState]) -> ColumnElement[bool]:
    """Ask for the newest step of a batch that stands at one of these states."""
    return and_(BatchStepRow.state.in_([each.value for each in states]), newest_step())


def in_a_batch() -> ColumnElement[bool]:
    """Ask whether a batch has a receipt and has not let it go."""
    return exists().where(
        BatchReceiptRow.receipt_id == ReceiptRow.id,
        BatchReceiptRow.batch_id == BatchStepRow.batch_id,
        stands_at(set(BatchState) - LET_GO),
    )


def to_envelope(session: Session, row: EnvelopeRow) -> Envelope:
    """Make the domain's value."""
    mine = (
        select(ReceiptRow.id, ReceiptRow.total, ReceiptRow.issued_on, is_void())
        .join(EnvelopeReceiptRow, EnvelopeReceiptRow.receipt_id == ReceiptRow.id)
        .where(EnvelopeReceiptRow.envelope_id == row.id)
        .order_by(ReceiptRow.issued_on, ReceiptRow.recorded_at, ReceiptRow.id)
    )
    taken = session.get(RemittanceEnvelopeRow, row.id)
    return Envelope(
        EnvelopeId(row.id),
        row.opened_on,
        row.opened_at,
        tuple(
            ReceiptMoney(whose, total, on, void=bool(void))
            for whose, total, on, void in session.execute(mine)
        ),
        to_counted(session, row),
        taken.remittance_id if taken else None,
    )


def to_counted(session: Session, row: EnvelopeRow) -> Counted | None:
    """Make the domain's value of a closed envelope."""
    closing = session.get(EnvelopeClosingRow, row.id)
    if closing is None:
        return None
    query = select(EnvelopeCountRow).where(EnvelopeCountRow.envelope_id == row.id)
    notes = (Pieces(each.value, each.pieces) for each in session.scalars(query))
    return Counted(closing.closed_on, closing.expected, CashCount.of(notes, closing.loose), closing.note)


def to_remittance(session: Session, row: RemittanceRow) -> Remittance:
    """Make the domain's value."""
    envelopes = (
        select(EnvelopeRow.id)
        .join(RemittanceEnvelopeRow, RemittanceEnvelopeRow.envelope_id == EnvelopeRow.id)
        .where(RemittanceEnvelopeRow.remittance_id == row.id)
        .order_by(EnvelopeRow.opened_at, EnvelopeRow.id)
    )
    receipts = (
        select(RemittanceReceiptRow, ReceiptRow.method)
        .join(ReceiptRow, ReceiptRow.id == RemittanceReceiptRow.receipt_id)
        .where(RemittanceReceiptRow.remittance_id == row.id)
        .order_by(ReceiptRow.issued_on, ReceiptRow.recorded_at, ReceiptRow.id)
    )
    by_method: dict[PaymentMethod, list[RemittedReceipt]] = {each: [] for each in PaymentMethod}
    for receipt, method in session.execute(receipts):
        by_method[PaymentMethod(method)].append(RemittedReceipt(receipt.receipt_id, receipt.amount))
    return Remittance(
        RemittanceId(row.id),
        row.remitted_on,
        row.recorded_at,
        RemittanceMethod(row.method),
        row.slip,
        tuple(EnvelopeId(each) for each in session.scalars(envelopes)),
        tuple(by_method[PaymentMethod.CASH]),
        tuple(by_method[PaymentMethod.TRANSFER]),
        row.counted,
        row.amount,
        row.note,
        row.agent_code,
        row.device_id,
    )


def to_batch(session: Session, row: BatchRow) -> Batch:
    """Make the domain's value."""
    mine = (
        select(ReceiptRow.id, ReceiptRow.total, is_void(), remitted(), BatchCodeRow.code)
        .join(BatchReceiptRow, BatchReceiptRow.receipt_id == ReceiptRow.id)
        .outerjoin(
            BatchCodeRow,
            and_(BatchCodeRow.receipt_id == ReceiptRow.id, BatchCodeRow.batch_id == BatchReceiptRow.batch_id),
        )
        .where(BatchReceiptRow.batch_id == row.id)
        .order_by(ReceiptRow.issued_on, ReceiptRow.recorded_at, ReceiptRow.id)
    )
    steps = select(BatchStepRow).where(BatchStepRow.batch_id == row.id).order_by(BatchStepRow.position)
    return Batch(
        BatchId(row.id),
        row.month,
        row.number,
        tuple(
            BatchReceipt(whose, total, bool(void), bool(handed), code)
            for whose, total, void, handed, code in session.execute(mine)
        ),
        tuple(
            BatchStep(BatchState(each.state), each.moved_on, each.recorded_at, each.reason)
            for each in session.scalars(steps)
        ),
    )
