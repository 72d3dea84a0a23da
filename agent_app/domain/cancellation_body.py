"""Cancellations and requests for refunds as plain maps for the log, and back."""

from datetime import date

from agent_app.domain.cancellation import Cancellation, CopyTwo, RefundId, RefundRequest
from agent_app.domain.money import Dong
from agent_app.domain.operation import OperationKind, from_millis, to_millis
from agent_app.domain.operation_body import BodyUnreadableError
from agent_app.domain.plain import NotPlainError, as_flag, as_int, as_map, as_text, as_uuid, canonical, decode
from agent_app.domain.receipt import ReceiptId

CANCELLATION_KVER = 1
REFUND_KVER = 1


def cancellation_body(cancellation: Cancellation) -> bytes:
    """Encode a cancellation."""
    return canonical(
        {
            "receipt_id": cancellation.receipt_id.bytes,
            "on": cancellation.on.isoformat(),
            "recorded_at": to_millis(cancellation.recorded_at),
            "reason": cancellation.reason,
            "approver": cancellation.approver,
            "copy_two": cancellation.copy_two.value,
        }
    )


def read_cancellation(body: bytes) -> Cancellation:
    """Read a cancellation back; raise ``BodyUnreadableError`` where it is not one."""
    try:
        value = as_map(decode(body))
        return Cancellation(
            ReceiptId(as_uuid(value["receipt_id"])),
            date.fromisoformat(as_text(value["on"])),
            from_millis(as_int(value["recorded_at"])),
            _words(value["reason"]),
            _words(value["approver"]),
            CopyTwo(as_text(value["copy_two"])),
        )
    except (KeyError, ValueError, OverflowError) as error:
        raise BodyUnreadableError(OperationKind.RECEIPT_CANCELLED.value) from error


def refund_body(refund: RefundRequest) -> bytes:
    """Encode a request for a refund."""
    return canonical(
        {
            "id": refund.id.bytes,
            "receipt_id": refund.receipt_id.bytes,
            "line": refund.line,
            "cause": refund.cause,
            "changed_on": refund.changed_on.isoformat(),
            "requested_on": refund.requested_on.isoformat(),
            "recorded_at": to_millis(refund.recorded_at),
            "amount": int(refund.amount),
            "computed": refund.computed,
            "reason": refund.reason,
        }
    )


def read_refund(body: bytes) -> RefundRequest:
    """Read a request for a refund back; raise ``BodyUnreadableError`` where it is not one."""
    try:
        value = as_map(decode(body))
        line, amount = as_int(value["line"]), as_int(value["amount"])
        if line < 0 or amount < 1:
            raise NotPlainError("no refund")
        return RefundRequest(
            RefundId(as_uuid(value["id"])),
            ReceiptId(as_uuid(value["receipt_id"])),
            line,
            _words(value["cause"]),
            date.fromisoformat(as_text(value["changed_on"])),
            date.fromisoformat(as_text(value["requested_on"])),
            from_millis(as_int(value["recorded_at"])),
            Dong(amount),
            as_flag(value["computed"]),
            _words(value["reason"]),
        )
    except (KeyError, ValueError, OverflowError) as error:
        raise BodyUnreadableError(OperationKind.REFUND_REQUESTED.value) from error


def _words(value: object) -> str:
    """Take a text without zero bytes, which not every database keeps."""
    text = as_text(value)
    if "\0" in text:
        raise NotPlainError("a zero byte")
    return text
