"""The evening's cash: an envelope is opened over all cash in hand, and closed once it was counted.

What belongs to an envelope is settled when it is opened, not while it is being counted: a receipt that is
issued meanwhile stays in hand for the next one, and whatever day it is from, cash is never passed over.
"""

from dataclasses import dataclass, replace
from datetime import date

from agent_app.domain.banknotes import CashCount, require_known
from agent_app.domain.envelope import Counted, Envelope, EnvelopeClosing, EnvelopeId
from agent_app.domain.evening_body import envelope_body
from agent_app.domain.names import clean
from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.rates import RateBook
from agent_app.services.evening_dates import author, evening_date
from agent_app.services.evening_failures import EnvelopeOpenError, NoCashError, NoOpenEnvelopeError
from agent_app.services.ports import Clock, Ids, OpenUnit, UnitOfWork

_KVER = 1


@dataclass(frozen=True, slots=True)
class CloseEnvelope:
    """Say what was counted; no ``envelope_id`` means the open one."""

    count: CashCount
    note: str = ""
    envelope_id: EnvelopeId | None = None


@dataclass(frozen=True, slots=True)
class EnvelopeService:
    """Opens and closes envelopes."""

    open_unit: OpenUnit
    clock: Clock
    ids: Ids
    rates: RateBook

    def open(self, on: date | None = None) -> Envelope:
        """Settle which receipts' cash is counted: all of it that lies in no envelope."""
        with self.open_unit() as unit:
            author(unit)
            now = self.clock.now()
            day = evening_date(unit, on, now)
            present = unit.evening.open_envelope()
            if present is not None:
                raise EnvelopeOpenError(str(present.id), present.opened_on)
            receipts = unit.evening.cash_in_hand(day)
            if not receipts:
                raise NoCashError(day)
            envelope = Envelope(EnvelopeId(self.ids.new()), day, now, receipts)
            unit.evening.add_envelope(envelope)
            unit.commit()
        return envelope

    def open_again(self, envelope_id: EnvelopeId) -> Envelope:
        """Go on with an envelope that is open; raise ``EnvelopeClosedError`` for a closed one."""
        with self.open_unit() as unit:
            envelope = unit.evening.envelope(envelope_id)
            envelope.require_open()
        return envelope

    def close(self, command: CloseEnvelope) -> Envelope:
        """Keep what was counted, once and for good: table, log and journal of money together."""
        with self.open_unit() as unit:
            agent_code, device_id = author(unit)
            envelope = self._to_close(unit, command.envelope_id)
            now = self.clock.now()
            day = evening_date(unit, None, now, envelope.opened_on)
            require_known(command.count, self.rates, day)
            counted = Counted(day, envelope.expected, command.count, clean(command.note))
            counted.require_explained()
            closing = EnvelopeClosing(
                envelope.id,
                envelope.opened_on,
                envelope.opened_at,
                now,
                tuple(each.receipt_id for each in envelope.receipts if not each.void),
                tuple(each.receipt_id for each in envelope.receipts if each.void),
                counted,
                agent_code,
                device_id,
            )
            entry = Entry(self.ids.new(), OperationKind.ENVELOPE_CLOSED, _KVER, now, envelope_body(closing))
            unit.log.append(entry)
            unit.evening.close_envelope(closing, entry.op_id)
            unit.commit()
        return replace(envelope, counted=counted)

    @staticmethod
    def _to_close(unit: UnitOfWork, envelope_id: EnvelopeId | None) -> Envelope:
        if envelope_id is None:
            present = unit.evening.open_envelope()
            if present is None:
                raise NoOpenEnvelopeError
            return present
        envelope = unit.evening.envelope(envelope_id)
        envelope.require_open()
        return envelope
