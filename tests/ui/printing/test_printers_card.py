import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from agent_app.domain.print_log import PaperKind
from agent_app.ui.bench import Bench
from agent_app.ui.pages.settings.printers_card import KindRow, PrintersCard
from agent_app.ui.pages.settings.printing import KINDS, PrintersPresenter
from agent_app.ui.printing.choice import (
    PrintChoice,
    Sheet,
    keep_print_choice,
    print_choice,
    roll_address,
    roll_printer,
)
from tests.ui.fake_printers import LASER, FakePrinters
from tests.ui.seeing import Eyes, texts


@pytest.fixture
def card(bench: Bench, printers: FakePrinters, qtbot: QtBot, eyes: Eyes) -> PrintersCard:
    """The card, read and seen."""
    presenter = PrintersPresenter(bench, printers)
    made = PrintersCard(bench.look, presenter)
    presenter.setParent(made)
    qtbot.addWidget(made)
    made.resize(1000, 560)
    made.show()
    presenter.set_active(active=True)
    eyes.settle()
    return made


def choose(box: QComboBox, words: str) -> None:
    """Choose as somebody does."""
    box.setCurrentText(words)
    assert box.currentText() == words
    box.activated.emit(box.currentIndex())


def test_a_choice_is_kept_for_its_kind_alone(card: PrintersCard, eyes: Eyes) -> None:
    choose(card.rows[PaperKind.NOTICE].printers, LASER)
    choose(card.rows[PaperKind.NOTICE].sheets, "Giấy A4")
    choose(card.rows[PaperKind.NOTICE].copies, "2 bản")
    eyes.settle()

    assert print_choice(PaperKind.NOTICE) == PrintChoice(LASER, Sheet.A4, 2)
    assert print_choice(PaperKind.DAY_LIST) == PrintChoice()
    eyes.shoot(card, "printers")


def test_a_printer_that_has_gone_is_named_and_stays_chosen(
    bench: Bench, printers: FakePrinters, qtbot: QtBot, eyes: Eyes
) -> None:
    keep_print_choice(PaperKind.RECEIPT, PrintChoice("HP cũ", Sheet.OWN, 2))
    presenter = PrintersPresenter(bench, printers)
    card = PrintersCard(bench.look, presenter)
    qtbot.addWidget(card)
    presenter.set_active(active=True)
    eyes.settle()

    assert card.rows[PaperKind.RECEIPT].printers.currentText() == "HP cũ (không thấy)"
    assert "Không còn thấy máy in «HP cũ»" in texts(card)
    assert print_choice(PaperKind.RECEIPT).printer == "HP cũ"


def test_without_printers_the_card_says_what_still_works(
    bench: Bench, printers: FakePrinters, qtbot: QtBot, eyes: Eyes
) -> None:
    printers.names = []
    presenter = PrintersPresenter(bench, printers)
    card = PrintersCard(bench.look, presenter)
    qtbot.addWidget(card)
    presenter.set_active(active=True)
    eyes.settle()
    assert "giấy tờ vẫn lưu được thành tệp PDF" in texts(card)

    printers.names = [LASER]
    card.seek.click()
    eyes.settle()
    assert "giấy tờ vẫn lưu" not in texts(card)


@pytest.mark.logs_warning("not done: ")
def test_printers_that_cannot_be_found_can_be_looked_for_again(
    bench: Bench, printers: FakePrinters, qtbot: QtBot, eyes: Eyes
) -> None:
    printers.broken = True
    presenter = PrintersPresenter(bench, printers)
    card = PrintersCard(bench.look, presenter)
    qtbot.addWidget(card)
    assert "Đang tìm máy in" in texts(card)
    presenter.set_active(active=True)
    eyes.settle()
    assert "Đang tìm máy in" not in texts(card)
    assert not card.notice.isHidden()

    printers.broken = False
    card.seek.click()
    qtbot.waitUntil(lambda: len(card.rows) == len(KINDS))
    assert "Đang tìm máy in" not in texts(card)


def test_printers_that_are_read_again_meanwhile_make_each_row_once(
    bench: Bench, printers: FakePrinters, qtbot: QtBot
) -> None:
    presenter = PrintersPresenter(bench, printers)
    card = PrintersCard(bench.look, presenter)
    qtbot.addWidget(card)
    presenter.set_active(active=True)
    qtbot.waitUntil(lambda: bool(card.rows))
    assert len(card.rows) < len(KINDS)
    printers.names = [LASER]
    presenter.reload()
    qtbot.waitUntil(lambda: not bench.runner.busy and len(card.rows) == len(KINDS))

    assert len(card.findChildren(KindRow)) == len(KINDS)
    for each in card.rows.values():
        assert each.printers.findText(LASER) > 0
        assert each.printers.findText("EPSON L3110") < 0


def test_the_printer_of_rolls_is_offered_for_rolls_only(card: PrintersCard, eyes: Eyes) -> None:
    card.roll.setFocus()
    QTest.keyClicks(card.roll, " net:192.168.1.50 ")
    QTest.keyClick(card.roll, Qt.Key.Key_Return)
    eyes.settle()
    assert roll_address() == "net:192.168.1.50"

    rolls = card.rows[PaperKind.RECEIPT_ROLL]
    assert not rolls.sheets.isEnabled()
    choose(rolls.printers, "Máy in nhiệt net:192.168.1.50")
    eyes.settle()
    assert print_choice(PaperKind.RECEIPT_ROLL).printer == roll_printer("net:192.168.1.50")
    assert card.rows[PaperKind.RECEIPT].printers.findText("Máy in nhiệt net:192.168.1.50") < 0


def test_printers_are_looked_for_off_the_gui_thread(card: PrintersCard, printers: FakePrinters) -> None:
    del card

    assert printers.threads
    assert all(each.startswith("PAPER") for each in printers.threads)
