from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from agent_app.domain.print_log import PaperKind, PrintWay
from agent_app.services.failures import ReceiptUnknownError
from agent_app.ui.printing.choice import PrintChoice, Sheet, print_choice
from agent_app.ui.printing.desk import PrintDesk
from agent_app.ui.printing.preview import PreviewDialog
from agent_app.ui.printing.receipts import receipt_paper
from agent_app.ui.printing.wanted import PaperWanted, PrintRun
from tests.ui.fake_core import FakeCore, fill_receipts
from tests.ui.fake_printers import LASER, FakePrinters
from tests.ui.printing.papers import A5_WIDE, Batch, pdf
from tests.ui.seeing import Eyes, texts


def seen(desk: PrintDesk, wanted: PaperWanted, eyes: Eyes) -> PreviewDialog:
    """Show a paper and wait for what is seen of it."""
    desk.show(wanted)
    eyes.settle()
    eyes.settle()
    assert desk.dialog is not None
    return desk.dialog


def shown_receipt(desk: PrintDesk, core: FakeCore, eyes: Eyes) -> PreviewDialog:
    fill_receipts(core)
    return seen(desk, receipt_paper(core.queries.views[0].receipt), eyes)


def test_a_preview_shows_the_paper_and_logs_nothing(desk: PrintDesk, core: FakeCore, eyes: Eyes) -> None:
    dialog = shown_receipt(desk, core, eyes)

    assert dialog.view.held == {0}
    assert "A5 ngang · 210 × 148 mm, 1 trang" in texts(dialog)
    assert "Trang 1/1" in texts(dialog)
    assert core.papers.printed == []
    picture = dialog.view.grab().toImage()
    middle = picture.pixelColor(picture.width() // 2, picture.height() // 3)
    assert middle.lightness() < 16
    eyes.shoot(dialog, "preview")


def test_a_print_is_logged_and_comes_out(
    desk: PrintDesk, core: FakeCore, eyes: Eyes, printers: FakePrinters
) -> None:
    dialog = shown_receipt(desk, core, eyes)
    receipt_id = core.queries.views[0].receipt.id
    dialog.options.print_button.click()
    eyes.settle()

    assert core.papers.printed == [receipt_id]
    assert len(printers.sizes()) == 1
    assert desk.dialog is None
    assert f"Đã gửi 1 tờ tới máy in {LASER}" in texts(desk.bar)


def test_keys_alone_print_a_paper(desk: PrintDesk, eyes: Eyes, printers: FakePrinters) -> None:
    batch = Batch(pdf(2))
    dialog = seen(desk, batch.wanted(), eyes)
    QTest.keyClick(dialog.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    eyes.settle()

    assert batch.runs == [PrintRun(PrintWay.PRINTER, 1)]
    assert len(printers.sizes()) == 2


def test_printer_sheet_and_copies_are_remembered_for_a_kind_of_paper(desk: PrintDesk, eyes: Eyes) -> None:
    options = seen(desk, Batch(pdf(1)).wanted(), eyes).options
    options.printers.setCurrentText("EPSON L3110")
    options.sheets.setCurrentIndex(options.sheets.findData(Sheet.A4.value))
    options.copies.setCurrentText("3")
    options.print_button.click()
    eyes.settle()

    assert print_choice(PaperKind.NOTICE) == PrintChoice("EPSON L3110", Sheet.A4, 3)
    assert print_choice(PaperKind.RECEIPT) == PrintChoice()
    assert seen(desk, Batch(pdf(1)).wanted(), eyes).options.choice.copies == 3


def test_a_printer_that_has_gone_is_said_and_the_system_asks(
    desk: PrintDesk, eyes: Eyes, printers: FakePrinters
) -> None:
    seen(desk, Batch(pdf(1)).wanted(), eyes).print()
    eyes.settle()
    printers.names, printers.usual = ["EPSON L3110"], ""
    dialog = seen(desk, Batch(pdf(1)).wanted(), eyes)

    assert f"Không còn thấy máy in «{LASER}»" in texts(dialog)
    assert dialog.options.choice.printer == ""
    assert dialog.options.print_button.accessibleName() == "In…"
    eyes.shoot(dialog, "gone")


def test_without_any_printer_a_paper_can_still_be_saved(
    desk: PrintDesk, eyes: Eyes, printers: FakePrinters
) -> None:
    printers.names = []
    dialog = seen(desk, Batch(pdf(1)).wanted(), eyes)

    assert "chưa cài máy in nào" in texts(dialog)
    assert not dialog.options.print_button.isEnabled()
    assert dialog.options.save_button.isEnabled()

    printers.names = [LASER]
    dialog.options.seek_button.click()
    eyes.settle()
    assert dialog.options.print_button.isEnabled()


def test_the_systems_dialog_chooses_printer_and_copies(
    desk: PrintDesk, eyes: Eyes, printers: FakePrinters, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = Batch(pdf(1))
    dialog = seen(desk, batch.wanted(), eyes)
    monkeypatch.setattr(dialog, "ask_printer", lambda printer: printer.setCopyCount(2) is None)
    dialog.options.ask_button.click()
    eyes.settle()

    assert batch.runs == [PrintRun(PrintWay.PRINTER, 2)]
    assert len(printers.sizes()) == 2


@pytest.mark.qt_log_ignore("QPainter::begin")
@pytest.mark.logs_warning("not done: printer.refused")
def test_a_print_that_the_printer_refuses_is_logged_once(
    desk: PrintDesk, eyes: Eyes, printers: FakePrinters
) -> None:
    printers.jams = True
    batch = Batch(pdf(1))
    dialog = seen(desk, batch.wanted(), eyes)
    dialog.print()
    eyes.settle()
    assert f"Máy in «{LASER}» không nhận" in texts(dialog)
    assert desk.dialog is dialog

    printers.jams = False
    dialog.print()
    eyes.settle()
    assert batch.runs == [PrintRun(PrintWay.PRINTER, 1)]
    assert len(printers.sizes()) == 1


@pytest.mark.logs_warning("not done: printer.stopped")
def test_a_printer_that_is_stopped_is_said_before_anything_is_logged(
    desk: PrintDesk, eyes: Eyes, printers: FakePrinters
) -> None:
    printers.stopped.add(LASER)
    batch = Batch(pdf(1))
    dialog = seen(desk, batch.wanted(), eyes)
    dialog.print()
    eyes.settle()

    assert f"Máy in «{LASER}» đang dừng hoặc báo lỗi" in texts(dialog)
    assert batch.runs == []


def test_a_paper_is_saved_where_somebody_says(
    desk: PrintDesk, core: FakeCore, eyes: Eyes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = shown_receipt(desk, core, eyes)
    target = tmp_path / dialog.presenter.wanted.file_name
    monkeypatch.setattr(dialog, "choose_target", lambda: target)
    dialog.options.save_button.click()
    eyes.settle()

    assert target.read_bytes().startswith(b"%PDF")
    assert f"Đã ghi tệp {target.name}" in texts(dialog)
    assert core.queries.views[0].receipt.payer not in target.name


@pytest.mark.logs_warning("not done: file.unwritable")
def test_a_folder_that_takes_nothing_leaves_the_print_to_be_saved_elsewhere(
    desk: PrintDesk, eyes: Eyes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = Batch(pdf(1))
    dialog = seen(desk, batch.wanted(), eyes)
    (tmp_path / "b.pdf").mkdir()
    places = [tmp_path / "không có" / "a.pdf", tmp_path / "b.pdf", tmp_path / "a.pdf"]
    monkeypatch.setattr(dialog, "choose_target", lambda: places.pop(0))
    dialog.save()
    eyes.settle()
    assert "Không ghi được tệp a.pdf" in texts(dialog)
    assert batch.runs == []
    dialog.save()
    eyes.settle()
    assert "Không ghi được tệp b.pdf" in texts(dialog)
    dialog.save()
    eyes.settle()

    assert batch.runs == [PrintRun(PrintWay.PDF, 1)]
    assert (tmp_path / "a.pdf").exists()


def test_a_paper_that_cannot_be_made_is_said_in_its_place(desk: PrintDesk, eyes: Eyes) -> None:
    dialog = seen(desk, Batch(b"", ReceiptUnknownError("R1")).wanted(), eyes)

    assert "Chưa xem được giấy tờ này" in texts(dialog)
    assert not dialog.options.print_button.isEnabled()
    eyes.shoot(dialog, "failed")


def test_a_long_batch_holds_no_more_pictures_than_are_seen(desk: PrintDesk, eyes: Eyes, qtbot: QtBot) -> None:
    dialog = seen(desk, Batch(pdf(250)).wanted(), eyes)
    assert "250 trang" in texts(dialog)
    for _page in range(6):
        QTest.keyClick(dialog.view, Qt.Key.Key_PageDown)
        eyes.settle()
    assert "Trang 7/250" in texts(dialog)
    assert len(dialog.view.held) <= 4

    QTest.keyClick(dialog.view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: 249 in dialog.view.held)
    assert "Trang 250/250" in texts(dialog)
    assert len(dialog.view.held) <= 4


def test_pages_are_shown_larger_and_smaller(desk: PrintDesk, eyes: Eyes) -> None:
    view = seen(desk, Batch(pdf(3)).wanted(), eyes).view
    assert view.fits
    QTest.keyClick(view, Qt.Key.Key_1)
    assert view.zoom == 1.0
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.zoom == 1.25
    eyes.settle()
    assert view.horizontalScrollBar().maximum() > 0
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.fits


def test_a_form_that_numbers_its_copies_is_printed_once_with_all(
    desk: PrintDesk, eyes: Eyes, printers: FakePrinters
) -> None:
    batch = Batch(pdf(3, A5_WIDE))
    dialog = seen(desk, batch.wanted(own_copies=2), eyes)
    assert [dialog.options.copies.itemData(at) for at in (0, 1)] == [2, 3]
    dialog.options.copies.setCurrentText("3")
    dialog.print()
    eyes.settle()

    assert batch.runs == [PrintRun(PrintWay.PRINTER, 3)]
    assert len(printers.sizes()) == 3


def test_escape_closes_a_preview_and_nothing_is_printed(
    desk: PrintDesk, eyes: Eyes, printers: FakePrinters
) -> None:
    batch = Batch(pdf(1))
    dialog = seen(desk, batch.wanted(), eyes)
    QTest.keyClick(dialog.view, Qt.Key.Key_Escape)

    assert desk.dialog is None
    assert batch.runs == []
    assert printers.printed() == b""


@pytest.mark.logs_warning("not done: printer.refused")
def test_a_printer_that_refuses_after_a_sheet_is_stopped_and_the_next_print_is_a_reprint(
    desk: PrintDesk, eyes: Eyes, printers: FakePrinters
) -> None:
    printers.jams_after = 1
    batch = Batch(pdf(3))
    dialog = seen(desk, batch.wanted(), eyes)
    dialog.print()
    eyes.settle()
    assert f"Máy in «{LASER}» không nhận" in texts(dialog)
    assert printers.last is not None
    assert printers.last.aborted

    printers.jams_after = 0
    dialog.print()
    eyes.settle()
    assert batch.runs == [PrintRun(PrintWay.PRINTER, 1)] * 2
