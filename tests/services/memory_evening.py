"""Envelopes, remittances and batches in a store of dicts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from agent_app.domain.batch import (
    FILED,
    LET_GO,
    Batch,
    BatchChange,
    BatchId,
    BatchReceipt,
    BatchStep,
)
from agent_app.domain.envelope import Envelope, EnvelopeClosing, EnvelopeId, ReceiptMoney
from agent_app.domain.receipt import PaymentMethod, Receipt, ReceiptId
from agent_app.domain.remittance import Remittance, RemittanceMethod
from agent_app.services.evening_failures import BatchUnknownError, EnvelopeUnknownError
from agent_app.services.evening_lines import DeclaredLine
from tests.services.memory_tables import Tables


@dataclass(slots=True)
class MemoryEvening:
    """Fulfils ``ports.Evening``."""

    tables: Tables

    def is_remitted(self, receipt_id: ReceiptId) -> bool:
        lists = ((*each.cash, *each.transfers) for each in self.tables.remittances)
        listed = {each.receipt_id for receipts in lists for each in receipts}
        return receipt_id in listed | self.tables.remitted

    def is_filed(self, receipt_id: ReceiptId) -> bool:
        newest = (each[-1] for each in self.tables.batches.values() if receipt_id in each[0].receipts)
        return receipt_id in self.tables.filed or any(each.state in FILED for each in newest)

    def _counting(self, until: date) -> list[Receipt]:
        held = (each for each in self.tables.receipts.values() if each.id not in self.tables.cancellations)
        there = [each for each in held if each.issued_on <= until]
        return sorted(there, key=lambda each: (each.issued_on, each.recorded_at, each.id))

    def _money(self, receipt: Receipt) -> ReceiptMoney:
        void = receipt.id in self.tables.cancellations
        return ReceiptMoney(receipt.id, receipt.total, receipt.issued_on, void)

    def cash_in_hand(self, until: date) -> tuple[ReceiptMoney, ...]:
        envelopes = self.tables.envelopes.values()
        taken = {each.receipt_id for envelope in envelopes for each in envelope.receipts}
        cash = (each for each in self._counting(until) if each.method is PaymentMethod.CASH)
        return tuple(
            self._money(each) for each in cash if each.id not in taken and not self.is_remitted(each.id)
        )

    def unlisted_transfers(self, until: date) -> tuple[ReceiptMoney, ...]:
        credited = (each for each in self._counting(until) if each.method is PaymentMethod.TRANSFER)
        return tuple(self._money(each) for each in credited if not self.is_remitted(each.id))

    def open_envelope(self) -> Envelope | None:
        found = next((each for each in self.tables.envelopes.values() if each.counted is None), None)
        return found and self.envelope(found.id)

    def envelope(self, envelope_id: EnvelopeId) -> Envelope:
        held = self.tables.envelopes.get(envelope_id)
        if held is None:
            raise EnvelopeUnknownError(str(envelope_id))
        receipts = tuple(self._money(self.tables.receipts[each.receipt_id]) for each in held.receipts)
        takers = (each.id for each in self.tables.remittances if envelope_id in each.envelopes)
        return replace(held, receipts=receipts, remittance_id=next(takers, None))

    def add_envelope(self, envelope: Envelope) -> None:
        self.tables.envelopes[envelope.id] = envelope

    def close_envelope(self, closing: EnvelopeClosing, op_id: UUID) -> None:  # noqa: ARG002
        held = self.tables.envelopes[closing.envelope_id]
        assert held.counted is None, "closed twice"
        self.tables.envelopes[held.id] = replace(held, counted=closing.counted)

    def slip_used(self, method: RemittanceMethod, slip: str, year: int) -> bool:
        used = ((each.method, each.slip, each.remitted_on.year) for each in self.tables.remittances)
        return (method, slip, year) in used

    def add_remittance(self, remittance: Remittance, op_id: UUID) -> None:  # noqa: ARG002
        assert not any(map(self.is_remitted, (each.receipt_id for each in remittance.cash))), "remitted twice"
        self.tables.remittances.append(remittance)

    def _in_a_batch(self, receipt_id: ReceiptId) -> bool:
        steps = self.tables.batches.values()
        return any(receipt_id in each[0].receipts and each[-1].state not in LET_GO for each in steps)

    def gatherable(self, until: date) -> tuple[ReceiptId, ...]:
        return tuple(each.id for each in self._counting(until) if not self._in_a_batch(each.id))

    def batch(self, batch_id: BatchId) -> Batch:
        steps = self.tables.batches.get(batch_id)
        if steps is None:
            raise BatchUnknownError(str(batch_id))
        codes = {whose: code for each in steps for whose, code in each.codes}
        receipts = (self.tables.receipts[each] for each in steps[0].receipts)
        return Batch(
            batch_id,
            steps[0].month,
            steps[0].number,
            tuple(
                BatchReceipt(
                    each.id,
                    each.total,
                    each.id in self.tables.cancellations,
                    self.is_remitted(each.id),
                    codes.get(each.id),
                )
                for each in receipts
            ),
            tuple(BatchStep(each.state, each.moved_on, each.recorded_at, each.reason) for each in steps),
        )

    def next_batch_number(self, month: str) -> int:
        numbers = (each[0].number for each in self.tables.batches.values() if each[0].month == month)
        return max(numbers, default=0) + 1

    def add_batch_change(self, change: BatchChange, op_id: UUID) -> None:  # noqa: ARG002
        steps = self.tables.batches.get(change.batch_id, [])
        assert change.position == len(steps) + 1
        self.tables.batches[change.batch_id] = [*steps, change]

    def lines_of(self, receipts: Iterable[ReceiptId], on: date) -> list[DeclaredLine]:
        return [
            DeclaredLine(line.subject.person_id, line.scheme, each, on)
            for each in receipts
            for line in self.tables.receipts[each].lines
        ]

    def declared_since(self, day: date) -> list[DeclaredLine]:
        made = (each for each in self.tables.batches.values() if each[-1].state not in LET_GO)
        return [
            line
            for each in made
            if each[0].moved_on >= day
            for line in self.lines_of(
                set(each[0].receipts) - set(self.tables.cancellations), each[0].moved_on
            )
        ]
