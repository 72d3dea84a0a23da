"""Counting cash by its notes; which notes circulate is a dated figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from agent_app.domain.errors import InputError
from agent_app.domain.money import Dong, grouped
from agent_app.domain.rates import RateBook

NOTES = "cash.note."
"""What the names of the figures begin with that say which notes circulate."""

_NOTHING = Dong(0)


@dataclass(eq=False)
class NoteUnknownError(InputError):
    """Cash was counted in notes that were not in circulation on that day."""

    code: ClassVar[str] = "cash.note_unknown"
    value: str
    on: date
    known: str


@dataclass(eq=False)
class LooseChangeError(InputError):
    """Loose change is what no note can pay: it is less than the smallest one."""

    code: ClassVar[str] = "cash.loose"
    loose: str
    smallest: str


@dataclass(frozen=True, slots=True)
class Pieces:
    """So many notes of one value."""

    value: Dong
    pieces: int


@dataclass(frozen=True, slots=True)
class CashCount:
    """Cash as it was counted, the largest notes first; each value stands once.

    ``loose`` is what no note can pay: premiums are no multiples of the smallest one, the agent makes it up.
    """

    notes: tuple[Pieces, ...]
    loose: Dong = _NOTHING

    @classmethod
    def of(cls, notes: Iterable[Pieces], loose: Dong = _NOTHING) -> "CashCount":
        """Put together what was counted in several heaps."""
        heaps: dict[Dong, int] = {}
        for each in notes:
            heaps[each.value] = heaps.get(each.value, 0) + each.pieces
        values = sorted((value for value, pieces in heaps.items() if pieces), reverse=True)
        return cls(tuple(Pieces(value, heaps[value]) for value in values), loose)

    @property
    def total(self) -> Dong:
        """The money counted."""
        return Dong(sum(each.value * each.pieces for each in self.notes) + self.loose)


def notes_on(rates: RateBook, day: date) -> tuple[Dong, ...]:
    """Return the values in circulation on a day, the largest first."""
    found = (Dong(int(each.value)) for each in rates.beginning(NOTES, day))
    return tuple(sorted(found, reverse=True))


def require_known(count: CashCount, rates: RateBook, day: date) -> None:
    """Refuse notes that nobody pays with, and loose change that is none.

    Raise ``NoteUnknownError`` or ``LooseChangeError``.
    """
    known = notes_on(rates, day)
    if count.loose and count.loose >= min(known, default=0):
        raise LooseChangeError(grouped(count.loose), grouped(min(known, default=0)))
    for each in count.notes:
        if each.value not in known:
            raise NoteUnknownError(grouped(each.value), day, ", ".join(map(grouped, known)))
