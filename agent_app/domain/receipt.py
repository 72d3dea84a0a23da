"""Receipts: numbered ones (C45-BB), and those that await an electronic number."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, NewType
from uuid import UUID

from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import RuleError
from agent_app.domain.household import HouseholdId, Subject
from agent_app.domain.money import Dong
from agent_app.domain.pension_plan import PlanKind
from agent_app.domain.quote import CoveragePeriod, Quote
from agent_app.domain.receipt_book import shown_number
from agent_app.domain.support_decision import SupportDecision

ReceiptId = NewType("ReceiptId", UUID)


class PaymentMethod(StrEnum):
    """How the money came."""

    CASH = "cash"
    TRANSFER = "transfer"


class ReceiptForm(StrEnum):
    """What stands behind a receipt: a paper from a printed book, a C45-BB of our own, or an e-receipt."""

    PREPRINTED = "preprinted"
    SELF_PRINTED = "self_printed"
    ELECTRONIC = "electronic"


class PlaceSource(StrEnum):
    """How a member's place in the household's order was learnt."""

    OWN_RECEIPTS = "own_receipts"
    SYNCED = "synced"
    ASKED = "asked"


class ReceiptState(StrEnum):
    """What is known of a receipt's way to the office, and of what undid it."""

    PENDING = "pending"
    SAVED = "saved"
    RECEIVED = "received"
    RECORDED = "recorded"
    REVIEW = "review"
    CANCELLED = "cancelled"
    REFUND_REQUESTED = "refund_requested"


@dataclass(eq=False)
class ReceiptDateError(RuleError):
    """A receipt's civil date lies between the last receipt's date and today."""

    code: ClassVar[str] = "receipt.date"
    on: date
    earliest: date | None
    latest: date


@dataclass(eq=False)
class EmptyReceiptError(RuleError):
    """A receipt needs at least one line of money."""

    code: ClassVar[str] = "receipt.empty"


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One person's payment for one scheme; ``place`` is the member's place in the household's order.

    ``group`` is what it was priced as: an object code, or a group of BHXH. Missing time covers no day: its
    ``period`` is the month of payment. ``decision`` proves the support, ``supported_before`` counts the
    months of BHXH that the State had supported already.
    """

    subject: Subject
    scheme: Scheme
    months: int
    period: CoveragePeriod
    quote: Quote
    place: int | None = None
    place_source: PlaceSource | None = None
    income: Dong | None = None
    group: str | None = None
    plan: PlanKind = PlanKind.PERIODIC
    supported_before: int = 0
    decision: SupportDecision | None = None


@dataclass(frozen=True, slots=True)
class DoorAnswers:
    """What the household answered at the door, kept for ever as the ground of a receipt.

    ``taken`` are places of the order that others paid for elsewhere, ``answers`` the questions that had to be
    asked, ``overlap`` what was said of a listed cover that overlaps.
    """

    taken: tuple[int, ...] = ()
    answers: tuple[tuple[str, bool], ...] = ()
    overlap: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money taken, never changed; ``issued_on`` is the civil date in Viet Nam, ``recorded_at`` UTC.

    An e-receipt has no symbol, book and number of its own: they come from the provider. ``signature`` is the
    device's Ed25519 signature over ``operation.receipt_payload``. ``replaces`` names the cancelled receipt
    that this one stands for, ``credit_id`` the bank's credit that it is made for.
    """

    id: ReceiptId
    household_id: HouseholdId
    symbol: str | None
    book: str | None
    number: int | None
    issued_on: date
    recorded_at: datetime
    payer: str
    address: str
    method: PaymentMethod
    lines: tuple[ReceiptLine, ...]
    agent_code: str
    device_id: UUID
    signature: bytes = b""
    form: ReceiptForm = ReceiptForm.SELF_PRINTED
    replaces: ReceiptId | None = None
    credit_id: UUID | None = None
    door: DoorAnswers = DoorAnswers()

    @property
    def total(self) -> Dong:
        """The money taken, in đồng."""
        return Dong(sum(line.quote.due for line in self.lines))

    @property
    def shown_number(self) -> str | None:
        """The number as printed, with seven digits; ``None`` for an e-receipt."""
        return None if self.number is None else shown_number(self.number)
