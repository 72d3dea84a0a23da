"""The printers that the system of this computer knows."""

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from agent_app.services.printer_failures import NoPrinterError, PrinterGoneError, PrinterStoppedError
from agent_app.ui.printing.printers import Known


class SystemPrinters:
    """Fulfils ``Printers``."""

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
        if QPrinterInfo.printerInfo(name).state() is QPrinter.PrinterState.Error:
            raise PrinterStoppedError(name)
        return self.blank(name)
