"""What undoes a receipt: its cancellation before the money is handed over, a refund afterwards."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, NewType
from uuid import UUID

from agent_app.domain.errors import InputError, RuleError
from agent_app.domain.money import Dong
from agent_app.domain.receipt import ReceiptId

RefundId = NewType("RefundId", UUID)


class CopyTwo(StrEnum):
    """What became of the payer's copy of a cancelled receipt."""

    KEPT = "kept"
    TAKEN_BACK = "taken-back"
    LOST = "lost"


@dataclass(eq=False)
class AlreadyCancelledError(RuleError):
    """A receipt is cancelled once."""

    code: ClassVar[str] = "receipt.already_cancelled"
    receipt_id: str
    on: date


@dataclass(eq=False)
class AlreadyHandedOverError(RuleError):
    """The receipt's money has been remitted, or its people are filed: only a refund can undo it."""

    code: ClassVar[str] = "receipt.handed_over"
    receipt_id: str


@dataclass(eq=False)
class CancellationWordsError(InputError):
    """A cancellation needs its reason and who approved it."""

    code: ClassVar[str] = "receipt.cancellation_words"


@dataclass(eq=False)
class OwnApprovalError(RuleError):
    """Nobody approves the cancellation of their own receipt."""

    code: ClassVar[str] = "receipt.own_approval"


@dataclass(eq=False)
class ReplacementError(RuleError):
    """A receipt stands in the place of one that is cancelled and not replaced yet."""

    code: ClassVar[str] = "receipt.replacement"
    receipt_id: str


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A receipt is void; its number stays in the book. ``on`` is the civil date, ``recorded_at`` UTC."""

    receipt_id: ReceiptId
    on: date
    recorded_at: datetime
    reason: str
    approver: str
    copy_two: CopyTwo


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """The office is asked to pay a part of a receipt's money back.

    ``line`` counts the receipt's lines from 0; ``changed_on`` is the civil date of what brought it about;
    ``computed`` tells whether the amount follows from the rules or was typed.
    """

    id: RefundId
    receipt_id: ReceiptId
    line: int
    cause: str
    changed_on: date
    requested_on: date
    recorded_at: datetime
    amount: Dong
    computed: bool
    reason: str
