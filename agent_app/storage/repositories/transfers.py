"""Transfers that are awaited, and credits that came, between rows and domain."""

from sqlalchemy.orm import Session


class SqlTransfers:
    """Fulfils ``ports.Transfers``."""

    def __init__(self, session: Session) -> None:
        self._session = session
