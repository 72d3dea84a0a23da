"""The server's rows as this device holds them."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from agent_app.domain.household import Household, HouseholdId, Person
from agent_app.domain.replica import HOUSEHOLD, PERSON, ServerRow
from agent_app.services.ports import ReplicaChange, ScopeCursor
from agent_app.storage.models import (
    AliasRow,
    AwaitedTransferRow,
    ConsentRow,
    CursorRow,
    DueItemRow,
    HouseholdPlaceRow,
    HouseholdRow,
    HouseholdStatusRow,
    PersonRow,
    ReceiptLineRow,
    ReceiptRow,
    TransferLineRow,
    VisitOutcomeRow,
    VisitRow,
)
from agent_app.storage.repositories.answers import join_told
from agent_app.storage.repositories.bases import Bases
from agent_app.storage.repositories.erasures import lonely_again
from agent_app.storage.repositories.history import moment
from agent_app.storage.repositories.households import SERVER, household_values, person_values
from agent_app.storage.repositories.staging import Staging
from agent_app.storage.repositories.take_over import KNOWN_FIELDS, TakeOver
from agent_app.storage.repositories.tombstones import Tombstones
from agent_app.storage.sorting import chunks

_SUM_BYTES = 8

_UNUSED_PERSON = ~or_(
    exists().where(DueItemRow.person_id == PersonRow.id),
    exists().where(VisitOutcomeRow.person_id == PersonRow.id),
    exists().where(ReceiptLineRow.person_id == PersonRow.id),
    exists().where(TransferLineRow.person_id == PersonRow.id),
    exists().where(HouseholdPlaceRow.person_id == PersonRow.id),
    exists().where(ConsentRow.person_id == PersonRow.id),
    exists().where(HouseholdStatusRow.person_id == PersonRow.id),
)
_UNUSED_HOUSEHOLD = ~or_(
    exists().where(PersonRow.household_id == HouseholdRow.id),
    exists().where(DueItemRow.household_id == HouseholdRow.id),
    exists().where(VisitRow.household_id == HouseholdRow.id),
    exists().where(ReceiptRow.household_id == HouseholdRow.id),
    exists().where(AwaitedTransferRow.household_id == HouseholdRow.id),
    exists().where(HouseholdPlaceRow.household_id == HouseholdRow.id),
    exists().where(HouseholdStatusRow.household_id == HouseholdRow.id),
)


class SqlReplica:
    """Fulfils ``ports.Replica``."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._graves = Tombstones(session)
        self._bases = Bases(session)
        self._staging = Staging(session)

    def cursors(self) -> list[ScopeCursor]:
        rows = self._session.scalars(select(CursorRow).order_by(CursorRow.scope))
        return [
            ScopeCursor(row.scope, row.gen, row.seq, int.from_bytes(row.sum, "big"), row.mver) for row in rows
        ]

    def apply(self, cursor: ScopeCursor, changes: Sequence[ReplicaChange]) -> None:
        """Take in changes and move the cursor, together; only the last word on each row counts.

        Fields that were edited here and wait for the office go on showing the edit.
        """
        last = {(change.entity, change.id): change for change in changes}.values()
        admitted = self._graves.admitted([change.row for change in last if change.row is not None])
        rows = self._bases.lay_over(admitted)
        households = [(row, row.content) for row in rows if isinstance(row.content, Household)]
        people = self._at_home([(row, row.content) for row in rows if isinstance(row.content, Person)])
        self._make_room(households, people, cursor.scope)
        self._put_households(households)
        self._put_people(people)
        take_over = TakeOver(self._session)
        take_over.households(content.id for _, content in households)
        take_over.people(content.id for _, content in people)
        join_told(self._session)
        self._remove([change for change in last if change.row is None], cursor.scope)
        if households:
            lonely_again(self._session)
        self._bases.forget_gone()
        self._move(cursor)
        self._session.expire_all()

    def _at_home(self, people: Sequence[tuple[ServerRow, Person]]) -> list[tuple[ServerRow, Person]]:
        """Let people live where their household is by now: one that was joined here is another's alias."""
        renamed: dict[UUID, UUID] = {}
        for chunk in chunks(content.household_id for _, content in people):
            query = select(AliasRow.local_id, AliasRow.server_id)
            aliases = query.where(AliasRow.entity == HOUSEHOLD, AliasRow.local_id.in_(chunk))
            renamed |= dict(self._session.execute(aliases).all())
        if not renamed:
            return list(people)
        return [
            (
                row,
                replace(
                    content, household_id=HouseholdId(renamed.get(content.household_id, content.household_id))
                ),
            )
            for row, content in people
        ]

    def _make_room(
        self,
        households: Sequence[tuple[ServerRow, Household]],
        people: Sequence[tuple[ServerRow, Person]],
        scope: str,
    ) -> None:
        """Hold the places of households that come later than their people, with a version below any."""
        coming = {content.id for _, content in households}
        awaited = {content.household_id for _, content in people} - coming
        blanks = [Household(each, None, "", None) for each in sorted(awaited)]
        rows = [household_values(blank) | _came(ServerRow(blank, 0, scope)) for blank in blanks]
        if rows:
            self._session.connection().execute(insert(HouseholdRow).on_conflict_do_nothing(), rows)

    def _put_households(self, rows: Sequence[tuple[ServerRow, Household]]) -> None:
        values = [household_values(content) | _came(row) for row, content in rows]
        if values:
            statement = insert(HouseholdRow)
            new = statement.excluded
            upsert = statement.on_conflict_do_update(
                index_elements=[HouseholdRow.id],
                set_={name: new[name] for name in values[0] if name != "id"},
                where=or_(new.ver >= HouseholdRow.ver, HouseholdRow.stale, HouseholdRow.origin != SERVER),
            )
            self._session.connection().execute(upsert, values)

    def _put_people(self, rows: Sequence[tuple[ServerRow, Person]]) -> None:
        """Keep what the server says of people, and what is known here where it says nothing.

        So the server cannot empty a field: what a list has said here, it may never have heard. A field
        that was emptied here stays empty, for the server was told.
        """
        values = [person_values(content) | _came(row) for row, content in rows]
        if values:
            statement = insert(PersonRow)
            new = statement.excluded
            kept = {name: func.coalesce(new[name], getattr(PersonRow, name)) for name in KNOWN_FIELDS}
            upsert = statement.on_conflict_do_update(
                index_elements=[PersonRow.id],
                set_={name: new[name] for name in values[0] if name != "id"} | kept,
                where=or_(new.ver >= PersonRow.ver, PersonRow.stale, PersonRow.origin != SERVER),
            )
            self._session.connection().execute(upsert, values)

    def _remove(self, gone: Sequence[ReplicaChange], scope: str) -> None:
        """Remove rows that have left this scope; what facts refer to stays, deleted and outside any scope.

        A row that another scope has brought meanwhile has only moved.
        """
        people = {change.id: change.ver for change in gone if change.entity == PERSON}
        for person_id, ver in people.items():
            person = (PersonRow.id == person_id, PersonRow.ver <= ver, PersonRow.scope == scope)
            self._graves.bury(PERSON, PersonRow, person, ver)
            self._session.execute(delete(PersonRow).where(*person, _UNUSED_PERSON))
            self._session.execute(update(PersonRow).where(*person).values(scope=None, ver=ver, **_gone()))
        households = {change.id: change.ver for change in gone if change.entity == HOUSEHOLD}
        for household_id, ver in households.items():
            home = (HouseholdRow.id == household_id, HouseholdRow.ver <= ver, HouseholdRow.scope == scope)
            self._graves.bury(HOUSEHOLD, HouseholdRow, home, ver)
            self._session.execute(delete(HouseholdRow).where(*home, _UNUSED_HOUSEHOLD))
            self._session.execute(update(HouseholdRow).where(*home).values(scope=None, ver=ver, **_gone()))

    def _move(self, cursor: ScopeCursor) -> None:
        values = {
            "gen": cursor.gen,
            "seq": cursor.seq,
            "sum": cursor.sum.to_bytes(_SUM_BYTES, "big"),
            "mver": cursor.mver,
        }
        statement = insert(CursorRow).values(scope=cursor.scope, **values)
        self._session.execute(statement.on_conflict_do_update(index_elements=[CursorRow.scope], set_=values))

    def stage(self, cursor: ScopeCursor, changes: Sequence[ReplicaChange]) -> None:
        self._staging.put(cursor.scope, changes)
        self._move(cursor)

    def is_staged(self, scope: str) -> bool:
        return self._staging.holds(scope)

    def take_staged(self, scope: str) -> list[ReplicaChange]:
        return self._staging.take(scope)

    def restart(self, scope: str) -> None:
        self._session.execute(delete(CursorRow).where(CursorRow.scope == scope))
        self._session.execute(update(PersonRow).where(PersonRow.scope == scope).values(stale=True))
        self._session.execute(update(HouseholdRow).where(HouseholdRow.scope == scope).values(stale=True))
        self._graves.let_return(scope)

    def sweep(self, scope: str) -> None:
        person = (PersonRow.scope == scope, PersonRow.stale)
        self._graves.bury(PERSON, PersonRow, person)
        self._session.execute(delete(PersonRow).where(*person, _UNUSED_PERSON))
        left = {"scope": None, "stale": False}
        self._session.execute(update(PersonRow).where(*person).values(**left, **_gone()))
        home = (HouseholdRow.scope == scope, HouseholdRow.stale)
        self._graves.bury(HOUSEHOLD, HouseholdRow, home)
        self._session.execute(delete(HouseholdRow).where(*home, _UNUSED_HOUSEHOLD))
        self._session.execute(update(HouseholdRow).where(*home).values(**left, **_gone()))
        self._bases.forget_gone()
        self._session.expire_all()


def _came(row: ServerRow) -> dict[str, object]:
    return {"origin": SERVER, "scope": row.scope, "ver": row.ver, "stale": False, "deleted_at": None}


def _gone() -> dict[str, object]:
    return {"deleted_at": moment()}
