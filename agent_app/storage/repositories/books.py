"""The numbers of receipt books, and what became of each, between rows and domain."""

from sqlalchemy.orm import Session


class SqlBooks:
    """Fulfils ``ports.Books``."""

    def __init__(self, session: Session) -> None:
        self._session = session
