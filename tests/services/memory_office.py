"""Settings and grants in a store of dicts."""

from dataclasses import dataclass
from datetime import datetime

from agent_app.domain.office_setting import OfficeSettings, settings_of
from agent_app.domain.signed_document import SignedDocument
from tests.services.memory_tables import Tables


@dataclass(slots=True)
class MemoryOfficeOrders:
    """Fulfils ``ports.OfficeOrders``."""

    tables: Tables

    def settings(self) -> OfficeSettings:
        return settings_of(self.tables.documents.values())

    def keep(self, document: SignedDocument, received_at: datetime) -> bool:
        del received_at
        known = document.id in self.tables.documents
        if not known:
            self.tables.documents[document.id] = document
        return not known
