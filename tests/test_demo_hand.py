from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from scripts.demo_hand import Hand
from scripts.demo_stage import DemoError

BRIEFLY = 0.1


def never() -> bool:
    return False


def fail() -> None:
    raise LookupError("a bug of the window")


def warn() -> None:
    qWarning("something is odd")


@pytest.mark.usefixtures("qapp")
def test_what_never_comes_is_named() -> None:
    with pytest.raises(DemoError, match="mà chưa thấy: biên lai"):
        Hand(BRIEFLY).wait(never, "biên lai")


@pytest.mark.usefixtures("qapp")
def test_a_bug_behind_the_window_ends_the_wait() -> None:
    hand = Hand()
    QTimer.singleShot(0, fail)

    with hand.watching(), pytest.raises(DemoError, match="a bug of the window"):
        hand.wait(never, "biên lai")


@pytest.mark.usefixtures("qapp")
def test_a_warning_of_qt_ends_the_wait() -> None:
    hand = Hand()
    QTimer.singleShot(0, warn)

    with hand.watching(), pytest.raises(DemoError, match="something is odd"):
        hand.wait(never, "biên lai")


def test_a_button_that_nobody_could_press_is_not_pressed(qtbot: QtBot) -> None:
    button = QPushButton("Xong")
    pressed: list[bool] = []
    qtbot.addWidget(button)
    button.clicked.connect(pressed.append)
    button.setEnabled(False)
    button.show()

    with pytest.raises(DemoError, match="«Xong»"):
        Hand(BRIEFLY).click(button)
    assert pressed == []


def test_a_dialog_is_replied_to_while_it_waits(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)

    Hand().answer(QDialog, QDialog.accept, dialog.exec)

    assert dialog.result() == QDialog.DialogCode.Accepted


def test_a_reply_that_fails_leaves_no_dialog_behind(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)

    def reply(_dialog: QDialog) -> None:
        raise DemoError("kẹt")

    with pytest.raises(DemoError, match="kẹt"):
        Hand().answer(QDialog, reply, dialog.exec)
    assert QApplication.activeModalWidget() is None


def test_a_file_is_named_in_the_real_dialog(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    button, chosen = QPushButton("Lưu"), []
    qtbot.addWidget(button)
    button.show()
    monkeypatch.setenv("HOME", str(tmp_path))

    def ask() -> None:
        chosen.append(QFileDialog.getSaveFileName(button)[0])

    button.clicked.connect(ask)
    hand = Hand()
    hand.choose_file(tmp_path / "biên lai.pdf", lambda: hand.click(button))

    assert [Path(each) for each in chosen] == [tmp_path / "biên lai.pdf"]
