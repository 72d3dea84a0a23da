"""What the use cases need of the machine: time, ids, a signature, and somebody to report to."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

Report = Callable[[int, int], None]
"""Told how much is done of how much; raises to cancel the work."""


def no_report(_done: int, _total: int) -> None:
    """Watch nothing."""


class CancelledWorkError(Exception):
    """The work was given up on request; raised by a report, it undoes the unit of work."""


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
