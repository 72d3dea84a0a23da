"""Who is here already: bearers of a number, namesakes who may be meant, homes at a door."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from agent_app.domain.household import Household, HouseholdId, Person, PersonId, agree
from agent_app.domain.person_fields import may_be_born
from agent_app.services.people_failures import (
    HouseholdKnownError,
    HouseholdLikelyError,
    PersonKnownError,
    PersonLikelyError,
)
from agent_app.services.ports import UnitOfWork


class AlikeBy(Enum):
    """Why somebody may be the one who is meant."""

    INSURANCE_NO = auto()
    CITIZEN_ID = auto()
    NAME = auto()


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody here who may be the one who is meant, and where they live."""

    person: Person
    household: Household
    by: AlikeBy


@dataclass(frozen=True, slots=True)
class Sought:
    """Who is held against those who are here; ``person_id`` is theirs where they are here themselves."""

    name: str
    said: Mapping[str, str | None]
    wanted: Person
    household_id: HouseholdId | None
    person_id: PersonId | None = None


def alike(unit: UnitOfWork, sought: Sought) -> tuple[Alike, ...]:
    """Return who bears one of the numbers, then who has the name and may have the birth."""
    number = sought.said.get("insurance_no")
    found: dict[PersonId, Alike] = {}
    for each in bearers(unit, sought.wanted.id, sought.said):
        by = AlikeBy.INSURANCE_NO if number and each.insurance_no == number else AlikeBy.CITIZEN_ID
        found[each.id] = Alike(each, unit.households.get(each.household_id), by)
    for each in namesakes(unit, sought.wanted, sought.household_id) if sought.name else ():
        if each.id != sought.person_id and each.id not in found:
            found[each.id] = Alike(each, unit.households.get(each.household_id), AlikeBy.NAME)
    return tuple(found.values())


def bearers(unit: UnitOfWork, person_id: PersonId, said: Mapping[str, str | None]) -> list[Person]:
    """Return who else bears a number that is said of somebody."""
    same = unit.edits.same_numbers(said.get("insurance_no"), said.get("citizen_id"))
    return [each for each in same if each.id != person_id]


def namesakes(unit: UnitOfWork, wanted: Person, household_id: HouseholdId | None) -> list[Person]:
    """Return whoever has the name and may have the birth; without births only housemates."""
    found = []
    for each in unit.edits.namesakes(wanted.name):
        unknown = wanted.birth is None or each.birth is None
        apart = not agree(wanted.insurance_no, each.insurance_no) or not agree(
            wanted.citizen_id, each.citizen_id
        )
        if apart or not may_be_born(wanted.birth, each.birth):
            continue
        if not unknown or each.household_id == household_id:
            found.append(each)
    return found


def refuse_known_home(unit: UnitOfWork, wanted: Household, *, insist: bool) -> None:
    """Refuse a number that another household has, and ask about one at the same door."""
    for home in unit.edits.homes_like(wanted.address, wanted.household_no):
        if home.id == wanted.id:
            continue
        if wanted.household_no is not None and home.household_no == wanted.household_no:
            raise HouseholdKnownError(home.address, str(home.id))
        if not insist:
            raise HouseholdLikelyError(home.address, str(home.id))


def refuse_known_numbers(unit: UnitOfWork, wanted: Person, said: Mapping[str, str | None]) -> None:
    """Refuse a number that is new to a person and somebody else's; a list may have lent it to both."""
    for each in bearers(unit, wanted.id, said):
        raise PersonKnownError(each.name, _place(unit, each), str(each.id))


def refuse_namesake(unit: UnitOfWork, wanted: Person) -> None:
    """Ask about whoever has the name and may have the birth."""
    for each in namesakes(unit, wanted, wanted.household_id):
        raise PersonLikelyError(each.name, _place(unit, each), str(each.id))


def _place(unit: UnitOfWork, person: Person) -> str:
    return unit.households.get(person.household_id).address
