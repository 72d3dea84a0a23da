"""Checking what devices have signed."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def signed_by(key: bytes, signature: bytes, payload: bytes) -> bool:
    """Tell whether the holder of an Ed25519 key signed these bytes; a malformed key signed nothing."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, payload)
    except (InvalidSignature, ValueError):
        return False
    return True
