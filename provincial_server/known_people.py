"""Whom the server knows, by any id that a laptop has given them, and which areas an agent has."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from agent_app.domain.household import Person, agree
from agent_app.domain.replica import HOUSEHOLD, PERSON
from provincial_server.scope_log import area_scope
from provincial_server.segments import granted
from provincial_server.tables import AliasRow, HouseholdRow, PersonRow


class KnownPeople:
    """The register as one agent's laptop speaks of it."""

    def __init__(self, session: Session, agent_code: str) -> None:
        self._session = session
        self._agent_code = agent_code

    def areas(self) -> list[str]:
        """Return the scopes of the agent's areas."""
        held = granted(self._session, self._agent_code)
        return [scope for scope, _mver in held if scope.startswith(area_scope(""))]

    def household(self, row_id: UUID) -> HouseholdRow | None:
        """Return a household by any id, locked for this transaction."""
        return self._session.get(HouseholdRow, self._present(HOUSEHOLD, row_id), with_for_update=True)

    def person(self, row_id: UUID) -> PersonRow | None:
        """Return a person by any id, locked for this transaction."""
        return self._session.get(PersonRow, self._present(PERSON, row_id), with_for_update=True)

    def home_id(self, text: str) -> str:
        """Write a household's id as the server has it."""
        try:
            return self._present(HOUSEHOLD, UUID(text)).hex
        except ValueError:
            return text

    def _present(self, entity: str, row_id: UUID) -> UUID:
        alias = self._session.get(AliasRow, (entity, row_id))
        return row_id if alias is None else alias.known_id

    def call(self, entity: str, local_id: UUID, known_id: UUID) -> None:
        """Let an id of a laptop stand for somebody who is known, and those that stood for it, too."""
        older = update(AliasRow).where(AliasRow.entity == entity, AliasRow.known_id == local_id)
        self._session.execute(older.values(known_id=known_id))
        self._session.merge(AliasRow(entity=entity, local_id=local_id, known_id=known_id))
        self._session.flush()

    def add(self, row: HouseholdRow | PersonRow) -> None:
        """Keep a new row."""
        self._session.add(row)
        self._session.flush()

    def remove(self, row: PersonRow) -> None:
        """Let a row go whose id stands for another now."""
        self._session.delete(row)
        self._session.flush()

    def numbered_home(self, scope: str, household_no: str | None) -> HouseholdRow | None:
        """Return the household of a number in an area."""
        if household_no is None:
            return None
        same = (HouseholdRow.scope == scope, HouseholdRow.household_no == household_no)
        return self._session.scalar(select(HouseholdRow).where(*same))

    def bearing(self, said: Mapping[str, str | None]) -> list[PersonRow]:
        """Return who is known by an insurance number or a citizen id that is said."""
        asked = [
            column == number
            for column in (PersonRow.insurance_no, PersonRow.citizen_id)
            if (number := said.get(column.key)) is not None
        ]
        if not asked:
            return []
        return list(self._session.scalars(select(PersonRow).where(or_(*asked)).order_by(PersonRow.id)))

    def alike(self, person: Person) -> list[PersonRow]:
        """Return who is known by one of a person's numbers, where no other number speaks against it."""
        numbers = {"insurance_no": person.insurance_no, "citizen_id": person.citizen_id}
        return [
            row
            for row in self.bearing(numbers)
            if row.insurance_no == person.insurance_no
            or (agree(row.insurance_no, person.insurance_no) and row.citizen_id == person.citizen_id)
        ]
