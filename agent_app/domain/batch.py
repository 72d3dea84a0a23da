"""Batches (đợt kê khai): receipts that are handed in together, and how far each batch has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, NewType
from uuid import UUID

from agent_app.domain.errors import RuleError
from agent_app.domain.money import Dong
from agent_app.domain.receipt import ReceiptId

BatchId = NewType("BatchId", UUID)


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

LET_GO = frozenset({BatchState.REFUSED, BatchState.WITHDRAWN})
"""The states in which a batch's receipts may be gathered again."""

MOVES: Mapping[BatchState, frozenset[BatchState]] = {
    BatchState.DRAFT: frozenset({BatchState.SENT, BatchState.WITHDRAWN}),
    BatchState.SENT: frozenset({BatchState.PROCESSING, BatchState.DONE, BatchState.REFUSED}),
    BatchState.PROCESSING: frozenset({BatchState.DONE, BatchState.REFUSED}),
    BatchState.DONE: frozenset(),
    BatchState.REFUSED: frozenset(),
    BatchState.WITHDRAWN: frozenset(),
}


@dataclass(eq=False)
class BatchMoveError(RuleError):
    """A batch does not go from where it stands to where it was sent."""

    code: ClassVar[str] = "batch.move"
    state: BatchState
    wanted: BatchState
    month: str
    number: int


@dataclass(eq=False)
class BatchReasonMissingError(RuleError):
    """A batch is not refused or withdrawn without its reason."""

    code: ClassVar[str] = "batch.reason_missing"


@dataclass(eq=False)
class BatchCodeMissingError(RuleError):
    """A batch is done once every receipt in it has its confirmation code."""

    code: ClassVar[str] = "batch.code_missing"
    receipts: int


@dataclass(frozen=True, slots=True)
class BatchChange:
    """The fact that a batch was made or moved; ``receipts`` are in it now, ``codes`` confirmed."""

    batch_id: BatchId
    month: str
    number: int
    position: int
    state: BatchState
    moved_on: date
    recorded_at: datetime
    receipts: tuple[ReceiptId, ...]
    codes: tuple[tuple[ReceiptId, str], ...]
    reason: str
    agent_code: str
    device_id: UUID

    def __post_init__(self) -> None:
        """Refuse a refusal without its reason, and a confirmation that leaves a receipt out."""
        if self.state in LET_GO and not self.reason:
            raise BatchReasonMissingError
        without = set(self.receipts) - {receipt_id for receipt_id, _code in self.codes}
        if self.state is BatchState.DONE and without:
            raise BatchCodeMissingError(len(without))


@dataclass(frozen=True, slots=True)
class BatchReceipt:
    """One receipt of a batch; ``void`` once it was cancelled."""

    receipt_id: ReceiptId
    amount: Dong
    void: bool
    remitted: bool
    code: str | None = None


@dataclass(frozen=True, slots=True)
class BatchStep:
    """One state that a batch came to, and when."""

    state: BatchState
    moved_on: date
    recorded_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """The n-th batch of a month, with its receipts and its way."""

    id: BatchId
    month: str
    number: int
    receipts: tuple[BatchReceipt, ...]
    steps: tuple[BatchStep, ...]

    @property
    def state(self) -> BatchState:
        """Where it stands."""
        return self.steps[-1].state

    @property
    def valid(self) -> tuple[BatchReceipt, ...]:
        """Its receipts that still count."""
        return tuple(each for each in self.receipts if not each.void)

    @property
    def total(self) -> Dong:
        """The money of its receipts that still count."""
        return Dong(sum(each.amount for each in self.valid))

    def require_move(self, to: BatchState) -> None:
        """Refuse a move that leads nowhere; raise ``BatchMoveError``."""
        if to not in MOVES[self.state]:
            raise BatchMoveError(self.state, to, self.month, self.number)
