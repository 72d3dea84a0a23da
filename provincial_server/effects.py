"""What each kind of operation does on the server, and what the device is told of it."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.orm import Session

from agent_app.domain.operation import Operation, OperationKind, was_emptied, was_never
from agent_app.domain.operation_body import BodyUnreadableError, read_visit
from agent_app.domain.people_body import PEOPLE_KINDS
from provincial_server.book_facts import keep_passed
from provincial_server.evening import keep_batch, keep_envelope, keep_remittance
from provincial_server.exchange import KnownDevice
from provincial_server.people import people_effect
from provincial_server.privacy import judge_consent, keep_erasure_request
from provincial_server.receipts import Booking, HeldReason, book_receipt
from provincial_server.tables import ReceiptRow
from provincial_server.transfers import TRANSFER_KINDS, credit_ids, keep_transfer
from provincial_server.undoing import book_cancellation, book_refund

_VISIT_KVER = 1


def effect_of(session: Session, device: KnownDevice, operation: Operation) -> Booking:
    """Decide what an operation comes to; what cannot be done by rule is held, never refused."""
    if was_emptied(operation):
        return Booking(HeldReason.BODY_EMPTIED)
    if was_never(operation):
        return _held_apart(session, device, operation, HeldReason.INSTANT)
    effect = _EFFECTS.get(operation.kind)
    return Booking(HeldReason.KIND_UNKNOWN) if effect is None else effect(session, device, operation)


def effect_of_reused(session: Session, device: KnownDevice, operation: Operation) -> Booking:
    """Hold an operation whose id another one has; a receipt's money is counted all the same."""
    if was_emptied(operation):
        return Booking(HeldReason.BODY_EMPTIED)
    return _held_apart(session, device, operation, HeldReason.ID_REUSED)


def _held_apart(session: Session, device: KnownDevice, operation: Operation, reason: HeldReason) -> Booking:
    if operation.kind != OperationKind.RECEIPT_ISSUED:
        return Booking(reason)
    booking = book_receipt(session, device, operation)
    if not isinstance(booking.row, ReceiptRow):
        # Nobody can read its money, or it is counted already.
        return booking
    booking.row.state = "held"
    return Booking(reason, booking.row)


def turns_of(device: KnownDevice, operations: Sequence[Operation]) -> set[object]:
    """Name what the effects of some operations are judged by, so that no others change it meanwhile.

    The laptops of one agent share receipts, remittances and transfers; a bank's credit is shared by all.
    """
    return {device.agent_code, *credit_ids(operations)}


def _visit(_session: Session, _device: KnownDevice, operation: Operation) -> Booking:
    return Booking(_judge_visit(operation))


def _consent(_session: Session, _device: KnownDevice, operation: Operation) -> Booking:
    return judge_consent(operation)


def _erasure(_session: Session, device: KnownDevice, operation: Operation) -> Booking:
    return keep_erasure_request(device, operation)


def _judge_visit(operation: Operation) -> HeldReason | None:
    if operation.kver != _VISIT_KVER:
        return HeldReason.VERSION_UNKNOWN
    try:
        read_visit(operation.body)
    except BodyUnreadableError:
        return HeldReason.UNREADABLE
    return None


_EFFECTS: Mapping[str, Callable[[Session, KnownDevice, Operation], Booking]] = {
    OperationKind.RECEIPT_ISSUED: book_receipt,
    OperationKind.RECEIPT_CANCELLED: book_cancellation,
    OperationKind.REFUND_REQUESTED: book_refund,
    OperationKind.NUMBER_SPOILED: keep_passed,
    OperationKind.BOOK_RETURNED: keep_passed,
    OperationKind.ENVELOPE_CLOSED: keep_envelope,
    OperationKind.REMITTANCE_MADE: keep_remittance,
    OperationKind.BATCH_CHANGED: keep_batch,
    OperationKind.VISIT_RECORDED: _visit,
    OperationKind.CONSENT_RECORDED: _consent,
    OperationKind.ERASURE_REQUESTED: _erasure,
    **dict.fromkeys(TRANSFER_KINDS, keep_transfer),
    **dict.fromkeys(PEOPLE_KINDS, people_effect),
}
"""What each kind does; a kind that is not here is held."""
