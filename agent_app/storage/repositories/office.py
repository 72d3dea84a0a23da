"""What the office has decided and signed, between rows and domain."""

from sqlalchemy.orm import Session


class SqlOfficeOrders:
    """Fulfils ``ports.OfficeOrders``."""

    def __init__(self, session: Session) -> None:
        self._session = session
