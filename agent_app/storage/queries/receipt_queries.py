"""Receipts by date, state and method, and what was paid before one."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from agent_app.domain.receipt import ReceiptId
from agent_app.services.lines import ReceiptFilter, ReceiptView
from agent_app.storage.failure import environment_failure
from agent_app.storage.queries import receipt_views


class SqlReceiptQueries:
    """Fulfils ``ports.ReceiptQueries``."""

    def __init__(self, read: Engine) -> None:
        self._read = read

    def listed(self, wanted: ReceiptFilter) -> list[ReceiptView]:
        with self._session() as session:
            return receipt_views.listed(session, wanted)

    def paid_before(self, receipt_id: ReceiptId, days: int) -> ReceiptView | None:
        with self._session() as session:
            return receipt_views.paid_before(session, receipt_id, days)

    @contextmanager
    def _session(self) -> Iterator[Session]:
        try:
            with Session(self._read) as session:
                yield session
        except DBAPIError as error:
            failure = environment_failure(error)
            if failure is None:
                raise
            raise failure from error
