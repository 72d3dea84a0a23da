"""Envelopes, remittances and batches, between rows and domain."""

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from agent_app.domain.batch import FILED
from agent_app.domain.receipt import ReceiptId
from agent_app.storage.models import BatchReceiptRow, BatchStepRow, RemittanceReceiptRow


def newest_step() -> ColumnElement[bool]:
    """Ask for the step that says where its batch stands."""
    later = aliased(BatchStepRow)
    newest = select(func.max(later.position)).where(later.batch_id == BatchStepRow.batch_id)
    return BatchStepRow.position == newest.correlate(BatchStepRow).scalar_subquery()


class SqlEvening:
    """Fulfils ``ports.Evening``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def is_remitted(self, receipt_id: ReceiptId) -> bool:
        found = select(exists().where(RemittanceReceiptRow.receipt_id == receipt_id))
        return bool(self._session.scalar(found))

    def is_filed(self, receipt_id: ReceiptId) -> bool:
        filed = exists().where(
            BatchReceiptRow.receipt_id == receipt_id,
            BatchReceiptRow.batch_id == BatchStepRow.batch_id,
            BatchStepRow.state.in_([each.value for each in FILED]),
            newest_step(),
        )
        return bool(self._session.scalar(select(filed)))
