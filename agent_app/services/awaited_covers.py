"""Covers that a household has said it will pay by transfer: asked about before money is taken otherwise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from agent_app.domain.errors import RuleError
from agent_app.domain.money import grouped
from agent_app.domain.quote import CoveragePeriod
from agent_app.domain.receipt import ReceiptLine
from agent_app.services.ports import PendingCover, UnitOfWork


@dataclass(eq=False)
class CoverAwaitedError(RuleError):
    """A transfer is awaited for days of this period: why money is taken all the same has to be said."""

    code: ClassVar[str] = "receipt.transfer_awaited"
    person_id: str
    start: date
    end: date
    purpose: str
    amount: str
    awaited_on: date


def pending_overlaps(
    unit: UnitOfWork, lines: Sequence[ReceiptLine]
) -> Iterator[tuple[ReceiptLine, PendingCover]]:
    """Yield each line with a cover of a transfer without a receipt that shares a day with it."""
    for line in lines:
        for pending in unit.transfers.pending(line.subject.person_id, line.scheme):
            if _overlap(line.period, pending.period):
                yield line, pending


def awaited_covers(unit: UnitOfWork, lines: Sequence[ReceiptLine]) -> Iterator[CoverAwaitedError]:
    """Yield what has to be asked of each line for which a transfer's money has not come in full."""
    for line, pending in pending_overlaps(unit, lines):
        followed = unit.transfers.get(pending.transfer_id)
        if followed.is_open:
            yield CoverAwaitedError(
                str(line.subject.person_id),
                pending.period.start,
                pending.period.end,
                pending.code,
                grouped(followed.transfer.amount),
                pending.awaited_on,
            )


def refuse_awaited(unit: UnitOfWork, lines: Sequence[ReceiptLine], answer: str | None) -> bool:
    """Refuse a period that a transfer is awaited for until somebody said why.

    Return whether that was needed.
    """
    awaited = next(awaited_covers(unit, lines), None)
    if awaited is not None and answer is None:
        raise awaited
    return awaited is not None


def _overlap(one: CoveragePeriod, other: CoveragePeriod) -> bool:
    return one.start <= other.end and other.start <= one.end
