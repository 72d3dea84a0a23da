"""Prints a PDF, sheet by sheet; tasks call it, for a batch takes its time."""

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from agent_app.services.printer_failures import PrinterRefusedError
from agent_app.services.work import CancelledWorkError, Report
from agent_app.ui.paper import Document, PageSize, opened
from agent_app.ui.printing.choice import Sheet
from agent_app.ui.printing.imposing import Imposed, impose
from agent_app.ui.printing.inking import bands, ink

_BROKEN = {QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted}


def press(content: bytes, printer: QPrinter, sheet: Sheet, copies: int, report: Report) -> int:
    """Print every page so many times, as the printer's own range of pages allows; return the sheets."""
    with opened(content) as document:
        sheets = _of_range(impose(document.sizes(), sheet.size), printer)
        if printer.supportsMultipleCopies():
            printer.setCopyCount(copies)
        else:
            sheets *= copies
        printer.setFullPage(True)
        painter = QPainter()
        try:
            _press_sheets(document, sheets, printer, painter, report)
        except (CancelledWorkError, PrinterRefusedError):
            printer.abort()
            raise
        finally:
            # Whatever happens: a painter that outlives its printer ends the program.
            if painter.isActive():
                painter.end()
    return len(sheets)


def lay_out(printer: QPrinter, size: PageSize) -> None:
    """Tell a printer how large the next sheet is; sizes are upright, a wide sheet is one that is turned."""
    wide = size.width > size.height
    points = QSizeF(min(size.width, size.height), max(size.width, size.height))
    match = QPageSize.SizeMatchPolicy.FuzzyMatch
    printer.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", match))
    ways = QPageLayout.Orientation
    printer.setPageOrientation(ways.Landscape if wide else ways.Portrait)


def _press_sheets(
    document: Document, sheets: tuple[Imposed, ...], printer: QPrinter, painter: QPainter, report: Report
) -> None:
    sizes = document.sizes()
    for at, sheet in enumerate(sheets):
        report(at, len(sheets))
        lay_out(printer, sheet.size)
        taken = printer.newPage() if at else painter.begin(printer)
        if not taken or printer.printerState() in _BROKEN:
            raise PrinterRefusedError(printer.printerName(), at)
        for spot in sheet.spots:
            for band in bands(document, spot, sizes[spot.page], printer.resolution()):
                ink(painter, band)
    if not painter.end() or printer.printerState() in _BROKEN:
        raise PrinterRefusedError(printer.printerName(), len(sheets) - 1)
    report(len(sheets), len(sheets))


def _of_range(sheets: tuple[Imposed, ...], printer: QPrinter) -> tuple[Imposed, ...]:
    """Leave out what somebody left out in the system's dialog."""
    if printer.printRange() is not QPrinter.PrintRange.PageRange:
        return sheets
    return sheets[max(0, printer.fromPage() - 1) : printer.toPage() or len(sheets)]
