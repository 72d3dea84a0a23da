"""The day's walk: the agent's own order of doors, and what is asked of the read side for it."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from agent_app.domain.household import HouseholdId
from agent_app.services.day_lines import DoorFilter, DoorLine, FoundReceipt


class Route(Protocol):
    """Keeps in which order the agent walks, and whom they mean to visit; it never leaves the machine."""

    def order(self) -> list[HouseholdId]:
        """Return the households that the agent has put in order."""
        ...

    def arrange(self, order: Sequence[HouseholdId]) -> None:
        """Keep another order; who is not in it has none any more."""
        ...

    def plan(self, households: Sequence[HouseholdId], on: date | None) -> None:
        """Mean to visit these on a day, or no longer."""
        ...


class DayQueries(Protocol):
    """What a day's walk and the search need to be read."""

    def doors(self, wanted: DoorFilter) -> list[DoorLine]:
        """Return whom to visit, in the order of ``domain.walking_order``."""
        ...

    def planned_count(self, today: date) -> int:
        """Count the households that were planned for a day."""
        ...

    def find_receipts(self, text: str, limit: int) -> list[FoundReceipt]:
        """Find receipts by digits of their number or words of who paid, the newest first."""
        ...
