"""The printers of this computer; a test puts others in their place."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from agent_app.services.printer_failures import NoPrinterError, PrinterGoneError


@dataclass(frozen=True, slots=True)
class Known:
    """Which printers there are, and the one that the system takes where nobody says."""

    names: tuple[str, ...] = ()
    usual: str = ""


class Printers(Protocol):
    """Finds printers; only tasks ask, for a printer in the network takes its time to answer."""

    def known(self) -> Known:
        """Say which there are."""
        ...

    def blank(self, name: str) -> QPrinter:
        """Return one for the system's dialog to set up, beginning with this one."""
        ...

    def open(self, name: str) -> QPrinter:
        """Return one that can be painted on; raise ``PrinterGoneError`` where it is no longer there."""
        ...


class SystemPrinters:
    """Those that the system knows."""

    def known(self) -> Known:
        return Known(tuple(QPrinterInfo.availablePrinterNames()), QPrinterInfo.defaultPrinterName())

    def blank(self, name: str) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if name:
            printer.setPrinterName(name)
        return printer

    def open(self, name: str) -> QPrinter:
        known = self.known()
        if not known.names:
            raise NoPrinterError
        if name not in known.names:
            raise PrinterGoneError(name)
        return self.blank(name)
