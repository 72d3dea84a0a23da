"""The door of a home: what opens it, as the first window sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from agent_app.ui.core import Core


@dataclass(frozen=True, slots=True)
class Ways:
    """Whether a PIN opens the home on this machine, and how many seconds the next try must wait."""

    pin: bool = False
    wait: int = 0


class Door(Protocol):
    """Opens a home; every call may block, so only tasks make them."""

    def ways(self) -> Ways:
        """Say how the home may be opened now."""
        ...

    def by_password(self, password: str) -> Core:
        """Open it by the password."""
        ...

    def by_pin(self, pin: str) -> Core:
        """Open it by this machine's PIN."""
        ...

    def by_recovery(self, code: str, new_password: str) -> Core:
        """Set a new password by the office's code, and open it."""
        ...
