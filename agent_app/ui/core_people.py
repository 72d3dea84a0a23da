"""What the windows need of the core about people and households: its shape only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from agent_app.domain.errors import AppError
    from agent_app.domain.household import Household, Person, PersonId
    from agent_app.domain.household_status import StatusRecord
    from agent_app.domain.person_fields import HouseholdFields
    from agent_app.services.people_alike import Alike
    from agent_app.services.people_checks import Checked, CheckPerson
    from agent_app.services.people_commands import (
        AddHousehold,
        AddPerson,
        Edited,
        EditHousehold,
        EditPerson,
        MergePreview,
        MovePerson,
        RecordStatus,
        Settled,
        SettleHousehold,
    )


class People(Protocol):
    """Adds, edits, moves and merges people and households."""

    def add_household(self, command: AddHousehold) -> Household:
        """Add a household that nobody has named yet."""
        ...

    def settle(self, command: SettleHousehold) -> Settled:
        """Add a household and its first person together."""
        ...

    def edit_household(self, command: EditHousehold) -> Edited:
        """Change a household's fields."""
        ...

    def add_person(self, command: AddPerson) -> Person:
        """Add a person whom nobody has named yet."""
        ...

    def edit_person(self, command: EditPerson) -> Edited:
        """Change a person's fields."""
        ...

    def move(self, command: MovePerson) -> Edited:
        """Let a person live elsewhere from now on."""
        ...

    def take_back(self, done: Edited) -> Edited:
        """Put back what an edit or a move has changed."""
        ...

    def preview_merge(self, keep: PersonId, other: PersonId) -> MergePreview:
        """Show two who may be one side by side."""
        ...

    def merge(self, keep: PersonId, other: PersonId, taking: frozenset[str] = ...) -> MergePreview:
        """Make two people one."""
        ...

    def record_status(self, command: RecordStatus) -> StatusRecord:
        """Keep a decision on somebody's standing."""
        ...


class PeopleChecks(Protocol):
    """Holds what is typed against the rules and against who is here."""

    def person(self, command: CheckPerson) -> Checked:
        """Check each field of a person, and look for who may be meant."""
        ...

    def household(self, fields: HouseholdFields) -> Mapping[str, AppError]:
        """Check each field of a household."""
        ...

    def namesakes(self, person_id: PersonId) -> tuple[Alike, ...]:
        """Return who else here may be this person."""
        ...
