"""Settings, grants and numbers of e-receipts in a store of dicts."""

from dataclasses import dataclass
from datetime import datetime

from agent_app.domain.confirmation import Confirmation
from agent_app.domain.e_receipt_number import EReceiptNumber
from agent_app.domain.enrolment import BookGrant
from agent_app.domain.office_setting import OfficeSettings, settings_of
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.signed_document import SignedDocument
from tests.services.memory_tables import Tables


@dataclass(slots=True)
class MemoryOfficeOrders:
    """Fulfils ``ports.OfficeOrders``; a store of dicts is never put back from a backup."""

    tables: Tables

    def settings(self) -> OfficeSettings:
        return settings_of(self.tables.documents.values())

    def keep(self, document: SignedDocument, received_at: datetime) -> bool:
        del received_at
        known = document.id in self.tables.documents
        if not known:
            self.tables.documents[document.id] = document
        return not known

    def may_be_used(self, issued_at: datetime) -> bool:
        del issued_at
        return False

    def freeze_book(self, block: BookGrant, at: datetime) -> None:
        raise AssertionError(f"no reason to freeze {block} at {at}")

    def name_e_receipt(self, number: EReceiptNumber) -> None:
        held = self.tables.e_receipts.get(number.receipt_id)
        if held is None or held.issued_at < number.issued_at:
            self.tables.e_receipts[number.receipt_id] = number

    def confirm(self, confirmation: Confirmation) -> None:
        held = self.tables.confirmations.get(confirmation.receipt_id)
        if held is None or held.issued_at < confirmation.issued_at:
            self.tables.confirmations[confirmation.receipt_id] = confirmation

    def e_receipt_number(self, receipt_id: ReceiptId) -> EReceiptNumber | None:
        return self.tables.e_receipts.get(receipt_id)
