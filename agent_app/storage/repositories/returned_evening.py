"""Envelopes, remittances and batches that the log tells of and the tables lack; what is there stays."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from agent_app.domain.evening_body import read_batch, read_envelope, read_remittance
from agent_app.domain.operation import Operation
from agent_app.domain.receipt import ReceiptId
from agent_app.storage.models import (
    Base,
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
from agent_app.storage.repositories.evening import (
    batch_rows,
    closing_rows,
    remittance_rows,
)
from agent_app.storage.sorting import chunks


class ReturnedEvening:
    """Lets the tables say again what operations of the evening say."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def envelope(self, operation: Operation) -> None:
        """Put a closed envelope back, with the receipts that are known."""
        closing = read_envelope(operation.body)
        opened = {
            "id": closing.envelope_id,
            "opened_on": closing.opened_on,
            "opened_at": closing.opened_at,
        }
        self._add(EnvelopeRow, [opened])
        members = self._known((*closing.receipts, *closing.voided))
        rows = [{"receipt_id": each, "envelope_id": closing.envelope_id} for each in members]
        self._add(EnvelopeReceiptRow, rows)
        row, counts = closing_rows(closing, operation.op_id)
        self._add(EnvelopeClosingRow, [row])
        self._add(EnvelopeCountRow, counts)

    def remittance(self, operation: Operation) -> None:
        """Put a remittance back, with the envelopes and receipts that are known."""
        remittance = read_remittance(operation.body)
        row, envelopes, receipts = remittance_rows(remittance, operation.op_id)
        self._add(RemittanceRow, [row])
        there = select(EnvelopeRow.id).where(EnvelopeRow.id.in_(remittance.envelopes))
        known = set(self._session.scalars(there))
        self._add(RemittanceEnvelopeRow, [each for each in envelopes if each["envelope_id"] in known])
        listed = (each.receipt_id for each in (*remittance.cash, *remittance.transfers))
        held = set(self._known(listed))
        self._add(RemittanceReceiptRow, [each for each in receipts if each["receipt_id"] in held])

    def batch(self, operation: Operation) -> None:
        """Put a step of a batch back; its first one brings the batch and its receipts."""
        change = read_batch(operation.body)
        made, step, gathered, codes = batch_rows(change, operation.op_id)
        if change.position == 1:
            held = set(self._known(change.receipts))
            self._add(BatchRow, [made])
            self._add(BatchReceiptRow, [each for each in gathered if each["receipt_id"] in held])
        if self._session.get(BatchRow, change.batch_id) is None:
            return
        self._add(BatchStepRow, [step])
        mine = select(BatchReceiptRow.receipt_id).where(BatchReceiptRow.batch_id == change.batch_id)
        gathered_here = set(self._session.scalars(mine))
        self._add(BatchCodeRow, [each for each in codes if each["receipt_id"] in gathered_here])

    def _known(self, receipts: Iterable[ReceiptId]) -> list[ReceiptId]:
        """Leave out receipts that did not come back: their number was another's by then."""
        return [
            each
            for chunk in chunks(receipts)
            for each in self._session.scalars(select(ReceiptRow.id).where(ReceiptRow.id.in_(chunk)))
        ]

    def _add(self, table: type[Base], rows: Sequence[Mapping[str, object]]) -> None:
        if rows:
            self._session.connection().execute(upsert(table).on_conflict_do_nothing(), list(rows))
