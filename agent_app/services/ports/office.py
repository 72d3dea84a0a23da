"""Repository: what the office has decided and signed."""

from datetime import datetime
from typing import Protocol

from agent_app.domain.confirmation import Confirmation
from agent_app.domain.e_receipt_number import EReceiptNumber
from agent_app.domain.enrolment import BookGrant
from agent_app.domain.office_setting import OfficeSettings
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.signed_document import SignedDocument


class OfficeOrders(Protocol):
    """What the office has decided and signed."""

    def settings(self) -> OfficeSettings:
        """Return what the office has settled; ``on(date)`` gives what holds then."""
        ...

    def keep(self, document: SignedDocument, received_at: datetime) -> bool:
        """Keep a document whose signature holds; ``False`` for one that is known."""
        ...

    def may_be_used(self, issued_at: datetime) -> bool:
        """Tell whether a book of then may have given numbers that this store has never seen."""
        ...

    def freeze_book(self, block: BookGrant, at: datetime) -> None:
        """Let a book give no number."""
        ...

    def confirm(self, confirmation: Confirmation) -> None:
        """Keep what the office made of a receipt, unless a later document has said another thing."""
        ...

    def name_e_receipt(self, number: EReceiptNumber) -> None:
        """Keep symbol and number of an e-receipt; a later document takes the place of an earlier one."""
        ...

    def e_receipt_number(self, receipt_id: ReceiptId) -> EReceiptNumber | None:
        """Return what the provider called a receipt, ``None`` as long as that is not known."""
        ...
