"""What becomes of a receipt that arrives: accepted, or held for a human; money is never refused."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.money import Dong
from agent_app.domain.operation import Operation, OperationState, receipt_payload
from agent_app.domain.operation_body import RECEIPT_KVERS, BodyUnreadableError, read_receipt
from agent_app.domain.receipt import Receipt
from provincial_server.exchange import KnownDevice
from provincial_server.passed_numbers import passed_over
from provincial_server.scope_log import Change
from provincial_server.signatures import signed_by
from provincial_server.tables import Base, BookRow, OpRow, ReceiptRow

# What makes two receipts of one id the very same: who sent it, symbol, number and total.
_Identity = tuple[UUID, str | None, int | None, Dong]
# More than this on one receipt is no money but an attack on the sums.
MOST = 10**12


class HeldReason(StrEnum):
    """Why a human must look at an operation; the laptop has the words."""

    ID_REUSED = "id_reused"
    INSTANT = "instant"
    KIND_UNKNOWN = "kind_unknown"
    BODY_EMPTIED = "body_emptied"
    VERSION_UNKNOWN = "version_unknown"
    UNREADABLE = "unreadable"
    RECEIPT_REPEATED = "receipt_repeated"
    AMOUNT = "amount"
    SIGNATURE = "signature"
    DEVICE_MISMATCH = "device_mismatch"
    AGENT_MISMATCH = "agent_mismatch"
    NUMBER_OUTSIDE_BOOK = "number_outside_book"
    NUMBER_TAKEN = "number_taken"
    ENVELOPE_REPEATED = "envelope_repeated"
    REMITTED_BEFORE = "remitted_before"
    REMITTANCE_DIFFERS = "remittance_differs"
    BATCH_ORDER = "batch_order"
    RECEIPT_UNKNOWN = "receipt_unknown"
    ALREADY_CANCELLED = "already_cancelled"
    ALREADY_REFUNDED = "already_refunded"
    REFUND_TOO_HIGH = "refund_too_high"
    ID_TAKEN = "id_taken"
    PERSON_UNKNOWN = "person_unknown"
    HOUSEHOLD_UNKNOWN = "household_unknown"
    AREA_UNCLEAR = "area_unclear"
    OUTSIDE_AREA = "outside_area"
    SEVERAL_ALIKE = "several_alike"
    NUMBERS_DIFFER = "numbers_differ"
    EDIT_CONFLICT = "edit_conflict"
    MERGE_TASK = "merge_task"
    TRANSFER_UNKNOWN = "transfer_unknown"
    TRANSFER_REPEATED = "transfer_repeated"
    CREDIT_TAKEN = "credit_taken"


class RefusedReason(StrEnum):
    """Why an edit is not taken; money never is refused."""

    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """What the server's books say of a receipt's number."""

    in_own_book: bool
    taken: bool


def judge_receipt(receipt: Receipt, device: KnownDevice, number: NumberFacts) -> HeldReason | None:
    """Find the first reason for which a human must look at a receipt."""
    checks = (
        (receipt.total <= 0, HeldReason.AMOUNT),
        (receipt.device_id != device.id, HeldReason.DEVICE_MISMATCH),
        (receipt.agent_code != device.agent_code, HeldReason.AGENT_MISMATCH),
        (
            not signed_by(device.sign_key, receipt.signature, receipt_payload(receipt)),
            HeldReason.SIGNATURE,
        ),
        (not number.in_own_book, HeldReason.NUMBER_OUTSIDE_BOOK),
        (number.taken, HeldReason.NUMBER_TAKEN),
    )
    return next((reason for failed, reason in checks if failed), None)


@dataclass(frozen=True, slots=True)
class Booking:
    """Why an operation is held, if it is, and the rows that it leaves, such as what books its money.

    ``beside`` are further rows; ``merged`` says with what else an addition or an edit has become one;
    ``refused`` why an edit is not taken; ``changes`` are what the holders of a scope shall learn.
    """

    reason: HeldReason | None
    row: Base | None = None
    beside: tuple[Base, ...] = ()
    merged: str | None = None
    refused: RefusedReason | None = None
    changes: tuple[Change, ...] = ()

    @property
    def outcome(self) -> tuple[OperationState, str | None]:
        """What the device is told."""
        if self.reason is not None:
            return OperationState.HELD, self.reason.value
        if self.refused is not None:
            return OperationState.REFUSED, self.refused.value
        merged = self.merged is not None
        return OperationState.MERGED if merged else OperationState.ACCEPTED, self.merged


def book_receipt(session: Session, device: KnownDevice, operation: Operation) -> Booking:
    """Decide how a receipt's money is booked; the caller stores the row behind its operation."""
    receipt = _read(operation)
    if receipt is None:
        return Booking(HeldReason.UNREADABLE)
    before = _of_same_id(session, receipt)
    if _identity(device.id, receipt) in before:
        # Its money is booked already; a second row would count it twice.
        return Booking(HeldReason.RECEIPT_REPEATED)
    reason = _reason(session, device, operation, receipt, known_id=bool(before))
    row = ReceiptRow(
        op_id=operation.op_id,
        receipt_id=receipt.id,
        agent_code=device.agent_code,
        issued_on=receipt.issued_on,
        symbol=receipt.symbol,
        book=receipt.book,
        number=receipt.number,
        total=receipt.total,
        state="held" if reason else "accepted",
    )
    return Booking(reason, row)


def _of_same_id(session: Session, receipt: Receipt) -> set[_Identity]:
    found = (
        select(OpRow.device_id, ReceiptRow.symbol, ReceiptRow.number, ReceiptRow.total)
        .join(OpRow, OpRow.op_id == ReceiptRow.op_id)
        .where(ReceiptRow.receipt_id == receipt.id)
    )
    return {(sender, symbol, number, total) for sender, symbol, number, total in session.execute(found)}


def _identity(sender: UUID, receipt: Receipt) -> _Identity:
    return sender, receipt.symbol, receipt.number, receipt.total


def _reason(
    session: Session, device: KnownDevice, operation: Operation, receipt: Receipt, *, known_id: bool
) -> HeldReason | None:
    if known_id:
        # Another sender, number or sum under an id that came before: either may be forged, both are counted.
        return HeldReason.RECEIPT_REPEATED
    if operation.kver not in RECEIPT_KVERS:
        return HeldReason.VERSION_UNKNOWN
    return judge_receipt(receipt, device, _number_facts(session, device, receipt))


def _read(operation: Operation) -> Receipt | None:
    try:
        receipt = read_receipt(operation.body)
        # What was read must be writable again as it was signed, and storable: no text with a zero byte.
        receipt_payload(receipt)
    except (BodyUnreadableError, UnicodeEncodeError):
        return None
    storable = "\0" not in f"{receipt.symbol}{receipt.book}" and 0 <= receipt.total <= MOST
    return receipt if storable else None


def _number_facts(session: Session, device: KnownDevice, receipt: Receipt) -> NumberFacts:
    if receipt.symbol is None or receipt.number is None:  # the provider of e-receipts numbers them
        return NumberFacts(in_own_book=True, taken=False)
    own = select(BookRow.first).where(
        BookRow.symbol == receipt.symbol,
        BookRow.book == receipt.book,
        BookRow.agent_code == device.agent_code,
        BookRow.device_id == device.id,
        BookRow.first <= receipt.number,
        BookRow.last >= receipt.number,
    )
    taken = select(ReceiptRow.op_id).where(
        ReceiptRow.symbol == receipt.symbol,
        ReceiptRow.number == receipt.number,
        ReceiptRow.state == "accepted",
    )
    passed = passed_over(session, receipt.symbol, receipt.number, receipt.number)
    return NumberFacts(session.scalar(own) is not None, passed or session.scalar(taken) is not None)
