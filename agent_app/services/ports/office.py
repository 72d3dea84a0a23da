"""Repository: what the office has decided and signed."""

from datetime import datetime
from typing import Protocol

from agent_app.domain.office_setting import OfficeSettings
from agent_app.domain.signed_document import SignedDocument


class OfficeOrders(Protocol):
    """What the office has decided and signed."""

    def settings(self) -> OfficeSettings:
        """Return what the office has settled; ``on(date)`` gives what holds then."""
        ...

    def keep(self, document: SignedDocument, received_at: datetime) -> bool:
        """Keep a document whose signature holds; ``False`` for one that is known."""
        ...
