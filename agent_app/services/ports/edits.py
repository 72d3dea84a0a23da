"""What a unit of work keeps of additions, edits and merges, and of decisions on people's standing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.household_status import StatusRecord
from agent_app.domain.people_edit import HouseholdEdited, PersonEdited


@dataclass(frozen=True, slots=True)
class Weight:
    """How much hangs on a person: what would move with them in a merge."""

    visits: int = 0
    receipts: int = 0
    due_items: int = 0
    consents: int = 0
    statuses: int = 0


class Edits(Protocol):
    """Changes of people and households that are made here."""

    def known_to_office(self, row_id: PersonId | HouseholdId) -> bool:
        """Tell whether the row came from the server, by any id that it has had."""
        ...

    def is_here(self, household_id: HouseholdId) -> bool:
        """Tell whether a household is neither erased nor taken away by the office."""
        ...

    def same_numbers(self, insurance_no: str | None, citizen_id: str | None) -> list[Person]:
        """Return who is here and bears one of these numbers."""
        ...

    def namesakes(self, name: str) -> list[Person]:
        """Return who is here with this name, however it is written."""
        ...

    def homes_like(self, address: str, household_no: str | None) -> list[Household]:
        """Return the households that are here with this number, or at this address however it is spelt."""
        ...

    def edit_household(self, fact: HouseholdEdited, op_id: UUID) -> None:
        """Let a household show an edit, and remember what the office says until it has answered."""
        ...

    def edit_person(self, fact: PersonEdited, op_id: UUID) -> None:
        """Let a person show an edit, a move too, and remember what the office says until it has answered."""
        ...

    def merge(self, kept: PersonId, other: PersonId) -> None:
        """Let whatever refers to ``other`` refer to ``kept``; both ids stay valid."""
        ...

    def weight(self, person_id: PersonId) -> Weight:
        """Count what refers to a person."""
        ...

    def add_status(self, record: StatusRecord, op_id: UUID) -> None:
        """Keep a decision; ``op_id`` is the operation that logs it."""
        ...

    def statuses(self, household_id: HouseholdId) -> Sequence[StatusRecord]:
        """Return every decision on a household and the people in it, in the order of their recording."""
        ...
