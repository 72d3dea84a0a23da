"""The read side of people who are edited, and of what has happened to them."""

from typing import Protocol

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.services.people_lines import HeldHome, HeldPerson, HistoryLine, HistoryOf, KnownPlace


class PeopleQueries(Protocol):
    """One short read a call."""

    def person(self, person_id: PersonId) -> HeldPerson:
        """Return a person as they may be edited; raise ``PersonUnknownError``."""
        ...

    def home(self, household_id: HouseholdId) -> HeldHome:
        """Return a household as it may be edited; raise ``HouseholdUnknownError``."""
        ...

    def places(self) -> list[KnownPlace]:
        """Return the hamlets in which somebody lives, in Vietnamese order."""
        ...

    def history(self, of: HistoryOf, limit: int, offset: int = 0) -> list[HistoryLine]:
        """Return what has happened to somebody, newest first."""
        ...

    def history_count(self, of: HistoryOf) -> int:
        """Count it."""
        ...
