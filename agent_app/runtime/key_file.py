"""``keys.json``: one random data key, wrapped once for each thing that may open the home.

A wrap that is damaged, or of a kind that a newer program made, does not keep the others from opening.
"""

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from argon2.exceptions import HashingError
from cryptography.exceptions import InvalidTag

from agent_app.domain.errors import EnvironmentFailure
from agent_app.domain.recovery_code import read_code
from agent_app.runtime.durable import write_private
from agent_app.runtime.key_failures import (
    KeysUnreadableError,
    KeysUnwritableError,
    PinMissingError,
    RecoveryMissingError,
    WrongPasswordError,
    WrongRecoveryCodeError,
)
from agent_app.runtime.sealing import KEY_BYTES, SEAL_BYTES, seal, subkey, unseal
from agent_app.runtime.stretching import SALT_BYTES, Argon2Cost, stretch

_VERSION = 1
_DAMAGED = (ValueError, OverflowError, KeyError, TypeError, HashingError)

Fields = Mapping[str, object]


class WrapKind(StrEnum):
    """What a wrap is opened with."""

    PASSWORD = "password"  # noqa: S105 (a kind)
    RECOVERY = "recovery"
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class KeyringPart:
    """The half of a PIN's wrap that lies in the machine's keyring, and its name there."""

    name: str
    secret: bytes


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What a key file holds; a change makes another one."""

    name: str
    wraps: tuple[Fields, ...] = ()

    @classmethod
    def read(cls, content: bytes, name: str) -> "KeyFile":
        """Understand a key file; raise ``KeysUnreadableError``."""
        try:
            whole = json.loads(content.decode("utf-8"))
            wraps, version = whole["wraps"], whole["version"]
        except _DAMAGED as error:
            raise KeysUnreadableError(name) from error
        if version != _VERSION or not isinstance(wraps, list) or not wraps:
            raise KeysUnreadableError(name)
        if not all(isinstance(each, dict) for each in wraps):
            raise KeysUnreadableError(name)
        return cls(name, tuple(wraps))

    @classmethod
    def load(cls, path: Path) -> "KeyFile":
        """Read the key file of a home; raise ``KeysUnreadableError``."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise KeysUnreadableError(path.name) from error
        return cls.read(content, path.name)

    def save(self, path: Path) -> None:
        """Replace the key file of a home, whole or not at all; raise ``KeysUnwritableError``."""
        try:
            write_private(path, self.content())
        except OSError as error:
            raise KeysUnwritableError(path.name) from error

    def content(self) -> bytes:
        """Write it down."""
        return json.dumps({"version": _VERSION, "wraps": self.wraps}, indent=2).encode()

    def wrap(self, kind: WrapKind) -> Fields | None:
        """Return the wrap of a kind, if there is one."""
        return next((each for each in self.wraps if each.get("kind") == kind), None)

    def keyring_name(self) -> str | None:
        """Say under which name the keyring keeps its part of the PIN, if there is a PIN."""
        wrap = self.wrap(WrapKind.PIN)
        return None if wrap is None else str(wrap.get("keyring"))

    def without(self, kind: WrapKind) -> "KeyFile":
        """Leave out what opens by one kind."""
        return KeyFile(self.name, tuple(each for each in self.wraps if each.get("kind") != kind))

    def wrapped(
        self,
        data_key: bytes,
        kind: WrapKind,
        secret: str,
        cost: Argon2Cost,
        keyring: KeyringPart | None = None,
    ) -> "KeyFile":
        """Wrap the data key, in the place of the kind's former wrap; raise ``NoMemoryError``."""
        salt = os.urandom(SALT_BYTES)
        key = _wrapping_key(secret, salt, cost, keyring.secret if keyring else b"")
        wrap: dict[str, object] = {
            "kind": kind.value,
            "kdf": "argon2id",
            "time": cost.time,
            "memory_kib": cost.memory,
            "lanes": cost.lanes,
            "salt": base64.b64encode(salt).decode(),
            "sealed": base64.b64encode(seal(key, data_key, _context(kind))).decode(),
        }
        if keyring is not None:
            wrap["keyring"] = keyring.name
        return KeyFile(self.name, (*self.without(kind).wraps, wrap))

    def opened(self, kind: WrapKind, secret: str, keyring_secret: bytes = b"") -> bytes | None:
        """Return the data key, or ``None`` where the secret is another; raise ``KeysUnreadableError``."""
        wrap = self.wrap(kind)
        if wrap is None:
            raise self._missing(kind)
        try:
            cost = Argon2Cost(*(int(str(wrap[name])) for name in ("time", "memory_kib", "lanes")))
            if not cost.bearable:
                raise KeysUnreadableError(self.name)
            salt, sealed = (base64.b64decode(str(wrap[name]), validate=True) for name in ("salt", "sealed"))
            key = _wrapping_key(secret, salt, cost, keyring_secret)
        except _DAMAGED as error:
            raise KeysUnreadableError(self.name) from error
        if len(sealed) != SEAL_BYTES + KEY_BYTES:
            raise KeysUnreadableError(self.name)
        try:
            return unseal(key, sealed, _context(kind))
        except InvalidTag:
            return None

    def _missing(self, kind: WrapKind) -> EnvironmentFailure:
        match kind:
            case WrapKind.RECOVERY:
                return RecoveryMissingError()
            case WrapKind.PIN:
                return PinMissingError()
            case WrapKind.PASSWORD:
                return KeysUnreadableError(self.name)


def unwrap(content: bytes, name: str, kind: WrapKind, secret: str) -> bytes:
    """Read the data key out of a key file's bytes by a password or a recovery code, as a backup carries them.

    Raises:
        WrongPasswordError, WrongRecoveryCodeError: the secret is another.
        RecoveryCodeTypoError: the code cannot be one.
        RecoveryMissingError: no code was made before these bytes were written.
        KeysUnreadableError: the bytes are damaged.
    """
    file = KeyFile.read(content, name)
    found = file.opened(kind, read_code(secret) if kind is WrapKind.RECOVERY else secret)
    if found is None:
        raise WrongRecoveryCodeError if kind is WrapKind.RECOVERY else WrongPasswordError
    return found


def for_a_backup(content: bytes, name: str) -> bytes:
    """Return the key file as a copy elsewhere may carry it: what opens on this machine only stays here.

    Raises ``KeysUnreadableError`` where nothing would be left that opens the copy.
    """
    carried = KeyFile.read(content, name).without(WrapKind.PIN)
    if not carried.wraps:
        raise KeysUnreadableError(name)
    return carried.content()


def _wrapping_key(secret: str, salt: bytes, cost: Argon2Cost, keyring_secret: bytes) -> bytes:
    stretched = stretch(secret, salt, cost)
    # Neither half opens anything without the other.
    return subkey(stretched + keyring_secret, "pin") if keyring_secret else stretched


def _context(kind: WrapKind) -> bytes:
    return f"keys.json/{kind.value}".encode()
