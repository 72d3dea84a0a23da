import pytest

from agent_app.domain.print_log import PaperKind, PaperSize, PrintWay
from agent_app.services.ports import ReceiptPrint
from agent_app.ui.printing.choice import keep_roll_address, print_choice, roll_printer
from agent_app.ui.printing.desk import PrintDesk
from agent_app.ui.printing.preview import PreviewDialog
from agent_app.ui.printing.receipts import receipt_paper
from tests.ui.fake_core import FakeCore, fill_receipts
from tests.ui.fake_printers import FakePrinters
from tests.ui.seeing import Eyes, texts

ADDRESS = "net:192.168.1.50"


def on_roll(desk: PrintDesk, core: FakeCore, eyes: Eyes) -> PreviewDialog:
    """Look at a receipt on 80 mm."""
    fill_receipts(core)
    desk.show(receipt_paper(core.queries.views[0].receipt))
    eyes.settle()
    assert desk.dialog is not None
    shapes = desk.dialog.options.shapes
    assert [shapes.itemText(at) for at in range(3)] == ["Khổ A5", "Giấy nhiệt 80 mm", "Giấy nhiệt 58 mm"]
    shapes.setCurrentIndex(1)
    shapes.activated.emit(1)
    eyes.settle()
    return desk.dialog


def test_a_receipt_is_sent_to_the_printer_of_rolls(desk: PrintDesk, core: FakeCore, eyes: Eyes) -> None:
    keep_roll_address(ADDRESS)
    dialog = on_roll(desk, core, eyes)
    assert dialog.options.printers.currentText() == f"Máy in nhiệt {ADDRESS}"
    assert dialog.options.choice.copies == 1
    dialog.options.print_button.click()
    eyes.settle()

    assert core.papers.addresses == [ADDRESS]
    assert core.papers.hows == [ReceiptPrint(PrintWay.ROLL, 1, PaperSize.ROLL_80)]
    assert print_choice(PaperKind.RECEIPT_ROLL).printer == roll_printer(ADDRESS)
    assert f"tới máy in {ADDRESS}" in texts(desk.bar)


@pytest.mark.logs_warning("not done: print.roll_missing")
def test_a_printer_of_rolls_that_is_off_is_said_and_nothing_is_logged(
    desk: PrintDesk, core: FakeCore, eyes: Eyes
) -> None:
    keep_roll_address(ADDRESS)
    core.papers.unreachable.add(ADDRESS)
    dialog = on_roll(desk, core, eyes)
    dialog.options.print_button.click()
    eyes.settle()

    assert core.papers.printed == []
    assert f"Không tới được máy in nhiệt {ADDRESS}" in texts(dialog)


def test_without_a_printer_of_rolls_a_roll_is_printed_as_any_paper(
    desk: PrintDesk, core: FakeCore, eyes: Eyes, printers: FakePrinters
) -> None:
    dialog = on_roll(desk, core, eyes)
    dialog.options.print_button.click()
    eyes.settle()

    assert core.papers.hows == [ReceiptPrint(PrintWay.PRINTER, 1, PaperSize.ROLL_80)]
    assert len(printers.sizes()) == 1


def test_the_sheet_of_a_receipt_does_not_go_to_the_printer_of_rolls(
    desk: PrintDesk, core: FakeCore, eyes: Eyes
) -> None:
    keep_roll_address(ADDRESS)
    dialog = on_roll(desk, core, eyes)
    dialog.options.shapes.setCurrentIndex(0)
    dialog.options.shapes.activated.emit(0)
    eyes.settle()
    names = [dialog.options.printers.itemText(at) for at in range(dialog.options.printers.count())]

    assert not any(ADDRESS in each for each in names)
    assert dialog.options.choice.copies == 2
