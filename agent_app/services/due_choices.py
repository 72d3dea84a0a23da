"""What a due list can be narrowed by, ordered by and grouped by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self, overload
from uuid import UUID

from agent_app.domain.money import Dong

LONG_OVERDUE_DAYS = 60
_HEX = 32


class DueWindow(StrEnum):
    """How near the end of a cover is; the windows of days to come lie within one another."""

    OVERDUE = "overdue"
    LONG_OVERDUE = "long_overdue"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    LATER = "later"
    UNKNOWN = "unknown"


class PromiseWindow(StrEnum):
    """For when somebody has promised to pay."""

    TODAY = "today"
    PAST = "past"
    WEEK = "week"


class DueOrder(StrEnum):
    """What the lines of a group follow; ``WALK`` is hamlet by hamlet, door by door."""

    WALK = "walk"
    NAME = "name"
    DUE = "due"
    AMOUNT = "amount"
    VISIT = "visit"


class DueGrouping(StrEnum):
    """Under which headers the lines stand."""

    NONE = "none"
    HAMLET = "hamlet"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Days:
    """Civil days from ``first`` to ``last``, each of them within; ``None`` leaves that side open."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class DueGroup:
    """A header of the list: ``lines`` of it follow; ``amount`` is what the office's list says they pay."""

    hamlet: str | None
    lines: int
    households: int
    amount: Dong


@dataclass(frozen=True, slots=True)
class LineIds(Sequence[UUID]):
    """Many ids in one text, each made when it is asked for: 100,000 of them take 3 MB and no time."""

    packed: str = ""

    @classmethod
    def of(cls, ids: Iterable[UUID]) -> Self:
        """Pack some ids."""
        return cls("".join(each.hex for each in ids))

    def __len__(self) -> int:
        """Count them."""
        return len(self.packed) // _HEX

    @overload
    def __getitem__(self, at: int) -> UUID: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[UUID, ...]: ...

    def __getitem__(self, at: int | slice) -> UUID | tuple[UUID, ...]:
        """Return one, or several."""
        if isinstance(at, slice):
            return tuple(self[each] for each in range(*at.indices(len(self))))
        place = at + len(self) if at < 0 else at
        if not 0 <= place < len(self):
            raise IndexError(at)
        return UUID(hex=self.packed[place * _HEX : (place + 1) * _HEX])

    def place(self, wanted: UUID) -> int | None:
        """Say where an id stands, if it does."""
        at = self.packed.find(wanted.hex)
        while at >= 0 and at % _HEX:
            at = self.packed.find(wanted.hex, at + 1)
        return at // _HEX if at >= 0 else None


@dataclass(frozen=True, slots=True)
class DueTally:
    """How many lines a filter lets through, whoever they name, and how many of them nobody has answered.

    ``own`` and ``own_open`` leave out the lines that name another collector than the one who asks.
    """

    lines: int = 0
    open: int = 0
    own: int = 0
    own_open: int = 0


@dataclass(frozen=True, slots=True)
class DueRows:
    """A whole list in its order, by the ids of its lines, with its headers.

    The tally is of everybody's lines, also where the list has only those of one collector.
    """

    ids: LineIds
    groups: tuple[DueGroup, ...] = ()
    tally: DueTally = DueTally()


def days_of(window: DueWindow, today: date) -> Days | None:
    """Say which days a window holds; ``None`` where it holds lines that name no day."""
    ahead = {DueWindow.WEEK: 7, DueWindow.FORTNIGHT: 15, DueWindow.MONTH: 30}
    if window in ahead:
        return Days(today, today + timedelta(days=ahead[window]))
    return {
        DueWindow.OVERDUE: Days(last=today - timedelta(days=1)),
        DueWindow.LONG_OVERDUE: Days(last=today - timedelta(days=LONG_OVERDUE_DAYS + 1)),
        DueWindow.LATER: Days(first=today + timedelta(days=31)),
    }.get(window)


def promised_days(window: PromiseWindow, today: date) -> Days:
    """Say which days a promise's window holds."""
    return {
        PromiseWindow.TODAY: Days(today, today),
        PromiseWindow.PAST: Days(last=today - timedelta(days=1)),
        PromiseWindow.WEEK: Days(today, today + timedelta(days=7)),
    }[window]
