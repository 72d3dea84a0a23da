"""Batches (đợt kê khai): receipts that are handed in together, and how far each batch has come."""

from enum import StrEnum


class BatchState(StrEnum):
    """Where a batch stands; ``refused`` and ``withdrawn`` let its receipts go into another one."""

    DRAFT = "draft"
    SENT = "sent"
    PROCESSING = "processing"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


FILED = frozenset({BatchState.SENT, BatchState.PROCESSING, BatchState.DONE})
"""The states in which the office has a batch's receipts."""
