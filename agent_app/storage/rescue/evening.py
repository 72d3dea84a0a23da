"""Envelopes, remittances and batches whose operations are lost with a damaged store: they are logged anew."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.batch import BatchChange, BatchId, BatchState
from agent_app.domain.envelope import EnvelopeClosing
from agent_app.domain.evening_body import batch_body, envelope_body, remittance_body
from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.receipt import ReceiptId
from agent_app.storage.models import (
    BatchRow,
    BatchStepRow,
    EnvelopeClosingRow,
    EnvelopeRow,
    OperationRow,
    ReceiptCancellationRow,
    RemittanceRow,
)
from agent_app.storage.repositories.evening_rows import to_batch, to_envelope, to_remittance
from agent_app.storage.repositories.log import SqlLog
from agent_app.storage.sorting import chunks

_KVER = 1


def log_evening_again(session: Session, log: SqlLog) -> int:
    """Log at the end, under their old ids, what the tables say and neither log nor journal does."""
    logged = select(OperationRow.op_id)
    closed = select(EnvelopeClosingRow).where(EnvelopeClosingRow.op_id.not_in(logged))
    closings = session.scalars(closed.order_by(EnvelopeClosingRow.recorded_at)).all()
    for row in closings:
        _log_envelope(session, log, row)
    made = select(RemittanceRow).where(RemittanceRow.op_id.not_in(logged))
    remittances = session.scalars(made.order_by(RemittanceRow.recorded_at)).all()
    for handed in remittances:
        body = remittance_body(to_remittance(session, handed))
        log.append(Entry(handed.op_id, OperationKind.REMITTANCE_MADE, _KVER, handed.recorded_at, body))
    moved = select(BatchStepRow).where(BatchStepRow.op_id.not_in(logged))
    steps = session.scalars(moved.order_by(BatchStepRow.recorded_at, BatchStepRow.position)).all()
    for step in steps:
        _log_step(session, log, step)
    return len(closings) + len(remittances) + len(steps)


def _log_envelope(session: Session, log: SqlLog, row: EnvelopeClosingRow) -> None:
    opened = session.get(EnvelopeRow, row.envelope_id)
    envelope = to_envelope(session, opened) if opened is not None else None
    if envelope is None or envelope.counted is None:
        return
    mine = [each.receipt_id for each in envelope.receipts]
    void = _void_by(session, mine, row.recorded_at)
    closing = EnvelopeClosing(
        envelope.id,
        envelope.opened_on,
        envelope.opened_at,
        row.recorded_at,
        tuple(each for each in mine if each not in void),
        tuple(each for each in mine if each in void),
        envelope.counted,
        row.agent_code,
        row.device_id,
    )
    body = envelope_body(closing)
    log.append(Entry(row.op_id, OperationKind.ENVELOPE_CLOSED, _KVER, row.recorded_at, body))


def _log_step(session: Session, log: SqlLog, row: BatchStepRow) -> None:
    made = session.get(BatchRow, row.batch_id)
    if made is None:
        return
    state = BatchState(row.state)
    batch = to_batch(session, made)
    mine = [each.receipt_id for each in batch.receipts]
    void = _void_by(session, mine, row.recorded_at)
    codes = {each.receipt_id: each.code for each in batch.receipts if each.code is not None}
    confirmed = state is BatchState.DONE
    receipts = tuple(each for each in mine if each not in void and (each in codes or not confirmed))
    change = BatchChange(
        BatchId(row.batch_id),
        made.month,
        made.number,
        row.position,
        state,
        row.moved_on,
        row.recorded_at,
        receipts,
        tuple((each, codes[each]) for each in receipts) if confirmed else (),
        row.reason,
        row.agent_code,
        row.device_id,
    )
    log.append(Entry(row.op_id, OperationKind.BATCH_CHANGED, _KVER, row.recorded_at, batch_body(change)))


def _void_by(session: Session, receipts: Sequence[ReceiptId], at: datetime) -> set[ReceiptId]:
    """Return which receipts had been cancelled by an instant."""
    gone = ReceiptCancellationRow
    return {
        each
        for chunk in chunks(receipts)
        for each in session.scalars(
            select(gone.receipt_id).where(gone.receipt_id.in_(chunk), gone.recorded_at <= at)
        )
    }
