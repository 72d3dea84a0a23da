"""Repository: what the office has decided and signed."""

from typing import Protocol


class OfficeOrders(Protocol):
    """What the office has decided and signed."""
