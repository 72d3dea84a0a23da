"""What each kind of operation does on the server, and what the device is told of it."""

from sqlalchemy.orm import Session

from agent_app.domain.operation import Operation, OperationKind, was_emptied
from agent_app.domain.operation_body import BodyUnreadableError, read_visit
from provincial_server.book_facts import keep_passed
from provincial_server.evening import keep_evening
from provincial_server.exchange import KnownDevice
from provincial_server.privacy import judge_consent, keep_erasure_request
from provincial_server.receipts import Booking, HeldReason, book_receipt
from provincial_server.undoing import book_cancellation, book_refund

_VISIT_KVER = 1


def effect_of(  # noqa: PLR0911 (a case per kind)
    session: Session, device: KnownDevice, operation: Operation
) -> Booking:
    """Decide what an operation comes to; what cannot be done by rule is held, never refused."""
    if was_emptied(operation):
        return Booking(HeldReason.BODY_EMPTIED)
    match operation.kind:
        case OperationKind.RECEIPT_ISSUED:
            return book_receipt(session, device, operation)
        case OperationKind.VISIT_RECORDED:
            return Booking(_judge_visit(operation))
        case OperationKind.CONSENT_RECORDED:
            return judge_consent(operation)
        case OperationKind.ERASURE_REQUESTED:
            return keep_erasure_request(device, operation)
        case OperationKind.ENVELOPE_CLOSED | OperationKind.REMITTANCE_MADE | OperationKind.BATCH_CHANGED:
            return keep_evening(session, device, operation)
        case OperationKind.RECEIPT_CANCELLED:
            return book_cancellation(session, device, operation)
        case OperationKind.REFUND_REQUESTED:
            return book_refund(session, device, operation)
        case OperationKind.NUMBER_SPOILED | OperationKind.BOOK_RETURNED:
            return keep_passed(session, device, operation)
        case _:
            return Booking(HeldReason.KIND_UNKNOWN)


def _judge_visit(operation: Operation) -> HeldReason | None:
    if operation.kver != _VISIT_KVER:
        return HeldReason.VERSION_UNKNOWN
    try:
        read_visit(operation.body)
    except BodyUnreadableError:
        return HeldReason.UNREADABLE
    return None
