"""Envelopes, remittances and batches, between rows and domain."""

from sqlalchemy.orm import Session

from agent_app.domain.receipt import ReceiptId


class SqlEvening:
    """Fulfils ``ports.Evening``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def is_remitted(self, receipt_id: ReceiptId) -> bool:
        del receipt_id
        return False

    def is_filed(self, receipt_id: ReceiptId) -> bool:
        del receipt_id
        return False
