"""Additions, edits, moves and merges of people and households: what a device says, and on which base."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import Sex
from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.replica import HOUSEHOLD, PERSON

AnyRow = TypeVar("AnyRow", Household, Person)


class RecordSource(StrEnum):
    """Where an agent has something from."""

    TYPED = "typed"
    HEALTH_CARD = "health-card"
    CITIZEN_CARD = "citizen-card"
    LIST = "list"


class FieldPolicy(StrEnum):
    """What becomes of two changes of one field: who may say it, and whether a human must choose."""

    AUTHORITY = "authority"
    IDENTITY = "identity"
    CONTACT = "contact"
    MEMBERSHIP = "membership"


PERSON_POLICIES: Mapping[str, FieldPolicy] = {
    "name": FieldPolicy.IDENTITY,
    "birth": FieldPolicy.IDENTITY,
    "sex": FieldPolicy.IDENTITY,
    "citizen_id": FieldPolicy.IDENTITY,
    "phone": FieldPolicy.CONTACT,
    "relation": FieldPolicy.MEMBERSHIP,
    "household_id": FieldPolicy.MEMBERSHIP,
    "insurance_no": FieldPolicy.AUTHORITY,
    "health_group": FieldPolicy.AUTHORITY,
    "facility": FieldPolicy.AUTHORITY,
}
HOUSEHOLD_POLICIES: Mapping[str, FieldPolicy] = {
    "address": FieldPolicy.CONTACT,
    "hamlet": FieldPolicy.CONTACT,
    "household_no": FieldPolicy.AUTHORITY,
}
POLICIES: Mapping[str, Mapping[str, FieldPolicy]] = {
    PERSON: PERSON_POLICIES,
    HOUSEHOLD: HOUSEHOLD_POLICIES,
}
"""The policy of every field that an edit may name, by entity."""

NEVER_EMPTY = frozenset({"name", "address", "household_id"})
"""The fields that may be changed but not emptied."""


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """One field: its value, and the base value that the device saw; texts as a row has them, ids as hex."""

    field: str
    base: str | None
    value: str | None


@dataclass(frozen=True, slots=True)
class HouseholdAdded:
    """A household that no list names."""

    household: Household
    source: RecordSource


@dataclass(frozen=True, slots=True)
class PersonAdded:
    """A person whom no list names."""

    person: Person
    source: RecordSource


@dataclass(frozen=True, slots=True)
class HouseholdEdited:
    """A household's fields that were changed at once."""

    household_id: HouseholdId
    edits: tuple[FieldEdit, ...]
    source: RecordSource


@dataclass(frozen=True, slots=True)
class PersonEdited:
    """A person's fields that were changed at once; where ``household_id`` is one, the person has moved."""

    person_id: PersonId
    edits: tuple[FieldEdit, ...]
    source: RecordSource


@dataclass(frozen=True, slots=True)
class PersonMerged:
    """Two who are one: ``kept_id`` stays, ``other_id`` remains valid as another name for it."""

    kept_id: PersonId
    other_id: PersonId


_KNOWN_AS = "same_as:"


def same_as(row_id: UUID) -> str:
    """Write the answer to an addition of somebody whom the office knows already, under this id."""
    return f"{_KNOWN_AS}{row_id.hex}"


def known_as(reason: str | None) -> UUID | None:
    """Read the id by which the office knows whom a device has added; nothing in any other answer."""
    if reason is None or not reason.startswith(_KNOWN_AS):
        return None
    try:
        return UUID(hex=reason.removeprefix(_KNOWN_AS))
    except ValueError:
        return None


PeopleFact = HouseholdAdded | PersonAdded | HouseholdEdited | PersonEdited | PersonMerged
"""What a device may say of people and households, but for decisions on their standing."""


def row_values(row: Household | Person) -> dict[str, str | None]:
    """Spread what may be edited over texts, as rows and edits have it."""
    if isinstance(row, Household):
        return {"address": row.address, "hamlet": row.hamlet, "household_no": row.household_no}
    return {
        "name": row.name,
        "birth": row.birth.iso if row.birth else None,
        "sex": row.sex.value if row.sex else None,
        "citizen_id": row.citizen_id,
        "phone": row.phone,
        "relation": row.relation,
        "household_id": row.household_id.hex,
        "insurance_no": row.insurance_no,
        "health_group": row.health_group,
        "facility": row.facility,
    }


def with_values(row: AnyRow, values: Mapping[str, str | None]) -> AnyRow:
    """Lay values over a row; a field that is not among them stays. Raise ``ValueError`` for what is none."""
    held = {**row_values(row), **values}
    if isinstance(row, Household):
        return Household(row.id, held["household_no"], held["address"] or "", held["hamlet"])
    birth, sex = held["birth"], held["sex"]
    return Person(
        row.id,
        HouseholdId(UUID(held["household_id"] or "")),
        held["name"] or "",
        held["insurance_no"],
        held["citizen_id"],
        PartialDate.parse(birth) if birth else None,
        Sex(sex) if sex else None,
        held["phone"],
        held["relation"],
        held["health_group"],
        held["facility"],
    )


def edits_between(row: Household | Person, wanted: Mapping[str, str | None]) -> tuple[FieldEdit, ...]:
    """Say what changes from a row to what is wanted of it, in the order of the row's fields."""
    held = row_values(row)
    return tuple(
        FieldEdit(name, before, wanted[name])
        for name, before in held.items()
        if name in wanted and wanted[name] != before
    )
