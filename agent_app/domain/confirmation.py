"""What the office has made of a receipt that was filed: its confirmation code, or why it was not recorded."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from agent_app.domain.plain import as_text, as_text_or_none
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.signed_document import (
    DocumentKind,
    OfficeFileUnreadableError,
    SignedDocument,
    document_head,
)

MOST_LETTERS = 300
"""So long may a code or a reason be."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A receipt is recorded under a code (mã xác nhận), or was not recorded for a reason; one of the two.

    ``decided_on`` is the civil date of the decision.
    """

    id: UUID
    serial: int
    issued_at: datetime
    device_id: UUID
    receipt_id: ReceiptId
    code: str | None
    reason: str | None
    decided_on: date


def confirmation_document(confirmation: Confirmation) -> SignedDocument:
    """Write a confirmation as a document that waits for its signature."""
    head = document_head(confirmation.id, confirmation.serial, confirmation.issued_at)
    body = head | {
        "device_id": str(confirmation.device_id),
        "receipt_id": str(confirmation.receipt_id),
        "code": confirmation.code,
        "reason": confirmation.reason,
        "decided_on": confirmation.decided_on.isoformat(),
    }
    return SignedDocument(DocumentKind.CONFIRMATION, body)


def read_confirmation(document: SignedDocument) -> Confirmation:
    """Read a confirmation; raise ``OfficeFileUnreadableError`` where it is none."""
    body = document.body
    try:
        found = Confirmation(
            document.id,
            document.serial,
            document.issued_at,
            UUID(as_text(body["device_id"])),
            ReceiptId(UUID(as_text(body["receipt_id"]))),
            as_text_or_none(body["code"]),
            as_text_or_none(body["reason"]),
            date.fromisoformat(as_text(body["decided_on"])),
        )
    except (ValueError, KeyError) as error:
        raise OfficeFileUnreadableError from error
    said = found.code if found.code is not None else found.reason
    if (found.code is None) is (found.reason is None) or not said or len(said) > MOST_LETTERS:
        raise OfficeFileUnreadableError
    return found
