"""Whether an office signed a document: an adapter's question, for rules know no cryptography."""

from collections.abc import Iterable

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from agent_app.domain.signed_document import SignedDocument


def signed_by_office(keys: Iterable[str], document: SignedDocument) -> bool:
    """Tell whether any of these public keys (hex) signed this document as it stands."""
    payload = document.payload()
    return any(signed_with(bytes.fromhex(key), document.signature, payload) for key in keys)


def signed_with(key: bytes, signature: bytes, payload: bytes) -> bool:
    """Tell whether a public key made a signature over these bytes; a malformed key made none."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, payload)
    except (InvalidSignature, ValueError):
        return False
    return True
