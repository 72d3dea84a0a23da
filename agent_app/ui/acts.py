"""Counts what an agent has done as the agent counts it: receipts, and other acts such as a visit."""

from dataclasses import dataclass, replace

from agent_app.domain.money import Dong
from agent_app.services.kind_counts import KindCounts
from agent_app.services.lines import SyncStatus
from agent_app.ui.wording import dong
from agent_app.ui.words import _

_NOTHING = Dong(0)


@dataclass(frozen=True, slots=True)
class Acts:
    """Some receipts with their money, visits that brought none, and what else an agent does."""

    receipts: int = 0
    money: Dong = _NOTHING
    visits: int = 0
    cancelled: int = 0
    transfers: int = 0
    edits: int = 0
    others: int = 0

    @classmethod
    def of(cls, kinds: KindCounts, receipts: int, money: Dong) -> "Acts":
        """Count the acts behind some operations of the log; a receipt's own visit is no other act."""
        visits = max(0, kinds.visits - kinds.issued)
        return cls(receipts, money, visits, kinds.cancelled, kinds.transfers, kinds.edits, kinds.others)

    @classmethod
    def waiting(cls, status: SyncStatus) -> "Acts":
        """Count what has not reached the office."""
        return cls.of(status.waiting_kinds, status.waiting_receipts, status.waiting_money)

    @classmethod
    def sent(cls, operations: int, before: SyncStatus, after: SyncStatus) -> "Acts":
        """Count what so many operations have brought to the office in between.

        What was logged meanwhile hides as much of what has gone: that is counted, without its kind.
        """
        receipts = after.received_receipts - before.received_receipts
        money = Dong(after.received_money - before.received_money)
        gone = before.waiting_kinds.less(after.waiting_kinds)
        acts = cls.of(gone, receipts, money)
        return replace(acts, others=acts.others + max(0, operations - gone.total))

    @property
    def count(self) -> int:
        """How many acts these are."""
        return self.receipts + self.visits + self.cancelled + self.transfers + self.edits + self.others

    @property
    def brought(self) -> "Acts":
        """The receipts alone."""
        return Acts(self.receipts, self.money)

    @property
    def besides(self) -> "Acts":
        """All but the receipts."""
        return replace(self, receipts=0, money=_NOTHING)

    @property
    def words(self) -> str:
        """Name them; nothing for none."""
        parts = []
        if self.receipts:
            parts.append(_("{count} biên lai · {money}").format(count=self.receipts, money=dong(self.money)))
        if self.visits:
            parts.append(_("{count} lần đến").format(count=self.visits))
        if rest := self._rest(alone=not parts):
            parts.append(rest)
        return _(" và ").join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)

    def _rest(self, *, alone: bool) -> str:
        """Name the one kind that is left; several are counted together, for the line is short."""
        several = _("{count} việc") if alone else _("{count} việc khác")
        kinds = {
            _("{count} biên lai huỷ"): self.cancelled,
            _("{count} khoản chuyển"): self.transfers,
            _("{count} lần sửa thông tin"): self.edits,
            several: self.others,
        }
        some = {words: count for words, count in kinds.items() if count}
        if len(some) > 1:
            some = {several: sum(some.values())}
        return "".join(words.format(count=count) for words, count in some.items())
