"""Pictures of papers: the page, previews of a receipt and of notices, and how printers are chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QPixmap
from PySide6.QtPrintSupport import QPrinter

from agent_app.domain.print_log import PaperKind, PrintWay
from agent_app.services.day_paper_orders import DayListOrder, SummaryOrder, week_of
from agent_app.services.day_papers import DayPrint
from agent_app.services.ports import ReceiptPrint, no_report
from agent_app.ui.places import Place
from agent_app.ui.printing.choice import PrintChoice, Sheet, keep_print_choice, keep_roll_address
from agent_app.ui.printing.printers import Known
from agent_app.ui.printing.receipts import receipt_paper
from scripts.demo_hand import picture
from scripts.demo_stage import DemoError

if TYPE_CHECKING:
    from scripts.screens import Scene

_LASER, _COLOUR = "Canon LBP2900", "EPSON L3110"


class ShownPrinters:
    """Two printers of which nothing is printed on."""

    def known(self) -> Known:
        """Name them."""
        return Known((_LASER, _COLOUR), _LASER)

    def blank(self, _name: str) -> QPrinter:
        """Return one that is never painted on."""
        return QPrinter(QPrinter.PrinterMode.HighResolution)

    def open(self, name: str) -> QPrinter:
        """Return it as well."""
        return self.blank(name)


def receipt(scene: Scene) -> QPixmap:
    """Show a receipt before it is printed."""
    found = scene.day.core.queries.receipts(1)
    scene.window.desk.printers = ShownPrinters()
    scene.window.go(Place.COLLECT)
    scene.window.desk.show(receipt_paper(found[0].receipt))
    return _previewed(scene)


def notices(scene: Scene) -> QPixmap:
    """Show a hamlet's notices before they are printed, four on a page."""
    scene.window.desk.printers = ShownPrinters()
    scene.go(Place.PAPERS)
    row = scene.window.papers.rows[PaperKind.NOTICE]
    row.choice.setCurrentText(scene.day.core.queries.hamlets()[0])
    scene.hand.click(row.button)
    return _previewed(scene)


def papers(scene: Scene) -> QPixmap:
    """Show what can be printed, and what was."""
    core = scene.day.core
    if not core.print_queries.recent(1):
        today = core.today()
        core.papers.print_receipt(core.queries.receipts(1)[0].receipt.id, ReceiptPrint(PrintWay.PRINTER))
        core.day_papers.print_paper(DayListOrder(), DayPrint(PrintWay.PRINTER), no_report)
        core.day_papers.print_paper(SummaryOrder(week_of(today)), DayPrint(), no_report)
    return scene.go(Place.PAPERS)


def printers(scene: Scene) -> QPixmap:
    """Show how each kind of paper is printed."""
    keep_print_choice(PaperKind.RECEIPT, PrintChoice(_LASER, Sheet.A4, 2))
    keep_print_choice(PaperKind.NOTICE, PrintChoice(_COLOUR, Sheet.OWN, 1))
    keep_roll_address("net:192.168.1.50")
    scene.window.go(Place.SETTINGS)
    settings = scene.window.settings
    settings.printers.printers = ShownPrinters()
    settings.printers.reload()
    scene.settle(lambda: settings.printers_card.whole, "máy in")
    settings.scroller.ensureWidgetVisible(settings.printers_card)
    return picture(scene.window)


def _previewed(scene: Scene) -> QPixmap:
    desk = scene.window.desk
    scene.settle(lambda: desk.dialog is not None and bool(desk.dialog.view.held), "bản xem trước")
    scene.settle()
    if desk.dialog is None:
        raise DemoError("Chưa có bản xem trước.")
    taken = picture(scene.window, desk.dialog)
    desk.rest()
    return taken


PAPER_SHOTS: dict[str, Callable[[Scene], QPixmap]] = {
    "giay-to": papers,
    "xem-truoc-bien-lai": receipt,
    "xem-truoc-thong-bao": notices,
    "may-in": printers,
}
