"""Repository: envelopes, remittances and batches."""

from typing import Protocol


class Evening(Protocol):
    """Envelopes, remittances and batches."""
