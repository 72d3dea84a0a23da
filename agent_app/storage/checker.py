"""Verifies a store against itself and against its journal; it changes nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from agent_app.domain.operation import GENESIS, MONEY_KINDS, Entry, OperationKind, Position, link
from agent_app.domain.operation_body import BodyUnreadableError, read_receipt
from agent_app.domain.receipt import Receipt, ReceiptId, shown_number
from agent_app.services.ports import Finding, Report
from agent_app.storage.errors import StoreUnusableError
from agent_app.storage.failure import environment_failure
from agent_app.storage.journal import Journal
from agent_app.storage.models import (
    HouseholdPlaceRow,
    OperationRow,
    ReceiptBookRow,
    ReceiptLineRow,
    ReceiptRow,
)
from agent_app.storage.pseudonyms import as_erased, pseudonyms, same_but_emptied
from agent_app.storage.repositories.device import device_row
from agent_app.storage.repositories.log import to_operation
from agent_app.storage.repositories.receipts import whole_receipts

_PAGE = 500

_Check = Callable[[Session], Iterator[Finding]]


class SqlChecker:
    """Fulfils ``ports.Checker``."""

    def __init__(self, read: Engine, journal: Journal) -> None:
        self._read = read
        self._journal = journal

    def check(self, report: Report) -> list[Finding]:
        checks: tuple[_Check, ...] = (
            _pages,
            _references,
            _chain,
            self._witness,
            _receipts,
            _books,
            _places,
        )
        findings: list[Finding] = []
        try:
            with Session(self._read) as session:
                for done, check in enumerate(checks):
                    report(done, len(checks))
                    findings += check(session)
        except (DBAPIError, OSError) as error:
            raise environment_failure(error) or StoreUnusableError() from error
        report(len(checks), len(checks))
        return findings

    def _witness(self, session: Session) -> Iterator[Finding]:
        """Hold the journal against the log, both ways."""
        reading = self._journal.read()
        if reading.rebuilt_to is not None:
            yield Finding("journal.rebuilt", str(reading.rebuilt_to))
        yield from (Finding("journal.damaged", str(place)) for place in reading.damaged)
        witnessed = {operation.op_id: operation for operation in reading.operations}
        query = select(OperationRow).where(OperationRow.kind.in_(MONEY_KINDS)).order_by(OperationRow.dseq)
        for row in session.scalars(query).yield_per(_PAGE):
            known = witnessed.pop(row.op_id, None)
            if known is None:
                yield Finding("journal.lacks", str(row.op_id))
            elif not same_but_emptied(known, to_operation(row)):
                yield Finding("journal.differs", str(row.op_id))
        yield from (Finding("journal.log_lacks", str(op_id)) for op_id in witnessed)


def _pages(session: Session) -> Iterator[Finding]:
    """Ask the database about its own pages, and the cipher about their seals."""
    for (said,) in session.execute(text("PRAGMA cipher_integrity_check")):
        yield Finding("store.page_seal", str(said))
    for (said,) in session.execute(text("PRAGMA integrity_check")):
        if said != "ok":
            yield Finding("store.page", str(said))


def _references(session: Session) -> Iterator[Finding]:
    for row in session.execute(text("PRAGMA foreign_key_check")):
        yield Finding("store.reference", f"{row[0]} {row[1]} -> {row[2]}")


def _chain(session: Session) -> Iterator[Finding]:
    """Compute every link again."""
    device_id, before = device_row(session).device_id, Position(0, 0, GENESIS)
    for row in session.scalars(select(OperationRow).order_by(OperationRow.dseq)).yield_per(_PAGE):
        found = to_operation(row)
        if link(device_id, Position(found.epoch, before.dseq, before.hash), Entry.of(found)) != found:
            yield Finding("log.link", str(found.op_id))
        before = found.position


def _receipts(session: Session) -> Iterator[Finding]:
    """Compare each receipt with the operation that logged it."""
    query = (
        select(OperationRow, ReceiptRow)
        .outerjoin(ReceiptRow, ReceiptRow.op_id == OperationRow.op_id)
        .where(OperationRow.kind == OperationKind.RECEIPT_ISSUED.value)
        .order_by(OperationRow.dseq)
    )
    names = pseudonyms(session)
    for page in session.execute(query).yield_per(_PAGE).partitions():
        rows: list[ReceiptRow | None] = [row for _, row in page]
        kept = whole_receipts(session, [row for row in rows if row is not None])
        by_id = {receipt.id: receipt for receipt in kept}
        for operation, row in page:
            yield from _receipt(operation, row, by_id, names)


def _receipt(
    operation: OperationRow,
    row: ReceiptRow | None,
    kept: Mapping[ReceiptId, Receipt],
    names: frozenset[str],
) -> Iterator[Finding]:
    if row is None:
        yield Finding("receipt.missing", str(operation.op_id))
        return
    if not operation.body:
        return  # emptied when its retention ended; the chain still vouches for its hash
    try:
        logged = read_receipt(operation.body)
    except BodyUnreadableError:
        yield Finding("receipt.unreadable", str(row.id))
        return
    if kept[row.id] != as_erased(logged, kept[row.id], names) or row.total != logged.total:
        yield Finding("receipt.differs", str(row.id))


def _books(session: Session) -> Iterator[Finding]:
    """Look for numbers that were passed over, and for numbers that no book gave."""
    for book in session.scalars(select(ReceiptBookRow).order_by(ReceiptBookRow.symbol, ReceiptBookRow.first)):
        used = select(ReceiptRow.number).where(ReceiptRow.symbol == book.symbol, ReceiptRow.book == book.book)
        yield from _numbers(book, session.scalars(used).all())


def _numbers(book: ReceiptBookRow, used: Sequence[int]) -> Iterator[Finding]:
    given = set(range(book.first, book.next))
    for number in sorted(given - set(used)):
        yield Finding("book.gap", f"{book.symbol}/{book.book}/{shown_number(number)}")
    for number in sorted(set(used) - given):
        yield Finding("book.not_given", f"{book.symbol}/{book.book}/{shown_number(number)}")


def _places(session: Session) -> Iterator[Finding]:
    """See that whoever has paid at a place holds one in that household and year."""
    held = {(row.household_id, row.year, row.person_id) for row in session.scalars(select(HouseholdPlaceRow))}
    query = (
        select(ReceiptLineRow, ReceiptRow.household_id, ReceiptRow.issued_on)
        .join(ReceiptRow, ReceiptRow.id == ReceiptLineRow.receipt_id)
        .where(ReceiptLineRow.place.is_not(None))
    )
    for line, household_id, issued_on in session.execute(query):
        if (household_id, issued_on.year, line.person_id) not in held:
            yield Finding("place.not_held", str(line.receipt_id))
