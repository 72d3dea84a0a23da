"""What the office has proven to have: its signature counts, and what it has said beyond that does not."""

from sqlalchemy import ColumnElement, case, or_, select

from agent_app.domain.operation import OperationState
from agent_app.storage.models import DeviceRow, OperationRow


def waits() -> ColumnElement[bool]:
    """Ask for the operations that wait: no acknowledgement under a signature covers them."""
    acknowledged = select(DeviceRow.acked_dseq).scalar_subquery()
    return or_(OperationRow.dseq > acknowledged, OperationRow.state == OperationState.LOCAL.value)


def reached() -> ColumnElement[str]:
    """Ask how far an operation has come: a state beyond what is acknowledged says nothing."""
    return case((waits(), OperationState.LOCAL.value), else_=OperationRow.state)
