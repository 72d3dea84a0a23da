"""Batches (đợt kê khai): receipts gathered, handed in, and confirmed or refused by the office."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from agent_app.domain.batch import Batch, BatchChange, BatchId, BatchState
from agent_app.domain.calendar import add_months
from agent_app.domain.evening_body import batch_body
from agent_app.domain.names import clean
from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.rates import RateBook
from agent_app.domain.receipt import ReceiptId
from agent_app.services.evening_dates import author, evening_date
from agent_app.services.evening_failures import (
    BatchEmptyError,
    CodeStrangerError,
    DeclaredAgainError,
    NotGatherableError,
)
from agent_app.services.evening_lines import DeclaredLine
from agent_app.services.ports import Clock, Ids, OpenUnit, UnitOfWork

_KVER = 1
_REPEAT_DAYS = "declaration.repeat_days"


@dataclass(frozen=True, slots=True)
class MakeBatch:
    """Gather receipts; none named means all that are in no batch, no ``month`` the present one.

    ``again`` says that whoever is declared a second time within few days was asked about.
    """

    receipts: tuple[ReceiptId, ...] = ()
    month: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class MoveBatch:
    """Say where a batch has come; ``code`` confirms all its receipts, ``codes`` single ones."""

    batch_id: BatchId
    to: BatchState
    code: str = ""
    codes: Mapping[ReceiptId, str] = field(default_factory=dict)
    reason: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class BatchService:
    """Makes batches and moves them."""

    open_unit: OpenUnit
    clock: Clock
    ids: Ids
    rates: RateBook

    def make(self, command: MakeBatch) -> Batch:
        """Gather receipts into the next batch of a month."""
        with self.open_unit() as unit:
            agent_code, device_id = author(unit)
            now = self.clock.now()
            day = evening_date(unit, None, now)
            month = command.month or f"{day:%Y-%m}"
            receipts = self._gathered(unit, command, min(day, _end_of(month)))
            if not command.again:
                self._question(unit, receipts, day)
            change = BatchChange(
                BatchId(self.ids.new()),
                month,
                unit.evening.next_batch_number(month),
                1,
                BatchState.DRAFT,
                day,
                now,
                receipts,
                (),
                "",
                agent_code,
                device_id,
            )
            self._keep(unit, change)
            batch = unit.evening.batch(change.batch_id)
            unit.commit()
        return batch

    @staticmethod
    def _gathered(unit: UnitOfWork, command: MakeBatch, until: date) -> tuple[ReceiptId, ...]:
        free = unit.evening.gatherable(until)
        wanted = tuple(dict.fromkeys(command.receipts)) or free
        for each in wanted:
            if each not in free:
                raise NotGatherableError(str(each))
        if not wanted:
            raise BatchEmptyError(until)
        return wanted

    def _question(self, unit: UnitOfWork, receipts: Sequence[ReceiptId], day: date) -> None:
        """Ask about people who were declared for the same scheme a few days ago, or twice in this batch."""
        days = self.repeat_days(day)
        seen: dict[object, DeclaredLine] = {}
        repeated: list[DeclaredLine] = []
        earlier = unit.evening.declared_since(day - timedelta(days=days))
        for line in (*earlier, *unit.evening.lines_of(receipts, day)):
            before = seen.setdefault((line.person_id, line.scheme), line)
            if before.receipt_id != line.receipt_id and line.receipt_id in receipts:
                repeated.append(line)
        if repeated:
            found = map(unit.receipts.get, dict.fromkeys(line.receipt_id for line in repeated))
            shown = ", ".join(each.shown_number or str(each.id) for each in found)
            raise DeclaredAgainError(days, shown, tuple(repeated))

    def repeat_days(self, day: date) -> int:
        """Return for how many days a second payment of the same person and scheme is questioned."""
        return int(self.rates.at(_REPEAT_DAYS, day).value)

    def move(self, command: MoveBatch) -> Batch:
        """Move a batch along, with the codes or the reason that the office gave."""
        with self.open_unit() as unit:
            agent_code, device_id = author(unit)
            batch = unit.evening.batch(command.batch_id)
            batch.require_move(command.to)
            now = self.clock.now()
            day = evening_date(unit, command.on, now, batch.steps[-1].moved_on)
            receipts = tuple(each.receipt_id for each in batch.valid)
            if not receipts and command.to is not BatchState.WITHDRAWN:
                raise BatchEmptyError(day)
            change = BatchChange(
                batch.id,
                batch.month,
                batch.number,
                len(batch.steps) + 1,
                command.to,
                day,
                now,
                receipts,
                _codes(command, receipts),
                clean(command.reason),
                agent_code,
                device_id,
            )
            self._keep(unit, change)
            moved = unit.evening.batch(batch.id)
            unit.commit()
        return moved

    def _keep(self, unit: UnitOfWork, change: BatchChange) -> None:
        kind = OperationKind.BATCH_CHANGED
        entry = Entry(self.ids.new(), kind, _KVER, change.recorded_at, batch_body(change))
        unit.log.append(entry)
        unit.evening.add_batch_change(change, entry.op_id)


def _codes(command: MoveBatch, receipts: Sequence[ReceiptId]) -> tuple[tuple[ReceiptId, str], ...]:
    own = {whose: clean(code) for whose, code in command.codes.items()}
    stranger = next((str(each) for each in own if each not in receipts), None)
    code = clean(command.code)
    if command.to is not BatchState.DONE and (own or code):
        stranger = stranger or code or next(iter(own.values()))
    if stranger is not None:
        raise CodeStrangerError(stranger)
    found = ((each, own.get(each) or code) for each in receipts)
    return tuple((whose, each) for whose, each in found if each)


def _end_of(month: str) -> date:
    return add_months(date.fromisoformat(f"{month}-01"), 1) - timedelta(days=1)
