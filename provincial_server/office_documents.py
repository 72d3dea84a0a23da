"""Signing what the office decides: each document once, with a serial, into the log of one scope."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.operation import from_millis, to_millis
from agent_app.domain.signed_document import DocumentKind, SignedDocument, read_document
from provincial_server.ids import new_id
from provincial_server.keys import ServerKeys
from provincial_server.scope_log import Change, make_scope
from provincial_server.tables import OfficeDocumentRow, OfficeSerialRow

Draft = Callable[[UUID, int, datetime], SignedDocument]
"""Makes a document of its id, serial and instant; the signature comes after."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Signs in one transaction, whose last act is to append what this returns to the scope's log."""

    session: Session
    keys: ServerKeys
    now: datetime

    def issue(self, scope: str, draft: Draft) -> tuple[SignedDocument, Change]:
        """Sign a document for the holders of a scope."""
        make_scope(self.session, scope)
        serial, issued_at = self._next()
        made = draft(new_id(), serial, issued_at)
        document = replace(made, signature=self.keys.sign.sign(made.payload()))
        row = OfficeDocumentRow(
            id=document.id,
            serial=serial,
            kind=document.kind.value,
            scope=scope,
            signed=document.encoded(),
            issued_at=issued_at,
        )
        self.session.add(row)
        self.session.flush()
        return document, Change(scope, document.kind.value, document.id, 1, document.encoded())

    def _next(self) -> tuple[int, datetime]:
        """Take the next serial, and an instant after every earlier document's, whatever the clock says."""
        latest = select(OfficeSerialRow).with_for_update().execution_options(populate_existing=True)
        held = self.session.scalars(latest).one()
        held.serial += 1
        held.issued_at = max(from_millis(to_millis(self.now)), held.issued_at + timedelta(milliseconds=1))
        self.session.flush()
        return held.serial, held.issued_at


def documents(session: Session, kind: DocumentKind) -> list[SignedDocument]:
    """Return all documents of a kind in the order in which they were signed."""
    query = select(OfficeDocumentRow.signed).where(OfficeDocumentRow.kind == kind.value)
    return [read_document(each) for each in session.scalars(query.order_by(OfficeDocumentRow.serial))]
