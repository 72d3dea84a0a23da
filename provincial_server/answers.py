"""What a device learns after its operation was answered: another outcome that an officer decided."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agent_app.domain.operation import OperationState
from agent_app.domain.replica import OUTCOME, answers_scope, outcome_row
from provincial_server.scope_log import Change, make_scope
from provincial_server.tables import ChangeLogRow


def outcome_change(
    session: Session, device_id: UUID, op_id: UUID, state: OperationState, reason: str | None
) -> Change:
    """Make what the device shall hear of one operation; the caller appends it last of all."""
    scope = answers_scope(device_id)
    make_scope(session, scope)
    before = select(func.count()).where(
        ChangeLogRow.scope == scope, ChangeLogRow.entity == OUTCOME, ChangeLogRow.id == op_id
    )
    ver = (session.scalar(before) or 0) + 1
    return Change(scope, OUTCOME, op_id, ver, outcome_row(state, reason))
