"""Envelopes, remittances and batches, between rows and domain."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, exists, func, insert, select
from sqlalchemy.orm import Session

from agent_app.domain.batch import FILED, Batch, BatchChange, BatchId
from agent_app.domain.due_list import Scheme
from agent_app.domain.envelope import Envelope, EnvelopeClosing, EnvelopeId, ReceiptMoney
from agent_app.domain.money import Dong
from agent_app.domain.receipt import PaymentMethod, ReceiptId
from agent_app.domain.remittance import Remittance, RemittanceMethod
from agent_app.services.evening_failures import BatchUnknownError, EnvelopeUnknownError
from agent_app.services.evening_lines import DeclaredLine
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
    ReceiptLineRow,
    ReceiptRow,
    RemittanceEnvelopeRow,
    RemittanceReceiptRow,
    RemittanceRow,
)
from agent_app.storage.repositories.evening_rows import (
    in_a_batch,
    in_an_envelope,
    is_void,
    remitted,
    stands_at,
    to_batch,
    to_envelope,
)
from agent_app.storage.sorting import chunks

Row = Mapping[str, object]


class SqlEvening:
    """Fulfils ``ports.Evening``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def is_remitted(self, receipt_id: ReceiptId) -> bool:
        found = select(exists().where(RemittanceReceiptRow.receipt_id == receipt_id))
        return bool(self._session.scalar(found))

    def is_filed(self, receipt_id: ReceiptId) -> bool:
        filed = exists().where(
            BatchReceiptRow.receipt_id == receipt_id,
            BatchReceiptRow.batch_id == BatchStepRow.batch_id,
            stands_at(FILED),
        )
        return bool(self._session.scalar(select(filed)))

    def cash_in_hand(self, until: date) -> tuple[ReceiptMoney, ...]:
        cash = ReceiptRow.method == PaymentMethod.CASH.value
        return self._free(_counting(until).where(cash, ~in_an_envelope()))

    def unlisted_transfers(self, until: date) -> tuple[ReceiptMoney, ...]:
        return self._free(_counting(until).where(ReceiptRow.method == PaymentMethod.TRANSFER.value))

    def _free(self, query: Select[ReceiptId, int, date]) -> tuple[ReceiptMoney, ...]:
        rows = self._session.execute(query.where(~remitted()))
        return tuple(ReceiptMoney(whose, Dong(total), on) for whose, total, on in rows)

    def open_envelope(self) -> Envelope | None:
        closed = exists().where(EnvelopeClosingRow.envelope_id == EnvelopeRow.id)
        row = self._session.scalars(
            select(EnvelopeRow).where(~closed).order_by(EnvelopeRow.opened_at)
        ).first()
        return to_envelope(self._session, row) if row else None

    def envelope(self, envelope_id: EnvelopeId) -> Envelope:
        row = self._session.get(EnvelopeRow, envelope_id)
        if row is None:
            raise EnvelopeUnknownError(str(envelope_id))
        return to_envelope(self._session, row)

    def add_envelope(self, envelope: Envelope) -> None:
        opened = {"id": envelope.id, "opened_on": envelope.opened_on, "opened_at": envelope.opened_at}
        self._insert(EnvelopeRow, [opened])
        receipts = [{"receipt_id": each.receipt_id, "envelope_id": envelope.id} for each in envelope.receipts]
        self._insert(EnvelopeReceiptRow, receipts)

    def close_envelope(self, closing: EnvelopeClosing, op_id: UUID) -> None:
        row, counts = closing_rows(closing, op_id)
        self._insert(EnvelopeClosingRow, [row])
        self._insert(EnvelopeCountRow, counts)

    def slip_used(self, method: RemittanceMethod, slip: str, year: int) -> bool:
        used = exists().where(
            RemittanceRow.method == method.value,
            RemittanceRow.slip == slip,
            RemittanceRow.remitted_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
        return bool(self._session.scalar(select(used)))

    def add_remittance(self, remittance: Remittance, op_id: UUID) -> None:
        row, envelopes, receipts = remittance_rows(remittance, op_id)
        self._insert(RemittanceRow, [row])
        self._insert(RemittanceEnvelopeRow, envelopes)
        self._insert(RemittanceReceiptRow, receipts)

    def gatherable(self, until: date) -> tuple[ReceiptId, ...]:
        rows = self._session.execute(_counting(until).where(~in_a_batch()))
        return tuple(receipt_id for receipt_id, _total, _on in rows)

    def batch(self, batch_id: BatchId) -> Batch:
        row = self._session.get(BatchRow, batch_id)
        if row is None:
            raise BatchUnknownError(str(batch_id))
        return to_batch(self._session, row)

    def next_batch_number(self, month: str) -> int:
        last = self._session.scalar(select(func.max(BatchRow.number)).where(BatchRow.month == month))
        return (last or 0) + 1

    def add_batch_change(self, change: BatchChange, op_id: UUID) -> None:
        made, step, gathered, codes = batch_rows(change, op_id)
        if change.position == 1:
            self._insert(BatchRow, [made])
            self._insert(BatchReceiptRow, gathered)
        self._insert(BatchStepRow, [step])
        self._insert(BatchCodeRow, codes)

    def _insert(self, table: type[Base], rows: Sequence[Row]) -> None:
        if rows:
            self._session.connection().execute(insert(table), list(rows))

    def lines_of(self, receipts: Iterable[ReceiptId], on: date) -> list[DeclaredLine]:
        columns = select(ReceiptLineRow.person_id, ReceiptLineRow.scheme, ReceiptLineRow.receipt_id)
        return [
            DeclaredLine(person_id, Scheme(scheme), receipt_id, on)
            for chunk in chunks(receipts)
            for person_id, scheme, receipt_id in self._session.execute(
                columns.where(ReceiptLineRow.receipt_id.in_(chunk)).order_by(
                    ReceiptLineRow.receipt_id, ReceiptLineRow.position
                )
            )
        ]

    def declared_since(self, day: date) -> list[DeclaredLine]:
        made = (
            select(BatchStepRow.batch_id, BatchStepRow.moved_on).where(BatchStepRow.position == 1).subquery()
        )
        query = (
            select(
                ReceiptLineRow.person_id, ReceiptLineRow.scheme, ReceiptLineRow.receipt_id, made.c.moved_on
            )
            .join(ReceiptRow, ReceiptRow.id == ReceiptLineRow.receipt_id)
            .join(BatchReceiptRow, BatchReceiptRow.receipt_id == ReceiptRow.id)
            .join(made, made.c.batch_id == BatchReceiptRow.batch_id)
            .where(made.c.moved_on >= day, in_a_batch(), ~is_void())
            .order_by(made.c.moved_on, ReceiptLineRow.receipt_id, ReceiptLineRow.position)
        )
        rows = self._session.execute(query)
        return [DeclaredLine(who, Scheme(scheme), receipt_id, on) for who, scheme, receipt_id, on in rows]


def _counting(until: date) -> Select[ReceiptId, int, date]:
    """Ask for receipts issued up to a day that count, oldest first."""
    return (
        select(ReceiptRow.id, ReceiptRow.total, ReceiptRow.issued_on)
        .where(ReceiptRow.issued_on <= until, ~is_void())
        .order_by(ReceiptRow.issued_on, ReceiptRow.recorded_at, ReceiptRow.id)
    )


def closing_rows(closing: EnvelopeClosing, op_id: UUID) -> tuple[Row, list[Row]]:
    """Spread a closing over its tables: itself, and the notes counted."""
    counted = closing.counted
    row = {
        "envelope_id": closing.envelope_id,
        "op_id": op_id,
        "closed_on": counted.closed_on,
        "recorded_at": closing.recorded_at,
        "expected": counted.expected,
        "counted": counted.count.total,
        "loose": counted.count.loose,
        "note": counted.note,
        "agent_code": closing.agent_code,
        "device_id": closing.device_id,
    }
    counts: list[Row] = [
        {"envelope_id": closing.envelope_id, "value": each.value, "pieces": each.pieces}
        for each in counted.count.notes
    ]
    return row, counts


def remittance_rows(remittance: Remittance, op_id: UUID) -> tuple[Row, list[Row], list[Row]]:
    """Spread a remittance over its tables: itself, its envelopes, the receipts it answers for."""
    row = {
        "id": remittance.id,
        "op_id": op_id,
        "remitted_on": remittance.remitted_on,
        "recorded_at": remittance.recorded_at,
        "method": remittance.method.value,
        "slip": remittance.slip,
        "counted": remittance.counted,
        "amount": remittance.amount,
        "note": remittance.note,
        "agent_code": remittance.agent_code,
        "device_id": remittance.device_id,
    }
    envelopes: list[Row] = [
        {"envelope_id": each, "remittance_id": remittance.id} for each in remittance.envelopes
    ]
    receipts: list[Row] = [
        {"receipt_id": each.receipt_id, "remittance_id": remittance.id, "amount": each.amount}
        for each in (*remittance.cash, *remittance.transfers)
    ]
    return row, envelopes, receipts


def batch_rows(change: BatchChange, op_id: UUID) -> tuple[Row, Row, list[Row], list[Row]]:
    """Spread a change over its tables: the batch, its step, its receipts, their codes."""
    whose = {"batch_id": change.batch_id}
    made = {"id": change.batch_id, "month": change.month, "number": change.number}
    step = whose | {
        "position": change.position,
        "op_id": op_id,
        "state": change.state.value,
        "moved_on": change.moved_on,
        "recorded_at": change.recorded_at,
        "reason": change.reason,
        "agent_code": change.agent_code,
        "device_id": change.device_id,
    }
    gathered: list[Row] = [whose | {"receipt_id": each} for each in change.receipts]
    codes: list[Row] = [whose | {"receipt_id": each, "code": code} for each, code in change.codes]
    return made, step, gathered, codes
