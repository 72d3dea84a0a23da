"""People, households, their edits and their standing against the operations that logged them."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.household_status import StatusRecord
from agent_app.domain.operation import OperationKind, OperationState
from agent_app.domain.operation_body import BodyUnreadableError
from agent_app.domain.people_body import read_people, read_status
from agent_app.domain.people_edit import HouseholdAdded, PersonAdded, PersonMerged, row_values
from agent_app.domain.replica import HOUSEHOLD, PERSON
from agent_app.services.ports import Finding
from agent_app.storage.checks.log import PAGE
from agent_app.storage.models import (
    AliasRow,
    BaseRow,
    HouseholdRow,
    HouseholdStatusRow,
    OperationRow,
    PersonRow,
    TombstoneRow,
)
from agent_app.storage.repositories.bases import EDIT_KINDS, edited_by, was_erased
from agent_app.storage.repositories.households import (
    present_household,
    present_person,
    to_household,
    to_person,
)
from agent_app.storage.repositories.statuses import to_status

_ADDED = (OperationKind.HOUSEHOLD_ADDED.value, OperationKind.PERSON_ADDED.value)
_WAITING = (OperationState.LOCAL.value, OperationState.HELD.value)


def people(session: Session) -> Iterator[Finding]:
    """See that whoever was added is there, and that both ids of a merge lead to one person."""
    kinds = (*_ADDED, OperationKind.PERSON_MERGED.value)
    for page in _pages(session, kinds):
        for operation in page:
            try:
                fact = read_people(operation.kind, operation.body) if operation.body else None
            except BodyUnreadableError:
                yield Finding("people.unreadable", str(operation.op_id))
                continue
            match fact:
                case HouseholdAdded() if not _is_there(session, HOUSEHOLD, fact.household.id):
                    yield Finding("household.missing", str(fact.household.id))
                case PersonAdded() if not _is_there(session, PERSON, fact.person.id):
                    yield Finding("person.missing", str(fact.person.id))
                case PersonMerged() if not _are_one(session, fact):
                    yield Finding("person.not_merged", str(fact.other_id))


def _pages(session: Session, kinds: Sequence[str]) -> Iterator[Sequence[OperationRow]]:
    query = select(OperationRow).where(OperationRow.kind.in_(kinds)).order_by(OperationRow.dseq)
    yield from session.scalars(query).yield_per(PAGE).partitions()


def _is_there(session: Session, entity: str, row_id: UUID) -> bool:
    """Find a row by any id, or that the office has taken it away since."""
    if session.get(TombstoneRow, (entity, row_id)) is not None:
        return True
    if entity == HOUSEHOLD:
        return session.get(HouseholdRow, present_household(session, HouseholdId(row_id))) is not None
    return session.get(PersonRow, present_person(session, PersonId(row_id))) is not None


def _are_one(session: Session, fact: PersonMerged) -> bool:
    known = {present_person(session, fact.kept_id), present_person(session, fact.other_id)}
    return len(known) == 1 and session.get(AliasRow, (PERSON, fact.other_id)) is not None


def edits(session: Session) -> Iterator[Finding]:
    """See that every edit that waits is what its row shows, with the base that it would go back to."""
    expected: dict[tuple[str, UUID, str], tuple[str | None, UUID]] = {}
    for page in _pages(session, EDIT_KINDS):
        for operation in page:
            edited = edited_by(session, operation)
            if edited is None:
                if operation.body:
                    yield Finding("people.unreadable", str(operation.op_id))
                continue
            for each in edited.edits:
                place = (edited.entity, edited.id, each.field)
                if operation.state in _WAITING and not was_erased(session, edited.id):
                    expected[place] = (each.value, operation.op_id)
                else:
                    expected.pop(place, None)
    yield from _compare(session, expected)


def _compare(
    session: Session, expected: dict[tuple[str, UUID, str], tuple[str | None, UUID]]
) -> Iterator[Finding]:
    for base in session.scalars(select(BaseRow).order_by(BaseRow.op_id, BaseRow.field)):
        value, op_id = expected.pop((base.entity, base.id, base.field), (None, None))
        if op_id is None and _is_emptied(session, base.op_id):
            continue
        if op_id != base.op_id or _shown(session, base) != value:
            yield Finding("edit.differs", str(base.op_id))
    for (entity, row_id, _), (_, op_id) in expected.items():
        if _is_there(session, entity, row_id) and session.get(TombstoneRow, (entity, row_id)) is None:
            yield Finding("edit.no_base", str(op_id))


def _is_emptied(session: Session, op_id: UUID) -> bool:
    return session.scalar(select(OperationRow.body).where(OperationRow.op_id == op_id)) == b""


def _shown(session: Session, base: BaseRow) -> str | None:
    if base.entity == HOUSEHOLD:
        home = session.get(HouseholdRow, base.id)
        return None if home is None else row_values(to_household(home)).get(base.field)
    person = session.get(PersonRow, base.id)
    return None if person is None else row_values(to_person(person)).get(base.field)


def statuses(session: Session) -> Iterator[Finding]:
    """Compare each decision on people's standing with the operation that logged it."""
    for page in _pages(session, [OperationKind.STATUS_RECORDED.value]):
        kept = select(HouseholdStatusRow).where(HouseholdStatusRow.op_id.in_([each.op_id for each in page]))
        rows = {row.op_id: row for row in session.scalars(kept)}
        for operation in page:
            if operation.body:
                yield from _status(session, operation, rows.get(operation.op_id))


def _status(session: Session, operation: OperationRow, row: HouseholdStatusRow | None) -> Iterator[Finding]:
    try:
        logged = _present(session, read_status(operation.body))
    except BodyUnreadableError:
        yield Finding("status.unreadable", str(operation.op_id))
        return
    holder = logged.person_id or logged.household_id
    if row is None:
        if holder is not None and not was_erased(session, holder):
            yield Finding("status.missing", str(logged.id))
    elif to_status(row) != logged:
        yield Finding("status.differs", str(logged.id))


def _present(session: Session, logged: StatusRecord) -> StatusRecord:
    home, person = logged.household_id, logged.person_id
    return StatusRecord(
        logged.id,
        present_household(session, home) if home else None,
        present_person(session, person) if person else None,
        logged.decision,
        logged.source,
        logged.recorded_at,
        logged.withdrawn,
    )
