"""Repository: envelopes, remittances and batches."""

from typing import Protocol

from agent_app.domain.receipt import ReceiptId


class Evening(Protocol):
    """Envelopes, remittances and batches."""

    def is_remitted(self, receipt_id: ReceiptId) -> bool:
        """Tell whether a remittance answers for a receipt's money."""
        ...

    def is_filed(self, receipt_id: ReceiptId) -> bool:
        """Tell whether a receipt is in a batch that was handed in and not refused."""
        ...
