"""The numbers of books: each has one fate, and each fate without a receipt is what was logged."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from agent_app.domain.book_body import read_passed
from agent_app.domain.book_report import BookLimits, report_book
from agent_app.domain.operation import OperationKind
from agent_app.domain.operation_body import BodyUnreadableError
from agent_app.domain.receipt_book import shown_number
from agent_app.services.ports import Finding
from agent_app.storage.checks.log import PAGE
from agent_app.storage.models import NumberFateRow, OperationRow, ReceiptBookRow
from agent_app.storage.pseudonyms import as_kept
from agent_app.storage.queries.books import fates
from agent_app.storage.repositories.books import is_told_of, to_passed

_KINDS = (OperationKind.NUMBER_SPOILED.value, OperationKind.BOOK_RETURNED.value)


def books(session: Session) -> Iterator[Finding]:
    """Look for numbers without a fate, with two, or that no book gave, and for books that give none now."""
    for book in session.scalars(select(ReceiptBookRow).order_by(ReceiptBookRow.symbol, ReceiptBookRow.first)):
        yield from _numbers(session, book)
        if book.frozen_at is not None:
            yield Finding("book.frozen", f"{book.symbol} {book.book}")


def _numbers(session: Session, book: ReceiptBookRow) -> Iterator[Finding]:
    limits = BookLimits(book.symbol, book.book, book.first, book.last, book.next)
    report = report_book(limits, fates(session, book.symbol, book.book))
    yield from (Finding("book.gap", _about(book, each)) for each in report.holes)
    yield from (Finding("book.two_fates", _about(book, each)) for each in report.doubles)
    yield from (Finding("book.not_given", _about(book, each)) for each in report.outside)


def _about(book: ReceiptBookRow, number: int) -> str:
    return f"{book.symbol}/{book.book}/{shown_number(number)}"


def numbers(session: Session) -> Iterator[Finding]:
    """Compare what was spoiled, lost or returned with the operations that logged it, both ways."""
    query = (
        select(OperationRow, NumberFateRow)
        .outerjoin(NumberFateRow, NumberFateRow.op_id == OperationRow.op_id)
        .where(OperationRow.kind.in_(_KINDS))
        .order_by(OperationRow.dseq)
    )
    for operation, row in session.execute(query).yield_per(PAGE):
        if operation.body:  # one that was emptied when its time was over has nothing left to compare with
            yield from _passed(session, operation, row)
    strangers = (
        select(NumberFateRow.id)
        .outerjoin(OperationRow, OperationRow.op_id == NumberFateRow.op_id)
        .where(or_(OperationRow.kind.is_(None), OperationRow.kind.not_in(_KINDS)))
    )
    yield from (Finding("numbers.unlogged", str(fate_id)) for fate_id in session.scalars(strangers))


def _passed(session: Session, operation: OperationRow, row: NumberFateRow | None) -> Iterator[Finding]:
    try:
        logged = read_passed(operation.kind, operation.body)
    except BodyUnreadableError:
        yield Finding("numbers.unreadable", str(operation.op_id))
        return
    if row is None:
        # Numbers that are gone are not those that got another fate after the store fell back.
        taken = is_told_of(session, (logged.symbol, logged.book), logged.first, logged.last)
        yield Finding("numbers.taken" if taken else "numbers.missing", str(operation.op_id))
    elif to_passed(row) != replace(logged, reason=as_kept(logged.reason, row.reason)):
        yield Finding("numbers.differs", str(operation.op_id))
