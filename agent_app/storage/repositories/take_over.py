"""A server's row that is someone made here: it takes over whatever refers to them, and leaves an alias.

What a fact said when it was made (its subject) stays as it was; only references move.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, or_, select, true, update
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from agent_app.domain.household import HouseholdId, PersonId, agree
from agent_app.domain.replica import HOUSEHOLD, PERSON
from agent_app.storage.models import (
    AliasRow,
    AwaitedTransferRow,
    Base,
    BaseRow,
    ConsentRow,
    DueItemRow,
    ErasureRow,
    HouseholdPlaceRow,
    HouseholdRow,
    HouseholdStatusRow,
    PersonRow,
    PrintRow,
    ReceiptLineRow,
    ReceiptRow,
    TransferLineRow,
    VisitOutcomeRow,
    VisitRow,
)
from agent_app.storage.repositories.bases import Bases
from agent_app.storage.repositories.households import SERVER, forget_present
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

_PersonColumn = InstrumentedAttribute[PersonId] | InstrumentedAttribute[PersonId | None]
_HouseholdColumn = InstrumentedAttribute[HouseholdId] | InstrumentedAttribute[HouseholdId | None]
_AnyColumn = InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None]
_IdColumn = _PersonColumn | _HouseholdColumn | _AnyColumn

_PERSON_REFERENCES: tuple[tuple[type[Base], _PersonColumn], ...] = (
    (DueItemRow, DueItemRow.person_id),
    (VisitOutcomeRow, VisitOutcomeRow.person_id),
    (ReceiptLineRow, ReceiptLineRow.person_id),
    (TransferLineRow, TransferLineRow.person_id),
    (ConsentRow, ConsentRow.person_id),
    (HouseholdStatusRow, HouseholdStatusRow.person_id),
)
_HOUSEHOLD_REFERENCES: tuple[tuple[type[Base], _HouseholdColumn | _AnyColumn], ...] = (
    (PersonRow, PersonRow.household_id),
    (DueItemRow, DueItemRow.household_id),
    (VisitRow, VisitRow.household_id),
    (ReceiptRow, ReceiptRow.household_id),
    (AwaitedTransferRow, AwaitedTransferRow.household_id),
    (ErasureRow, ErasureRow.household_id),
    (HouseholdStatusRow, HouseholdStatusRow.household_id),
    (PrintRow, PrintRow.about),
)


@dataclass(frozen=True, slots=True)
class _Pair:
    """One id made here and the server's id in its place."""

    local: UUID
    server: UUID


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A person's id, and the numbers by which the offices know that person."""

    id: UUID
    insurance_no: str | None
    citizen_id: str | None


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
        """Join people by insurance number; by citizen id only those whose insurance numbers agree."""
        sure: dict[UUID, UUID] = {}
        likely: dict[UUID, UUID] = {}
        for chunk in chunks(server_ids):
            theirs = self._numbered(PersonRow.id.in_(chunk))
            by_number = {each.insurance_no: each.id for each in theirs if each.insurance_no}
            mine = self._numbered(
                PersonRow.origin != SERVER,
                PersonRow.id.not_in(chunk),
                or_(
                    PersonRow.insurance_no.in_(list(by_number)),
                    PersonRow.citizen_id.in_({each.citizen_id for each in theirs} - {None}),
                ),
            )
            sure |= {each.id: by_number[each.insurance_no] for each in mine if each.insurance_no in by_number}
            likely |= _by_citizen_id(theirs, [each for each in mine if each.id not in sure])
        found = [_Pair(local, server) for local, server in (likely | sure).items()]
        self._leave_households(found)
        self._replace_people(found)

    def join_people(self, made: PersonId, known: PersonId) -> None:
        """Put a known person in the place of one made here, as somebody has decided."""
        pairs = [_Pair(made, known)]
        self._leave_households(pairs)
        self._replace_people(pairs)

    def join_households(self, made: HouseholdId, known: HouseholdId) -> None:
        """Put a known household in the place of one made here, as somebody has decided."""
        self._replace_households([_Pair(made, known)])

    def _numbered(self, *which: ColumnElement[bool]) -> list[_Numbered]:
        query = select(PersonRow.id, PersonRow.insurance_no, PersonRow.citizen_id).where(*which)
        return [_Numbered(*row) for row in self._session.execute(query.order_by(PersonRow.id))]

    def _replace_people(self, pairs: list[_Pair]) -> None:
        self._hand_over(PERSON, pairs)
        self._fill(pairs)
        holders = self._among(HouseholdPlaceRow.person_id, (pair.local for pair in pairs))
        for pair in pairs:
            if pair.local in holders:
                self._move_places(HouseholdPlaceRow.person_id == pair.local, person=PersonId(pair.server))
        for table, column in _PERSON_REFERENCES:
            self._repoint(table, column, pairs)
        self._forget(PersonRow, PersonRow.id, pairs, PERSON)

    def _replace_households(self, pairs: list[_Pair]) -> None:
        self._hand_over(HOUSEHOLD, pairs)
        holders = self._among(HouseholdPlaceRow.household_id, (pair.local for pair in pairs))
        for pair in pairs:
            if pair.local in holders:
                home = HouseholdId(pair.server)
                self._move_places(HouseholdPlaceRow.household_id == pair.local, household=home)
        for table, column in _HOUSEHOLD_REFERENCES:
            self._repoint(table, column, pairs)
        self._forget(HouseholdRow, HouseholdRow.id, pairs, HOUSEHOLD)

    def _hand_over(self, entity: str, pairs: list[_Pair]) -> None:
        """Let edits that wait for the office wait with the row that stays."""
        waiting = self._among(BaseRow.id, (pair.local for pair in pairs), BaseRow.entity == entity)
        for pair in pairs:
            if pair.local in waiting:
                Bases(self._session).hand_over(entity, pair.local, pair.server)

    def _leave_households(self, pairs: list[_Pair]) -> None:
        """Let a household that was made here go, once everybody in it lives in the server's."""
        homes = self._homes([pair.local for pair in pairs] + [pair.server for pair in pairs])
        made_here = self._among(HouseholdRow.id, homes.values(), HouseholdRow.origin != SERVER)
        left: dict[UUID, UUID] = {}
        for pair in pairs:
            old, new = homes[pair.local], homes[pair.server]
            if old != new and old in made_here:
                left.setdefault(old, new)
        leaving = {pair.local for pair in pairs}
        lived_in = {
            home
            for chunk in chunks(left)
            for person, home in self._session.execute(
                select(PersonRow.id, PersonRow.household_id).where(PersonRow.household_id.in_(chunk))
            )
            if person not in leaving
        }
        # Those who go move along for a moment, so that nothing points at a household that is gone.
        self._replace_households([_Pair(old, new) for old, new in left.items() if old not in lived_in])

    def _homes(self, people: Iterable[UUID]) -> dict[UUID, UUID]:
        """Say where people live."""
        found: dict[UUID, UUID] = {}
        for chunk in chunks(people):
            query = select(PersonRow.id, PersonRow.household_id).where(PersonRow.id.in_(chunk))
            found |= dict(self._session.execute(query).all())
        return found

    def _among(
        self, column: _IdColumn, ids: Iterable[UUID], which: ColumnElement[bool] | None = None
    ) -> set[UUID]:
        """Keep those ids that stand in a column, of the rows asked for."""
        asked = true() if which is None else which
        found: set[UUID] = set()
        for chunk in chunks(ids):
            found |= set(self._session.scalars(select(column).where(column.in_(chunk), asked)))
        return found

    def _fill(self, pairs: list[_Pair]) -> None:
        """Keep what was known here where the server says nothing."""
        here = aliased(PersonRow)
        known = {
            name: select(getattr(here, name)).where(here.id == bindparam("local")).scalar_subquery()
            for name in KNOWN_FIELDS
        }
        filled = {name: func.coalesce(getattr(PersonRow, name), value) for name, value in known.items()}
        if pairs:
            statement = update(PersonRow).where(PersonRow.id == bindparam("server")).values(filled)
            self._session.connection().execute(statement, [_bound(pair) for pair in pairs])

    def _repoint(
        self,
        table: type[Base],
        column: _IdColumn,
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
        column: _IdColumn,
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
        forget_present(self._session)

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


def _by_citizen_id(theirs: Iterable[_Numbered], mine: Iterable[_Numbered]) -> dict[UUID, UUID]:
    """Pair those who share a citizen id, unless it stands for several people: a child may bear its mother's.

    Where nobody can say who is meant, nobody is joined: a second line is mended sooner than a lost person.
    """
    holders = defaultdict[str | None, list[_Numbered]](list)
    for each in theirs:
        holders[each.citizen_id].append(each)
    meant = defaultdict[UUID, list[_Numbered]](list)
    for one in mine:
        alike = [each for each in holders[one.citizen_id] if agree(each.insurance_no, one.insurance_no)]
        if len(alike) == 1:
            meant[alike[0].id].append(one)
    return {
        one.id: server
        for server, alike in meant.items()
        if len({one.insurance_no for one in alike} - {None}) <= 1
        for one in alike
    }


def _bound(pair: _Pair) -> dict[str, object]:
    return {"local": pair.local, "server": pair.server}
