"""The stock of receipt numbers over a period: opening, received, what left, closing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from agent_app.domain.errors import InputError
from agent_app.domain.number_fate import NumberFate


@dataclass(eq=False)
class PeriodError(InputError):
    """A period ends before it begins."""

    code: ClassVar[str] = "book.period"
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Period:
    """Civil days, the first and the last among them."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.end < self.start:
            raise PeriodError(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Numbers of one book that left the stock on a day: with receipts, or passed over.

    ``cancelled_on`` is the day from which their receipts are void.
    """

    on: date
    count: int
    fate: NumberFate
    cancelled_on: date | None = None


@dataclass(frozen=True, slots=True)
class BookStock:
    """How many numbers of a book were in hand before and after a period, and what happened to the others.

    A number leaves on the day of its receipt, its loss or its return. ``cancelled`` are those whose receipt
    was void by the end of the period, other receipts are ``used``: so the stock of a past month never
    changes. ``cancelled_later`` are numbers that an earlier period counted as used and that this one has
    cancelled; they had left already.
    """

    opening: int = 0
    received: int = 0
    used: int = 0
    cancelled: int = 0
    spoiled: int = 0
    lost: int = 0
    returned: int = 0
    closing: int = 0
    cancelled_later: int = 0

    @property
    def balanced(self) -> bool:
        """Whether what was there and came is what left and is there."""
        left = self.used + self.cancelled + self.spoiled + self.lost + self.returned
        return self.opening + self.received - left == self.closing

    def __add__(self, other: "BookStock") -> "BookStock":
        """Add up two books."""
        return BookStock(
            self.opening + other.opening,
            self.received + other.received,
            self.used + other.used,
            self.cancelled + other.cancelled,
            self.spoiled + other.spoiled,
            self.lost + other.lost,
            self.returned + other.returned,
            self.closing + other.closing,
            self.cancelled_later + other.cancelled_later,
        )


def stock_of(size: int, received_on: date | None, leavings: Iterable[Leaving], period: Period) -> BookStock:
    """Count a book of ``size`` numbers over a period; one that came nobody knows when is there already."""
    told = list(leavings)
    # A receipt may bear a day before the book came to this machine: from then on it counts as in hand.
    days = [each.on for each in told] + ([received_on] if received_on is not None else [])
    came_on = min(days) if received_on is not None else None
    if came_on is not None and came_on > period.end:
        return BookStock()
    here_before = came_on is None or came_on < period.start
    before = [each for each in told if each.on < period.start]
    within = [each for each in told if period.start <= each.on <= period.end]
    left = dict.fromkeys(NumberFate, 0)
    for each in within:
        left[_fate_by(each, period.end)] += each.count
    gone = sum(each.count for each in told if each.on <= period.end)
    return BookStock(
        opening=size - sum(each.count for each in before) if here_before else 0,
        received=0 if here_before else size,
        used=left[NumberFate.ISSUED],
        cancelled=left[NumberFate.CANCELLED],
        spoiled=left[NumberFate.SPOILED],
        lost=left[NumberFate.LOST],
        returned=left[NumberFate.RETURNED],
        closing=size - gone,
        cancelled_later=sum(
            each.count
            for each in before
            if each.cancelled_on is not None and period.start <= each.cancelled_on <= period.end
        ),
    )


def _fate_by(leaving: Leaving, day: date) -> NumberFate:
    if leaving.fate is not NumberFate.ISSUED:
        return leaving.fate
    void = leaving.cancelled_on is not None and leaving.cancelled_on <= day
    return NumberFate.CANCELLED if void else NumberFate.ISSUED
