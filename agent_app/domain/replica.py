"""Rows that come down from the server: their bodies, and the running sum of a scope's log."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import Sex
from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.operation import OperationState
from agent_app.domain.plain import as_map, as_text, as_text_or_none, as_uuid, canonical, decode

HOUSEHOLD = "household"
PERSON = "person"

PROVINCE = "province"
_DEVICE = "device:"
_ANSWERS = "answers:"

OUTCOME = "outcome"
"""The entity of a row that says what has become of an operation since; its id is the operation's."""

_SUM_BYTES = 8


def device_scope(device_id: UUID) -> str:
    """Name the scope of what the office decides for one device."""
    return f"{_DEVICE}{device_id}"


def answers_scope(device_id: UUID) -> str:
    """Name the scope of what has become of a device's operations since they were answered."""
    return f"{_ANSWERS}{device_id}"


def is_of_office(scope: str) -> bool:
    """Tell a scope of the office's decisions from an area."""
    return scope == PROVINCE or scope.startswith((_DEVICE, _ANSWERS))


def outcome_row(state: OperationState, reason: str | None) -> bytes:
    """Write what has become of an operation."""
    return canonical({"outcome": state.value, "reason": reason})


def read_outcome(body: bytes) -> tuple[OperationState, str | None]:
    """Read it back; raise ``ValueError`` or ``KeyError`` where it is none."""
    held = as_map(decode(body))
    return OperationState(as_text(held["outcome"])), as_text_or_none(held["reason"])


def change_sum(total: int, seq: int, key: tuple[str, UUID, int], body: bytes | None) -> int:
    """Add one change to a scope's running sum; ``key`` is (entity, id, ver); a tombstone has no body."""
    entity, row_id, ver = key
    content = None if body is None else hashlib.sha256(body).digest()
    entry = canonical(["change/1", seq, entity, row_id.bytes, ver, content])
    added: int = int.from_bytes(hashlib.blake2b(entry, digest_size=_SUM_BYTES).digest(), "big")
    return (total + added) & (1 << 8 * _SUM_BYTES) - 1


@dataclass(frozen=True, slots=True)
class ServerRow:
    """A household or a person as the server knows it, with its version and its one scope."""

    content: Household | Person
    ver: int
    scope: str


def household_row(household: Household) -> bytes:
    """Encode a household for a scope's log."""
    return canonical(
        {
            "household_no": household.household_no,
            "address": household.address,
            "hamlet": household.hamlet,
        }
    )


def read_household(household_id: HouseholdId, body: bytes) -> Household:
    """Read a household from a scope's log; raise ``NotPlainError`` or ``KeyError`` where it is none."""
    value = as_map(decode(body))
    return Household(
        household_id,
        as_text_or_none(value["household_no"]),
        as_text(value["address"]),
        as_text_or_none(value["hamlet"]),
    )


def person_row(person: Person) -> bytes:
    """Encode a person for a scope's log."""
    return canonical(
        {
            "household_id": person.household_id.bytes,
            "name": person.name,
            "insurance_no": person.insurance_no,
            "citizen_id": person.citizen_id,
            "birth": person.birth.iso if person.birth else None,
            "sex": person.sex.value if person.sex else None,
            "phone": person.phone,
            "relation": person.relation,
            "health_group": person.health_group,
            "facility": person.facility,
        }
    )


def read_person(person_id: PersonId, body: bytes) -> Person:
    """Read a person from a scope's log; raise ``ValueError`` or ``KeyError`` where it is none."""
    value = as_map(decode(body))
    birth, sex = as_text_or_none(value["birth"]), as_text_or_none(value["sex"])
    return Person(
        person_id,
        HouseholdId(as_uuid(value["household_id"])),
        as_text(value["name"]),
        as_text_or_none(value["insurance_no"]),
        as_text_or_none(value["citizen_id"]),
        PartialDate.parse(birth) if birth else None,
        Sex(sex) if sex else None,
        as_text_or_none(value["phone"]),
        as_text_or_none(value["relation"]),
        as_text_or_none(value["health_group"]),
        as_text_or_none(value["facility"]),
    )
