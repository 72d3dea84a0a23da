"""A server's row that is someone made here: it takes over whatever refers to them, and leaves an alias.

What a fact said when it was made (its subject) stays as it was; only references move.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.replica import HOUSEHOLD, PERSON
from agent_app.storage.models import (
    AliasRow,
    Base,
    DueItemRow,
    HouseholdPlaceRow,
    HouseholdRow,
    PersonRow,
    ReceiptLineRow,
    ReceiptRow,
    VisitOutcomeRow,
    VisitRow,
)
from agent_app.storage.repositories.households import SERVER
from agent_app.storage.sorting import chunks

KNOWN_FIELDS = (
    "insurance_no",
    "citizen_id",
    "birth",
    "sex",
    "phone",
    "relation",
    "health_group",
    "facility",
)
"""What is kept of a person where the server's row says nothing; a later word of the server replaces it."""

_PERSON_REFERENCES: tuple[tuple[type[Base], InstrumentedAttribute[PersonId]], ...] = (
    (DueItemRow, DueItemRow.person_id),
    (VisitOutcomeRow, VisitOutcomeRow.person_id),
    (ReceiptLineRow, ReceiptLineRow.person_id),
)
_HOUSEHOLD_REFERENCES: tuple[tuple[type[Base], InstrumentedAttribute[HouseholdId]], ...] = (
    (PersonRow, PersonRow.household_id),
    (DueItemRow, DueItemRow.household_id),
    (VisitRow, VisitRow.household_id),
    (ReceiptRow, ReceiptRow.household_id),
)


@dataclass(frozen=True, slots=True)
class _Pair:
    """One id made here and the server's id in its place."""

    local: UUID
    server: UUID


class TakeOver:
    """Puts the server's people and households in the place of those made here that are the same."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def households(self, server_ids: Iterable[HouseholdId]) -> None:
        """Join households by their office's number."""
        same = HouseholdRow.household_no
        rows = []
        for chunk in chunks(server_ids):
            numbers = select(same, HouseholdRow.id).where(HouseholdRow.id.in_(chunk), same.is_not(None))
            by_number = dict(self._session.execute(numbers).all())
            made_here = select(HouseholdRow.id, same).where(
                same.in_(by_number), HouseholdRow.origin != SERVER, HouseholdRow.id.not_in(chunk)
            )
            rows += [
                _Pair(local, by_number[number])
                for local, number in self._session.execute(made_here.order_by(HouseholdRow.id))
            ]
        self._replace_households(rows)

    def people(self, server_ids: Iterable[PersonId]) -> None:
        """Join people by insurance number, else by citizen id."""
        pairs: dict[UUID, UUID] = {}
        for chunk in chunks(server_ids):
            for column in (PersonRow.insurance_no, PersonRow.citizen_id):
                pairs = {pair.local: pair.server for pair in self._same_people(chunk, column)} | pairs
        found = [_Pair(local, server) for local, server in pairs.items()]
        self._leave_households(found)
        self._replace_people(found)

    def _same_people(
        self, server_ids: list[PersonId], column: InstrumentedAttribute[str | None]
    ) -> list[_Pair]:
        numbers = select(column, PersonRow.id).where(PersonRow.id.in_(server_ids), column.is_not(None))
        by_number = dict(self._session.execute(numbers).all())
        made_here = select(PersonRow.id, column).where(
            column.in_(by_number), PersonRow.origin != SERVER, PersonRow.id.not_in(server_ids)
        )
        rows = self._session.execute(made_here.order_by(PersonRow.id))
        return [_Pair(local, by_number[number]) for local, number in rows]

    def _replace_people(self, pairs: list[_Pair]) -> None:
        for pair in pairs:
            self._fill(pair)
            self._move_places(HouseholdPlaceRow.person_id == pair.local, person=PersonId(pair.server))
        for table, column in _PERSON_REFERENCES:
            self._repoint(table, column, pairs)
        self._forget(PersonRow, PersonRow.id, pairs, PERSON)

    def _replace_households(self, pairs: list[_Pair]) -> None:
        for pair in pairs:
            self._move_places(
                HouseholdPlaceRow.household_id == pair.local, household=HouseholdId(pair.server)
            )
        for table, column in _HOUSEHOLD_REFERENCES:
            self._repoint(table, column, pairs)
        self._forget(HouseholdRow, HouseholdRow.id, pairs, HOUSEHOLD)

    def _leave_households(self, pairs: list[_Pair]) -> None:
        """Let a household that was made here go, once everybody in it lives in the server's."""
        left: dict[UUID, UUID] = {}
        for pair in pairs:
            home = self._session.execute(
                select(PersonRow.household_id, HouseholdRow.origin)
                .join(HouseholdRow, HouseholdRow.id == PersonRow.household_id)
                .where(PersonRow.id == pair.local)
            ).one()
            target = self._session.scalar(select(PersonRow.household_id).where(PersonRow.id == pair.server))
            if home.origin != SERVER and target is not None and home.household_id != target:
                left.setdefault(home.household_id, target)
        gone = {pair.local for pair in pairs}
        empty = [_Pair(old, new) for old, new in left.items() if not self._members(old) - gone]
        # Those who go move along for a moment, so that nothing points at a household that is gone.
        self._replace_households(empty)

    def _members(self, household_id: UUID) -> set[UUID]:
        return set(self._session.scalars(select(PersonRow.id).where(PersonRow.household_id == household_id)))

    def _fill(self, pair: _Pair) -> None:
        known = self._session.execute(
            select(*(getattr(PersonRow, name) for name in KNOWN_FIELDS)).where(PersonRow.id == pair.local)
        ).one()
        filled = {
            name: func.coalesce(getattr(PersonRow, name), value)
            for name, value in zip(KNOWN_FIELDS, known, strict=True)
            if value is not None
        }
        if filled:
            self._session.execute(update(PersonRow).where(PersonRow.id == pair.server).values(filled))

    def _repoint(
        self,
        table: type[Base],
        column: InstrumentedAttribute[HouseholdId] | InstrumentedAttribute[PersonId],
        pairs: list[_Pair],
    ) -> None:
        if pairs:
            statement = (
                update(table).where(column == bindparam("local")).values({column.key: bindparam("server")})
            )
            self._session.connection().execute(statement, [_bound(pair) for pair in pairs])

    def _forget(
        self,
        table: type[Base],
        column: InstrumentedAttribute[HouseholdId] | InstrumentedAttribute[PersonId],
        pairs: list[_Pair],
        entity: str,
    ) -> None:
        if not pairs:
            return
        connection, bound = self._session.connection(), [_bound(pair) for pair in pairs]
        older = update(AliasRow).where(AliasRow.entity == entity, AliasRow.server_id == bindparam("local"))
        connection.execute(older.values(server_id=bindparam("server")), bound)
        connection.execute(delete(table).where(column == bindparam("local")), bound)
        rows = [{"entity": entity, "local_id": pair.local, "server_id": pair.server} for pair in pairs]
        connection.execute(insert(AliasRow), rows)

    def _move_places(
        self,
        which: ColumnElement[bool],
        household: HouseholdId | None = None,
        person: PersonId | None = None,
    ) -> None:
        """Move held places to another household or person.

        A person who holds a place there already keeps that one; a place that someone else holds there is
        left to them, and the one who comes gets the next free place: two cannot hold one.
        """
        rows = self._session.scalars(select(HouseholdPlaceRow).where(which).order_by(HouseholdPlaceRow.place))
        moved = [
            (household or row.household_id, row.year, row.place, person or row.person_id) for row in rows
        ]
        self._session.execute(delete(HouseholdPlaceRow).where(which))
        for home, year, place, who in moved:
            held = self._held(home, year)
            if who not in held:
                free = place
                while free in held.values():
                    free += 1
                self._session.execute(
                    insert(HouseholdPlaceRow).values(household_id=home, year=year, place=free, person_id=who)
                )

    def _held(self, household_id: HouseholdId, year: int) -> dict[PersonId, int]:
        query = select(HouseholdPlaceRow.person_id, HouseholdPlaceRow.place).where(
            HouseholdPlaceRow.household_id == household_id, HouseholdPlaceRow.year == year
        )
        return {row.person_id: row.place for row in self._session.execute(query)}


def _bound(pair: _Pair) -> dict[str, object]:
    return {"local": pair.local, "server": pair.server}
