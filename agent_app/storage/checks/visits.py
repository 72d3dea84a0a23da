"""Visits against the operations that logged them."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.operation import OperationKind
from agent_app.domain.operation_body import BodyUnreadableError, read_visit
from agent_app.domain.visit import Visit
from agent_app.services.ports import Finding
from agent_app.storage.checks.log import PAGE
from agent_app.storage.models import OperationRow, VisitOutcomeRow, VisitRow
from agent_app.storage.sorting import chunks


def visits(session: Session) -> Iterator[Finding]:
    """Compare each visit with its operation, by what says nothing of a person: that may have been erased."""
    query = (
        select(OperationRow)
        .where(OperationRow.kind == OperationKind.VISIT_RECORDED.value)
        .order_by(OperationRow.dseq)
    )
    for page in session.scalars(query).yield_per(PAGE).partitions():
        logged: list[Visit] = []
        for operation in page:
            if not operation.body:
                continue
            try:
                logged.append(read_visit(operation.body))
            except BodyUnreadableError:
                yield Finding("visit.unreadable", str(operation.op_id))
        yield from _compare(session, logged)


def _compare(session: Session, logged: Sequence[Visit]) -> Iterator[Finding]:
    for chunk in chunks(logged):
        ids = [visit.id for visit in chunk]
        rows = {row.id: row for row in session.scalars(select(VisitRow).where(VisitRow.id.in_(ids)))}
        came: dict[object, list[str]] = {}
        query = select(VisitOutcomeRow).where(VisitOutcomeRow.visit_id.in_(ids))
        for outcome in session.scalars(query.order_by(VisitOutcomeRow.visit_id, VisitOutcomeRow.position)):
            came.setdefault(outcome.visit_id, []).append(outcome.outcome)
        for visit in chunk:
            row = rows.get(visit.id)
            if row is None:
                yield Finding("visit.missing", str(visit.id))
            elif (row.visited_on, row.recorded_at) != (visit.visited_on, visit.recorded_at) or came.get(
                visit.id, []
            ) != [each.outcome.value for each in visit.outcomes]:
                yield Finding("visit.differs", str(visit.id))
