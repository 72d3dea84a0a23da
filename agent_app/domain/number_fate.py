"""What becomes of the numbers of a receipt book, and the fact that says so where there is no receipt."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, NewType
from uuid import UUID

from agent_app.domain.errors import InputError, RuleError
from agent_app.domain.operation import OperationKind
from agent_app.domain.receipt_book import shown_number

PassedId = NewType("PassedId", UUID)


class NumberFate(StrEnum):
    """What has become of one number; each number of a book has exactly one fate."""

    ISSUED = "issued"
    CANCELLED = "cancelled"
    SPOILED = "spoiled"
    LOST = "lost"
    RETURNED = "returned"
    BLANK = "blank"


PASSED_FATES = (NumberFate.SPOILED, NumberFate.LOST, NumberFate.RETURNED)
"""The fates of numbers that get no receipt."""


@dataclass(eq=False)
class PassedReasonMissingError(InputError):
    """Numbers are not passed over or given back without saying why."""

    code: ClassVar[str] = "book.reason_missing"


@dataclass(eq=False)
class PassedDateError(RuleError):
    """Numbers are passed over or given back between the day of the last receipt and today."""

    code: ClassVar[str] = "book.date"
    on: date
    earliest: date | None
    latest: date


@dataclass(frozen=True, slots=True)
class PassedNumbers:
    """Numbers that get no receipt, for good: spoiled or lost papers, or the rest of a book that went back.

    ``on`` is the civil date in Viet Nam, ``recorded_at`` UTC; ``slip`` is the office's number of a return.
    """

    id: PassedId
    symbol: str
    book: str
    first: int
    last: int
    fate: NumberFate
    on: date
    recorded_at: datetime
    reason: str
    slip: str | None
    agent_code: str
    device_id: UUID

    @property
    def kind(self) -> OperationKind:
        """What kind of operation logs it."""
        returned = self.fate is NumberFate.RETURNED
        return OperationKind.BOOK_RETURNED if returned else OperationKind.NUMBER_SPOILED

    @property
    def shown_numbers(self) -> str:
        """The numbers as they are written."""
        return shown_range(self.first, self.last)


def shown_range(first: int, last: int) -> str:
    """Write one number, or the first and the last of several."""
    return shown_number(first) if first == last else f"{shown_number(first)}-{shown_number(last)}"
