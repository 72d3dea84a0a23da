"""Receipts by date, state and method, and what was paid before one."""

from sqlalchemy import Engine

from agent_app.domain.receipt import ReceiptId
from agent_app.services.lines import ReceiptFilter, ReceiptView
from agent_app.storage.queries import receipt_views
from agent_app.storage.short_session import short_session


class SqlReceiptQueries:
    """Fulfils ``ports.ReceiptQueries``."""

    def __init__(self, read: Engine) -> None:
        self._read = read

    def listed(self, wanted: ReceiptFilter) -> list[ReceiptView]:
        with short_session(self._read) as session:
            return receipt_views.listed(session, wanted)

    def paid_before(self, receipt_id: ReceiptId, days: int) -> ReceiptView | None:
        with short_session(self._read) as session:
            return receipt_views.paid_before(session, receipt_id, days)
