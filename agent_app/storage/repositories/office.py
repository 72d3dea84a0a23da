"""What the office has decided and signed, between rows and domain."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from agent_app.domain.confirmation import Confirmation
from agent_app.domain.e_receipt_number import EReceiptNumber, read_number
from agent_app.domain.enrolment import BookGrant
from agent_app.domain.office_setting import OfficeSettings, settings_of
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.signed_document import DocumentKind, SignedDocument, read_document
from agent_app.storage.models import ConfirmationRow, EReceiptNumberRow, OfficeDocumentRow, ReceiptBookRow
from agent_app.storage.repositories.device import device_row


def documents_of(session: Session, kind: DocumentKind) -> list[SignedDocument]:
    """Return the documents of one kind as they were signed, in the order of their serials."""
    query = select(OfficeDocumentRow.signed).where(OfficeDocumentRow.kind == kind.value)
    ordered = query.order_by(OfficeDocumentRow.serial, OfficeDocumentRow.id)
    return [read_document(each) for each in session.scalars(ordered)]


class SqlOfficeOrders:
    """Fulfils ``ports.OfficeOrders``; the settings are read once in a transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._settings: OfficeSettings | None = None

    def settings(self) -> OfficeSettings:
        if self._settings is None:
            self._settings = settings_of(documents_of(self._session, DocumentKind.SETTING))
        return self._settings

    def keep(self, document: SignedDocument, received_at: datetime) -> bool:
        if self._session.get(OfficeDocumentRow, document.id) is not None:
            return False
        self._settings = None
        values = {
            "id": document.id,
            "kind": document.kind.value,
            "serial": document.serial,
            "signed": document.encoded(),
            "received_at": received_at,
        }
        self._session.execute(insert(OfficeDocumentRow).values(values))
        return True

    def may_be_used(self, issued_at: datetime) -> bool:
        doubted_to = device_row(self._session).books_doubted_to
        return doubted_to is not None and issued_at <= doubted_to

    def freeze_book(self, block: BookGrant, at: datetime) -> None:
        named = (ReceiptBookRow.symbol == block.symbol, ReceiptBookRow.book == block.book)
        self._session.execute(update(ReceiptBookRow).where(*named).values(frozen_at=at))

    def name_e_receipt(self, number: EReceiptNumber) -> None:
        row = self._session.get(EReceiptNumberRow, number.receipt_id)
        if row is None:
            self._session.add(EReceiptNumberRow(receipt_id=number.receipt_id, **_named(number)))
        elif self._number(row).issued_at < number.issued_at:
            for name, value in _named(number).items():
                setattr(row, name, value)
        self._session.flush()

    def confirm(self, confirmation: Confirmation) -> None:
        row = self._session.get(ConfirmationRow, confirmation.receipt_id)
        if row is None:
            self._session.add(ConfirmationRow(receipt_id=confirmation.receipt_id, **_said(confirmation)))
        elif self._issued_at(row.document_id) < confirmation.issued_at:
            for name, value in _said(confirmation).items():
                setattr(row, name, value)
        self._session.flush()

    def e_receipt_number(self, receipt_id: ReceiptId) -> EReceiptNumber | None:
        row = self._session.get(EReceiptNumberRow, receipt_id)
        return None if row is None else self._number(row)

    def _issued_at(self, document_id: UUID) -> datetime:
        return read_document(self._session.get_one(OfficeDocumentRow, document_id).signed).issued_at

    def _number(self, row: EReceiptNumberRow) -> EReceiptNumber:
        return read_number(read_document(self._session.get_one(OfficeDocumentRow, row.document_id).signed))


def _said(confirmation: Confirmation) -> dict[str, object]:
    return {
        "document_id": confirmation.id,
        "code": confirmation.code,
        "reason": confirmation.reason,
        "decided_on": confirmation.decided_on,
    }


def _named(number: EReceiptNumber) -> dict[str, object]:
    return {
        "document_id": number.id,
        "symbol": number.symbol,
        "number": number.number,
        "given_on": number.given_on,
    }
