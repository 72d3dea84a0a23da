"""A block of receipt numbers that the office gives by a signed document, to one agent on one device."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from agent_app.domain.enrolment import BookGrant
from agent_app.domain.plain import as_int, as_text
from agent_app.domain.signed_document import (
    DocumentKind,
    OfficeFileUnreadableError,
    SignedDocument,
    document_head,
)


@dataclass(frozen=True, slots=True)
class SignedGrant:
    """A block with whom and which device it is for."""

    id: UUID
    serial: int
    issued_at: datetime
    agent_code: str
    device_id: UUID
    block: BookGrant


def grant_document(grant: SignedGrant) -> SignedDocument:
    """Write a grant as a document that waits for its signature."""
    head = document_head(grant.id, grant.serial, grant.issued_at)
    block = grant.block
    body = head | {
        "agent_code": grant.agent_code,
        "device_id": str(grant.device_id),
        "symbol": block.symbol,
        "book": block.book,
        "first": block.first,
        "last": block.last,
    }
    return SignedDocument(DocumentKind.BOOK, body)


def read_grant(document: SignedDocument) -> SignedGrant:
    """Read a grant; raise ``OfficeFileUnreadableError`` where it is none."""
    body = document.body
    try:
        block = BookGrant(
            as_text(body["symbol"]), as_text(body["book"]), as_int(body["first"]), as_int(body["last"])
        )
        agent_code, device_id = as_text(body["agent_code"]), UUID(as_text(body["device_id"]))
    except (ValueError, KeyError) as error:
        raise OfficeFileUnreadableError from error
    if not (block.symbol and block.book and 0 < block.first <= block.last):
        raise OfficeFileUnreadableError
    return SignedGrant(document.id, document.serial, document.issued_at, agent_code, device_id, block)
