"""Chooses the households that the demo visits, from the list as the office would send it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from agent_app.domain.due_list import DueRow, Scheme
from agent_app.domain.health_premium import HOUSEHOLD_GROUP
from scripts.commune import Commune
from scripts.demo_stage import DemoError

_AT_THE_TABLE = 5


@dataclass(frozen=True, slots=True)
class Doorstep:
    """A household whose cover ends: its number, who of it is due, and how many live there."""

    household_no: str
    due: tuple[DueRow, ...]
    size: int

    @property
    def payers(self) -> tuple[DueRow, ...]:
        """Those who pay as members of a household, in the list's order."""
        return tuple(row for row in self.due if row.group == HOUSEHOLD_GROUP)

    @property
    def schemes(self) -> frozenset[Scheme]:
        """What they are due for."""
        return frozenset(row.scheme for row in self.due)


@dataclass(frozen=True, slots=True)
class Cast:
    """One household that promises, one where two members pay, one more that pays."""

    promising: Doorstep
    paying: Doorstep
    last: Doorstep


def choose_cast(commune: Commune) -> Cast:
    """Choose three households; raise ``DemoError`` where the list is too poor for that."""
    doors = list(_doorsteps(commune))
    paying = _take(doors, _can_pay_together, _how_plain)
    last = _take(doors, _can_pay, _how_mixed)
    promising = _take(doors, _are_two_with_a_price, _how_plain)
    return Cast(promising, paying, last)


def _doorsteps(commune: Commune) -> Iterator[Doorstep]:
    sizes = Counter(person.household_no for person in commune.people)
    for number, rows in groupby(commune.due, key=lambda row: row.household_no or ""):
        yield Doorstep(number, tuple(rows), sizes[number])


def _take(
    doors: list[Doorstep], fits: Callable[[Doorstep], bool], order: Callable[[Doorstep], tuple[int, ...]]
) -> Doorstep:
    chosen = min(filter(fits, doors), key=order, default=None)
    if chosen is None:
        raise DemoError("Xã giả định này không có đủ hộ đến hạn, hãy chọn số khác bằng --seed.")
    doors.remove(chosen)
    return chosen


def _can_pay_together(door: Doorstep) -> bool:
    return len({row.insurance_no for row in door.payers}) > 1


def _can_pay(door: Doorstep) -> bool:
    return bool(door.payers)


def _are_two_with_a_price(door: Doorstep) -> bool:
    return _can_pay_together(door) and len(door.payers) == len(door.due)


def _how_plain(door: Doorstep) -> tuple[int, ...]:
    return len(door.due), abs(door.size - _AT_THE_TABLE)


def _how_mixed(door: Doorstep) -> tuple[int, ...]:
    return len(Scheme) - len(door.schemes), len(door.due), abs(door.size - _AT_THE_TABLE)
