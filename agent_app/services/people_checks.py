"""What is wrong with fields while they are typed, and who may be meant by them: nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from agent_app.domain.calendar import civil_date
from agent_app.domain.errors import AppError
from agent_app.domain.household import HouseholdId, Person, PersonId
from agent_app.domain.people_edit import row_values, with_values
from agent_app.domain.person_fields import (
    HouseholdFields,
    PersonFields,
    read_household_fields,
    refuse_contradiction,
    try_person_fields,
)
from agent_app.domain.rates import RateBook
from agent_app.services.people_alike import Alike, Sought, alike
from agent_app.services.ports import Clock, OpenUnit

_NOBODY = PersonId(UUID(int=0))
_NOWHERE = HouseholdId(UUID(int=0))
_BESIDE = ("citizen_id", "birth", "sex")


@dataclass(frozen=True, slots=True)
class CheckPerson:
    """Ask about fields: of somebody here, or of somebody new, in a household that is perhaps new too."""

    fields: PersonFields
    household_id: HouseholdId | None = None
    person_id: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What cannot stay as it was typed, by its field, and who is here already."""

    faults: Mapping[str, AppError] = field(default_factory=dict)
    alike: tuple[Alike, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleChecks:
    """Holds what is typed against the rules and against who is here."""

    open_unit: OpenUnit
    clock: Clock
    rates: RateBook

    def person(self, command: CheckPerson) -> Checked:
        """Check each field of a person, and look for who may be meant."""
        said, faults = try_person_fields(command.fields, self.rates, civil_date(self.clock.now()))
        with self.open_unit() as unit:
            held = (
                Person(_NOBODY, command.household_id or _NOWHERE, "")
                if command.person_id is None
                else unit.households.person(command.person_id)
            )
            wanted, now = with_values(held, said), row_values(held)
            new = {name: value for name, value in said.items() if value != now[name]}
            found: tuple[Alike, ...] = ()
            if {"name", "birth", "insurance_no", "citizen_id"} & new.keys():
                name = wanted.name if {"name", "birth"} & new.keys() else ""
                found = alike(unit, Sought(name, new, wanted, command.household_id, command.person_id))
        faults = dict(faults)
        if "citizen_id" not in faults and set(_BESIDE) & new.keys():
            try:
                refuse_contradiction(wanted.citizen_id, wanted.birth, wanted.sex)
            except AppError as error:
                faults["citizen_id"] = error
        return Checked(faults, found)

    def household(self, fields: HouseholdFields) -> Mapping[str, AppError]:
        """Check each field of a household."""
        faults: dict[str, AppError] = {}
        for name in ("address", "hamlet", "household_no"):
            said = getattr(fields, name)
            try:
                read_household_fields(HouseholdFields(**{name: said}))
            except AppError as error:
                faults[name] = error
        return faults

    def namesakes(self, person_id: PersonId) -> tuple[Alike, ...]:
        """Return who else here may be this person: by a number, by name and birth."""
        with self.open_unit() as unit:
            held = unit.households.person(person_id)
            return alike(unit, Sought(held.name, row_values(held), held, held.household_id, held.id))
