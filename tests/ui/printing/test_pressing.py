from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from agent_app.services.printer_failures import NoPrinterError, PrinterGoneError, PrinterRefusedError
from agent_app.services.work import CancelledWorkError, no_report
from agent_app.ui.paper import POINTS_PER_INCH, opened
from agent_app.ui.printing.choice import PrintChoice, Sheet
from agent_app.ui.printing.leaving import Leaving, LeavingPresenter, Stopped
from agent_app.ui.printing.pressing import press
from agent_app.ui.printing.system_printers import SystemPrinters
from tests.ui.fake_printers import LASER
from tests.ui.gui_watch import watching
from tests.ui.printing.papers import A4, A5_WIDE, Batch, pdf, red_pdf

pytestmark = pytest.mark.usefixtures("qapp")
ROLL = (80 / 25.4 * POINTS_PER_INCH, 140 / 25.4 * POINTS_PER_INCH)


def a_printer(path: Path, resolution: int = 600) -> QPrinter:
    """The system's own printer into a file."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setResolution(resolution)
    printer.setOutputFileName(str(path))
    return printer


def drawn(path: Path, page: int = 0, scale: float = 1.0) -> QImage:
    with opened(path.read_bytes()) as document:
        return document.draw(page, scale)


def sizes(path: Path) -> list[tuple[int, int]]:
    with opened(path.read_bytes()) as document:
        return [(round(each.width), round(each.height)) for each in document.sizes()]


def shade(image: QImage, left: float, top: float) -> int:
    return image.pixelColor(round(left), round(top)).lightness()


@pytest.mark.parametrize("size", [A4, A5_WIDE, ROLL])
def test_pages_come_out_as_large_and_as_they_look(tmp_path: Path, size: tuple[float, float]) -> None:
    path = tmp_path / "in.pdf"
    sheets = press(pdf(2, size), a_printer(path), Sheet.OWN, 1, no_report)

    assert sheets == 2
    wide, high = sizes(path)[1]
    assert abs(wide - size[0]) <= 2
    assert abs(high - size[1]) <= 2
    page = drawn(path)
    assert shade(page, 30, 30) < 32, "the angle stands at the upper left"
    assert shade(page, 30, 120) < 32
    assert shade(page, wide - 3, 30) > 240, "it is not mirrored"
    assert shade(page, 30, high - 10) > 240, "nor upside down"
    assert shade(page, 120, 120) > 240, "and there are no seams where bands meet"


def test_bands_meet_without_seams(tmp_path: Path) -> None:
    path = tmp_path / "in.pdf"
    press(pdf(1, gray=True), a_printer(path), Sheet.OWN, 1, no_report)
    page = drawn(path, scale=4.0)
    column = {shade(page, 120, line) for line in range(4 * 45, 4 * 155)}

    assert column == {0}
    gray = {shade(page, 4 * 350, 4 * (A4[1] - each)) for each in range(110, 190)}
    assert len(gray) == 1
    assert 100 < gray.pop() < 200


def test_what_is_black_and_white_takes_few_bytes(tmp_path: Path) -> None:
    path = tmp_path / "in.pdf"
    press(pdf(1), a_printer(path), Sheet.OWN, 1, no_report)

    assert path.stat().st_size < 60_000


def test_colours_stay_colours(tmp_path: Path) -> None:
    path = tmp_path / "in.pdf"
    press(red_pdf(), a_printer(path), Sheet.OWN, 1, no_report)
    colour = drawn(path).pixelColor(100, 700)

    assert (colour.red(), colour.green(), colour.blue()) == (255, 0, 0)


def test_two_copies_share_a_sheet_of_a4(tmp_path: Path) -> None:
    path = tmp_path / "in.pdf"
    sheets = press(pdf(2, A5_WIDE), a_printer(path), Sheet.A4, 1, no_report)

    assert sheets == 1
    assert sizes(path) == [(595, 842)]
    page = drawn(path)
    assert shade(page, 30, 30) < 32
    assert shade(page, 30, 420 + 30) < 32


def test_a_printer_that_makes_no_copies_gets_each_page_again(tmp_path: Path) -> None:
    path = tmp_path / "in.pdf"

    assert press(pdf(2), a_printer(path), Sheet.OWN, 3, no_report) == 6
    assert len(sizes(path)) == 6


def test_pages_that_were_left_out_in_the_systems_dialog_are_not_printed(tmp_path: Path) -> None:
    path = tmp_path / "in.pdf"
    printer = a_printer(path)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)

    assert press(pdf(5), printer, Sheet.OWN, 1, no_report) == 2


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(PrinterRefusedError) as refused:
        press(pdf(1), a_printer(tmp_path / "missing" / "in.pdf"), Sheet.OWN, 1, no_report)

    assert refused.value.sheets == 0


def test_a_printer_that_nobody_knows_is_not_made_up() -> None:
    with pytest.raises((NoPrinterError, PrinterGoneError)):
        SystemPrinters().open("Máy in không có thật")


def test_a_print_can_be_given_up_between_two_sheets(tmp_path: Path) -> None:
    told = list[int]()

    def report(done: int, _total: int) -> None:
        told.append(done)
        if done == 2:
            raise CancelledWorkError

    with pytest.raises(CancelledWorkError):
        press(pdf(5), a_printer(tmp_path / "in.pdf"), Sheet.OWN, 1, report)

    assert told == [0, 1, 2]


def test_a_batch_holds_up_nobody_and_can_be_stopped(leaving: LeavingPresenter, qtbot: QtBot) -> None:
    batch = Batch(pdf(40))
    with watching(leaving) as seen:
        leaving.print(batch.wanted(), PrintChoice(LASER))
        qtbot.waitUntil(lambda: done(leaving) >= 5, timeout=30_000)
        leaving.cancel()
        qtbot.waitUntil(lambda: not leaving.busy, timeout=30_000)

    assert isinstance(leaving.state, Stopped)
    assert "/40 tờ. Tờ nào máy in đã nhận thì vẫn in ra." in leaving.state.words
    seen.require_free()


def test_a_print_that_was_stopped_before_it_was_made_is_not_logged(
    leaving: LeavingPresenter, qtbot: QtBot
) -> None:
    batch = Batch(pdf(1))
    leaving.print(batch.wanted(), PrintChoice(LASER))
    leaving.cancel()
    qtbot.waitUntil(lambda: not leaving.busy)

    assert batch.runs == []
    assert isinstance(leaving.state, Stopped)
    assert leaving.state.words == "Đã dừng, chưa in tờ nào."


def done(leaving: LeavingPresenter) -> int:
    """Say how many sheets have been printed so far."""
    state = leaving.state
    return state.progress.done if isinstance(state, Leaving) and state.progress else 0
