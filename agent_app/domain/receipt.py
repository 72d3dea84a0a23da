"""Receipts (C45-BB) and the books that their numbers come from."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, NewType
from uuid import UUID

from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import RuleError
from agent_app.domain.household import HouseholdId, Subject
from agent_app.domain.money import Dong
from agent_app.domain.quote import CoveragePeriod, Quote

ReceiptId = NewType("ReceiptId", UUID)

NUMBER_DIGITS = 7


class PaymentMethod(StrEnum):
    """How the money came."""

    CASH = "cash"


class PlaceSource(StrEnum):
    """How a member's place in the household's order was learnt."""

    OWN_RECEIPTS = "own_receipts"
    SYNCED = "synced"
    ASKED = "asked"


class ReceiptState(StrEnum):
    """What is known of a receipt's way to the office."""

    SAVED = "saved"
    RECEIVED = "received"
    RECORDED = "recorded"
    REVIEW = "review"


@dataclass(eq=False)
class ReceiptBookExhaustedError(RuleError):
    """The receipt book has no number left."""

    code: ClassVar[str] = "receipt.book_exhausted"
    symbol: str
    book: str
    last: str


@dataclass(eq=False)
class NoReceiptBookError(RuleError):
    """No receipt book is bound to this device."""

    code: ClassVar[str] = "receipt.no_book"


@dataclass(eq=False)
class ReceiptBookRangeError(RuleError):
    """A book in hand is granted with other numbers, which would pass blank ones over or give foreign ones."""

    code: ClassVar[str] = "receipt.book_range"
    symbol: str
    book: str
    first: str
    last: str


@dataclass(eq=False)
class ReceiptBooksFrozenError(RuleError):
    """The blank numbers in hand may have been used already, before the store was restored."""

    code: ClassVar[str] = "receipt.books_frozen"
    symbol: str
    book: str


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


def shown_number(number: int) -> str:
    """Write a receipt's number with its seven digits."""
    return f"{number:0{NUMBER_DIGITS}d}"


@dataclass(slots=True)
class ReceiptBook:
    """A quyển: a block of numbers bound to this agent and device; numbers only go up."""

    id: UUID
    symbol: str
    book: str
    first: int
    last: int
    next: int

    @property
    def left(self) -> int:
        """How many numbers are still blank."""
        return self.last - self.next + 1

    def require_within(self, first: int, last: int) -> None:
        """Refuse limits that pass numbers over or leave out blank ones; raise ``ReceiptBookRangeError``."""
        if first > self.next or (self.left > 0 and last < self.last):
            raise ReceiptBookRangeError(
                self.symbol, self.book, shown_number(self.first), shown_number(self.last)
            )

    def tear(self) -> int:
        """Take the next number, for good."""
        if self.next > self.last:
            raise ReceiptBookExhaustedError(self.symbol, self.book, shown_number(self.last))
        number = self.next
        self.next += 1
        return number


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One person's payment for one scheme; ``place`` is the member's place in the household's order."""

    subject: Subject
    scheme: Scheme
    months: int
    period: CoveragePeriod
    quote: Quote
    place: int | None = None
    place_source: PlaceSource | None = None
    income: Dong | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A numbered receipt, never changed; ``issued_on`` is the civil date in Viet Nam, ``recorded_at`` UTC.

    ``signature`` is the device's Ed25519 signature over ``operation.receipt_payload``.
    """

    id: ReceiptId
    household_id: HouseholdId
    symbol: str
    book: str
    number: int
    issued_on: date
    recorded_at: datetime
    payer: str
    address: str
    method: PaymentMethod
    lines: tuple[ReceiptLine, ...]
    agent_code: str
    device_id: UUID
    signature: bytes = b""

    @property
    def total(self) -> Dong:
        """The money taken, in đồng."""
        return Dong(sum(line.quote.due for line in self.lines))

    @property
    def shown_number(self) -> str:
        """The number as printed, with seven digits."""
        return shown_number(self.number)
