"""How a home stands: what its user should know before going on, each thing on its own."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from agent_app.domain.calendar import civil_date
from agent_app.domain.money import Dong

_CLOCK_MAY_DIFFER = timedelta(minutes=5)


class ReadOnlyReason(StrEnum):
    """Why nothing more can be written into the store."""

    DISK_FULL = "disk_full"
    FILE_DAMAGED = "file_damaged"


@dataclass(frozen=True, slots=True)
class Replay:
    """One time that receipts were put back into the store from the journal of money.

    ``others`` are further operations that were lost with them, as far as is known; ``unnumbered`` receipts
    whose number another one has taken meanwhile: they go to the office, but are not among the receipts.
    """

    at: datetime
    receipts: int
    total: Dong
    others: int = 0
    unnumbered: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is to know; nothing set is good news.

    ``replays`` are those that nobody has taken note of yet. ``clock_behind`` is the date of what was written
    last, where the machine's clock has fallen behind it. ``frozen_books`` are books that give no numbers.
    """

    replays: tuple[Replay, ...] = ()
    low_disk: bool = False
    read_only: ReadOnlyReason | None = None
    clock_behind: date | None = None
    frozen_books: tuple[str, ...] = ()


class HomeStanding(Protocol):
    """Knows how a home stands."""

    def standing(self, now: datetime) -> Standing:
        """Return how it stands at a UTC instant; a damaged store is an answer, not a failure."""
        ...

    def last_issued_on(self) -> date | None:
        """Return the civil date of the newest receipt; ``None`` also where it cannot be read."""
        ...

    def replays(self) -> list[Replay]:
        """Return every time that receipts were put back, the first one first."""
        ...

    def note_replays(self) -> None:
        """Keep that the agent has taken note of all of them."""
        ...


def clock_behind(
    now: datetime, last_issued_on: date | None, last_recorded_at: datetime | None
) -> date | None:
    """Return the civil date of the last thing that was written, where the clock lies before it.

    A few minutes are what a clock that is set right may go back by.
    """
    dates = [] if last_issued_on is None or last_issued_on <= civil_date(now) else [last_issued_on]
    if last_recorded_at is not None and last_recorded_at > now + _CLOCK_MAY_DIFFER:
        dates.append(civil_date(last_recorded_at))
    return max(dates, default=None)
