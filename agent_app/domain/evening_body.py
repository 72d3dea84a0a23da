"""Closed envelopes, remittances and changes of batches as plain maps for the log, and back."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from agent_app.domain.banknotes import CashCount, Pieces
from agent_app.domain.batch import BatchChange, BatchId, BatchState
from agent_app.domain.envelope import Counted, EnvelopeClosing, EnvelopeId
from agent_app.domain.errors import AppError
from agent_app.domain.money import Dong
from agent_app.domain.operation import OperationKind, from_millis, to_millis
from agent_app.domain.operation_body import BodyUnreadableError
from agent_app.domain.plain import (
    NotPlainError,
    Plain,
    as_int,
    as_list,
    as_map,
    as_text,
    as_uuid,
    canonical,
    decode,
)
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.remittance import Remittance, RemittanceId, RemittanceMethod, RemittedReceipt

_MISREAD = (KeyError, ValueError, OverflowError, AppError)


def _ids(ids: Iterable[UUID]) -> list[Plain]:
    return [each.bytes for each in ids]


def _read_receipts(value: object) -> tuple[ReceiptId, ...]:
    return tuple(_once([ReceiptId(as_uuid(each)) for each in as_list(value)]))


def _once(ids: list[ReceiptId]) -> list[ReceiptId]:
    if len(set(ids)) != len(ids):
        raise NotPlainError("one receipt twice")
    return ids


def _amount(value: object) -> Dong:
    amount = as_int(value)
    if amount < 0:
        raise NotPlainError("money below zero")
    return Dong(amount)


def _pair(value: object) -> tuple[object, object]:
    first, second = as_list(value)
    return first, second


def envelope_body(closing: EnvelopeClosing) -> bytes:
    """Encode a closed envelope."""
    counted = closing.counted
    return canonical(
        {
            "id": closing.envelope_id.bytes,
            "opened_on": closing.opened_on.isoformat(),
            "opened_at": to_millis(closing.opened_at),
            "closed_on": counted.closed_on.isoformat(),
            "recorded_at": to_millis(closing.recorded_at),
            "receipts": _ids(closing.receipts),
            "voided": _ids(closing.voided),
            "expected": int(counted.expected),
            "count": [[int(each.value), each.pieces] for each in counted.count.notes],
            "loose": int(counted.count.loose),
            "counted": int(counted.count.total),
            "note": counted.note,
            "agent_code": closing.agent_code,
            "device_id": closing.device_id.bytes,
        }
    )


def read_envelope(body: bytes) -> EnvelopeClosing:
    """Read a closed envelope back; raise ``BodyUnreadableError`` where it is none or its sum is wrong."""
    try:
        value = as_map(decode(body))
        notes = tuple(_read_pieces(each) for each in as_list(value["count"]))
        count = CashCount(notes, _amount(value["loose"]))
        closing = EnvelopeClosing(
            EnvelopeId(as_uuid(value["id"])),
            date.fromisoformat(as_text(value["opened_on"])),
            from_millis(as_int(value["opened_at"])),
            from_millis(as_int(value["recorded_at"])),
            _read_receipts(value["receipts"]),
            _read_receipts(value["voided"]),
            Counted(
                date.fromisoformat(as_text(value["closed_on"])),
                _amount(value["expected"]),
                count,
                as_text(value["note"]),
            ),
            as_text(value["agent_code"]),
            as_uuid(value["device_id"]),
        )
        closing.counted.require_explained()
        stated = as_int(value["counted"])
    except _MISREAD as error:
        raise BodyUnreadableError(OperationKind.ENVELOPE_CLOSED) from error
    if stated != count.total or CashCount.of(count.notes, count.loose) != count:
        raise BodyUnreadableError(OperationKind.ENVELOPE_CLOSED)
    return closing


def _read_pieces(value: object) -> Pieces:
    note, pieces = _pair(value)
    read = Pieces(_amount(note), as_int(pieces))
    if min(read.value, read.pieces) <= 0:
        raise NotPlainError("no pieces")
    return read


def _remitted(receipts: Iterable[RemittedReceipt]) -> list[Plain]:
    return [[each.receipt_id.bytes, int(each.amount)] for each in receipts]


def _read_remitted(value: object) -> tuple[RemittedReceipt, ...]:
    pairs = (_pair(each) for each in as_list(value))
    return tuple(RemittedReceipt(ReceiptId(as_uuid(whose)), _amount(amount)) for whose, amount in pairs)


def remittance_body(remittance: Remittance) -> bytes:
    """Encode a remittance."""
    return canonical(
        {
            "id": remittance.id.bytes,
            "remitted_on": remittance.remitted_on.isoformat(),
            "recorded_at": to_millis(remittance.recorded_at),
            "method": remittance.method.value,
            "slip": remittance.slip,
            "envelopes": _ids(remittance.envelopes),
            "cash": _remitted(remittance.cash),
            "transfers": _remitted(remittance.transfers),
            "counted": int(remittance.counted),
            "amount": int(remittance.amount),
            "note": remittance.note,
            "agent_code": remittance.agent_code,
            "device_id": remittance.device_id.bytes,
        }
    )


def read_remittance(body: bytes) -> Remittance:
    """Read a remittance back; raise ``BodyUnreadableError`` where it is none."""
    try:
        value = as_map(decode(body))
        remittance = Remittance(
            RemittanceId(as_uuid(value["id"])),
            date.fromisoformat(as_text(value["remitted_on"])),
            from_millis(as_int(value["recorded_at"])),
            RemittanceMethod(as_text(value["method"])),
            as_text(value["slip"]),
            tuple(EnvelopeId(as_uuid(each)) for each in as_list(value["envelopes"])),
            _read_remitted(value["cash"]),
            _read_remitted(value["transfers"]),
            _amount(value["counted"]),
            _amount(value["amount"]),
            as_text(value["note"]),
            as_text(value["agent_code"]),
            as_uuid(value["device_id"]),
        )
        _once([each.receipt_id for each in (*remittance.cash, *remittance.transfers)])
    except _MISREAD as error:
        raise BodyUnreadableError(OperationKind.REMITTANCE_MADE) from error
    return remittance


def batch_body(change: BatchChange) -> bytes:
    """Encode a change of a batch."""
    codes: list[Plain] = [[receipt_id.bytes, code] for receipt_id, code in change.codes]
    return canonical(
        {
            "id": change.batch_id.bytes,
            "month": change.month,
            "number": change.number,
            "position": change.position,
            "state": change.state.value,
            "moved_on": change.moved_on.isoformat(),
            "recorded_at": to_millis(change.recorded_at),
            "receipts": _ids(change.receipts),
            "codes": codes,
            "reason": change.reason,
            "agent_code": change.agent_code,
            "device_id": change.device_id.bytes,
        }
    )


def read_batch(body: bytes) -> BatchChange:
    """Read a change of a batch back; raise ``BodyUnreadableError`` where it is none."""
    try:
        value = as_map(decode(body))
        change = BatchChange(
            BatchId(as_uuid(value["id"])),
            as_text(value["month"]),
            as_int(value["number"]),
            as_int(value["position"]),
            BatchState(as_text(value["state"])),
            date.fromisoformat(as_text(value["moved_on"])),
            from_millis(as_int(value["recorded_at"])),
            _read_receipts(value["receipts"]),
            tuple(_read_code(each) for each in as_list(value["codes"])),
            as_text(value["reason"]),
            as_text(value["agent_code"]),
            as_uuid(value["device_id"]),
        )
    except _MISREAD as error:
        raise BodyUnreadableError(OperationKind.BATCH_CHANGED) from error
    if min(change.number, change.position) < 1:
        raise BodyUnreadableError(OperationKind.BATCH_CHANGED)
    return change


def _read_code(value: object) -> tuple[ReceiptId, str]:
    whose, code = _pair(value)
    return ReceiptId(as_uuid(whose)), as_text(code)
