"""The read side of privacy: history, consents, the access log, and all that is held about somebody."""

from sqlalchemy import Engine, and_, or_, select
from sqlalchemy.orm import Session

from agent_app.domain.access import Access, AccessAction, AccessPlace
from agent_app.domain.consent import ConsentHow, Purpose
from agent_app.domain.history import Author, ChangeSource, FieldChange
from agent_app.domain.household import PersonId
from agent_app.domain.replica import HOUSEHOLD, PERSON
from agent_app.services.failures import PersonUnknownError
from agent_app.services.lines import ConsentLine, PersonFile
from agent_app.services.ports import AccessFilter
from agent_app.storage.models import AccessRow, ChangeHistoryRow, ConsentRow, PersonRow
from agent_app.storage.queries.person_file import person_file
from agent_app.storage.repositories.erasures import ids_of
from agent_app.storage.repositories.households import present_person
from agent_app.storage.short_session import short_session


class SqlPrivacyQueries:
    """Fulfils ``ports.PrivacyQueries``."""

    def __init__(self, read: Engine) -> None:
        self._read = read

    def history(self, person_id: PersonId) -> list[FieldChange]:
        with short_session(self._read) as session:
            person = _person(session, person_id)
            ids = ids_of(session, person.id)
            query = select(ChangeHistoryRow).where(
                or_(
                    and_(ChangeHistoryRow.entity == PERSON, ChangeHistoryRow.entity_id.in_(ids)),
                    and_(
                        ChangeHistoryRow.entity == HOUSEHOLD,
                        ChangeHistoryRow.entity_id == person.household_id,
                    ),
                )
            )
            return [_change(row) for row in session.scalars(query.order_by(ChangeHistoryRow.id))]

    def consents(self, person_id: PersonId) -> list[ConsentLine]:
        with short_session(self._read) as session:
            present = _person(session, person_id).id
            query = select(ConsentRow).where(ConsentRow.person_id == present)
            return [
                ConsentLine(
                    row.id, Purpose(row.purpose), ConsentHow(row.how), row.on, row.recorded_at, row.withdrawn
                )
                for row in session.scalars(query.order_by(ConsentRow.recorded_at, ConsentRow.id))
            ]

    def accesses(self, wanted: AccessFilter) -> list[Access]:
        with short_session(self._read) as session:
            query = select(AccessRow).order_by(AccessRow.id.desc()).limit(wanted.limit)
            if wanted.person_id is not None:
                person = _person(session, wanted.person_id)
                ids = [*ids_of(session, person.id), person.household_id]
                query = query.where(AccessRow.entity_id.in_(ids))
            if wanted.since is not None:
                query = query.where(AccessRow.at >= wanted.since)
            return [_access(row) for row in session.scalars(query)]

    def person_file(self, person_id: PersonId) -> PersonFile:
        with short_session(self._read) as session:
            return person_file(session, person_id)


def _person(session: Session, person_id: PersonId) -> PersonRow:
    row = session.get(PersonRow, present_person(session, person_id))
    if row is None:
        raise PersonUnknownError(str(person_id))
    return row


def _change(row: ChangeHistoryRow) -> FieldChange:
    author = Author(ChangeSource(row.source), row.at, row.actor, row.op_id)
    return FieldChange(row.entity, row.entity_id, row.field, row.before, row.after, author)


def _access(row: AccessRow) -> Access:
    return Access(
        row.at,
        row.actor,
        AccessAction(row.action),
        row.entity,
        row.entity_id,
        tuple(row.fields.split(",")),
        AccessPlace(row.place),
    )
