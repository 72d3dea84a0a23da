"""Repository and read side of the evening: envelopes, remittances and batches."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol
from uuid import UUID

from agent_app.domain.batch import Batch, BatchChange, BatchId
from agent_app.domain.envelope import Envelope, EnvelopeClosing, EnvelopeId, ReceiptMoney
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.remittance import Remittance, RemittanceId, RemittanceMethod
from agent_app.services.evening_lines import (
    BatchLine,
    BatchView,
    CashHeld,
    DeclaredLine,
    EnvelopeLine,
    MoneyStates,
    RemittanceLine,
)


class Evening(Protocol):
    """Envelopes, remittances and batches."""

    def is_remitted(self, receipt_id: ReceiptId) -> bool:
        """Tell whether a remittance answers for a receipt's money."""
        ...

    def is_filed(self, receipt_id: ReceiptId) -> bool:
        """Tell whether a receipt is in a batch that was handed in and not refused."""
        ...

    def cash_in_hand(self, until: date) -> tuple[ReceiptMoney, ...]:
        """Return the cash receipts issued up to a day that count and lie in no envelope, oldest first."""
        ...

    def open_envelope(self) -> Envelope | None:
        """Return the envelope that is being counted, if there is one."""
        ...

    def envelope(self, envelope_id: EnvelopeId) -> Envelope:
        """Return an envelope; raise ``EnvelopeUnknownError``."""
        ...

    def add_envelope(self, envelope: Envelope) -> None:
        """Keep an envelope that is opened, with its receipts."""
        ...

    def close_envelope(self, closing: EnvelopeClosing, op_id: UUID) -> None:
        """Keep what was counted; ``op_id`` is the operation that logs it."""
        ...

    def unlisted_transfers(self, until: date) -> tuple[ReceiptMoney, ...]:
        """Return the receipts paid by transfer that count and that no remittance lists yet."""
        ...

    def slip_used(self, method: RemittanceMethod, slip: str, year: int) -> bool:
        """Tell whether a remittance of this year has this slip."""
        ...

    def add_remittance(self, remittance: Remittance, op_id: UUID) -> None:
        """Keep a remittance; ``op_id`` is the operation that logs it."""
        ...

    def gatherable(self, until: date) -> tuple[ReceiptId, ...]:
        """Return the receipts issued up to a day that count and are in no batch, oldest first."""
        ...

    def batch(self, batch_id: BatchId) -> Batch:
        """Return a batch; raise ``BatchUnknownError``."""
        ...

    def next_batch_number(self, month: str) -> int:
        """Return the number that a month's next batch gets."""
        ...

    def add_batch_change(self, change: BatchChange, op_id: UUID) -> None:
        """Keep that a batch was made or moved; ``op_id`` is the operation that logs it."""
        ...

    def lines_of(self, receipts: Iterable[ReceiptId], on: date) -> list[DeclaredLine]:
        """Return whom and what these receipts are about, as lines declared on a day."""
        ...

    def declared_since(self, day: date) -> list[DeclaredLine]:
        """Return the lines of all batches made since a day and not let go, with the day of each."""
        ...


class EveningQueries(Protocol):
    """The read side of the evening; every call is one short read."""

    def envelope(self, envelope_id: EnvelopeId | None = None) -> Envelope | None:
        """Return an envelope, by default the open one, else the newest; raise ``EnvelopeUnknownError``."""
        ...

    def envelopes(self, limit: int, offset: int = 0) -> list[EnvelopeLine]:
        """Return envelopes, newest first."""
        ...

    def remittance(self, remittance_id: RemittanceId) -> Remittance:
        """Return a remittance; raise ``RemittanceUnknownError``."""
        ...

    def remittances(self, limit: int, offset: int = 0) -> list[RemittanceLine]:
        """Return remittances, newest first."""
        ...

    def batch(self, batch_id: BatchId) -> BatchView:
        """Return a batch with its receipts' numbers; raise ``BatchUnknownError``."""
        ...

    def batches(self, limit: int, offset: int = 0, month: str | None = None) -> list[BatchLine]:
        """Return batches, newest first, by default of all months."""
        ...

    def cash_held(self, on: date) -> CashHeld:
        """Return the cash not remitted, its age on a day, and what the office's limits say of it."""
        ...

    def money_states(self) -> MoneyStates:
        """Return where all money is, each state apart."""
        ...
