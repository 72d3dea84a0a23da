"""Remittances (nộp tiền): cash that was handed over, and the receipts that it answers for."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, NewType
from uuid import UUID

from agent_app.domain.envelope import EnvelopeId
from agent_app.domain.errors import RuleError
from agent_app.domain.money import Dong, grouped
from agent_app.domain.receipt import ReceiptId

RemittanceId = NewType("RemittanceId", UUID)


class RemittanceMethod(StrEnum):
    """How cash reaches the office."""

    TRANSFER = "transfer"
    DESK = "desk"


@dataclass(eq=False)
class RemittanceDifferenceError(RuleError):
    """More or less was handed over than lay in the envelopes, and nobody says why."""

    code: ClassVar[str] = "remittance.difference"
    counted: str
    amount: str


@dataclass(frozen=True, slots=True)
class RemittedReceipt:
    """One receipt that a remittance answers for, with its money."""

    receipt_id: ReceiptId
    amount: Dong


@dataclass(frozen=True, slots=True)
class Remittance:
    """Whole envelopes handed over at once; ``counted`` lay in them, ``amount`` was handed over.

    ``cash`` are the receipts of the envelopes. ``transfers`` are receipts of money that the office's account
    had received before: they are listed beside, so that no receipt is left out.
    """

    id: RemittanceId
    remitted_on: date
    recorded_at: datetime
    method: RemittanceMethod
    slip: str
    envelopes: tuple[EnvelopeId, ...]
    cash: tuple[RemittedReceipt, ...]
    transfers: tuple[RemittedReceipt, ...]
    counted: Dong
    amount: Dong
    note: str
    agent_code: str
    device_id: UUID

    def __post_init__(self) -> None:
        """Refuse a difference that nobody explains."""
        if self.amount != self.counted and not self.note:
            raise RemittanceDifferenceError(grouped(self.counted), grouped(self.amount))

    @property
    def cash_total(self) -> Dong:
        """What the receipts paid in cash say."""
        return Dong(sum(each.amount for each in self.cash))

    @property
    def transfer_total(self) -> Dong:
        """What the receipts paid by transfer say."""
        return Dong(sum(each.amount for each in self.transfers))
