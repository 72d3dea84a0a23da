"""Envelopes, remittances and batches against their operations, their sums against their receipts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.batch import BatchChange
from agent_app.domain.envelope import EnvelopeClosing
from agent_app.domain.evening_body import read_batch, read_envelope, read_remittance
from agent_app.domain.money import Dong
from agent_app.domain.operation import OperationKind
from agent_app.domain.operation_body import BodyUnreadableError
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.remittance import Remittance
from agent_app.services.ports import Finding
from agent_app.storage.checks.log import PAGE
from agent_app.storage.models import (
    BatchCodeRow,
    BatchReceiptRow,
    BatchRow,
    BatchStepRow,
    EnvelopeClosingRow,
    EnvelopeReceiptRow,
    EnvelopeRow,
    OperationRow,
    ReceiptRow,
    RemittanceReceiptRow,
    RemittanceRow,
)
from agent_app.storage.pseudonyms import as_kept
from agent_app.storage.repositories.evening_rows import is_void, to_counted, to_remittance
from agent_app.storage.sorting import chunks


def envelopes(session: Session) -> Iterator[Finding]:
    """Compare each closed envelope with its operation, and what was expected with its receipts."""
    for operation in _logged(session, OperationKind.ENVELOPE_CLOSED):
        try:
            closing = read_envelope(operation.body)
        except BodyUnreadableError:
            yield Finding("envelope.unreadable", str(operation.op_id))
            continue
        row = session.scalar(select(EnvelopeClosingRow).where(EnvelopeClosingRow.op_id == operation.op_id))
        if row is None:
            yield Finding("envelope.missing", str(operation.op_id))
        elif not _same_envelope(session, closing, row):
            yield Finding("envelope.differs", str(closing.envelope_id))
        totals = _totals(session, closing.receipts)
        if len(totals) == len(closing.receipts) and sum(totals.values()) != closing.counted.expected:
            yield Finding("envelope.sum", str(closing.envelope_id))


def _same_envelope(session: Session, closing: EnvelopeClosing, row: EnvelopeClosingRow) -> bool:
    opened = session.get(EnvelopeRow, row.envelope_id)
    mine = select(EnvelopeReceiptRow.receipt_id).where(EnvelopeReceiptRow.envelope_id == row.envelope_id)
    known = _totals(session, (*closing.receipts, *closing.voided))
    counted = replace(closing.counted, note=as_kept(closing.counted.note, row.note))
    said = (closing.envelope_id, closing.recorded_at, closing.agent_code, closing.device_id)
    return (
        opened is not None
        and (row.envelope_id, row.recorded_at, row.agent_code, row.device_id) == said
        and (opened.opened_on, opened.opened_at) == (closing.opened_on, closing.opened_at)
        and row.counted == closing.counted.count.total
        and to_counted(session, opened) == counted
        and set(session.scalars(mine)) == set(known)
    )


def remittances(session: Session) -> Iterator[Finding]:
    """Compare each remittance with its operation, and its receipts with what they say by themselves."""
    for operation in _logged(session, OperationKind.REMITTANCE_MADE):
        try:
            remittance = read_remittance(operation.body)
        except BodyUnreadableError:
            yield Finding("remittance.unreadable", str(operation.op_id))
            continue
        row = session.scalar(select(RemittanceRow).where(RemittanceRow.op_id == operation.op_id))
        if row is None:
            yield Finding("remittance.missing", str(operation.op_id))
        elif not _same_remittance(session, remittance, to_remittance(session, row)):
            yield Finding("remittance.differs", str(remittance.id))
        listed = {each.receipt_id: each.amount for each in (*remittance.cash, *remittance.transfers)}
        totals = _totals(session, listed)
        if any(total != listed[receipt_id] for receipt_id, total in totals.items()):
            yield Finding("remittance.sum", str(remittance.id))
    yield from _void_after_remittance(session)


def _same_remittance(session: Session, said: Remittance, kept: Remittance) -> bool:
    known = _totals(session, (each.receipt_id for each in (*said.cash, *said.transfers)))
    there = set(session.scalars(select(EnvelopeRow.id).where(EnvelopeRow.id.in_(said.envelopes))))

    def facts(of: Remittance) -> tuple[object, ...]:
        return (
            (of.id, of.remitted_on, of.recorded_at, of.method, of.slip),
            (of.counted, of.amount, as_kept(of.note, kept.note), of.agent_code, of.device_id),
            {each for each in of.envelopes if each in there},
            {each for each in of.cash if each.receipt_id in known},
            {each for each in of.transfers if each.receipt_id in known},
        )

    return facts(said) == facts(kept)


def _void_after_remittance(session: Session) -> Iterator[Finding]:
    """Name receipts whose money was handed over and that count no more."""
    query = (
        select(ReceiptRow.id)
        .join(RemittanceReceiptRow, RemittanceReceiptRow.receipt_id == ReceiptRow.id)
        .where(is_void())
        .order_by(ReceiptRow.id)
    )
    yield from (Finding("remittance.void", str(receipt_id)) for receipt_id in session.scalars(query))


def batches(session: Session) -> Iterator[Finding]:
    """Compare each step of a batch with its operation."""
    for operation in _logged(session, OperationKind.BATCH_CHANGED):
        try:
            change = read_batch(operation.body)
        except BodyUnreadableError:
            yield Finding("batch.unreadable", str(operation.op_id))
            continue
        row = session.scalar(select(BatchStepRow).where(BatchStepRow.op_id == operation.op_id))
        if row is None:
            yield Finding("batch.missing", str(operation.op_id))
        elif not _same_batch(session, change, row):
            yield Finding("batch.differs", str(change.batch_id))


def _same_batch(session: Session, change: BatchChange, row: BatchStepRow) -> bool:
    batch = session.get(BatchRow, row.batch_id)
    gathered = select(BatchReceiptRow.receipt_id).where(BatchReceiptRow.batch_id == row.batch_id)
    mine, known = set(session.scalars(gathered)), set(_totals(session, change.receipts))
    codes = session.execute(
        select(BatchCodeRow.receipt_id, BatchCodeRow.code).where(BatchCodeRow.batch_id == row.batch_id)
    )
    coded = {each: code for each, code in change.codes if each in known}
    return (
        batch is not None
        and (batch.month, batch.number) == (change.month, change.number)
        and (row.batch_id, row.position, row.state) == (change.batch_id, change.position, change.state)
        and (row.moved_on, row.recorded_at, row.reason)
        == (change.moved_on, change.recorded_at, as_kept(change.reason, row.reason))
        and (row.agent_code, row.device_id) == (change.agent_code, change.device_id)
        and (mine == known if change.position == 1 else mine >= known)
        and (not coded or dict(codes.all()) == coded)
    )


def _logged(session: Session, kind: OperationKind) -> Iterator[OperationRow]:
    """Walk the operations of a kind that still say something."""
    query = select(OperationRow).where(OperationRow.kind == kind.value, OperationRow.body != b"")
    yield from session.scalars(query.order_by(OperationRow.dseq)).yield_per(PAGE)


def _totals(session: Session, receipts: Iterable[ReceiptId]) -> Mapping[ReceiptId, Dong]:
    """Return what the receipts that are there say: one whose number another took is not."""
    return {
        receipt_id: total
        for chunk in chunks(receipts)
        for receipt_id, total in session.execute(
            select(ReceiptRow.id, ReceiptRow.total).where(ReceiptRow.id.in_(chunk))
        )
    }
