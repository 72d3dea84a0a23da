"""The keys of a home: a random data key, wrapped by the password, and the device's own keys.

``keys.json`` holds the data key under Argon2id(password); ``device.key`` holds the Ed25519 and X25519
private keys under a subkey of the data key. Neither file tells anything without the password.
"""

import base64
import json
import os
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from agent_app.domain.errors import EnvironmentFailure
from agent_app.runtime.durable import write_private

KEY_BYTES = 32
_NONCE_BYTES = 12
_VERSION = 1
_SEALED_KEY_BYTES = _NONCE_BYTES + KEY_BYTES + 16
# A damaged file must not make us work for hours, or ask for more memory than an old laptop has.
_MOST_TIME = 100
_MOST_MEMORY = 1024 * 1024
_DAMAGED = (OSError, ValueError, OverflowError, KeyError, TypeError, StopIteration, HashingError)


@dataclass(eq=False)
class WrongPasswordError(EnvironmentFailure):
    """The password does not open this home."""

    code: ClassVar[str] = "secrets.wrong_password"


@dataclass(eq=False)
class KeysUnreadableError(EnvironmentFailure):
    """A key file of this home is missing or damaged."""

    code: ClassVar[str] = "secrets.keys_unreadable"
    file_name: str


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """How dear one guess of the password is; ``memory`` in KiB."""

    time: int = 3
    memory: int = 65536
    lanes: int = 2


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


def _stretch(password: str, salt: bytes, cost: Argon2Cost) -> bytes:
    # One password, however its letters were put together on the way to us.
    letters = unicodedata.normalize("NFC", password).encode()
    return hash_secret_raw(letters, salt, cost.time, cost.memory, cost.lanes, KEY_BYTES, Type.ID)


def wrap_data_key(path: Path, data_key: bytes, password: str, cost: Argon2Cost | None = None) -> None:
    """Write ``keys.json``."""
    chosen = cost or Argon2Cost()
    salt = os.urandom(16)
    sealed = seal(_stretch(password, salt, chosen), data_key, b"keys.json/password")
    wrap = {
        "kind": "password",
        "kdf": "argon2id",
        "time": chosen.time,
        "memory_kib": chosen.memory,
        "lanes": chosen.lanes,
        "salt": base64.b64encode(salt).decode(),
        "sealed": base64.b64encode(sealed).decode(),
    }
    write_private(path, json.dumps({"version": _VERSION, "wraps": [wrap]}, indent=2).encode())


def unwrap_data_key(path: Path, password: str) -> bytes:
    """Read the data key; raise ``WrongPasswordError`` or ``KeysUnreadableError``."""
    try:
        wraps = json.loads(path.read_text("utf-8"))["wraps"]
        wrap = next(each for each in wraps if each["kind"] == "password")
        cost = Argon2Cost(int(wrap["time"]), int(wrap["memory_kib"]), int(wrap["lanes"]))
        if cost.time > _MOST_TIME or cost.memory > _MOST_MEMORY:
            raise KeysUnreadableError(path.name)
        stretched = _stretch(password, base64.b64decode(wrap["salt"], validate=True), cost)
        sealed = base64.b64decode(wrap["sealed"], validate=True)
    except _DAMAGED as error:
        raise KeysUnreadableError(path.name) from error
    if len(sealed) != _SEALED_KEY_BYTES:
        raise KeysUnreadableError(path.name)
    try:
        return unseal(stretched, sealed, b"keys.json/password")
    except InvalidTag as error:
        raise WrongPasswordError from error


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """This device's private keys: Ed25519 to sign, X25519 to receive sealed bundles."""

    sign_key: Ed25519PrivateKey
    seal_key: X25519PrivateKey

    @classmethod
    def generate(cls) -> "DeviceKeys":
        """Make fresh ones."""
        return cls(Ed25519PrivateKey.generate(), X25519PrivateKey.generate())

    def sign(self, payload: bytes) -> bytes:
        """Return the Ed25519 signature."""
        return self.sign_key.sign(payload)

    def public_keys(self) -> tuple[bytes, bytes]:
        """Return the Ed25519 and the X25519 public key, 32 bytes each."""
        return self.sign_key.public_key().public_bytes_raw(), self.seal_key.public_key().public_bytes_raw()

    def save(self, path: Path, data_key: bytes) -> None:
        """Write ``device.key``."""
        plain = self.sign_key.private_bytes_raw() + self.seal_key.private_bytes_raw()
        write_private(path, seal(subkey(data_key, "device.key"), plain, b"device.key"))

    @classmethod
    def load(cls, path: Path, data_key: bytes) -> "DeviceKeys":
        """Read ``device.key``; raise ``KeysUnreadableError``."""
        try:
            plain = unseal(subkey(data_key, "device.key"), path.read_bytes(), b"device.key")
        except (OSError, ValueError, InvalidTag) as error:
            raise KeysUnreadableError(path.name) from error
        return cls(
            Ed25519PrivateKey.from_private_bytes(plain[:KEY_BYTES]),
            X25519PrivateKey.from_private_bytes(plain[KEY_BYTES:]),
        )
