"""Random keys, keys of keys, and what they seal."""

import os
import secrets

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
SEAL_BYTES = 12 + 16
"""How much longer than the plain text a sealed one is."""

_NONCE_BYTES = 12


def new_data_key() -> bytes:
    """Make the random key that the store is encrypted with."""
    return secrets.token_bytes(KEY_BYTES)


def subkey(data_key: bytes, purpose: str) -> bytes:
    """Derive a key for one purpose, so that no two files share one."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"ditungnha/{purpose}/1".encode()).derive(data_key)


def seal(key: bytes, plain: bytes, context: bytes) -> bytes:
    """Encrypt and authenticate; ``context`` must be given again to open."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, plain, context)


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Decrypt what ``seal`` made; raise ``InvalidTag`` for anything else."""
    return ChaCha20Poly1305(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context)
