"""Transfers and their credits against the operations that logged them, and money against money."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agent_app.domain.household import Subject
from agent_app.domain.operation import OperationKind
from agent_app.domain.operation_body import BodyUnreadableError
from agent_app.domain.receipt import PaymentMethod, ReceiptId, ReceiptLine
from agent_app.domain.transfer import AwaitedTransfer, CreditUse, FollowedTransfer, GivenUpTransfer
from agent_app.domain.transfer_body import read_awaited, read_given_up, read_use
from agent_app.services.ports import Finding
from agent_app.storage.checks.log import PAGE
from agent_app.storage.models import (
    AwaitedTransferRow,
    BankCreditRow,
    CreditUseRow,
    OperationRow,
    ReceiptRow,
    TransferLineRow,
)
from agent_app.storage.pseudonyms import pseudonyms
from agent_app.storage.repositories.transfer_rows import AWAITED, to_transfer_line
from agent_app.storage.repositories.transfers import released, whole_transfers

_Fact = AwaitedTransfer | CreditUse | GivenUpTransfer
_READERS: Mapping[str, Callable[[bytes], _Fact]] = {
    OperationKind.TRANSFER_AWAITED.value: read_awaited,
    OperationKind.TRANSFER_CREDITED.value: read_use,
    OperationKind.TRANSFER_GIVEN_UP.value: read_given_up,
}


def transfers(session: Session) -> Iterator[Finding]:
    """Compare each transfer, credit and giving up with its operation, and the money with itself."""
    names = pseudonyms(session)
    query = select(OperationRow).where(OperationRow.kind.in_(_READERS)).order_by(OperationRow.dseq)
    for page in session.scalars(query).yield_per(PAGE).partitions():
        logged: list[_Fact] = []
        for operation in page:
            try:
                if operation.body:
                    logged.append(_READERS[operation.kind](operation.body))
            except BodyUnreadableError:
                yield Finding("transfer.unreadable", str(operation.op_id))
        yield from _compared(session, logged, names)
    yield from _columns(session)
    yield from _overused(session)
    yield from _unpaid(session)


def _compared(session: Session, logged: list[_Fact], names: frozenset[str]) -> Iterator[Finding]:
    ids = {each.id if isinstance(each, AwaitedTransfer) else each.transfer_id for each in logged}
    rows = session.scalars(select(AwaitedTransferRow).where(AwaitedTransferRow.id.in_(ids))).all()
    kept = {each.transfer.id: each for each in whole_transfers(session, rows)}
    for fact in logged:
        about = fact.id if isinstance(fact, AwaitedTransfer) else fact.transfer_id
        followed = kept.get(about)
        if followed is None:
            if isinstance(fact, AwaitedTransfer):
                yield Finding("transfer.missing", str(about))
        elif not _says(followed, fact, names):
            yield Finding("transfer.differs", str(about))


def _says(followed: FollowedTransfer, fact: _Fact, names: frozenset[str]) -> bool:
    """Tell whether the tables say what the log says, but for whoever was erased since."""
    match fact:
        case AwaitedTransfer():
            return followed.transfer == _as_erased(fact, followed.transfer, names)
        case CreditUse():
            return any(use == _use_as_erased(fact, use, names) for use in followed.uses if use.id == fact.id)
        case GivenUpTransfer():
            kept = followed.given_up
            return kept is not None and replace(kept, reason=fact.reason) == fact


def _as_erased(logged: AwaitedTransfer, kept: AwaitedTransfer, names: frozenset[str]) -> AwaitedTransfer:
    lines = _lines_as_erased(logged.lines, kept.lines, names)
    payer = kept.payer if kept.payer in names else logged.payer
    gone = payer in names or any(line.subject.name in names for line in lines)
    address = "" if gone and not kept.address else logged.address
    door = kept.door if gone else logged.door
    return replace(logged, lines=lines, payer=payer, address=address, door=door)


def _use_as_erased(logged: CreditUse, kept: CreditUse, names: frozenset[str]) -> CreditUse:
    """Take the bank's words and the reason as they are kept: they alone may have been emptied."""
    text = kept.credit.text if not kept.credit.text else logged.credit.text
    sender = kept.credit.sender if not kept.credit.sender else logged.credit.sender
    # A credit that several transfers share, or that came again, was kept when it was first read.
    credit = replace(logged.credit, text=text, sender=sender, imported_at=kept.credit.imported_at)
    reason = kept.reason if names and logged.reason else logged.reason
    return replace(
        logged, credit=credit, reason=reason, lines=_lines_as_erased(logged.lines, kept.lines, names)
    )


def _lines_as_erased(
    logged: tuple[ReceiptLine, ...], kept: tuple[ReceiptLine, ...], names: frozenset[str]
) -> tuple[ReceiptLine, ...]:
    if len(logged) != len(kept):
        return logged
    return tuple(
        replace(said, subject=Subject(said.subject.person_id, held.subject.name))
        if held.subject.name in names
        else said
        for said, held in zip(logged, kept, strict=True)
    )


def _columns(session: Session) -> Iterator[Finding]:
    """Hold the columns by which transfers and their lines are found against what the lines say."""
    asked: dict[ReceiptId, int] = {}
    wrong: dict[ReceiptId, None] = {}
    for row in session.scalars(select(TransferLineRow)).yield_per(PAGE):
        line = to_transfer_line(row)
        said = (line.scheme.value, line.period.start, line.period.end, line.quote.due)
        if said != (row.scheme, row.starts_on, row.ends_on, row.due):
            wrong[row.transfer_id] = None
        if row.stage == AWAITED:
            asked[row.transfer_id] = asked.get(row.transfer_id, 0) + line.quote.due
    for transfer_id, amount in session.execute(select(AwaitedTransferRow.id, AwaitedTransferRow.amount)):
        if asked.get(transfer_id) != amount:
            wrong[transfer_id] = None
    yield from (Finding("transfer.differs", str(transfer_id)) for transfer_id in wrong)


def _overused(session: Session) -> Iterator[Finding]:
    """Look for credits of which more counts than came."""
    query = (
        select(BankCreditRow.id)
        .join(CreditUseRow, CreditUseRow.credit_id == BankCreditRow.id)
        .where(~released())
        .group_by(BankCreditRow.id)
        .having(func.sum(CreditUseRow.used) > BankCreditRow.amount)
        .order_by(BankCreditRow.id)
    )
    yield from (Finding("credit.overused", str(credit_id)) for credit_id in session.scalars(query))


def _unpaid(session: Session) -> Iterator[Finding]:
    """Look for receipts of transfers whose money is not what has come."""
    paid = select(func.coalesce(func.sum(CreditUseRow.used), 0)).where(
        CreditUseRow.transfer_id == ReceiptRow.id
    )
    awaited = select(AwaitedTransferRow.id)
    query = select(ReceiptRow.id).where(
        ReceiptRow.method == PaymentMethod.TRANSFER.value,
        ReceiptRow.id.in_(awaited),
        ReceiptRow.total != paid.correlate(ReceiptRow).scalar_subquery(),
    )
    for receipt_id in session.scalars(query.order_by(ReceiptRow.id)):
        yield Finding("transfer.unpaid", str(ReceiptId(receipt_id)))
