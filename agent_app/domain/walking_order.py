"""In which order an agent goes from door to door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

T = TypeVar("T")

_PROMISED, _USUAL, _LATER = range(3)


@dataclass(frozen=True, slots=True)
class Stop:
    """What decides when a household's turn comes.

    ``hamlet`` is the place of its hamlet on the way, ``place`` the one that the agent has given it there.
    """

    promised_on: date | None = None
    due_on: date | None = None
    hamlet: int = 0
    place: int | None = None

    def is_promised(self, today: date) -> bool:
        """Whether the day on which somebody there has promised to pay has come."""
        return self.promised_on is not None and self.promised_on <= today

    def turn(self, today: date) -> tuple[int, int, int, int, date]:
        """Give a key to sort by.

        Promises whose day has come are first; then hamlet by hamlet, in each the agent's own order, then who
        has been without a cover for longest, then whose cover ends soonest; who has promised a later day is
        last.
        """
        group = _USUAL
        if self.promised_on is not None:
            group = _PROMISED if self.is_promised(today) else _LATER
        unplaced = self.place is None
        return group, self.hamlet, int(unplaced), self.place or 0, self.due_on or date.max


def merged(known: Sequence[T], shown: Sequence[T]) -> list[T]:
    """Put those that are shown into their order without moving the others away from their neighbours.

    They share the places that they have had; who had none comes behind whom it is shown behind.
    """
    arranged, waiting = set(shown), list(shown)
    had = arranged.intersection(known)
    left = len(had)
    order: list[T] = []
    for each in known:
        if each not in arranged:
            order.append(each)
            continue
        left -= 1
        while waiting:
            order.append(waiting.pop(0))
            if left and order[-1] in had:
                break
    return order + waiting
