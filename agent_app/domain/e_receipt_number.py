"""Symbol and number that the provider of e-receipts gave to a receipt, as the office passes them on."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from agent_app.domain.plain import as_int, as_text
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.receipt_book import NUMBER_DIGITS, shown_number
from agent_app.domain.signed_document import (
    DocumentKind,
    OfficeFileUnreadableError,
    SignedDocument,
    document_head,
)


@dataclass(frozen=True, slots=True)
class EReceiptNumber:
    """What an e-receipt is called, and the civil date on which the provider gave it."""

    id: UUID
    serial: int
    issued_at: datetime
    device_id: UUID
    receipt_id: ReceiptId
    symbol: str
    number: int
    given_on: date

    @property
    def shown_number(self) -> str:
        """The number with its seven digits."""
        return shown_number(self.number)


def number_document(number: EReceiptNumber) -> SignedDocument:
    """Write a number as a document that waits for its signature."""
    head = document_head(number.id, number.serial, number.issued_at)
    body = head | {
        "device_id": str(number.device_id),
        "receipt_id": str(number.receipt_id),
        "symbol": number.symbol,
        "number": number.number,
        "given_on": number.given_on.isoformat(),
    }
    return SignedDocument(DocumentKind.E_RECEIPT_NUMBER, body)


def read_number(document: SignedDocument) -> EReceiptNumber:
    """Read a number; raise ``OfficeFileUnreadableError`` where it is none."""
    body = document.body
    try:
        found = EReceiptNumber(
            document.id,
            document.serial,
            document.issued_at,
            UUID(as_text(body["device_id"])),
            ReceiptId(UUID(as_text(body["receipt_id"]))),
            as_text(body["symbol"]),
            as_int(body["number"]),
            date.fromisoformat(as_text(body["given_on"])),
        )
    except (ValueError, KeyError) as error:
        raise OfficeFileUnreadableError from error
    if not (found.symbol and 0 < found.number < 10**NUMBER_DIGITS):
        raise OfficeFileUnreadableError
    return found
