"""How much the store holds."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from agent_app.services.lines import DueFilter, StoreCounts
from agent_app.storage.models import Base, HouseholdRow, OperationRow, PersonRow, ReceiptRow, VisitRow
from agent_app.storage.queries.due import due_count


def counts(session: Session) -> StoreCounts:
    """Fulfil ``ports.Queries.counts``; ``due`` is the newest list's."""
    return StoreCounts(
        _count(session, HouseholdRow, HouseholdRow.deleted_at.is_(None)),
        _count(session, PersonRow, PersonRow.deleted_at.is_(None)),
        due_count(session, DueFilter()),
        _count(session, VisitRow),
        _count(session, ReceiptRow),
        _count(session, OperationRow),
    )


def _count(session: Session, table: type[Base], *which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*which)) or 0
