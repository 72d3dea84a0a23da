"""What becomes of numbers that are spoiled, lost or returned: kept, and no longer counted as given out."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from agent_app.domain.book_body import read_passed
from agent_app.domain.number_fate import NumberFate, PassedNumbers
from agent_app.domain.operation import Operation
from agent_app.domain.operation_body import BodyUnreadableError
from provincial_server.exchange import KnownDevice
from provincial_server.passed_numbers import passed_over
from provincial_server.receipts import Booking, HeldReason
from provincial_server.tables import BookRow, NumberFateRow, ReceiptRow

_KVER = 1


def keep_passed(session: Session, device: KnownDevice, operation: Operation) -> Booking:
    """Decide what a device's word on numbers without a receipt comes to; a return shortens its block."""
    passed = _read(operation)
    if passed is None:
        return Booking(HeldReason.UNREADABLE)
    block = _own_block(session, device, passed)
    reason = _reason(session, device, operation, passed, block)
    if reason is None and block is not None and passed.fate is NumberFate.RETURNED:
        _shorten(session, block, passed)
    row = NumberFateRow(
        op_id=operation.op_id,
        symbol=passed.symbol,
        book=passed.book,
        first=passed.first,
        last=passed.last,
        fate=passed.fate.value,
        on=passed.on,
        reason=passed.reason,
        slip=passed.slip,
        agent_code=device.agent_code,
        state="held" if reason else "accepted",
    )
    return Booking(reason, row)


def _read(operation: Operation) -> PassedNumbers | None:
    try:
        passed = read_passed(operation.kind, operation.body)
        told = f"{passed.symbol}{passed.book}{passed.reason}{passed.slip}".encode()
    except (BodyUnreadableError, UnicodeEncodeError):
        return None
    return None if b"\0" in told else passed  # no database keeps a text with a zero byte


def _own_block(session: Session, device: KnownDevice, passed: PassedNumbers) -> BookRow | None:
    own = select(BookRow).where(
        BookRow.symbol == passed.symbol,
        BookRow.book == passed.book,
        BookRow.agent_code == device.agent_code,
        BookRow.device_id == device.id,
        BookRow.first <= passed.first,
        BookRow.last >= passed.last,
    )
    return session.scalars(own).first()


def _reason(
    session: Session,
    device: KnownDevice,
    operation: Operation,
    passed: PassedNumbers,
    block: BookRow | None,
) -> HeldReason | None:
    checks = (
        (operation.kver != _KVER, HeldReason.VERSION_UNKNOWN),
        (passed.device_id != device.id, HeldReason.DEVICE_MISMATCH),
        (passed.agent_code != device.agent_code, HeldReason.AGENT_MISMATCH),
        (block is None or not _is_rest(block, passed), HeldReason.NUMBER_OUTSIDE_BOOK),
        (_is_told_of(session, passed), HeldReason.NUMBER_TAKEN),
    )
    return next((reason for failed, reason in checks if failed), None)


def _is_rest(block: BookRow, passed: PassedNumbers) -> bool:
    """Tell whether a return takes all that is left of a block as the server knows it."""
    return passed.fate is not NumberFate.RETURNED or block.last == passed.last


def _is_told_of(session: Session, passed: PassedNumbers) -> bool:
    issued = select(ReceiptRow.op_id).where(
        ReceiptRow.symbol == passed.symbol,
        ReceiptRow.number.between(passed.first, passed.last),
        ReceiptRow.state == "accepted",
    )
    return session.scalar(issued.limit(1)) is not None or passed_over(
        session, passed.symbol, passed.first, passed.last
    )


def _shorten(session: Session, block: BookRow, passed: PassedNumbers) -> None:
    """Take a block's rest back, so that it can be given out again; what was never begun goes as a whole."""
    if block.first == passed.first:
        session.execute(delete(BookRow).where(BookRow.symbol == block.symbol, BookRow.first == block.first))
    else:
        block.last = passed.first - 1
    session.flush()
