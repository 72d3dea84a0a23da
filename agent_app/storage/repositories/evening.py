"""Envelopes, remittances and batches, between rows and domain."""

from sqlalchemy.orm import Session


class SqlEvening:
    """Fulfils ``ports.Evening``."""

    def __init__(self, session: Session) -> None:
        self._session = session
