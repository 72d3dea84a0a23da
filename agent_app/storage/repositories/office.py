"""What the office has decided and signed, between rows and domain."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from agent_app.domain.office_setting import OfficeSettings, settings_of
from agent_app.domain.signed_document import DocumentKind, SignedDocument, read_document
from agent_app.storage.models import OfficeDocumentRow


def documents_of(session: Session, kind: DocumentKind) -> list[SignedDocument]:
    """Return the documents of one kind as they were signed, in the order of their serials."""
    query = select(OfficeDocumentRow.signed).where(OfficeDocumentRow.kind == kind.value)
    ordered = query.order_by(OfficeDocumentRow.serial, OfficeDocumentRow.id)
    return [read_document(each) for each in session.scalars(ordered)]


class SqlOfficeOrders:
    """Fulfils ``ports.OfficeOrders``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def settings(self) -> OfficeSettings:
        return settings_of(documents_of(self._session, DocumentKind.SETTING))

    def keep(self, document: SignedDocument, received_at: datetime) -> bool:
        if self._session.get(OfficeDocumentRow, document.id) is not None:
            return False
        values = {
            "id": document.id,
            "kind": document.kind.value,
            "serial": document.serial,
            "signed": document.encoded(),
            "received_at": received_at,
        }
        self._session.execute(insert(OfficeDocumentRow).values(values))
        return True
