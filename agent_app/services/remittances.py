"""Handing money over: whole envelopes, by transfer or at the desk, with the number on the slip."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agent_app.domain.envelope import Envelope, EnvelopeId, ReceiptMoney
from agent_app.domain.evening_body import remittance_body
from agent_app.domain.money import Dong
from agent_app.domain.names import clean
from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.remittance import Remittance, RemittanceId, RemittanceMethod, RemittedReceipt
from agent_app.services.evening_dates import author, evening_date
from agent_app.services.evening_failures import (
    EnvelopeNotClosedError,
    EnvelopeRemittedError,
    NothingToRemitError,
    SlipMissingError,
    SlipRepeatedError,
)
from agent_app.services.ports import Clock, Ids, OpenUnit, UnitOfWork

_KVER = 1


@dataclass(frozen=True, slots=True)
class MakeRemittance:
    """Hand over envelopes; no ``amount`` means what was counted in them, no ``on`` today."""

    envelopes: tuple[EnvelopeId, ...]
    method: RemittanceMethod
    slip: str
    amount: Dong | None = None
    on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RemittanceService:
    """Makes remittances."""

    open_unit: OpenUnit
    clock: Clock
    ids: Ids

    def make(self, command: MakeRemittance) -> Remittance:
        """Keep that money was handed over, with every receipt that it answers for, all or nothing.

        Receipts of transfers that the office's account had received are listed beside the cash.
        """
        slip = clean(command.slip)
        if not slip:
            raise SlipMissingError
        with self.open_unit() as unit:
            agent_code, device_id = author(unit)
            now = self.clock.now()
            envelopes = self._envelopes(unit, command.envelopes)
            closed = max((each.counted.closed_on for each in envelopes if each.counted), default=None)
            day = evening_date(unit, command.on, now, closed)
            transfers = _remitted(unit.evening.unlisted_transfers(day))
            if not envelopes and not transfers:
                raise NothingToRemitError
            if unit.evening.slip_used(command.method, slip, day.year):
                raise SlipRepeatedError(slip)
            counted = Dong(sum(each.content for each in envelopes))
            remittance = Remittance(
                RemittanceId(self.ids.new()),
                day,
                now,
                command.method,
                slip,
                tuple(each.id for each in envelopes),
                _remitted(receipt for each in envelopes for receipt in each.receipts),
                transfers,
                counted,
                counted if command.amount is None else command.amount,
                clean(command.note),
                agent_code,
                device_id,
            )
            body = remittance_body(remittance)
            entry = Entry(self.ids.new(), OperationKind.REMITTANCE_MADE, _KVER, now, body)
            unit.log.append(entry)
            unit.evening.add_remittance(remittance, entry.op_id)
            unit.commit()
        return remittance

    @staticmethod
    def _envelopes(unit: UnitOfWork, ids: Iterable[EnvelopeId]) -> list[Envelope]:
        envelopes = [unit.evening.envelope(each) for each in dict.fromkeys(ids)]
        for each in envelopes:
            if each.counted is None:
                raise EnvelopeNotClosedError(str(each.id))
            if each.remittance_id is not None:
                raise EnvelopeRemittedError(str(each.id), str(each.remittance_id))
        return envelopes


def _remitted(receipts: Iterable[ReceiptMoney]) -> tuple[RemittedReceipt, ...]:
    return tuple(RemittedReceipt(each.receipt_id, each.amount) for each in receipts if not each.void)
