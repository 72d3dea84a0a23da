"""The walking order in a store of dicts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent_app.domain.household import HouseholdId
from tests.services.memory_tables import Tables


@dataclass(slots=True)
class MemoryRoute:
    """Fulfils ``ports.Route``."""

    tables: Tables

    def order(self) -> list[HouseholdId]:
        placed = [(place, each) for each, (place, _) in self.tables.route.items() if place is not None]
        return [each for _, each in sorted(placed)]

    def arrange(self, order: Sequence[HouseholdId]) -> None:
        planned = {each: on for each, (_, on) in self.tables.route.items() if on is not None}
        places = {each: at for at, each in enumerate(order, 1)}
        self.tables.route = {each: (places.get(each), planned.get(each)) for each in {*places, *planned}}

    def plan(self, households: Sequence[HouseholdId], on: date | None) -> None:
        for each in households:
            place, _ = self.tables.route.get(each, (None, None))
            self.tables.route[each] = (place, on)
