"""The read side of people who are edited, and of what has happened to them."""

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.services.failures import PersonErasedError, PersonUnknownError
from agent_app.services.people_lines import HeldHome, HeldPerson, HistoryLine, HistoryOf, KnownPlace
from agent_app.storage.models import ErasureRow, HouseholdRow, PersonRow
from agent_app.storage.queries import people_history
from agent_app.storage.repositories.households import (
    SERVER,
    find_household,
    present_person,
    to_household,
    to_person,
)
from agent_app.storage.short_session import short_session


class SqlPeopleQueries:
    """Fulfils ``ports.PeopleQueries``."""

    def __init__(self, read: Engine) -> None:
        self._read = read

    def person(self, person_id: PersonId) -> HeldPerson:
        with short_session(self._read) as session:
            row = _person(session, person_id)
            home = to_household(find_household(session, row.household_id))
            return HeldPerson(to_person(row), home, row.origin == SERVER)

    def home(self, household_id: HouseholdId) -> HeldHome:
        with short_session(self._read) as session:
            row = find_household(session, household_id)
            return HeldHome(to_household(row), row.origin == SERVER)

    def places(self) -> list[KnownPlace]:
        with short_session(self._read) as session:
            table = HouseholdRow
            query = (
                select(table.hamlet, func.max(table.address))
                .where(table.deleted_at.is_(None), table.hamlet.is_not(None), table.hamlet != "")
                .where(func.instr(table.address, table.hamlet) > 0)
                .group_by(table.hamlet)
                .order_by(func.min(table.hamlet_sort), table.hamlet)
            )
            return [
                KnownPlace(hamlet, address[address.index(hamlet) :])
                for hamlet, address in session.execute(query)
                if hamlet is not None
            ]

    def history(self, of: HistoryOf, limit: int, offset: int = 0) -> list[HistoryLine]:
        with short_session(self._read) as session:
            return people_history.history_lines(session, of, limit, offset)

    def history_count(self, of: HistoryOf) -> int:
        with short_session(self._read) as session:
            return people_history.history_count(session, of)


def _person(session: Session, person_id: PersonId) -> PersonRow:
    row = session.get(PersonRow, present_person(session, person_id))
    if row is None:
        raise PersonUnknownError(str(person_id))
    if row.deleted_at is not None and session.get(ErasureRow, row.id) is not None:
        raise PersonErasedError(str(person_id))
    return row
