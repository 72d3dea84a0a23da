"""Undoing a receipt: void before its money is handed over, asked back from the office afterwards."""

from dataclasses import dataclass

from agent_app.domain.cancellation import (
    AlreadyCancelledError,
    AlreadyHandedOverError,
    Cancellation,
    CancellationWordsError,
    CopyTwo,
    OwnApprovalError,
)
from agent_app.domain.cancellation_body import CANCELLATION_KVER, cancellation_body
from agent_app.domain.errors import RuleError
from agent_app.domain.names import clean, fold
from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.receipt import ReceiptId
from agent_app.services.failures import NotEnrolledError
from agent_app.services.ports import Clock, Ids, OpenUnit, UnitOfWork
from agent_app.services.receipts import business_date


@dataclass(frozen=True, slots=True)
class CancelReceipt:
    """Make a receipt void; ``approver`` is a second person's name, ``copy_two`` what the payer holds."""

    receipt_id: ReceiptId
    reason: str
    approver: str
    copy_two: CopyTwo


@dataclass(frozen=True, slots=True)
class CancellationService:
    """Cancels receipts."""

    open_unit: OpenUnit
    clock: Clock
    ids: Ids

    def cancel(self, command: CancelReceipt) -> Cancellation:
        """Make a receipt void, with what it held: covers, places, lines of the due list; all or nothing.

        The number stays in its book, and the visit stays: somebody was there.
        """
        reason, approver = clean(command.reason), clean(command.approver)
        if not (reason and approver):
            raise CancellationWordsError
        with self.open_unit() as unit:
            self._refuse(unit, command.receipt_id, approver)
            recorded_at = self.clock.now()
            on = business_date(None, recorded_at, unit.receipts.last_issued_on())
            made = Cancellation(command.receipt_id, on, recorded_at, reason, approver, command.copy_two)
            kind = OperationKind.RECEIPT_CANCELLED
            body = cancellation_body(made)
            entry = Entry(self.ids.new(), kind, CANCELLATION_KVER, recorded_at, body)
            unit.log.append(entry)
            unit.receipts.cancel(made, entry.op_id)
            unit.commit()
        return made

    def obstacle(self, receipt_id: ReceiptId) -> RuleError | None:
        """Say why a receipt cannot be cancelled, whoever approves; nothing where it can."""
        with self.open_unit() as unit:
            unit.receipts.get(receipt_id)
            return _obstacle(unit, receipt_id)

    @staticmethod
    def _refuse(unit: UnitOfWork, receipt_id: ReceiptId, approver: str) -> None:
        enrolment = unit.device.identity().enrolment
        if enrolment is None:
            raise NotEnrolledError
        if fold(approver) == fold(enrolment.agent_name):
            raise OwnApprovalError
        unit.receipts.get(receipt_id)
        if (obstacle := _obstacle(unit, receipt_id)) is not None:
            raise obstacle


def _obstacle(unit: UnitOfWork, receipt_id: ReceiptId) -> RuleError | None:
    undone = unit.receipts.undone(receipt_id)
    if undone.cancelled_on is not None:
        return AlreadyCancelledError(str(receipt_id), undone.cancelled_on)
    if undone.refunded or unit.evening.is_remitted(receipt_id) or unit.evening.is_filed(receipt_id):
        return AlreadyHandedOverError(str(receipt_id))
    return None
