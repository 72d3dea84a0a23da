"""The read side of the evening: where cash lies, what was handed over, how far batches have come."""

from datetime import date

from sqlalchemy import Engine, Select, and_, case, func, select

from agent_app.domain.batch import Batch, BatchId
from agent_app.domain.envelope import Envelope, EnvelopeId
from agent_app.domain.money import Dong
from agent_app.domain.receipt import PaymentMethod
from agent_app.domain.receipt_book import shown_number
from agent_app.domain.remittance import Remittance, RemittanceId
from agent_app.services.evening_failures import RemittanceUnknownError
from agent_app.services.evening_lines import (
    BatchLine,
    BatchView,
    CashHeld,
    CashLimits,
    EnvelopeLine,
    MoneyStates,
    RemittanceLine,
    Sum,
)
from agent_app.storage.models import (
    BatchRow,
    BatchStepRow,
    EnvelopeClosingRow,
    EnvelopeReceiptRow,
    EnvelopeRow,
    ReceiptRefundRow,
    ReceiptRow,
    RemittanceRow,
)
from agent_app.storage.repositories.evening import SqlEvening
from agent_app.storage.repositories.evening_rows import (
    is_void,
    remitted,
    to_batch,
    to_envelope,
    to_remittance,
)
from agent_app.storage.repositories.office import SqlOfficeOrders
from agent_app.storage.short_session import short_session
from agent_app.storage.sorting import chunks

_CASH = ReceiptRow.method == PaymentMethod.CASH.value
_NOTHING = Sum(0, Dong(0))


class SqlEveningQueries:
    """Fulfils ``ports.EveningQueries``."""

    def __init__(self, read: Engine) -> None:
        self._read = read

    def envelope(self, envelope_id: EnvelopeId | None = None) -> Envelope | None:
        with short_session(self._read) as session:
            if envelope_id is not None:
                return SqlEvening(session).envelope(envelope_id)
            newest = session.scalars(_envelopes().limit(1)).first()
            present = SqlEvening(session).open_envelope()
            return to_envelope(session, newest) if newest and not present else present

    def envelopes(self, limit: int, offset: int = 0) -> list[EnvelopeLine]:
        with short_session(self._read) as session:
            rows = session.scalars(_envelopes().limit(limit).offset(offset)).all()
            return [_envelope_line(to_envelope(session, row)) for row in rows]

    def remittance(self, remittance_id: RemittanceId) -> Remittance:
        with short_session(self._read) as session:
            row = session.get(RemittanceRow, remittance_id)
            if row is None:
                raise RemittanceUnknownError(str(remittance_id))
            return to_remittance(session, row)

    def remittances(self, limit: int, offset: int = 0) -> list[RemittanceLine]:
        newest = select(RemittanceRow).order_by(RemittanceRow.recorded_at.desc(), RemittanceRow.id)
        with short_session(self._read) as session:
            rows = session.scalars(newest.limit(limit).offset(offset)).all()
            return [_remittance_line(to_remittance(session, row)) for row in rows]

    def batch(self, batch_id: BatchId) -> BatchView:
        with short_session(self._read) as session:
            batch = SqlEvening(session).batch(batch_id)
            numbers = {
                receipt_id: None if number is None else shown_number(number)
                for chunk in chunks(each.receipt_id for each in batch.receipts)
                for receipt_id, number in session.execute(
                    select(ReceiptRow.id, ReceiptRow.number).where(ReceiptRow.id.in_(chunk))
                )
            }
            return BatchView(batch, numbers)

    def batches(self, limit: int, offset: int = 0, month: str | None = None) -> list[BatchLine]:
        made = select(func.min(BatchStepRow.recorded_at)).where(BatchStepRow.batch_id == BatchRow.id)
        query = select(BatchRow).order_by(made.scalar_subquery().desc(), BatchRow.id)
        if month is not None:
            query = query.where(BatchRow.month == month)
        with short_session(self._read) as session:
            rows = session.scalars(query.limit(limit).offset(offset)).all()
            return [_batch_line(to_batch(session, row)) for row in rows]

    def cash_held(self, on: date) -> CashHeld:
        query = select(func.count(), func.sum(ReceiptRow.total), func.min(ReceiptRow.issued_on))
        with short_session(self._read) as session:
            held = query.where(_CASH, ~is_void(), ~remitted())
            count, total, oldest = session.execute(held).one()
            settled = SqlOfficeOrders(session).settings().on(on)
        limits = CashLimits(settled.cash_limit, settled.cash_days)
        days = max(0, (on - oldest).days) if count else 0
        return CashHeld(Dong(total or 0), count, oldest if count else None, days, limits)

    def money_states(self) -> MoneyStates:
        with short_session(self._read) as session:
            rows = session.execute(_by_place()).all()
            refunds = select(func.count(), func.sum(ReceiptRefundRow.amount))
            asked, back = session.execute(refunds).one()
            differences = session.scalar(
                select(func.sum(EnvelopeClosingRow.counted - EnvelopeClosingRow.expected))
            )
        sums = {str(place): Sum(count, Dong(total)) for place, count, total in rows}
        return MoneyStates(
            in_hand=sums.get("in_hand", _NOTHING),
            counting=sums.get("counting", _NOTHING),
            in_envelopes=sums.get("in_envelopes", _NOTHING),
            remitted_cash=sums.get("remitted_cash", _NOTHING),
            transfers_unlisted=sums.get("transfers_unlisted", _NOTHING),
            transfers_listed=sums.get("transfers_listed", _NOTHING),
            cancelled=sums.get("cancelled", _NOTHING),
            refunds=Sum(asked, Dong(back or 0)),
            differences=Dong(differences or 0),
        )


def _envelopes() -> Select[EnvelopeRow]:
    return select(EnvelopeRow).order_by(EnvelopeRow.opened_at.desc(), EnvelopeRow.id)


def _envelope_line(envelope: Envelope) -> EnvelopeLine:
    counted = envelope.counted
    return EnvelopeLine(
        envelope.id,
        envelope.opened_on,
        counted.closed_on if counted else None,
        sum(not each.void for each in envelope.receipts),
        envelope.expected,
        counted.count.total if counted else None,
        envelope.content,
        counted.note if counted else "",
        envelope.remittance_id,
    )


def _remittance_line(remittance: Remittance) -> RemittanceLine:
    return RemittanceLine(
        remittance.id,
        remittance.remitted_on,
        remittance.method,
        remittance.slip,
        remittance.amount,
        remittance.counted,
        len(remittance.cash),
        remittance.cash_total,
        len(remittance.transfers),
        remittance.transfer_total,
        remittance.note,
    )


def _batch_line(batch: Batch) -> BatchLine:
    last = batch.steps[-1]
    return BatchLine(
        batch.id,
        batch.month,
        batch.number,
        batch.state,
        last.moved_on,
        len(batch.valid),
        batch.total,
        sum(each.remitted for each in batch.valid),
        last.reason,
    )


def _by_place() -> Select[str, int, int]:
    """Put every receipt into the one state that its money is in."""
    place = case(
        (is_void(), "cancelled"),
        (and_(remitted(), _CASH), "remitted_cash"),
        (remitted(), "transfers_listed"),
        (~_CASH, "transfers_unlisted"),
        (EnvelopeClosingRow.envelope_id.is_not(None), "in_envelopes"),
        (EnvelopeReceiptRow.envelope_id.is_not(None), "counting"),
        else_="in_hand",
    )
    return (
        select(place, func.count(), func.sum(ReceiptRow.total))
        .select_from(ReceiptRow)
        .outerjoin(EnvelopeReceiptRow, EnvelopeReceiptRow.receipt_id == ReceiptRow.id)
        .outerjoin(EnvelopeClosingRow, EnvelopeClosingRow.envelope_id == EnvelopeReceiptRow.envelope_id)
        .group_by(place)
    )
