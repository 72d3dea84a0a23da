"""Households, the people in them, and the snapshot of a person that travels with every fact."""

from dataclasses import dataclass
from typing import NewType
from uuid import UUID

from agent_app.domain.addresses import full_address
from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import Sex
from agent_app.domain.names import fold

PersonId = NewType("PersonId", UUID)
HouseholdId = NewType("HouseholdId", UUID)

_HEAD = fold("Chủ hộ")


@dataclass(frozen=True, slots=True)
class Household:
    """People registered together at one lawful dwelling; ``household_no`` is the office's code."""

    id: HouseholdId
    household_no: str | None
    address: str
    hamlet: str | None

    @property
    def full_address(self) -> str:
        """The address as papers write it, with the hamlet."""
        return full_address(self.address, self.hamlet)


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a household, with the numbers by which the offices know them."""

    id: PersonId
    household_id: HouseholdId
    name: str
    insurance_no: str | None = None
    citizen_id: str | None = None
    birth: PartialDate | None = None
    sex: Sex | None = None
    phone: str | None = None
    relation: str | None = None
    health_group: str | None = None
    facility: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a fact is about, as known when it was made, so that the server can book it without the person."""

    person_id: PersonId
    name: str
    insurance_no: str | None = None
    citizen_id: str | None = None
    birth: PartialDate | None = None
    household_no: str | None = None

    @classmethod
    def of(cls, person: Person, household: Household) -> "Subject":
        """Take the snapshot."""
        return cls(
            person.id,
            person.name,
            person.insurance_no,
            person.citizen_id,
            person.birth,
            household.household_no,
        )


def is_head(relation: str | None) -> bool:
    """Tell whether a relation, however it is spelt, is that of the head of a household."""
    return fold(relation or "") == _HEAD


def agree(one: str | None, other: str | None) -> bool:
    """Tell whether two statements of one kind of number can be about the same person or household.

    A number that only one side knows says nothing; two known ones must be equal. So a CCCD that two lines
    share joins them only where their insurance numbers agree.
    """
    return one is None or other is None or one == other
