"""Additions, edits, moves and merges that are made here, and decisions on people's standing."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import false, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.household_status import StatusRecord
from agent_app.domain.names import fold, has_house
from agent_app.domain.people_edit import HouseholdEdited, PersonEdited
from agent_app.domain.replica import HOUSEHOLD, PERSON
from agent_app.services.ports import Weight
from agent_app.storage.models import (
    ConsentRow,
    DueItemRow,
    HouseholdRow,
    HouseholdStatusRow,
    PersonRow,
    ReceiptLineRow,
    VisitOutcomeRow,
)
from agent_app.storage.repositories.bases import Bases, Edited
from agent_app.storage.repositories.households import (
    SERVER,
    present_household,
    present_person,
    to_household,
    to_person,
)
from agent_app.storage.repositories.statuses import add_status, statuses_of
from agent_app.storage.repositories.take_over import TakeOver
from agent_app.storage.sorting import words_of


class SqlEdits:
    """Fulfils ``ports.Edits``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def known_to_office(self, row_id: PersonId | HouseholdId) -> bool:
        person = self._session.get(PersonRow, present_person(self._session, PersonId(row_id)))
        home = self._session.get(HouseholdRow, present_household(self._session, HouseholdId(row_id)))
        row = person or home
        return row is not None and row.origin == SERVER

    def is_here(self, household_id: HouseholdId) -> bool:
        row = self._session.get(HouseholdRow, present_household(self._session, household_id))
        return row is not None and row.deleted_at is None

    def same_numbers(self, insurance_no: str | None, citizen_id: str | None) -> list[Person]:
        asked = [
            column == number
            for column, number in (
                (PersonRow.insurance_no, insurance_no),
                (PersonRow.citizen_id, citizen_id),
            )
            if number is not None
        ]
        if not asked:
            return []
        query = select(PersonRow).where(or_(*asked), PersonRow.deleted_at.is_(None)).order_by(PersonRow.id)
        return [to_person(row) for row in self._session.scalars(query)]

    def namesakes(self, name: str) -> list[Person]:
        named = (PersonRow.search_name == words_of(name), PersonRow.deleted_at.is_(None))
        query = select(PersonRow).where(*named)
        return [to_person(row) for row in self._session.scalars(query.order_by(PersonRow.id))]

    def homes_like(self, address: str, household_no: str | None) -> list[Household]:
        numbered = HouseholdRow.household_no == household_no if household_no else false()
        # What a household is searched by is its address and its number.
        number = func.lower(func.coalesce(HouseholdRow.household_no, ""))
        there = HouseholdRow.search == func.trim(literal(f"{fold(address)} ") + number)
        alike = or_(numbered, there) if has_house(address) else numbered
        query = select(HouseholdRow).where(alike, HouseholdRow.deleted_at.is_(None)).order_by(HouseholdRow.id)
        return [to_household(row) for row in self._session.scalars(query)]

    def edit_household(self, fact: HouseholdEdited, op_id: UUID) -> None:
        home = present_household(self._session, fact.household_id)
        Bases(self._session).apply(Edited(HOUSEHOLD, home, fact.edits), op_id)

    def edit_person(self, fact: PersonEdited, op_id: UUID) -> None:
        person = present_person(self._session, fact.person_id)
        Bases(self._session).apply(Edited(PERSON, person, fact.edits), op_id)

    def merge(self, kept: PersonId, other: PersonId) -> None:
        TakeOver(self._session).join_people(
            present_person(self._session, other), present_person(self._session, kept)
        )
        self._session.expire_all()

    def weight(self, person_id: PersonId) -> Weight:
        person = present_person(self._session, person_id)
        return Weight(
            self._count(VisitOutcomeRow.person_id, person),
            self._count(ReceiptLineRow.person_id, person),
            self._count(DueItemRow.person_id, person),
            self._count(ConsentRow.person_id, person),
            self._count(HouseholdStatusRow.person_id, person),
        )

    def _count(
        self,
        column: InstrumentedAttribute[PersonId] | InstrumentedAttribute[PersonId | None],
        person: PersonId,
    ) -> int:
        return self._session.scalar(select(func.count()).where(column == person)) or 0

    def add_status(self, record: StatusRecord, op_id: UUID) -> None:
        home, person = record.household_id, record.person_id
        present = replace(
            record,
            household_id=present_household(self._session, home) if home else None,
            person_id=present_person(self._session, person) if person else None,
        )
        add_status(self._session, present, op_id)

    def statuses(self, household_id: HouseholdId) -> Sequence[StatusRecord]:
        home = present_household(self._session, household_id)
        people = self._session.scalars(select(PersonRow.id).where(PersonRow.household_id == home))
        return statuses_of(self._session, home, people)
