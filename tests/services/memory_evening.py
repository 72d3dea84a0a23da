"""Envelopes and remittances in a store of dicts."""

from dataclasses import dataclass

from agent_app.domain.receipt import ReceiptId
from tests.services.memory_tables import Tables


@dataclass(slots=True)
class MemoryEvening:
    """Fulfils ``ports.Evening``."""

    tables: Tables

    def is_remitted(self, receipt_id: ReceiptId) -> bool:
        return receipt_id in self.tables.remitted

    def is_filed(self, receipt_id: ReceiptId) -> bool:
        return receipt_id in self.tables.filed
