"""The read side of the store of dicts: what the services and the sync ask of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from agent_app.domain.due_list import Scheme
from agent_app.domain.money import Dong
from agent_app.domain.operation import Operation, OperationKind, OperationState
from agent_app.domain.operation_body import read_receipt
from agent_app.domain.receipt import Receipt, ReceiptId, ReceiptState
from agent_app.services.failures import ReceiptUnknownError
from agent_app.services.kind_counts import KindCounts
from agent_app.services.lines import (
    BookLine,
    DueFilter,
    DueLine,
    HeldLine,
    ReceiptView,
    StoreCounts,
    SyncStatus,
)
from tests.services.memory_tables import Tables

_STATES = {
    OperationState.LOCAL: ReceiptState.SAVED,
    OperationState.ACCEPTED: ReceiptState.RECEIVED,
    OperationState.MERGED: ReceiptState.RECEIVED,
    OperationState.HELD: ReceiptState.REVIEW,
    OperationState.REFUSED: ReceiptState.REVIEW,
}
_TO_LOOK_AT = frozenset({OperationState.HELD, OperationState.REFUSED})


@dataclass(slots=True)
class MemoryQueries:
    """Answers a part of ``ports.Queries`` from what is committed."""

    tables: Callable[[], Tables]

    def due_lines(self, wanted: DueFilter) -> list[DueLine]:
        """Return the lines of a month, by default of the newest."""
        shown = [each for each in self.tables().due_lists.values() if each.shown]
        month = wanted.month or max((each.month for each in shown), default="")
        return [
            DueLine(
                item.id,
                item.person_id,
                item.household_id,
                item.row.household_no,
                item.row.name,
                None,
                item.row.address or "",
                item.row.phone,
                Scheme(item.row.scheme),
                item.row.group,
                item.row.covered_to,
                item.row.covered_to.last_day if item.row.covered_to else None,
                item.row.months,
                item.row.amount,
                item.row.agent_code,
            )
            for each in shown
            if each.month == month
            for item in each.items
        ]

    def due_count(self, wanted: DueFilter) -> int:
        """Count them."""
        return len(self.due_lines(wanted))

    def receipt(self, receipt_id: ReceiptId) -> ReceiptView:
        """Return a receipt with what its operation came to."""
        receipt = self.tables().receipts.get(receipt_id)
        if receipt is None:
            raise ReceiptUnknownError(str(receipt_id))
        op_id = self.tables().receipt_ops[receipt_id]
        state, reason = self.tables().outcomes.get(op_id, (OperationState.LOCAL, None))
        void = self.tables().cancellations.get(receipt_id)
        refunds = tuple(each for each in self.tables().refunds.values() if each.receipt_id == receipt_id)
        replacing = (each.id for each in self.tables().receipts.values() if each.replaces == receipt_id)
        shown = ReceiptState.REFUND_REQUESTED if refunds else _STATES[state]
        return ReceiptView(
            receipt,
            ReceiptState.CANCELLED if void else shown,
            reason,
            void,
            next(replacing, None),
            refunds,
        )

    def books(self) -> list[BookLine]:
        """Return the books in hand."""
        return [
            BookLine(
                each.symbol,
                each.book,
                each.first,
                each.last,
                each.next,
                each.left,
                returned=each.returned,
                received_on=each.received_on,
            )
            for each in self.tables().books_in_hand()
        ]

    def sync_status(self) -> SyncStatus:
        """Return what has reached the office and what has not."""
        tables, identity = self.tables(), self.tables().identity
        reached = tables.acknowledged.dseq
        waiting, gone = tables.operations[reached:], tables.operations[:reached]
        enrolment = identity.enrolment
        return SyncStatus(
            len(waiting),
            len(_receipts(waiting)),
            _money(waiting),
            waiting[0].recorded_at if waiting else None,
            len(_receipts(gone)),
            _money(gone),
            tables.custody[1] if tables.custody else None,
            tuple(self._held(each) for each in gone if self._state(each) in _TO_LOOK_AT),
            tuple(tables.runs),
            enrolment.server_url if enrolment else None,
            enrolment.agent_code if enrolment else None,
            enrolment.agent_name if enrolment else None,
            KindCounts.of(Counter(each.kind for each in waiting)),
            tables.clock_ahead,
        )

    def counts(self) -> StoreCounts:
        """Count what is held."""
        tables = self.tables()
        due = self.due_count(DueFilter())
        return StoreCounts(
            len(tables.households),
            len(tables.people),
            due,
            len(tables.visits),
            len(tables.receipts),
            len(tables.operations),
        )

    def _state(self, operation: Operation) -> OperationState:
        return self.tables().outcomes.get(operation.op_id, (OperationState.LOCAL, None))[0]

    def _held(self, operation: Operation) -> HeldLine:
        reason = self.tables().outcomes[operation.op_id][1] or ""
        return HeldLine(operation.op_id, operation.kind, operation.recorded_at, reason, None, None)


def _receipts(operations: list[Operation]) -> list[Receipt]:
    return [read_receipt(each.body) for each in operations if each.kind == OperationKind.RECEIPT_ISSUED]


def _money(operations: list[Operation]) -> Dong:
    return Dong(sum(each.total for each in _receipts(operations)))
