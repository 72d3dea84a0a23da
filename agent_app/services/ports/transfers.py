"""Repository: transfers that are awaited, and credits that came."""

from typing import Protocol


class Transfers(Protocol):
    """Transfers that are awaited, and credits that came."""
