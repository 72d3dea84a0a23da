"""Documents of an office, signed by a key that these tests hold."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent_app.domain.book_grant import SignedGrant, grant_document
from agent_app.domain.confirmation import Confirmation, confirmation_document
from agent_app.domain.e_receipt_number import EReceiptNumber, number_document
from agent_app.domain.enrolment import BookGrant
from agent_app.domain.office_setting import Setting, SettingKey, setting_document
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.signed_document import SignedDocument
from tests.builders import AGENT, DEVICE, SYMBOL

OFFICE_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
OFFICE_PUBLIC = OFFICE_KEY.public_key().public_bytes_raw().hex()
ISSUED = datetime(2026, 7, 1, 8, tzinfo=UTC)


def document_id(serial: int) -> UUID:
    """Number a document."""
    return UUID(int=0x0FF1CE << 64 | serial)


def signed(document: SignedDocument, key: Ed25519PrivateKey = OFFICE_KEY) -> SignedDocument:
    """Sign as the office does."""
    return replace(document, signature=key.sign(document.payload()))


def a_setting(
    key: SettingKey, value: str | None, since: date = date(2026, 7, 1), serial: int = 1
) -> SignedDocument:
    """Make a signed setting."""
    return signed(setting_document(Setting(document_id(serial), serial, ISSUED, key.value, value, since)))


def a_grant(  # noqa: PLR0913
    book: str = "0002",
    first: int = 51,
    last: int = 100,
    *,
    serial: int = 11,
    agent_code: str = AGENT,
    device_id: UUID = DEVICE,
) -> SignedDocument:
    """Make a signed block of numbers."""
    block = BookGrant(SYMBOL, book, first, last)
    return signed(
        grant_document(SignedGrant(document_id(serial), serial, ISSUED, agent_code, device_id, block))
    )


def a_confirmation(
    receipt_id: UUID,
    code: str | None = "XN-2026-0007",
    reason: str | None = None,
    *,
    serial: int = 31,
    hour: int = 8,
) -> SignedDocument:
    """Make the signed word of the office on a receipt."""
    said = Confirmation(
        document_id(serial),
        serial,
        ISSUED.replace(hour=hour),
        DEVICE,
        ReceiptId(receipt_id),
        code,
        reason,
        date(2026, 11, 25),
    )
    return signed(confirmation_document(said))


def a_number(
    receipt_id: UUID, number: int = 7, *, serial: int = 21, device_id: UUID = DEVICE, hour: int = 8
) -> SignedDocument:
    """Make the signed number of an e-receipt."""
    named = EReceiptNumber(
        document_id(serial),
        serial,
        ISSUED.replace(hour=hour),
        device_id,
        ReceiptId(receipt_id),
        "BH26/E",
        number,
        date(2026, 11, 22),
    )
    return signed(number_document(named))
