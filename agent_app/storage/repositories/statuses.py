"""Decisions on the standing of households and people, between rows and domain."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import Session

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.household_status import StatusId, StatusRecord
from agent_app.domain.people_edit import RecordSource
from agent_app.domain.support_decision import SupportDecision
from agent_app.storage.models import HouseholdStatusRow, OperationRow


def to_status(row: HouseholdStatusRow) -> StatusRecord:
    """Make the domain's value."""
    decision = SupportDecision(row.group_code, row.decision_no, row.issuer, row.since, row.until)
    return StatusRecord(
        StatusId(row.id),
        row.household_id,
        row.person_id,
        decision,
        RecordSource(row.source),
        row.recorded_at,
        row.withdrawn,
    )


def add_status(session: Session, record: StatusRecord, op_id: UUID) -> None:
    """Keep a decision; its ids are those that are present."""
    decision = record.decision
    session.execute(
        insert(HouseholdStatusRow).values(
            id=record.id,
            op_id=op_id,
            household_id=record.household_id,
            person_id=record.person_id,
            group_code=decision.group,
            decision_no=decision.number,
            issuer=decision.issuer,
            since=decision.since,
            until=decision.until,
            source=record.source.value,
            recorded_at=record.recorded_at,
            withdrawn=record.withdrawn,
        )
    )


def statuses_of(
    session: Session, household_id: HouseholdId, people: Iterable[PersonId]
) -> list[StatusRecord]:
    """Return the decisions on a household and on some people, in the order in which they were recorded."""
    holder = or_(
        HouseholdStatusRow.household_id == household_id, HouseholdStatusRow.person_id.in_(list(people))
    )
    query = (
        select(HouseholdStatusRow)
        .join(OperationRow, OperationRow.op_id == HouseholdStatusRow.op_id)
        .where(holder)
        .order_by(OperationRow.dseq)
    )
    return [to_status(row) for row in session.scalars(query)]
