"""Putting the doors of a walk in order, and planning whom to visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent_app.domain.household import HouseholdId
from agent_app.domain.walking_order import merged
from agent_app.services.ports import OpenUnit


@dataclass(frozen=True, slots=True)
class RouteService:
    """Keeps the agent's own order; nobody else is told of it."""

    open_unit: OpenUnit

    def arrange(self, shown: Sequence[HouseholdId]) -> None:
        """Keep the order in which households are shown; those that are not shown stay where they were."""
        with self.open_unit() as unit:
            unit.route.arrange(merged(unit.route.order(), shown))
            unit.commit()

    def forget(self, shown: Sequence[HouseholdId]) -> None:
        """Let these stand where their due day puts them."""
        gone = set(shown)
        with self.open_unit() as unit:
            unit.route.arrange([each for each in unit.route.order() if each not in gone])
            unit.commit()

    def plan(self, households: Sequence[HouseholdId], on: date | None) -> None:
        """Mean to visit these on a day; without one, no longer."""
        with self.open_unit() as unit:
            unit.route.plan(households, on)
            unit.commit()
