"""The server's own keys: Ed25519 for custody, X25519 for sealed bundles; kept outside the database."""

import json
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from agent_app.domain.plain import NotPlainError, as_map, as_text
from provincial_server.errors import KeysMissingError, KeysUnreadableError
from provincial_server.private_file import prepared

FORMAT = "ditungnha.server-keys/1"


@dataclass(frozen=True, slots=True)
class ServerKeys:
    """The private keys; their public halves go into enrolment files and verdicts."""

    sign: Ed25519PrivateKey
    seal: X25519PrivateKey

    @classmethod
    def make(cls) -> "ServerKeys":
        """Make new ones."""
        return cls(Ed25519PrivateKey.generate(), X25519PrivateKey.generate())

    @property
    def sign_public(self) -> bytes:
        """The key that checks custody signatures."""
        return self.sign.public_key().public_bytes_raw()

    @property
    def seal_public(self) -> bytes:
        """The key that bundles for this server are sealed to."""
        return self.seal.public_key().public_bytes_raw()

    def write(self, path: Path) -> None:
        """Keep them in a file that only its owner may read."""
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {
            "format": FORMAT,
            "sign": self.sign.private_bytes_raw().hex(),
            "seal": self.seal.private_bytes_raw().hex(),
        }
        with prepared(path, json.dumps(content, indent=2) + "\n"):
            pass

    @classmethod
    def read(cls, path: Path) -> "ServerKeys":
        """Read them back."""
        try:
            content = as_map(json.loads(path.read_text(encoding="utf-8")))
            if content["format"] != FORMAT:
                raise KeysUnreadableError(str(path))
            return cls(
                Ed25519PrivateKey.from_private_bytes(bytes.fromhex(as_text(content["sign"]))),
                X25519PrivateKey.from_private_bytes(bytes.fromhex(as_text(content["seal"]))),
            )
        except FileNotFoundError as error:
            raise KeysMissingError(str(path)) from error
        except (OSError, NotPlainError, KeyError, ValueError) as error:
            raise KeysUnreadableError(str(path)) from error
