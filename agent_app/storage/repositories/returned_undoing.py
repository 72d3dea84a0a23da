"""Cancellations and requests for refunds that come back from the log or the journal, into their tables."""

from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from agent_app.domain.cancellation import Cancellation, RefundRequest
from agent_app.domain.cancellation_body import read_cancellation, read_refund
from agent_app.domain.operation import Operation
from agent_app.domain.receipt import ReceiptId
from agent_app.storage.models import ReceiptCancellationRow, ReceiptRefundRow, ReceiptRow
from agent_app.storage.repositories.undone_receipts import insert_cancellation, insert_refund


class ReturnedUndoing:
    """Lets the tables say again what has undone a receipt, as far as the receipt itself is there."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put_back_cancellation(self, operation: Operation) -> None:
        """Keep a cancellation; raise ``BodyUnreadableError``."""
        self.keep_cancellation(read_cancellation(operation.body), operation.op_id)

    def put_back_refund(self, operation: Operation) -> None:
        """Keep a request for a refund; raise ``BodyUnreadableError``."""
        self.keep_refund(read_refund(operation.body), operation.op_id)

    def keep_cancellation(self, cancellation: Cancellation, op_id: UUID) -> None:
        """Keep a cancellation, unless its receipt is void already or is not there."""
        known = exists().where(ReceiptCancellationRow.receipt_id == cancellation.receipt_id)
        if self._is_here(cancellation.receipt_id) and not self._session.scalar(select(known)):
            insert_cancellation(self._session, cancellation, op_id)

    def keep_refund(self, refund: RefundRequest, op_id: UUID) -> None:
        """Keep a request, unless the line is asked back already or the receipt is not there."""
        known = exists().where(
            ReceiptRefundRow.receipt_id == refund.receipt_id, ReceiptRefundRow.line == refund.line
        )
        if self._is_here(refund.receipt_id) and not self._session.scalar(select(known)):
            insert_refund(self._session, refund, op_id)

    def mark_again(self, receipt_id: ReceiptId) -> None:
        """Let a receipt that was made anew be void where its cancellation is still there."""
        found = self._session.get(ReceiptCancellationRow, receipt_id)
        if found is not None:
            which = ReceiptRow.id == receipt_id, ReceiptRow.cancelled_on.is_(None)
            self._session.execute(update(ReceiptRow).where(*which).values(cancelled_on=found.cancelled_on))

    def _is_here(self, receipt_id: ReceiptId) -> bool:
        return bool(self._session.scalar(select(exists().where(ReceiptRow.id == receipt_id))))
