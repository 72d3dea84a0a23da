"""Transfers as laptops report them: kept where an officer sees them, held where two claim one credit."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from agent_app.domain.money import Dong
from agent_app.domain.operation import Operation, OperationKind
from agent_app.domain.operation_body import BodyUnreadableError
from agent_app.domain.transfer import AwaitedTransfer, CreditUse, GivenUpTransfer, TransferState
from agent_app.domain.transfer_body import read_awaited, read_given_up, read_use
from provincial_server.database import Database
from provincial_server.exchange import KnownDevice
from provincial_server.receipts import Booking, HeldReason
from provincial_server.tables import ReceiptRow
from provincial_server.transfer_tables import AwaitedTransferRow, CreditedTransferRow, GivenUpTransferRow
from provincial_server.undoing import is_void

_KVER = 1
_MOST = 10**12
_Fact = AwaitedTransfer | CreditUse | GivenUpTransfer
_READERS: dict[str, Callable[[bytes], _Fact]] = {
    OperationKind.TRANSFER_AWAITED.value: read_awaited,
    OperationKind.TRANSFER_CREDITED.value: read_use,
    OperationKind.TRANSFER_GIVEN_UP.value: read_given_up,
}
TRANSFER_KINDS = frozenset(_READERS)


def keep_transfer(session: Session, device: KnownDevice, operation: Operation) -> Booking:
    """Decide what a word on a transfer comes to, and keep its row."""
    fact = _read(operation)
    match fact:
        case AwaitedTransfer():
            return _awaited(session, device, operation, fact)
        case CreditUse():
            return _credited(session, device, operation, fact)
        case GivenUpTransfer():
            return _given_up(session, device, operation, fact)
        case None:
            return Booking(HeldReason.UNREADABLE)


def _read(operation: Operation) -> _Fact | None:
    try:
        fact = _READERS[operation.kind](operation.body)
        told = _texts(fact).encode()
    except (BodyUnreadableError, UnicodeEncodeError):
        return None
    return None if b"\0" in told else fact  # no database keeps a text with a zero byte


def credit_ids(operations: Iterable[Operation]) -> set[UUID]:
    """Return which credits of a bank some operations want to count."""
    wanting = (each for each in operations if each.kind == OperationKind.TRANSFER_CREDITED)
    facts = (_read(each) for each in wanting)
    return {fact.credit.id for fact in facts if isinstance(fact, CreditUse)}


def _texts(fact: _Fact) -> str:
    match fact:
        case AwaitedTransfer():
            return f"{fact.code}{fact.account.bank_bin}{fact.account.number}{fact.agent_code}"
        case CreditUse():
            return f"{fact.credit.account}{fact.credit.reference}"
        case GivenUpTransfer():
            return fact.reason


def _first(*checks: tuple[bool, HeldReason]) -> HeldReason | None:
    return next((reason for failed, reason in checks if failed), None)


def _awaited(
    session: Session, device: KnownDevice, operation: Operation, transfer: AwaitedTransfer
) -> Booking:
    known = or_(AwaitedTransferRow.transfer_id == transfer.id, AwaitedTransferRow.code == transfer.code)
    reason = _first(
        (operation.kver != _KVER, HeldReason.VERSION_UNKNOWN),
        (transfer.device_id != device.id, HeldReason.DEVICE_MISMATCH),
        (transfer.agent_code != device.agent_code, HeldReason.AGENT_MISMATCH),
        (not 0 < transfer.amount <= _MOST, HeldReason.AMOUNT),
        (_is_there(session, AwaitedTransferRow.state == "accepted", known), HeldReason.TRANSFER_REPEATED),
    )
    row = AwaitedTransferRow(
        op_id=operation.op_id,
        transfer_id=transfer.id,
        agent_code=device.agent_code,
        code=transfer.code,
        amount=Dong(min(transfer.amount, _MOST)),
        bank_bin=transfer.account.bank_bin,
        account=transfer.account.number,
        awaited_on=transfer.awaited_on,
        state="held" if reason else "accepted",
    )
    return Booking(reason, row)


def _credited(session: Session, device: KnownDevice, operation: Operation, use: CreditUse) -> Booking:
    own = (
        AwaitedTransferRow.transfer_id == use.transfer_id,
        AwaitedTransferRow.agent_code == device.agent_code,
    )
    reason = _first(
        (operation.kver != _KVER, HeldReason.VERSION_UNKNOWN),
        (use.credit.amount > _MOST, HeldReason.AMOUNT),
        (not _is_there(session, *own), HeldReason.TRANSFER_UNKNOWN),
        (_is_settled(session, use.transfer_id), HeldReason.TRANSFER_REPEATED),
        (_is_overused(session, use), HeldReason.CREDIT_TAKEN),
    )
    row = CreditedTransferRow(
        op_id=operation.op_id,
        transfer_id=use.transfer_id,
        credit_id=use.credit.id,
        agent_code=device.agent_code,
        account=use.credit.account,
        reference=use.credit.reference,
        credited_on=use.credit.credited_on,
        amount=Dong(min(use.credit.amount, _MOST)),
        used=Dong(min(use.used, _MOST)),
        complete=use.completes,
        state="held" if reason else "accepted",
    )
    return Booking(reason, row)


def _given_up(
    session: Session, device: KnownDevice, operation: Operation, given_up: GivenUpTransfer
) -> Booking:
    own = (
        AwaitedTransferRow.transfer_id == given_up.transfer_id,
        AwaitedTransferRow.agent_code == device.agent_code,
    )
    reason = _first(
        (operation.kver != _KVER, HeldReason.VERSION_UNKNOWN),
        (not _is_there(session, *own), HeldReason.TRANSFER_UNKNOWN),
        (_is_settled(session, given_up.transfer_id), HeldReason.TRANSFER_REPEATED),
    )
    row = GivenUpTransferRow(
        op_id=operation.op_id,
        transfer_id=given_up.transfer_id,
        agent_code=device.agent_code,
        given_up_on=given_up.given_up_on,
        reason=given_up.reason,
        state="held" if reason else "accepted",
    )
    return Booking(reason, row)


def _is_there(session: Session, *which: ColumnElement[bool]) -> bool:
    return session.scalar(select(AwaitedTransferRow.op_id).where(*which).limit(1)) is not None


def _is_settled(session: Session, transfer_id: UUID) -> bool:
    """Tell whether a transfer is paid for in full, or was given up: it takes no more."""
    paid = select(CreditedTransferRow.op_id).where(
        CreditedTransferRow.transfer_id == transfer_id,
        CreditedTransferRow.complete,
        CreditedTransferRow.state == "accepted",
    )
    given = select(GivenUpTransferRow.op_id).where(
        GivenUpTransferRow.transfer_id == transfer_id, GivenUpTransferRow.state == "accepted"
    )
    return session.scalar(paid.limit(1)) is not None or session.scalar(given.limit(1)) is not None


def _is_overused(session: Session, use: CreditUse) -> bool:
    """Tell whether more of a credit would count than came, on whatever laptops it was read."""
    used = select(func.sum(CreditedTransferRow.used)).where(
        CreditedTransferRow.credit_id == use.credit.id,
        CreditedTransferRow.state == "accepted",
        ~_released(),
    )
    return int(session.scalar(used) or 0) + use.used > use.credit.amount


def _released() -> ColumnElement[bool]:
    """Ask for uses that hold no money any more: of a transfer given up, or whose receipt is void."""
    return or_(
        exists().where(
            GivenUpTransferRow.transfer_id == CreditedTransferRow.transfer_id,
            GivenUpTransferRow.state == "accepted",
        ),
        exists().where(ReceiptRow.receipt_id == CreditedTransferRow.transfer_id, is_void()),
    )


@dataclass(frozen=True, slots=True)
class TransferLine:
    """One transfer as an officer sees it; ``held`` is money that a human has to look at.

    ``credited`` is what counts for it: the money of one that was given up, or whose receipt is ``void``, is
    free again and may count for another one.
    """

    transfer_id: UUID
    agent: str
    code: str
    amount: Dong
    credited: Dong
    held: Dong
    awaited_on: date
    credited_on: date | None
    state: TransferState
    void: bool


def transfers_in(database: Database) -> list[TransferLine]:
    """Return the accepted transfers with what came for them, oldest first."""
    row, credit = AwaitedTransferRow, CreditedTransferRow
    order = (row.awaited_on, row.agent_code, row.code)
    with database.read() as session:
        awaited = session.scalars(select(row).where(row.state == "accepted").order_by(*order)).all()
        credits_: dict[UUID, list[CreditedTransferRow]] = {}
        for each in session.scalars(select(credit)):
            credits_.setdefault(each.transfer_id, []).append(each)
        given = set(
            session.scalars(
                select(GivenUpTransferRow.transfer_id).where(GivenUpTransferRow.state == "accepted")
            )
        )
        of_transfers = ReceiptRow.receipt_id.in_(select(row.transfer_id).where(row.state == "accepted"))
        receipts = set(session.scalars(select(ReceiptRow.receipt_id).where(of_transfers)))
        void = set(session.scalars(select(ReceiptRow.receipt_id).where(of_transfers, is_void())))
        told = _Told(given, receipts, void)
        return [_line(each, credits_.get(each.transfer_id, []), told) for each in awaited]


@dataclass(frozen=True, slots=True)
class _Told:
    """Which transfers were given up, have a receipt, and have a void one."""

    given: set[UUID]
    receipts: set[UUID]
    void: set[UUID]


def _line(row: AwaitedTransferRow, credits_: list[CreditedTransferRow], told: _Told) -> TransferLine:
    accepted = [each for each in credits_ if each.state == "accepted"]
    state, void = _state(row, accepted, told), row.transfer_id in told.void
    counting = [] if void or state is TransferState.GIVEN_UP else accepted
    return TransferLine(
        row.transfer_id,
        row.agent_code,
        row.code,
        row.amount,
        Dong(sum(each.used for each in counting)),
        Dong(sum(each.used for each in credits_ if each.state == "held")),
        row.awaited_on,
        max((each.credited_on for each in accepted), default=None),
        state,
        void,
    )


def _state(row: AwaitedTransferRow, accepted: list[CreditedTransferRow], told: _Told) -> TransferState:
    if row.transfer_id in told.receipts:
        return TransferState.RECEIPTED
    if any(each.complete for each in accepted):
        return TransferState.CREDITED
    if row.transfer_id in told.given:
        return TransferState.GIVEN_UP
    return TransferState.PARTIAL if accepted else TransferState.AWAITED
