"""The keys of a home: a random data key, wrapped by the password, and the device's own keys.

``keys.json`` holds the data key under Argon2id(password) and whatever else may open the home; ``device.key``
holds the Ed25519 and X25519 private keys under a subkey of the data key. Neither file tells anything without
the password.
"""

from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from agent_app.runtime.durable import write_private
from agent_app.runtime.key_failures import KeysUnreadableError, WrongPasswordError
from agent_app.runtime.key_file import KeyFile, WrapKind
from agent_app.runtime.sealing import KEY_BYTES, new_data_key, seal, subkey, unseal
from agent_app.runtime.stretching import Argon2Cost, calibrated

__all__ = (
    "KEY_BYTES",
    "Argon2Cost",
    "DeviceKeys",
    "KeysUnreadableError",
    "WrongPasswordError",
    "new_data_key",
    "seal",
    "subkey",
    "unseal",
    "unwrap_data_key",
    "wrap_data_key",
)


def wrap_data_key(path: Path, data_key: bytes, password: str, cost: Argon2Cost | None = None) -> None:
    """Write the key file of a new home; its cost is calibrated unless one is given."""
    made = KeyFile(path.name).wrapped(data_key, WrapKind.PASSWORD, password, cost or calibrated())
    write_private(path, made.content())


def unwrap_data_key(path: Path, password: str) -> bytes:
    """Read the data key, however often that was tried in vain.

    Raises ``WrongPasswordError`` or ``KeysUnreadableError``.
    """
    found = KeyFile.load(path).opened(WrapKind.PASSWORD, password)
    if found is None:
        raise WrongPasswordError
    return found


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
