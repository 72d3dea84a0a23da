"""The printers of this computer; a test puts others in their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


@dataclass(frozen=True, slots=True)
class Known:
    """Which printers there are, and the one that the system takes where nobody says."""

    names: tuple[str, ...] = ()
    usual: str = ""


class Printers(Protocol):
    """Finds printers; only tasks ask, for a printer in the network takes its time to answer.

    ``blank`` is the window's: the system's dialog, for which it is, asks the same printer there anyway.
    """

    def known(self) -> Known:
        """Say which there are."""
        ...

    def blank(self, name: str) -> QPrinter:
        """Return one for the system's dialog to set up, beginning with this one."""
        ...

    def open(self, name: str) -> QPrinter:
        """Return one that can be painted on; raise where it is gone or stopped."""
        ...
