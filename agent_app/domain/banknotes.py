"""Counting cash by the notes in circulation, which are dated figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from agent_app.domain.errors import InputError
from agent_app.domain.money import Dong
from agent_app.domain.rates import Certainty


@dataclass(eq=False)
class NoteUnknownError(InputError):
    """Cash was counted in notes that were not in circulation on that day."""

    code: ClassVar[str] = "cash.note_unknown"
    value: Dong
    on: date
    known: tuple[Dong, ...]


@dataclass(frozen=True, slots=True)
class Banknote:
    """One value of notes, in circulation from one civil date to another, by some document."""

    value: Dong
    since: date
    until: date | None
    document: str
    certainty: Certainty

    def circulates_on(self, day: date) -> bool:
        """Tell whether people pay with it."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Pieces:
    """So many notes of one value."""

    value: Dong
    pieces: int


@dataclass(frozen=True, slots=True)
class CashCount:
    """Cash as it was counted, the largest notes first; each value stands once."""

    notes: tuple[Pieces, ...]

    @classmethod
    def of(cls, notes: Iterable[Pieces]) -> "CashCount":
        """Put together what was counted in several heaps."""
        heaps: dict[Dong, int] = {}
        for each in notes:
            heaps[each.value] = heaps.get(each.value, 0) + each.pieces
        return cls(
            tuple(Pieces(value, heaps[value]) for value in sorted(heaps, reverse=True) if heaps[value])
        )

    @property
    def total(self) -> Dong:
        """The money counted."""
        return Dong(sum(each.value * each.pieces for each in self.notes))


class Banknotes:
    """All notes that have been in circulation."""

    def __init__(self, notes: Iterable[Banknote]) -> None:
        self._notes = tuple(notes)

    def values(self, on: date) -> tuple[Dong, ...]:
        """Return the values in circulation on a day, the largest first."""
        return tuple(sorted({each.value for each in self._notes if each.circulates_on(on)}, reverse=True))

    def require_known(self, count: CashCount, on: date) -> None:
        """Refuse notes that nobody pays with; raise ``NoteUnknownError``."""
        known = self.values(on)
        for each in count.notes:
            if each.value not in known:
                raise NoteUnknownError(each.value, on, known)
