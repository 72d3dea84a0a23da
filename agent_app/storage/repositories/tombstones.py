"""What the office has taken away: it is remembered by id alone, so that older news do not bring it back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, literal, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import InstrumentedAttribute, Session

from agent_app.domain.history import ChangeSource
from agent_app.domain.household import Household
from agent_app.domain.replica import HOUSEHOLD, PERSON, ServerRow
from agent_app.storage.models import (
    AliasRow,
    DueItemRow,
    ErasureRow,
    HouseholdRow,
    PersonRow,
    TombstoneRow,
)
from agent_app.storage.repositories.history import moment
from agent_app.storage.sorting import chunks

_ANY_VERSION = -1


class Tombstones:
    """The memory of what is gone."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def admitted(self, rows: Sequence[ServerRow]) -> list[ServerRow]:
        """Let rows in, but for the erased, who stay so, those who are another by now, and what is too old.

        Too old is what is older than the removal of its subject.
        """
        out = set(self._session.scalars(select(ErasureRow.person_id)))
        out |= set(self._session.scalars(select(AliasRow.local_id)))
        let_in = [row for row in rows if row.content.id not in out]
        if not self._session.scalar(select(exists().where(TombstoneRow.ver >= _ANY_VERSION))):
            return let_in
        gone = self._versions([row.content.id for row in let_in])
        newer = [row for row in let_in if row.ver >= gone.get(_key(row), _ANY_VERSION)]
        for entity, row_id in {_key(row) for row in newer} & set(gone):
            self._session.execute(
                delete(TombstoneRow).where(TombstoneRow.entity == entity, TombstoneRow.id == row_id)
            )
        return newer

    def _versions(self, ids: Sequence[UUID]) -> dict[tuple[str, UUID], int]:
        found: dict[tuple[str, UUID], int] = {}
        for chunk in chunks(ids):
            query = select(TombstoneRow.entity, TombstoneRow.id, TombstoneRow.ver)
            rows = self._session.execute(query.where(TombstoneRow.id.in_(chunk)))
            found |= {(entity, row_id): ver for entity, row_id, ver in rows}
        return found

    def bury(
        self,
        entity: str,
        table: type[PersonRow | HouseholdRow],
        which: Sequence[ColumnElement[bool] | InstrumentedAttribute[bool]],
        ver: int | None = None,
    ) -> None:
        """Remember those rows of a table that are about to go."""
        going = select(
            literal(entity),
            table.id,
            table.ver if ver is None else literal(ver),
            table.scope,
            moment(),
            literal(ChangeSource.SYNC.value),
        ).where(*which)
        columns = ["entity", "id", "ver", "scope", "deleted_at", "source"]
        self._session.execute(insert(TombstoneRow).prefix_with("OR REPLACE").from_select(columns, going))

    def let_return(self, scope: str) -> None:
        """When a scope begins again, let any version of its rows return."""
        self._session.execute(
            update(TombstoneRow).where(TombstoneRow.scope == scope).values(ver=_ANY_VERSION)
        )


def bring_back_listed(session: Session, list_id: UUID) -> None:
    """Let those return whom a new list of the office names, and their households; the erased never are."""
    people = select(DueItemRow.person_id).where(DueItemRow.due_list_id == list_id)
    back = (PersonRow.deleted_at.is_not(None), PersonRow.id.in_(people))
    if not session.scalar(select(exists().where(*back))):
        return
    homes = select(PersonRow.household_id).where(*back)
    _return(
        session, HOUSEHOLD, HouseholdRow, (HouseholdRow.deleted_at.is_not(None), HouseholdRow.id.in_(homes))
    )
    _return(session, PERSON, PersonRow, back)


def _return(
    session: Session,
    entity: str,
    table: type[PersonRow | HouseholdRow],
    which: Sequence[ColumnElement[bool]],
) -> None:
    ids = select(table.id).where(*which)
    session.execute(delete(TombstoneRow).where(TombstoneRow.entity == entity, TombstoneRow.id.in_(ids)))
    session.execute(update(table).where(*which).values(deleted_at=None))


def _key(row: ServerRow) -> tuple[str, UUID]:
    return HOUSEHOLD if isinstance(row.content, Household) else PERSON, row.content.id
