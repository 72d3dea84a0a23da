"""What the office has signed against its signature, and what was made of it against what it says."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.book_grant import read_grant
from agent_app.domain.confirmation import Confirmation, read_confirmation
from agent_app.domain.e_receipt_number import EReceiptNumber, read_number
from agent_app.domain.enrolment import Enrolment
from agent_app.domain.errors import AppError
from agent_app.domain.office_setting import read_setting
from agent_app.domain.signed_document import DocumentKind, SignedDocument, read_document, refuse_others
from agent_app.runtime.office_signature import signed_by_office
from agent_app.services.ports import Finding
from agent_app.storage.models import (
    ConfirmationRow,
    DeviceRow,
    EnrolledBookRow,
    EReceiptNumberRow,
    OfficeDocumentRow,
    ReceiptBookRow,
)
from agent_app.storage.repositories.device import device_row, trusted_keys

_Block = tuple[int, int]
_READERS = {
    DocumentKind.SETTING: read_setting,
    DocumentKind.BOOK: read_grant,
    DocumentKind.E_RECEIPT_NUMBER: read_number,
    DocumentKind.CONFIRMATION: read_confirmation,
}


def office(session: Session) -> Iterator[Finding]:
    """Verify each document, and see that every book and e-receipt number has one."""
    device, keys = device_row(session), trusted_keys(session)
    enrolment = Enrolment.read(device.enrolment) if device.enrolment else None
    proven = list[SignedDocument]()
    for row in session.scalars(select(OfficeDocumentRow).order_by(OfficeDocumentRow.serial)):
        document = _proven(row, device, enrolment, keys)
        if document is None:
            yield Finding("office.altered", f"{row.kind} {row.id}")
        else:
            proven.append(document)
    yield from _ungranted(session, [each for each in proven if each.kind is DocumentKind.BOOK])
    yield from _misnamed(session, [each for each in proven if each.kind is DocumentKind.E_RECEIPT_NUMBER])
    yield from _misconfirmed(session, [each for each in proven if each.kind is DocumentKind.CONFIRMATION])


def _proven(
    row: OfficeDocumentRow, device: DeviceRow, enrolment: Enrolment | None, keys: tuple[str, ...]
) -> SignedDocument | None:
    """Read a document that our office signed for this device as it lies there."""
    try:
        document = read_document(row.signed)
        if enrolment is None or not signed_by_office(keys, document):
            return None
        refuse_others(document, enrolment.agent_code, device.device_id)
        _READERS[document.kind](document)
    except AppError:
        return None
    same = (document.id, document.kind.value, document.serial) == (row.id, row.kind, row.serial)
    return document if same else None


def _ungranted(session: Session, documents: Iterable[SignedDocument]) -> Iterator[Finding]:
    """Look for books that neither an enrolment nor a signed grant has given: a device makes no numbers."""
    granted: dict[tuple[str, str], list[_Block]] = {}
    for row in session.scalars(select(EnrolledBookRow)):
        granted.setdefault((row.symbol, row.book), []).append((row.first, row.last))
    for each in documents:
        block = read_grant(each).block
        granted.setdefault((block.symbol, block.book), []).append((block.first, block.last))
    for book in session.scalars(select(ReceiptBookRow).order_by(ReceiptBookRow.symbol, ReceiptBookRow.first)):
        if not _covered((book.first, book.last), granted.get((book.symbol, book.book), [])):
            yield Finding("book.no_grant", f"{book.symbol}/{book.book}")


def _covered(block: _Block, grants: Iterable[_Block]) -> bool:
    """Tell whether blocks together leave out no number of one."""
    first, last = block
    for start, end in sorted(grants):
        if start <= first <= end:
            first = end + 1
    return first > last


def _misconfirmed(session: Session, documents: Iterable[SignedDocument]) -> Iterator[Finding]:
    """See that each receipt has what the last document about it says."""
    last: dict[str, Confirmation] = {}
    for each in sorted(map(read_confirmation, documents), key=lambda one: one.issued_at):
        last[str(each.receipt_id)] = each
    for row in session.scalars(select(ConfirmationRow)):
        said = last.pop(str(row.receipt_id), None)
        held = (row.document_id, row.code, row.reason, row.decided_on)
        if said is None or (said.id, said.code, said.reason, said.decided_on) != held:
            yield Finding("confirmation.differs", str(row.receipt_id))
    for receipt_id in last:
        yield Finding("confirmation.differs", receipt_id)


def _misnamed(session: Session, documents: Iterable[SignedDocument]) -> Iterator[Finding]:
    """See that each e-receipt has the number of the last document about it."""
    last: dict[str, EReceiptNumber] = {}
    for number in sorted(map(read_number, documents), key=lambda each: each.issued_at):
        last[str(number.receipt_id)] = number
    for row in session.scalars(select(EReceiptNumberRow)):
        said = last.pop(str(row.receipt_id), None)
        held = (row.document_id, row.symbol, row.number, row.given_on)
        if said is None or (said.id, said.symbol, said.number, said.given_on) != held:
            yield Finding("e_receipt.differs", str(row.receipt_id))
    for receipt_id in last:
        yield Finding("e_receipt.differs", receipt_id)
