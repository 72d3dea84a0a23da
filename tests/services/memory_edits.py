"""Edits, merges and decisions in a store of dicts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.household_status import StatusRecord
from agent_app.domain.names import fold, has_house
from agent_app.domain.people_edit import HouseholdEdited, PersonEdited, with_values
from agent_app.services.ports import Weight
from tests.services.memory_tables import Tables


@dataclass(slots=True)
class MemoryEdits:
    """Fulfils ``ports.Edits``; the bases of edits are looked at in the true store alone."""

    tables: Tables

    def known_to_office(self, row_id: PersonId | HouseholdId) -> bool:
        return self.tables.scope_of.get(self.tables.present(row_id), ("", ""))[0] == "server"

    def is_here(self, household_id: HouseholdId) -> bool:
        return self.tables.present(household_id) in self.tables.households

    def same_numbers(self, insurance_no: str | None, citizen_id: str | None) -> list[Person]:
        return [
            each
            for each in self.tables.people.values()
            if (insurance_no and each.insurance_no == insurance_no)
            or (citizen_id and each.citizen_id == citizen_id)
        ]

    def namesakes(self, name: str) -> list[Person]:
        return [each for each in self.tables.people.values() if fold(each.name) == fold(name)]

    def homes_like(self, address: str, household_no: str | None) -> list[Household]:
        return [
            each
            for each in self.tables.households.values()
            if (household_no and each.household_no == household_no)
            or (has_house(address) and fold(each.address) == fold(address))
        ]

    def edit_household(self, fact: HouseholdEdited, op_id: UUID) -> None:
        del op_id
        home = HouseholdId(self.tables.present(fact.household_id))
        values = {each.field: each.value for each in fact.edits}
        self.tables.households[home] = with_values(self.tables.households[home], values)

    def edit_person(self, fact: PersonEdited, op_id: UUID) -> None:
        del op_id
        person = PersonId(self.tables.present(fact.person_id))
        values = {each.field: each.value for each in fact.edits}
        self.tables.people[person] = with_values(self.tables.people[person], values)

    def merge(self, kept: PersonId, other: PersonId) -> None:
        known = PersonId(self.tables.present(kept))
        gone = self.tables.people.pop(PersonId(self.tables.present(other)))
        held = self.tables.people[known]
        self.tables.people[known] = replace(
            held,
            insurance_no=held.insurance_no or gone.insurance_no,
            citizen_id=held.citizen_id or gone.citizen_id,
            birth=held.birth or gone.birth,
            sex=held.sex or gone.sex,
            phone=held.phone or gone.phone,
            relation=held.relation or gone.relation,
            health_group=held.health_group or gone.health_group,
            facility=held.facility or gone.facility,
        )
        self.tables.aliases = {
            **{local: known if now == gone.id else now for local, now in self.tables.aliases.items()},
            gone.id: known,
        }

    def weight(self, person_id: PersonId) -> Weight:
        who = self.tables.present(person_id)
        lines = [line for each in self.tables.receipts.values() for line in each.lines]
        items = [item for each in self.tables.due_lists.values() for item in each.items]
        outcomes = [outcome for each in self.tables.visits.values() for outcome in each.outcomes]
        return Weight(
            sum(self.tables.present(each.subject.person_id) == who for each in outcomes),
            sum(self.tables.present(each.subject.person_id) == who for each in lines),
            sum(self.tables.present(each.person_id) == who for each in items),
            sum(self.tables.present(each.subject.person_id) == who for each in self.tables.consents.values()),
            sum(each.person_id == who for each in self.tables.statuses.values()),
        )

    def add_status(self, record: StatusRecord, op_id: UUID) -> None:
        del op_id
        self.tables.statuses[record.id] = record

    def statuses(self, household_id: HouseholdId) -> Sequence[StatusRecord]:
        home = self.tables.present(household_id)
        people = {each.id for each in self.tables.people.values() if each.household_id == home}
        return [
            each
            for each in self.tables.statuses.values()
            if each.household_id == home or each.person_id in people
        ]
