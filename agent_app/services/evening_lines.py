"""Frozen rows of the evening: where cash lies, what was handed over, how far batches have come."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from agent_app.domain.batch import Batch, BatchId, BatchState
from agent_app.domain.due_list import Scheme
from agent_app.domain.envelope import EnvelopeId
from agent_app.domain.household import PersonId
from agent_app.domain.money import Dong
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.remittance import RemittanceId, RemittanceMethod


@dataclass(frozen=True, slots=True)
class EnvelopeLine:
    """One envelope; ``counted`` is ``None`` while it is being counted, ``content`` what lies in it now."""

    id: EnvelopeId
    opened_on: date
    closed_on: date | None
    receipts: int
    expected: Dong
    counted: Dong | None
    content: Dong
    note: str
    remittance_id: UUID | None


@dataclass(frozen=True, slots=True)
class RemittanceLine:
    """One remittance, cash and transfers apart."""

    id: RemittanceId
    remitted_on: date
    method: RemittanceMethod
    slip: str
    amount: Dong
    counted: Dong
    cash_receipts: int
    cash: Dong
    transfer_receipts: int
    transfers: Dong
    note: str


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One batch; ``receipts`` and ``total`` are of those that still count."""

    id: BatchId
    month: str
    number: int
    state: BatchState
    moved_on: date
    receipts: int
    total: Dong
    remitted: int
    reason: str


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch, and what its receipts are called."""

    batch: Batch
    numbers: dict[ReceiptId, str | None]


@dataclass(frozen=True, slots=True)
class DeclaredLine:
    """One person's payment for one scheme as a batch declares it."""

    person_id: PersonId
    scheme: Scheme
    receipt_id: ReceiptId
    on: date


@dataclass(frozen=True, slots=True)
class CashLimits:
    """How much cash an office lets an agent hold, and for how many days; ``None`` where it has not said."""

    amount: Dong | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class CashHeld:
    """Cash that no remittance answers for; ``days`` is the age of the oldest on the day of asking."""

    amount: Dong
    receipts: int
    oldest_on: date | None
    days: int
    limits: CashLimits = CashLimits()

    @property
    def over_limit(self) -> bool:
        """Whether more is held than the office lets an agent hold."""
        return self.limits.amount is not None and self.amount > self.limits.amount

    @property
    def over_days(self) -> bool:
        """Whether the oldest has been held for longer than the office lets it be."""
        return self.limits.days is not None and self.receipts > 0 and self.days > self.limits.days


@dataclass(frozen=True, slots=True)
class Sum:
    """So many of something, and their money."""

    count: int
    total: Dong


@dataclass(frozen=True, slots=True)
class MoneyStates:
    """Where all money is. Of receipts each is in one state; transfers without a receipt are none yet.

    ``in_hand``, ``counting`` (an open envelope), ``in_envelopes`` and ``remitted_cash`` are cash;
    ``transfers_unlisted`` and ``transfers_listed`` are receipts of credits. ``differences`` is what was
    counted in closed envelopes beyond their receipts. ``refunds`` are asked of the office, which pays them:
    they are parts of receipts and move no money here.
    """

    in_hand: Sum
    counting: Sum
    in_envelopes: Sum
    remitted_cash: Sum
    transfers_unlisted: Sum
    transfers_listed: Sum
    cancelled: Sum
    refunds: Sum
    differences: Dong

    @property
    def valid(self) -> Sum:
        """All receipts that were not cancelled."""
        kept = (
            self.in_hand,
            self.counting,
            self.in_envelopes,
            self.remitted_cash,
            self.transfers_unlisted,
            self.transfers_listed,
        )
        return Sum(sum(each.count for each in kept), Dong(sum(each.total for each in kept)))
