"""What the use cases need of the machine: time, ids and a signature."""

from datetime import datetime
from typing import Protocol
from uuid import UUID


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the aware UTC instant."""
        ...


class Ids(Protocol):
    """Makes ids."""

    def new(self) -> UUID:
        """Return a fresh UUIDv7."""
        ...


class Signer(Protocol):
    """Signs for this device."""

    def sign(self, payload: bytes) -> bytes:
        """Return the Ed25519 signature."""
        ...

    def public_keys(self) -> tuple[bytes, bytes]:
        """Return the Ed25519 and the X25519 public key."""
        ...
