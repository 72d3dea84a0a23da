"""Receipts against their operations, numbers against their books, places against what was paid."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.errors import AppError
from agent_app.domain.operation import OperationKind
from agent_app.domain.operation_body import BodyUnreadableError, read_receipt
from agent_app.domain.receipt import Receipt, ReceiptId
from agent_app.services.ports import Finding
from agent_app.storage.checks.log import PAGE
from agent_app.storage.models import (
    HouseholdPlaceRow,
    OperationRow,
    ReceiptRow,
)
from agent_app.storage.pseudonyms import as_erased, pseudonyms
from agent_app.storage.repositories.payment_days import paid_places
from agent_app.storage.repositories.receipts import whole_receipts


def receipts(session: Session) -> Iterator[Finding]:
    """Compare each receipt with the operation that logged it."""
    query = (
        select(OperationRow, ReceiptRow)
        .outerjoin(ReceiptRow, ReceiptRow.op_id == OperationRow.op_id)
        .where(OperationRow.kind == OperationKind.RECEIPT_ISSUED.value)
        .order_by(OperationRow.dseq)
    )
    names = pseudonyms(session)
    for page in session.execute(query).yield_per(PAGE).partitions():
        rows: list[ReceiptRow | None] = [row for _, row in page]
        kept = readable_receipts(session, [row for row in rows if row is not None])
        by_id = {receipt.id: receipt for receipt in kept}
        for (operation, _), row in zip(page, rows, strict=True):
            if row is None:
                yield from _missing(session, operation)
            else:
                yield from _receipt(operation, row, by_id, names)


def readable_receipts(session: Session, rows: Sequence[ReceiptRow]) -> list[Receipt]:
    """Put rows and lines together, but for what has been changed beyond reading."""
    try:
        return whole_receipts(session, rows)
    except _UNREAD:
        kept = list[Receipt]()
        for row in rows:
            with suppress(*_UNREAD):
                kept += whole_receipts(session, [row])
        return kept


_UNREAD = (ValueError, KeyError, ArithmeticError, AppError)


def _missing(session: Session, operation: OperationRow) -> Iterator[Finding]:
    """Tell a receipt that is gone from one whose number another has taken after the store fell back."""
    try:
        logged = read_receipt(operation.body) if operation.body else None
    except BodyUnreadableError:
        yield Finding("receipt.unreadable", str(operation.op_id))
        return
    taken = None
    if logged is not None and logged.number is not None:
        number = (ReceiptRow.symbol == logged.symbol, ReceiptRow.number == logged.number)
        taken = session.scalar(select(ReceiptRow.id).where(*number))
    yield Finding("receipt.missing" if taken is None else "journal.number_taken", str(operation.op_id))


def _receipt(
    operation: OperationRow, row: ReceiptRow, kept: Mapping[ReceiptId, Receipt], names: frozenset[str]
) -> Iterator[Finding]:
    if not operation.body:  # emptied when its time was over; nothing is left to compare with
        return
    try:
        logged = read_receipt(operation.body)
    except BodyUnreadableError:
        yield Finding("receipt.unreadable", str(row.id))
        return
    held = kept.get(row.id)
    if held is None or held != as_erased(logged, held, names) or row.total != logged.total:
        yield Finding("receipt.differs", str(row.id))


def places(session: Session) -> Iterator[Finding]:
    """See that whoever has paid at a place holds one in that household and year."""
    held = {(row.household_id, row.year, row.person_id) for row in session.scalars(select(HouseholdPlaceRow))}
    for receipt_id, household_id, paid_on, _place, person_id in session.execute(paid_places()):
        if (household_id, paid_on.year, person_id) not in held:
            yield Finding("place.not_held", str(receipt_id))
