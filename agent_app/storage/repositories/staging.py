"""The pieces of a scope that is on its way, where nobody sees them before it is whole."""

from collections.abc import Sequence

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from agent_app.domain.household import Household, HouseholdId, PersonId
from agent_app.domain.replica import (
    HOUSEHOLD,
    ServerRow,
    household_row,
    person_row,
    read_household,
    read_person,
)
from agent_app.services.ports import ReplicaChange
from agent_app.storage.models import StagedRow


class Staging:
    """Keeps the last word on each row, as the server's log has it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def holds(self, scope: str) -> bool:
        """Tell whether pieces of a scope wait here."""
        return bool(self._session.scalar(select(exists().where(StagedRow.scope == scope))))

    def put(self, scope: str, changes: Sequence[ReplicaChange]) -> None:
        """Keep a piece."""
        last = {(change.entity, change.id): change for change in changes}.values()
        values = [
            {"scope": scope, "entity": each.entity, "id": each.id, "ver": each.ver, "body": _body(each)}
            for each in last
        ]
        if values:
            statement = insert(StagedRow)
            new = statement.excluded
            upsert = statement.on_conflict_do_update(
                index_elements=[StagedRow.scope, StagedRow.entity, StagedRow.id],
                set_={"ver": new.ver, "body": new.body},
            )
            self._session.connection().execute(upsert, values)

    def take(self, scope: str) -> list[ReplicaChange]:
        """Hand out what is kept of a scope, and keep it no longer."""
        rows = self._session.scalars(select(StagedRow).where(StagedRow.scope == scope)).all()
        changes = [_change(row) for row in rows]
        self.drop(scope)
        return changes

    def drop(self, scope: str) -> None:
        """Keep nothing of a scope."""
        self._session.execute(delete(StagedRow).where(StagedRow.scope == scope))


def _body(change: ReplicaChange) -> bytes | None:
    if change.row is None:
        return None
    content = change.row.content
    return household_row(content) if isinstance(content, Household) else person_row(content)


def _change(row: StagedRow) -> ReplicaChange:
    if row.body is None:
        return ReplicaChange(row.entity, row.id, row.ver, None)
    if row.entity == HOUSEHOLD:
        content = read_household(HouseholdId(row.id), row.body)
        return ReplicaChange(row.entity, row.id, row.ver, ServerRow(content, row.ver, row.scope))
    person = read_person(PersonId(row.id), row.body)
    return ReplicaChange(row.entity, row.id, row.ver, ServerRow(person, row.ver, row.scope))
