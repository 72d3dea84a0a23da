"""What has happened to a person, or to a household and whoever is in it: one list of many tables.

The store chooses a page, newest first; the rows behind it are read afterwards, a table at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.operation import OperationKind
from agent_app.domain.replica import HOUSEHOLD, PERSON
from agent_app.services.failures import PersonUnknownError
from agent_app.services.people_lines import HistoryLine, HistoryOf
from agent_app.storage.models import (
    AliasRow,
    ChangeHistoryRow,
    DueItemRow,
    DueListRow,
    HouseholdStatusRow,
    OperationRow,
    PersonRow,
    ReceiptLineRow,
    ReceiptRow,
    VisitOutcomeRow,
    VisitRow,
)
from agent_app.storage.queries.people_history_rows import Kind, Listed, rows_behind
from agent_app.storage.repositories.erasures import said_about
from agent_app.storage.repositories.households import find_household, present_person

_OF_PEOPLE = (OperationKind.PERSON_ADDED.value, OperationKind.PERSON_MERGED.value)
_MOVED = "household_id"

_Column = ColumnElement[Any] | InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whom the list is about, by every id of each; ``home`` where it is about all of a household."""

    people: tuple[PersonId, ...]
    home: HouseholdId | None = None
    homes: tuple[UUID, ...] = ()


def history_lines(session: Session, of: HistoryOf, limit: int, offset: int) -> list[HistoryLine]:
    """Fulfil ``ports.PeopleQueries.history``."""
    asked = _asked(session, of)
    listed = union_all(*_branches(asked)).subquery()
    query = select(listed.c.at, listed.c.kind, listed.c.key).order_by(
        listed.c.at.desc(), listed.c.kind, listed.c.key.desc()
    )
    page = [
        Listed(at, Kind(kind), key) for at, kind, key in session.execute(query.limit(limit).offset(offset))
    ]
    return rows_behind(session, page, None if asked.home else asked.people[0])


def history_count(session: Session, of: HistoryOf) -> int:
    """Fulfil ``ports.PeopleQueries.history_count``."""
    listed = union_all(*_branches(_asked(session, of))).subquery()
    return session.scalar(select(func.count()).select_from(listed)) or 0


def _asked(session: Session, of: HistoryOf) -> _Asked:
    if of.person_id is not None:
        person = session.get(PersonRow, present_person(session, of.person_id))
        if person is None:
            raise PersonUnknownError(str(of.person_id))
        return _Asked(_people(session, [person.id]))
    home = find_household(session, of.household_id).id
    here = select(PersonRow.id).where(PersonRow.household_id == home, PersonRow.deleted_at.is_(None))
    older = select(AliasRow.local_id).where(AliasRow.entity == HOUSEHOLD, AliasRow.server_id == home)
    return _Asked(_people(session, session.scalars(here).all()), home, (home, *session.scalars(older).all()))


def _people(session: Session, present: Sequence[PersonId]) -> tuple[PersonId, ...]:
    older = select(AliasRow.local_id).where(AliasRow.entity == PERSON, AliasRow.server_id.in_(present))
    return (*present, *map(PersonId, session.scalars(older)))


def _branches(asked: _Asked) -> list[Select[Any]]:
    return [
        _changes(asked),
        _visits(asked),
        _receipts(asked),
        _statuses(asked),
        _lists(asked),
        _logged(asked),
    ]


def _branch(kind: Kind, at: _Column, key: _Column) -> Select[Any]:
    columns: list[_Column] = [
        at.label("at"),
        literal(kind.value).label("kind"),
        cast(key, String).label("key"),
    ]
    return select(*columns)


def _changes(asked: _Asked) -> Select[Any]:
    """Take together what was changed of one row at once."""
    table = ChangeHistoryRow
    about = and_(table.entity == PERSON, table.entity_id.in_(asked.people))
    if asked.home:
        written = [each.hex for each in asked.homes]
        came_or_went = and_(
            table.entity == PERSON,
            table.field == _MOVED,
            or_(table.before.in_(written), table.after.in_(written)),
        )
        about = or_(about, came_or_went, and_(table.entity == HOUSEHOLD, table.entity_id.in_(asked.homes)))
    together = (table.entity, table.entity_id, table.at, table.op_id)
    changed: Select[Any] = _branch(Kind.CHANGED, table.at, func.group_concat(table.id))
    return changed.where(about).group_by(*together)


def _visits(asked: _Asked) -> Select[Any]:
    own = select(VisitOutcomeRow.visit_id).where(VisitOutcomeRow.person_id.in_(asked.people))
    about = VisitRow.household_id == asked.home if asked.home else VisitRow.id.in_(own)
    return _branch(Kind.VISITED, VisitRow.recorded_at, VisitRow.id).where(about)


def _receipts(asked: _Asked) -> Select[Any]:
    own = select(ReceiptLineRow.receipt_id).where(ReceiptLineRow.person_id.in_(asked.people))
    about: ColumnElement[bool] = ReceiptRow.id.in_(own)
    if asked.home:
        about = or_(about, ReceiptRow.household_id == asked.home)
    return _branch(Kind.PAID, ReceiptRow.recorded_at, ReceiptRow.id).where(about)


def _statuses(asked: _Asked) -> Select[Any]:
    table = HouseholdStatusRow
    about: ColumnElement[bool] = table.person_id.in_(asked.people)
    if asked.home:
        about = or_(about, table.household_id == asked.home)
    return _branch(Kind.DECIDED, table.recorded_at, table.id).where(about)


def _lists(asked: _Asked) -> Select[Any]:
    about: ColumnElement[bool] = DueItemRow.person_id.in_(asked.people)
    if asked.home:
        about = or_(about, DueItemRow.household_id == asked.home)
    named = select(DueItemRow.due_list_id).where(about)
    return _branch(Kind.LISTED, DueListRow.imported_at, DueListRow.id).where(DueListRow.id.in_(named))


def _logged(asked: _Asked) -> Select[Any]:
    """List additions and merges: the log alone knows when they were made."""
    table = OperationRow
    about = and_(table.kind.in_(_OF_PEOPLE), said_about(asked.people))
    if asked.home:
        added = and_(table.kind == OperationKind.HOUSEHOLD_ADDED.value, said_about(asked.homes))
        about = or_(about, added) if asked.people else added
    return _branch(Kind.LOGGED, table.recorded_at, table.op_id).where(about)
