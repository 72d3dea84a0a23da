"""What the office's answers to additions, edits and merges do to the tables."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.operation import OperationKind, OperationState
from agent_app.domain.operation_body import BodyUnreadableError
from agent_app.domain.people_body import read_people
from agent_app.domain.people_edit import HouseholdAdded, PersonAdded, known_as
from agent_app.domain.replica import HOUSEHOLD, PERSON
from agent_app.storage.models import HouseholdRow, OperationRow, PersonRow
from agent_app.storage.repositories.bases import Bases, Outcome
from agent_app.storage.repositories.households import SERVER
from agent_app.storage.repositories.take_over import TakeOver
from agent_app.storage.sorting import chunks

_ADDITIONS = (OperationKind.PERSON_ADDED.value, OperationKind.HOUSEHOLD_ADDED.value)


def follow(session: Session, outcomes: Iterable[Outcome]) -> None:
    """Let tables follow what the office has answered: edits it took or refused, people it knew already."""
    answered = list(outcomes)
    Bases(session).settle(answered)
    merged = [op_id for op_id, state, reason in answered if state is OperationState.MERGED and reason]
    for chunk in chunks(merged):
        query = select(OperationRow).where(OperationRow.op_id.in_(chunk), OperationRow.kind.in_(_ADDITIONS))
        _join(session, session.scalars(query.order_by(OperationRow.dseq)).all())


def join_told(session: Session) -> None:
    """Join whom the office has named before its own row of them came."""
    query = select(OperationRow).where(
        OperationRow.state == OperationState.MERGED.value, OperationRow.kind.in_(_ADDITIONS)
    )
    _join(session, session.scalars(query.order_by(OperationRow.dseq)).all())


def _join(session: Session, operations: Sequence[OperationRow]) -> None:
    """Put the office's row in the place of one made here, where both are there."""
    for operation in operations:
        known = known_as(operation.reason)
        added = _added(operation)
        if known is None or added is None or known == added[1]:
            continue
        entity, local = added
        if entity == PERSON:
            if _both(session, PersonRow, local, known):
                TakeOver(session).join_people(PersonId(local), PersonId(known))
        elif _both(session, HouseholdRow, local, known):
            TakeOver(session).join_households(HouseholdId(local), HouseholdId(known))


def _added(operation: OperationRow) -> tuple[str, UUID] | None:
    try:
        fact = read_people(operation.kind, operation.body) if operation.body else None
    except BodyUnreadableError:
        return None
    match fact:
        case PersonAdded():
            return PERSON, fact.person.id
        case HouseholdAdded():
            return HOUSEHOLD, fact.household.id
        case _:
            return None


def _both(session: Session, table: type[PersonRow | HouseholdRow], local: UUID, known: UUID) -> bool:
    """Tell whether one was made here and is here still, and the other has come from the office."""
    origins = dict(session.execute(select(table.id, table.origin).where(table.id.in_([local, known]))).all())
    return len(origins) == len({local, known}) and origins[local] != SERVER
