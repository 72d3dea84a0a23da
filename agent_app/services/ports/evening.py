"""Repository: envelopes, remittances and batches."""

from typing import Protocol

from agent_app.domain.receipt import ReceiptId


class Evening(Protocol):
    """Envelopes, remittances and batches."""

    def is_remitted(self, receipt_id: ReceiptId) -> bool:
        """Tell whether a receipt's money has been handed over."""
        ...

    def is_filed(self, receipt_id: ReceiptId) -> bool:
        """Tell whether a receipt's people are in a batch that went to the office."""
        ...
