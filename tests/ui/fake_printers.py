"""Printers that print into files."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter

from agent_app.services.printer_failures import NoPrinterError, PrinterGoneError, PrinterStoppedError
from agent_app.ui.paper import PageSize, opened
from agent_app.ui.printing.printers import Known

LASER = "Canon LBP2900"


class FilePrinter(QPrinter):
    """Prints into a file, and has a name all the same."""

    def __init__(self, name: str, jams_at: int = 0) -> None:
        """Take the name, and the sheet after which it takes no other, if there is one."""
        super().__init__(QPrinter.PrinterMode.HighResolution)
        self._name = name
        self._left = jams_at or None
        self.aborted = False

    def printerName(self) -> str:
        return self._name

    def newPage(self) -> bool:
        if self._left is not None:
            self._left -= 1
        return self._left != 0 and super().newPage()

    def abort(self) -> bool:
        self.aborted = True
        return super().abort()


@dataclass
class FakePrinters:
    """Each printer prints into one file of a folder; ``sheets`` reads what came out."""

    folder: Path
    names: list[str] = field(default_factory=lambda: [LASER, "EPSON L3110"])
    usual: str = LASER
    jams: bool = False
    jams_after: int = 0
    last: FilePrinter | None = None
    stopped: set[str] = field(default_factory=set)
    threads: set[str] = field(default_factory=set)
    broken: bool = False

    def known(self) -> Known:
        self.threads.add(threading.current_thread().name)
        if self.broken:
            raise NoPrinterError
        return Known(tuple(self.names), self.usual if self.usual in self.names else "")

    def open(self, name: str) -> QPrinter:
        if not self.names:
            raise NoPrinterError
        if name not in self.names:
            raise PrinterGoneError(name)
        if name in self.stopped:
            raise PrinterStoppedError(name)
        return self.blank(name)

    def blank(self, name: str) -> QPrinter:
        printer = self.last = FilePrinter(name or LASER, self.jams_after)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setResolution(150)
        folder = self.folder / "missing" if self.jams else self.folder
        printer.setOutputFileName(str(folder / f"{name or LASER}.pdf"))
        return printer

    def printed(self, name: str = LASER) -> bytes:
        """Return what has come out of a printer."""
        path = self.folder / f"{name}.pdf"
        return path.read_bytes() if path.exists() else b""

    def sizes(self, name: str = LASER) -> tuple[PageSize, ...]:
        """Say how large the sheets are that came out."""
        with opened(self.printed(name)) as document:
            return document.sizes()
