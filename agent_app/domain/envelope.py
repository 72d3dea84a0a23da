"""Cash envelopes: an evening's cash, settled by its receipts and counted by its notes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, NewType
from uuid import UUID

from agent_app.domain.banknotes import CashCount
from agent_app.domain.errors import RuleError
from agent_app.domain.money import Dong, grouped
from agent_app.domain.receipt import ReceiptId

EnvelopeId = NewType("EnvelopeId", UUID)


@dataclass(eq=False)
class EnvelopeClosedError(RuleError):
    """An envelope is closed once; what changes afterwards is a fact of its own."""

    code: ClassVar[str] = "envelope.closed"
    id: str
    on: date


@dataclass(eq=False)
class EnvelopeDifferenceError(RuleError):
    """Cash that was counted and cash that the receipts say differ, and nobody says why."""

    code: ClassVar[str] = "envelope.difference"
    expected: str
    counted: str


@dataclass(frozen=True, slots=True)
class ReceiptMoney:
    """One receipt's money; ``void`` once it was cancelled."""

    receipt_id: ReceiptId
    amount: Dong
    issued_on: date
    void: bool = False


def money_of(receipts: tuple[ReceiptMoney, ...]) -> Dong:
    """Add up what is not void."""
    return Dong(sum(each.amount for each in receipts if not each.void))


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted when an envelope was closed, and what its receipts said then."""

    closed_on: date
    expected: Dong
    count: CashCount
    note: str

    def require_explained(self) -> None:
        """Refuse a difference that nobody explains; raise ``EnvelopeDifferenceError``."""
        if self.difference and not self.note:
            raise EnvelopeDifferenceError(grouped(self.expected), grouped(self.count.total))

    @property
    def difference(self) -> Dong:
        """What was counted beyond what was expected; below zero where cash was missing."""
        return Dong(self.count.total - self.expected)


@dataclass(frozen=True, slots=True)
class EnvelopeClosing:
    """The fact that an envelope was closed.

    ``voided`` were in the envelope when it was opened and had been cancelled when it was closed.
    """

    envelope_id: EnvelopeId
    opened_on: date
    opened_at: datetime
    recorded_at: datetime
    receipts: tuple[ReceiptId, ...]
    voided: tuple[ReceiptId, ...]
    counted: Counted
    agent_code: str
    device_id: UUID


@dataclass(frozen=True, slots=True)
class Envelope:
    """An evening's cash: its receipts are settled when it is opened, and it is counted when it is closed."""

    id: EnvelopeId
    opened_on: date
    opened_at: datetime
    receipts: tuple[ReceiptMoney, ...]
    counted: Counted | None = None
    remittance_id: UUID | None = None

    @property
    def expected(self) -> Dong:
        """What its receipts say that must lie in it now."""
        return money_of(self.receipts)

    @property
    def voided_since(self) -> Dong:
        """What was taken out for receipts that became void after the closing: each is a fact of its own."""
        return Dong(self.counted.expected - self.expected) if self.counted else Dong(0)

    @property
    def content(self) -> Dong:
        """What lies in it now: what was counted, less what was taken out since."""
        return Dong(max(0, self.counted.count.total - self.voided_since)) if self.counted else Dong(0)

    def require_open(self) -> None:
        """Refuse to close or open it again; raise ``EnvelopeClosedError``."""
        if self.counted is not None:
            raise EnvelopeClosedError(str(self.id), self.counted.closed_on)
