"""Households and their people, between rows and domain."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import Sex
from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.household_status import proof
from agent_app.domain.names import fold, name_sort_key
from agent_app.domain.replica import HOUSEHOLD, PERSON
from agent_app.domain.support_decision import SupportDecision
from agent_app.services.failures import HouseholdUnknownError, PersonErasedError, PersonUnknownError
from agent_app.storage.models import AliasRow, ErasureRow, HouseholdRow, PersonRow
from agent_app.storage.repositories.statuses import statuses_of
from agent_app.storage.sorting import chunks, text_sort_key, words_of

SERVER = "server"
"""The origin of rows that came down; any other is a word of whoever made them here."""

# One transaction asks a dozen times for the same few ids.
_PRESENT = "ids that are present"


def household_values(household: Household) -> dict[str, object]:
    """Spread a household over its columns."""
    search = fold(f"{household.address} {household.household_no or ''}")
    return {
        "id": household.id,
        "household_no": household.household_no,
        "address": household.address,
        "address_sort": text_sort_key(household.address),
        "hamlet": household.hamlet,
        "hamlet_sort": text_sort_key(household.hamlet or ""),
        "search": search,
        "words": words_of(f"{search} {household.hamlet or ''}"),
    }


def person_values(person: Person) -> dict[str, object]:
    """Spread a person over the columns."""
    return {
        "id": person.id,
        "household_id": person.household_id,
        "name": person.name,
        "search_name": words_of(person.name),
        "sort_key": name_sort_key(person.name),
        "insurance_no": person.insurance_no,
        "citizen_id": person.citizen_id,
        "birth": person.birth.iso if person.birth else None,
        "sex": person.sex.value if person.sex else None,
        "phone": person.phone,
        "relation": person.relation,
        "health_group": person.health_group,
        "facility": person.facility,
    }


def to_household(row: HouseholdRow) -> Household:
    """Make the domain's value."""
    return Household(row.id, row.household_no, row.address, row.hamlet)


def to_person(row: PersonRow) -> Person:
    """Make the domain's value."""
    return Person(
        row.id,
        row.household_id,
        row.name,
        row.insurance_no,
        row.citizen_id,
        to_partial(row.birth),
        Sex(row.sex) if row.sex else None,
        row.phone,
        row.relation,
        row.health_group,
        row.facility,
    )


def to_partial(iso: str | None) -> PartialDate | None:
    """Read a column that holds a date of any precision."""
    return PartialDate.parse(iso) if iso else None


_ALIAS = select(AliasRow.server_id).where(
    AliasRow.entity == bindparam("entity"), AliasRow.local_id == bindparam("local_id")
)


def present_household(session: Session, household_id: HouseholdId) -> HouseholdId:
    """Follow the alias of a household that was taken over."""
    return HouseholdId(_present(session, HOUSEHOLD, household_id))


def present_person(session: Session, person_id: PersonId) -> PersonId:
    """Follow the alias of a person that was taken over."""
    return PersonId(_present(session, PERSON, person_id))


def _present(session: Session, entity: str, row_id: UUID) -> UUID:
    known: dict[tuple[str, UUID], UUID] = session.info.setdefault(_PRESENT, {})
    found = known.get((entity, row_id))
    if found is None:
        whose = {"entity": entity, "local_id": row_id}
        found = known[entity, row_id] = session.scalar(_ALIAS, whose) or row_id
    return found


def forget_present(session: Session) -> None:
    """Look aliases up again: some have just been made."""
    session.info.pop(_PRESENT, None)


def find_household(session: Session, household_id: HouseholdId) -> HouseholdRow:
    """Return a household by any id that it has had; raise ``HouseholdUnknownError``."""
    row = session.get(HouseholdRow, present_household(session, household_id))
    if row is None:
        raise HouseholdUnknownError(str(household_id))
    return row


class SqlHouseholds:
    """Fulfils ``ports.Households``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, household_id: HouseholdId) -> Household:
        return to_household(find_household(self._session, household_id))

    def person(self, person_id: PersonId) -> Person:
        row = self._session.get(PersonRow, present_person(self._session, person_id))
        if row is None:
            raise PersonUnknownError(str(person_id))
        if row.deleted_at is not None and self._session.get(ErasureRow, row.id) is not None:
            raise PersonErasedError(str(person_id))
        return to_person(row)

    def decision(self, person_id: PersonId, group: str, on: date) -> SupportDecision | None:
        person = self.person(person_id)
        return proof(statuses_of(self._session, person.household_id, [person.id]), group, on)

    def by_numbers(self, numbers: Iterable[str]) -> dict[str, Household]:
        found = {}
        for chunk in chunks(numbers):
            query = select(HouseholdRow).where(HouseholdRow.household_no.in_(chunk))
            # Where a number stands twice, the server's household is the one that stays.
            for row in self._session.scalars(query.order_by(HouseholdRow.origin == SERVER, HouseholdRow.id)):
                found[str(row.household_no)] = to_household(row)
        return found

    def unnumbered_at(self, addresses: Iterable[str]) -> list[Household]:
        found: list[Household] = []
        for chunk in chunks(fold(address) for address in addresses):
            query = select(HouseholdRow).where(
                HouseholdRow.household_no.is_(None), HouseholdRow.search.in_(chunk)
            )
            found += map(to_household, self._session.scalars(query.order_by(HouseholdRow.id.desc())))
        return found

    def people_by_numbers(self, insurance_nos: Iterable[str], citizen_ids: Iterable[str]) -> list[Person]:
        found: dict[PersonId, Person] = {}
        for column, numbers in ((PersonRow.insurance_no, insurance_nos), (PersonRow.citizen_id, citizen_ids)):
            for chunk in chunks(numbers):
                rows = self._session.scalars(
                    select(PersonRow).where(column.in_(chunk)).order_by(PersonRow.id)
                )
                found |= {row.id: to_person(row) for row in rows}
        return list(found.values())

    def people_born(self, births: Iterable[PartialDate]) -> list[Person]:
        return [
            to_person(row)
            for chunk in chunks(each.iso for each in births)
            for row in self._session.scalars(
                select(PersonRow).where(PersonRow.birth.in_(chunk)).order_by(PersonRow.id)
            )
        ]

    def homes(self, household_ids: Iterable[HouseholdId]) -> list[Household]:
        return [
            to_household(row)
            for chunk in chunks(household_ids)
            for row in self._session.scalars(select(HouseholdRow).where(HouseholdRow.id.in_(chunk)))
        ]

    def members(self, household_ids: Iterable[HouseholdId]) -> list[Person]:
        present = self._present_households(household_ids)
        return [
            to_person(row)
            for chunk in chunks(present)
            for row in self._session.scalars(
                select(PersonRow)
                .where(PersonRow.household_id.in_(chunk))
                .order_by(PersonRow.household_id, PersonRow.sort_key, PersonRow.id)
            )
        ]

    def _present_households(self, household_ids: Iterable[HouseholdId]) -> list[UUID]:
        """Follow the aliases of many, a chunk at a time."""
        found: list[UUID] = []
        for chunk in chunks(household_ids):
            query = select(AliasRow.local_id, AliasRow.server_id)
            aliases = query.where(AliasRow.entity == HOUSEHOLD, AliasRow.local_id.in_(chunk))
            renamed = dict(self._session.execute(aliases).all())
            found += [renamed.get(each, each) for each in chunk]
        return found

    def add_households(self, households: Sequence[Household], origin: str) -> None:
        made_here = _made_here(origin)
        rows = [household_values(each) | made_here for each in households]
        if rows:
            self._session.connection().execute(insert(HouseholdRow), rows)

    def add_people(self, people: Sequence[Person], origin: str) -> None:
        made_here = _made_here(origin)
        rows = [person_values(each) | made_here for each in people]
        if rows:
            self._session.connection().execute(insert(PersonRow), rows)


def _made_here(origin: str) -> dict[str, object]:
    return {"origin": origin, "scope": None, "ver": 0, "stale": False}
