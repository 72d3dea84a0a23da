"""Counts what an agent has done as the agent counts it: receipts, and other acts such as a visit."""

from dataclasses import dataclass

from agent_app.domain.money import Dong
from agent_app.services.lines import SyncStatus
from agent_app.ui.wording import dong
from agent_app.ui.words import _

# A receipt logs itself and the visit at which it was issued.
_OPERATIONS_OF_A_RECEIPT = 2


@dataclass(frozen=True, slots=True)
class Acts:
    """Some receipts with their money, and some acts that brought none."""

    receipts: int
    money: Dong
    others: int

    @classmethod
    def of(cls, operations: int, receipts: int, money: Dong) -> "Acts":
        """Count the acts behind some operations of the log."""
        return cls(receipts, money, max(0, operations - receipts * _OPERATIONS_OF_A_RECEIPT))

    @classmethod
    def waiting(cls, status: SyncStatus) -> "Acts":
        """Count what has not reached the office."""
        return cls.of(status.waiting_operations, status.waiting_receipts, status.waiting_money)

    @property
    def count(self) -> int:
        """How many acts these are."""
        return self.receipts + self.others

    @property
    def words(self) -> str:
        """Name them; nothing for none."""
        money = _("{count} biên lai · {money}").format(count=self.receipts, money=dong(self.money))
        others = _("{count} kết quả lần đến").format(count=self.others)
        return _(" và ").join(
            words for words, count in ((money, self.receipts), (others, self.others)) if count
        )
