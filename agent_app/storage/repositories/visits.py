"""Visits, between rows and domain."""

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from agent_app.domain.household import PersonId
from agent_app.domain.visit import Outcome, Visit
from agent_app.storage.models import VisitOutcomeRow, VisitRow
from agent_app.storage.models.subject import subject_columns
from agent_app.storage.repositories.households import present_household, present_person


class SqlVisits:
    """Fulfils ``ports.Visits``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, visit: Visit) -> None:
        connection = self._session.connection()
        connection.execute(
            insert(VisitRow),
            {
                "id": visit.id,
                "household_id": present_household(self._session, visit.household_id),
                "visited_on": visit.visited_on,
                "recorded_at": visit.recorded_at,
                "met": visit.met,
            },
        )
        rows = [
            {
                "visit_id": visit.id,
                "position": position,
                "person_id": present_person(self._session, each.subject.person_id),
                "outcome": each.outcome.value,
                "promised_on": each.promised_on,
                "reason": each.reason,
            }
            | subject_columns(each.subject)
            for position, each in enumerate(visit.outcomes)
        ]
        if rows:
            connection.execute(insert(VisitOutcomeRow), rows)

    def last_outcome(self, person_id: PersonId) -> Outcome | None:
        person = present_person(self._session, person_id)
        query = select(VisitOutcomeRow.outcome).where(VisitOutcomeRow.person_id == person)
        found = self._session.scalars(query.order_by(VisitOutcomeRow.id.desc()).limit(1)).first()
        return Outcome(found) if found else None
