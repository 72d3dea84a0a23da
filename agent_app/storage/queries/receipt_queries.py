"""Receipts by date, state and method."""

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from agent_app.services.lines import ReceiptFilter, ReceiptView
from agent_app.storage.failure import environment_failure
from agent_app.storage.queries import receipt_views


class SqlReceiptQueries:
    """Fulfils ``ports.ReceiptQueries``."""

    def __init__(self, read: Engine) -> None:
        self._read = read

    def listed(self, wanted: ReceiptFilter) -> list[ReceiptView]:
        try:
            with Session(self._read) as session:
                return receipt_views.listed(session, wanted)
        except DBAPIError as error:
            failure = environment_failure(error)
            if failure is None:
                raise
            raise failure from error
