"""Documents of an office, signed by a key that these tests hold."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent_app.domain.office_setting import Setting, SettingKey, setting_document
from agent_app.domain.signed_document import SignedDocument

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
