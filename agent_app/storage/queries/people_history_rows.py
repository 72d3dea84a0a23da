"""The rows behind a page of somebody's history, read a table at a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.history import ChangeSource
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.money import Dong
from agent_app.domain.operation import OperationKind
from agent_app.domain.operation_body import BodyUnreadableError
from agent_app.domain.people_body import read_people
from agent_app.domain.people_edit import FieldEdit, PersonAdded, PersonMerged
from agent_app.domain.receipt_book import shown_number
from agent_app.domain.replica import PERSON
from agent_app.domain.visit import Outcome, VisitId
from agent_app.services.lines import VisitLine
from agent_app.services.people_lines import BecameOne, CameIn, FieldsChanged, HistoryLine, InList, Paid
from agent_app.storage.models import (
    ChangeHistoryRow,
    DueListRow,
    HouseholdRow,
    HouseholdStatusRow,
    OperationRow,
    PersonRow,
    ReceiptLineRow,
    ReceiptRow,
    VisitOutcomeRow,
    VisitRow,
)
from agent_app.storage.repositories.households import present_household, present_person
from agent_app.storage.repositories.statuses import to_status

_MOVED = "household_id"


class Kind(StrEnum):
    """Which table a line is from."""

    CHANGED = "changed"
    VISITED = "visited"
    PAID = "paid"
    DECIDED = "decided"
    LISTED = "listed"
    LOGGED = "logged"


@dataclass(frozen=True, slots=True)
class Listed:
    """One line, before what is behind it was read: ``key`` is the row's id, or those of several changes."""

    at: datetime
    kind: Kind
    key: str


Lines = Mapping[str, HistoryLine]


def rows_behind(session: Session, page: Sequence[Listed], person: PersonId | None) -> list[HistoryLine]:
    """Read what a page lists; where it is about one person, only their part of visits and receipts."""
    readers: Mapping[Kind, Callable[[], Lines]] = {
        Kind.CHANGED: lambda: _changed(session, keys(Kind.CHANGED)),
        Kind.VISITED: lambda: _visited(session, _ids(keys(Kind.VISITED)), person),
        Kind.PAID: lambda: _paid(session, _ids(keys(Kind.PAID)), person),
        Kind.DECIDED: lambda: _decided(session, _ids(keys(Kind.DECIDED))),
        Kind.LISTED: lambda: _in_lists(session, _ids(keys(Kind.LISTED))),
        Kind.LOGGED: lambda: _logged(session, _ids(keys(Kind.LOGGED))),
    }

    def keys(kind: Kind) -> list[str]:
        return [each.key for each in page if each.kind is kind]

    found = {kind: readers[kind]() for kind in {each.kind for each in page}}
    return [replace(found[each.kind][each.key], at=each.at) for each in page]


def _ids(keys: Iterable[str]) -> list[UUID]:
    return [UUID(hex=each) for each in keys]


def _changed(session: Session, keys: Sequence[str]) -> Lines:
    numbers = [int(each) for key in keys for each in key.split(",")]
    rows = {
        row.id: row
        for row in session.scalars(select(ChangeHistoryRow).where(ChangeHistoryRow.id.in_(numbers)))
    }
    found = {}
    for key in keys:
        changes = [rows[number] for number in sorted(map(int, key.split(",")))]
        first = changes[0]
        edits = tuple(
            FieldEdit(each.field, _shown(session, each, each.before), _shown(session, each, each.after))
            for each in changes
        )
        name = _name(session, first.entity_id) if first.entity == PERSON else ""
        found[key] = HistoryLine(
            first.at, name, FieldsChanged(edits), ChangeSource(first.source), first.actor
        )
    return found


def _shown(session: Session, change: ChangeHistoryRow, value: str | None) -> str | None:
    """Tell a household by its address: nobody knows its id."""
    if change.field != _MOVED or value is None:
        return value
    home = session.get(HouseholdRow, present_household(session, HouseholdId(UUID(hex=value))))
    return home.address if home is not None else None


def _name(session: Session, person_id: UUID) -> str:
    row = session.get(PersonRow, present_person(session, PersonId(person_id)))
    return row.name if row is not None else ""


def _visited(session: Session, ids: Sequence[UUID], person: PersonId | None) -> Lines:
    outcomes: dict[VisitId, list[VisitOutcomeRow]] = {}
    query = select(VisitOutcomeRow).where(VisitOutcomeRow.visit_id.in_(ids)).order_by(VisitOutcomeRow.id)
    for row in session.scalars(query):
        if person is None or row.person_id == person:
            outcomes.setdefault(row.visit_id, []).append(row)
    return {
        visit.id.hex: HistoryLine(
            visit.recorded_at, "", _visit(visit, outcomes.get(visit.id, [])), ChangeSource.AGENT
        )
        for visit in session.scalars(select(VisitRow).where(VisitRow.id.in_(ids)))
    }


def _visit(visit: VisitRow, outcomes: Sequence[VisitOutcomeRow]) -> VisitLine:
    told = ((each.subject_name, Outcome(each.outcome), each.promised_on, each.reason) for each in outcomes)
    return VisitLine(visit.id, visit.visited_on, visit.met, tuple(told))


def _paid(session: Session, ids: Sequence[UUID], person: PersonId | None) -> Lines:
    own: dict[UUID, int] = {}
    lines = select(ReceiptLineRow).where(ReceiptLineRow.receipt_id.in_(ids))
    for line in session.scalars(lines):
        if person is None or line.person_id == person:
            own[line.receipt_id] = own.get(line.receipt_id, 0) + line.due
    return {
        row.id.hex: HistoryLine(
            row.recorded_at,
            "",
            Paid(
                row.id,
                None if row.number is None else shown_number(row.number),
                Dong(own.get(row.id, 0)),
                cancelled=row.cancelled_on is not None,
            ),
            ChangeSource.AGENT,
            row.agent_code,
        )
        for row in session.scalars(select(ReceiptRow).where(ReceiptRow.id.in_(ids)))
    }


def _decided(session: Session, ids: Sequence[UUID]) -> Lines:
    return {
        row.id.hex: HistoryLine(
            row.recorded_at,
            _name(session, row.person_id) if row.person_id else "",
            to_status(row),
            ChangeSource.AGENT,
        )
        for row in session.scalars(select(HouseholdStatusRow).where(HouseholdStatusRow.id.in_(ids)))
    }


def _in_lists(session: Session, ids: Sequence[UUID]) -> Lines:
    return {
        row.id.hex: HistoryLine(row.imported_at, "", InList(row.month, row.shown), ChangeSource.IMPORT)
        for row in session.scalars(select(DueListRow).where(DueListRow.id.in_(ids)))
    }


def _logged(session: Session, ids: Sequence[UUID]) -> Lines:
    return {
        row.op_id.hex: HistoryLine(
            row.recorded_at,
            _whom(session, row),
            BecameOne() if row.kind == OperationKind.PERSON_MERGED.value else CameIn(),
            ChangeSource.AGENT,
        )
        for row in session.scalars(select(OperationRow).where(OperationRow.op_id.in_(ids)))
    }


def _whom(session: Session, row: OperationRow) -> str:
    """Name whom an addition or a merge is about, as they are called now."""
    with suppress(BodyUnreadableError):
        match read_people(row.kind, row.body):
            case PersonAdded(person):
                return _name(session, person.id)
            case PersonMerged(kept_id):
                return _name(session, kept_id)
    return ""
