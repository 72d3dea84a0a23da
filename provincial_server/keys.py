"""The server's own keys: Ed25519 for custody, X25519 for sealed bundles; kept outside the database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from agent_app.domain.office_keys import KeyLink, is_chain
from agent_app.domain.operation import from_millis, to_millis
from agent_app.domain.plain import NotPlainError, as_int, as_list, as_map, as_text
from provincial_server.errors import KeysMissingError, KeysUnreadableError
from provincial_server.private_file import prepared
from provincial_server.signatures import signed_by

FORMAT = "ditungnha.server-keys/2"
# Before keys were ever rotated.
_FIRST_FORMAT = "ditungnha.server-keys/1"


@dataclass(frozen=True, slots=True)
class Rotation:
    """One change of keys: the link that announces it, and who made it, when and why."""

    link: KeyLink
    at: datetime
    officer: str
    reason: str


@dataclass(frozen=True, slots=True)
class ServerKeys:
    """The private keys; their public halves go into enrolment files and verdicts.

    Of former signing keys the public halves stay in ``rotations``, the oldest first; former sealing keys
    stay whole, for bundles that are still on their way.
    """

    sign: Ed25519PrivateKey
    seal: X25519PrivateKey
    rotations: tuple[Rotation, ...] = ()
    former_seals: tuple[X25519PrivateKey, ...] = ()

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

    @property
    def chain(self) -> tuple[KeyLink, ...]:
        """The links from the first signing key to the present one."""
        return tuple(each.link for each in self.rotations)

    @property
    def sign_keys(self) -> tuple[bytes, ...]:
        """All public keys that have ever signed for this office, the present one first."""
        return self.sign_public, *(each.former for each in reversed(self.chain))

    def now(self) -> "ServerKeys":
        """Fulfil ``KeySource`` for whoever holds the keys of one moment."""
        return self

    def since(self, sign_key: bytes) -> tuple[Rotation, ...]:
        """Return the changes that were made after a key; nothing for the present one or a stranger's."""
        places = [at for at, each in enumerate(self.rotations) if each.link.former == sign_key]
        return self.rotations[places[0] :] if places else ()

    def rotated(self, at: datetime, officer: str, reason: str) -> "ServerKeys":
        """Make the keys that follow these, and let the present signing key announce them, its last act."""
        sign, seal = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
        unsigned = KeyLink(
            self.sign_public, sign.public_key().public_bytes_raw(), seal.public_key().public_bytes_raw()
        )
        link = KeyLink(unsigned.former, unsigned.key, unsigned.seal, self.sign.sign(unsigned.payload()))
        # Milliseconds are what file and database keep.
        rotation = Rotation(link, from_millis(to_millis(at)), officer, reason)
        return ServerKeys(sign, seal, (*self.rotations, rotation), (*self.former_seals, self.seal))

    def write(self, path: Path) -> None:
        """Keep them in a file that only its owner may read."""
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {
            "format": FORMAT,
            "sign": self.sign.private_bytes_raw().hex(),
            "seal": self.seal.private_bytes_raw().hex(),
            "former_seals": [each.private_bytes_raw().hex() for each in self.former_seals],
            "rotations": [_shown(each) for each in self.rotations],
        }
        with prepared(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n"):
            pass

    @classmethod
    def read(cls, path: Path) -> "ServerKeys":
        """Read them back; refuse a file whose chain of keys does not lead to its own."""
        try:
            content = as_map(json.loads(path.read_text(encoding="utf-8")))
            if content["format"] not in (FORMAT, _FIRST_FORMAT):
                raise KeysUnreadableError(str(path))
            keys = cls(
                Ed25519PrivateKey.from_private_bytes(_bytes(content["sign"])),
                X25519PrivateKey.from_private_bytes(_bytes(content["seal"])),
                tuple(_rotation(as_map(each)) for each in as_list(content.get("rotations", []))),
                tuple(
                    X25519PrivateKey.from_private_bytes(_bytes(each))
                    for each in as_list(content.get("former_seals", []))
                ),
            )
        except FileNotFoundError as error:
            raise KeysMissingError(str(path)) from error
        except (OSError, NotPlainError, KeyError, ValueError) as error:
            raise KeysUnreadableError(str(path)) from error
        if not keys._is_whole():
            raise KeysUnreadableError(str(path))
        return keys

    def _is_whole(self) -> bool:
        ends = [(each.key, each.seal) for each in self.chain[-1:]]
        leads_here = ends in ([], [(self.sign_public, self.seal_public)])
        return leads_here and is_chain(self.chain, signed_by)


class KeySource(Protocol):
    """Whoever knows the keys with which to answer now."""

    def now(self) -> ServerKeys:
        """Return them."""
        ...


def _shown(rotation: Rotation) -> dict[str, object]:
    link = rotation.link
    return {
        "former": link.former.hex(),
        "key": link.key.hex(),
        "seal": link.seal.hex(),
        "signature": link.signature.hex(),
        "at": to_millis(rotation.at),
        "officer": rotation.officer,
        "reason": rotation.reason,
    }


def _rotation(content: Mapping[str, object]) -> Rotation:
    link = KeyLink(*(_bytes(content[name]) for name in ("former", "key", "seal", "signature")))
    at = from_millis(as_int(content["at"]))
    return Rotation(link, at, as_text(content["officer"]), as_text(content["reason"]))


def _bytes(value: object) -> bytes:
    return bytes.fromhex(as_text(value))
