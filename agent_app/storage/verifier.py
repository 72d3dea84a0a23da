"""Proves receipts without any network: signature, log entry, place in the chain, journal, numbers."""

from collections.abc import Callable, Iterator

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from agent_app.domain.receipt import ReceiptId
from agent_app.services.failures import ReceiptUnknownError
from agent_app.services.ports import Finding, Verified
from agent_app.storage.checks import books as book_checks
from agent_app.storage.checks.log import chain, witness
from agent_app.storage.checks.money import receipts
from agent_app.storage.checks.signatures import signatures
from agent_app.storage.checks.undoing import cancellations, refunds
from agent_app.storage.journal import Journal
from agent_app.storage.models import ReceiptCancellationRow, ReceiptRefundRow, ReceiptRow
from agent_app.storage.short_session import short_session

_Check = Callable[[Session], Iterator[Finding]]


class SqlVerifier:
    """Fulfils ``ports.Verifier``; ``own`` is the device's public key."""

    def __init__(self, read: Engine, journal: Journal, own: bytes) -> None:
        self._read = read
        self._journal = journal
        self._own = own

    def verify(self, receipt_id: ReceiptId | None = None) -> Verified:
        with short_session(self._read) as session:
            return self._verify(session, receipt_id)

    def _verify(self, session: Session, receipt_id: ReceiptId | None) -> Verified:
        if receipt_id is None:
            every: tuple[_Check, ...] = (*self._of_receipts(), *_NUMBERS)
            count = session.scalar(select(func.count()).select_from(ReceiptRow)) or 0
            return Verified(count, tuple(each for check in every for each in check(session)))
        about = _told_of(session, receipt_id)
        found = (each for check in self._of_receipts() for each in check(session))
        return Verified(1, tuple(each for each in found if each.about in about))

    def _of_receipts(self) -> tuple[_Check, ...]:
        return (self._chain, self._witness, receipts, cancellations, refunds, self._signatures)

    @staticmethod
    def _chain(session: Session) -> Iterator[Finding]:
        return chain(session)

    def _witness(self, session: Session) -> Iterator[Finding]:
        return witness(session, self._journal)

    def _signatures(self, session: Session) -> Iterator[Finding]:
        return signatures(session, self._own)


_NUMBERS: tuple[_Check, ...] = (book_checks.books,)


def _told_of(session: Session, receipt_id: ReceiptId) -> set[str]:
    """Return the ids under which a finding may be about a receipt: its own, and those of its operations."""
    op_id = session.scalar(select(ReceiptRow.op_id).where(ReceiptRow.id == receipt_id))
    if op_id is None:
        raise ReceiptUnknownError(str(receipt_id))
    undoing = (
        select(ReceiptCancellationRow.op_id).where(ReceiptCancellationRow.receipt_id == receipt_id),
        select(ReceiptRefundRow.op_id).where(ReceiptRefundRow.receipt_id == receipt_id),
    )
    ids = {receipt_id, op_id, *(each for query in undoing for each in session.scalars(query))}
    return {str(each) for each in ids}
