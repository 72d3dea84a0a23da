import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from agent_app.domain.card_qr import HealthCardCode
from agent_app.domain.scanned import read_scan
from agent_app.ui.scanner import GAP_MS, Scanner, is_code
from tests.domain.test_card_qr import CITIZEN, HEALTH
from tests.domain.test_scanned import typed_with

Key = Qt.Key
QUICK, BY_HAND = 8, 110


@dataclass
class Desk:
    """A window with every kind of thing that keys may go to, a scanner beside it, and a clock of its own."""

    window: QWidget
    text: QLineEdit
    secret: QLineEdit
    notes: QPlainTextEdit
    day: QDateEdit
    button: QPushButton
    scanner: Scanner = field(init=False)
    now: float = 1_000.0
    codes: list[str] = field(default_factory=list)
    pressed: int = 0
    entered: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)

    def clock(self) -> float:
        return self.now / 1000

    def add(self, widget: QWidget) -> None:
        layout = self.window.layout()
        assert layout is not None
        layout.addWidget(widget)

    def on_entered(self) -> None:
        self.entered.append(self.text.text())

    def on_pressed(self) -> None:
        self.pressed += 1

    def type(self, target: QWidget, text: str, gap: int = QUICK, *, end: bool = True) -> None:
        target.setFocus()
        for letter in text:
            self.key(target, letter, gap)
        if end:
            self.now += gap
            QTest.keyClick(target, Key.Key_Return)

    def key(self, target: QWidget, letter: str, gap: int = QUICK) -> None:
        self.now += gap
        if letter.isascii():
            QTest.keyClicks(target, letter)
        else:
            press(target, letter)

    def compose(self, target: QLineEdit, text: str) -> None:
        """Type as an input method does: it shows what it makes of a word, and hands it over at its end."""
        target.setFocus()
        for letter in text:
            self.now += QUICK
            QCoreApplication.sendEvent(target, QInputMethodEvent(letter, []))
            done = QInputMethodEvent("", [])
            done.setCommitString(letter)
            QCoreApplication.sendEvent(target, done)
        self.now += QUICK
        QTest.keyClick(target, Key.Key_Return)


def press(target: QWidget, letter: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
        QCoreApplication.sendEvent(target, event)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    window = QWidget()
    layout = QVBoxLayout(window)
    parts = (QLineEdit(), QLineEdit(), QPlainTextEdit(), QDateEdit(), QPushButton("Thu tiền"))
    text, secret, notes, day, button = parts
    for part in parts:
        layout.addWidget(part)
    secret.setEchoMode(QLineEdit.EchoMode.Password)
    made = Desk(window, text, secret, notes, day, button)
    scanner = made.scanner = Scanner(window, made.clock)
    scanner.scanned.connect(made.codes.append)
    button.clicked.connect(made.on_pressed)
    text.returnPressed.connect(made.on_entered)
    text.textEdited.connect(made.edited.append)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    scanner.begin()
    yield made
    scanner.stop()


@pytest.mark.parametrize("code", [CITIZEN, HEALTH, "079085123456", "7908512345", "GD4797908512345"])
def test_a_code_in_a_field_is_taken_and_the_field_has_its_own_text_back(desk: Desk, code: str) -> None:
    desk.text.setText("le quoc")
    desk.text.setCursorPosition(2)
    desk.type(desk.text, code)

    assert desk.codes == [code]
    assert (desk.text.text(), desk.text.cursorPosition()) == ("le quoc", 2)
    assert desk.entered == []
    assert desk.edited[-1] == "le quoc"


def test_what_was_marked_in_the_field_comes_back_too(desk: Desk) -> None:
    desk.text.setText("le quoc")
    desk.text.selectAll()
    desk.type(desk.text, CITIZEN)

    assert desk.text.text() == "le quoc"


def test_a_code_presses_no_button_though_it_has_spaces(desk: Desk) -> None:
    desk.type(desk.button, CITIZEN)

    assert desk.codes == [CITIZEN]
    assert not desk.pressed
    assert not desk.button.isDown()


def test_a_code_changes_no_date(desk: Desk) -> None:
    before = desk.day.date()
    desk.type(desk.day, CITIZEN)

    assert desk.codes == [CITIZEN]
    assert desk.day.date() == before


def test_a_code_leaves_a_page_of_notes_as_it_was(desk: Desk) -> None:
    desk.notes.setPlainText("Nhà có chó")
    desk.type(desk.notes, CITIZEN)

    assert desk.codes == [CITIZEN]
    assert desk.notes.toPlainText() == "Nhà có chó"


def test_somebody_who_types_a_number_by_hand_keeps_it(desk: Desk) -> None:
    desk.type(desk.text, "079085123456", BY_HAND)

    assert desk.codes == []
    assert desk.text.text() == "079085123456"
    assert desk.entered == ["079085123456"]


def test_somebody_who_types_a_whole_code_by_hand_keeps_it(desk: Desk) -> None:
    desk.type(desk.text, CITIZEN, BY_HAND)

    assert desk.codes == []
    assert desk.text.text() == CITIZEN


def test_two_quick_keys_of_a_hand_do_not_make_a_code(desk: Desk) -> None:
    desk.text.setFocus()
    for at, letter in enumerate("079085123456"):
        desk.key(desk.text, letter, 20 if at % 2 else BY_HAND)
    QTest.keyClick(desk.text, Key.Key_Return)

    assert desk.codes == []
    assert desk.text.text() == "079085123456"


def test_words_are_no_code_however_quickly_they_come(desk: Desk) -> None:
    desk.type(desk.text, "nguyen thi anh")

    assert desk.codes == []
    assert desk.entered == ["nguyen thi anh"]


def test_a_key_that_is_held_down_is_no_scanner(desk: Desk) -> None:
    desk.text.setFocus()
    for at in range(12):
        desk.now += 30
        event = QKeyEvent(
            QEvent.Type.KeyPress, Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", autorep=at > 0
        )
        QCoreApplication.sendEvent(desk.text, event)
    QTest.keyClick(desk.text, Key.Key_Return)

    assert desk.codes == []
    assert desk.text.text() == "1" * 12


def test_a_button_is_pressed_by_hand_only_a_moment_later(desk: Desk, qtbot: QtBot) -> None:
    desk.button.setFocus()
    QTest.keyClick(desk.button, Key.Key_Space)
    qtbot.waitUntil(lambda: desk.pressed == 1)

    assert desk.codes == []
    assert not desk.button.isDown()


def test_keys_of_a_hand_keep_their_order(desk: Desk, qtbot: QtBot) -> None:
    heard: list[str] = []

    class Ear(QPushButton):
        def keyPressEvent(self, event: QKeyEvent) -> None:
            heard.append(event.text() or Key(event.key()).name)

    ear = Ear()
    desk.add(ear)
    ear.setFocus()
    for letter in "ab":
        desk.key(ear, letter)
    QTest.keyClick(ear, Key.Key_Down)
    desk.key(ear, "c", BY_HAND)
    qtbot.waitUntil(lambda: len(heard) == 4)

    assert heard == ["a", "b", "Key_Down", "c"]


def test_a_scanner_that_sends_no_enter_is_heard_by_the_bars_of_its_code(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(scanner_of(desk).scanned):
        desk.type(desk.text, CITIZEN, end=False)

    assert desk.codes == [CITIZEN]
    assert desk.text.text() == ""


def test_a_number_without_enter_is_somebodys_text(desk: Desk, qtbot: QtBot) -> None:
    desk.type(desk.text, "079085123456", end=False)
    desk.now += 4 * GAP_MS
    with qtbot.assertNotEmitted(scanner_of(desk).scanned, wait=200):
        pass

    assert desk.text.text() == "079085123456"


@pytest.mark.parametrize("vni", [False, True])
def test_an_input_method_between_scanner_and_field_is_survived(desk: Desk, vni: bool) -> None:  # noqa: FBT001
    text = HEALTH.replace("4e677579e1bb856e2056c4836e204d696e68", "Phạm Thị Hậu".encode().hex())
    desk.compose(desk.text, typed_with(text, vni=vni))

    (code,) = desk.codes
    read, meant = read_scan(code).content, read_scan(text).content
    assert isinstance(read, HealthCardCode)
    assert isinstance(meant, HealthCardCode)
    assert (read.name, read.card_no, read.birth) == (meant.name, meant.card_no, meant.birth)
    assert desk.text.text() == ""


def test_an_input_method_that_takes_letters_back_is_survived(desk: Desk) -> None:
    text = HEALTH.replace("4e677579e1bb856e2056c4836e204d696e68", "Phạm Thị Hậu".encode().hex())
    desk.text.setFocus()
    seen = ""
    for at in range(1, len(text) + 1):
        now = typed_with(text[:at], vni=False)
        if len(now) <= len(seen):
            desk.now += QUICK
            QTest.keyClick(desk.text, Key.Key_Backspace)
        desk.key(desk.text, now[-1])
        seen = now
    QTest.keyClick(desk.text, Key.Key_Return)

    (code,) = desk.codes
    read, meant = read_scan(code).content, read_scan(text).content
    assert isinstance(read, HealthCardCode)
    assert isinstance(meant, HealthCardCode)
    assert (read.name, read.card_no, read.birth) == (meant.name, meant.card_no, meant.birth)
    assert desk.text.text() == ""


def test_letters_typed_as_bytes_are_heard_too(desk: Desk) -> None:
    mangled = CITIZEN.encode().decode("latin-1")
    desk.type(desk.text, mangled)

    (code,) = desk.codes
    assert read_scan(code).content == read_scan(CITIZEN).content


def test_nobody_listens_to_a_password(desk: Desk) -> None:
    desk.type(desk.secret, "079085123456")
    desk.type(desk.secret, CITIZEN)

    assert desk.codes == []
    assert desk.secret.text() == "079085123456" + CITIZEN


def test_a_code_is_taken_from_the_clipboard_wherever_the_focus_is(desk: Desk) -> None:
    QGuiApplication.clipboard().setText(unicodedata.normalize("NFD", CITIZEN))
    for target in (desk.text, desk.button):
        target.setFocus()
        QTest.keyClick(target, Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert [read_scan(code).content for code in desk.codes] == [read_scan(CITIZEN).content] * 2
    assert desk.text.text() == ""


def test_any_other_text_is_pasted_as_ever(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("Nguyễn Thị Ánh")
    desk.text.setFocus()
    QTest.keyClick(desk.text, Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert desk.codes == []
    assert desk.text.text() == "Nguyễn Thị Ánh"


def test_a_window_that_went_away_in_the_middle_harms_nobody(desk: Desk, qtbot: QtBot) -> None:
    gone = QPushButton()
    desk.add(gone)
    gone.setFocus()
    desk.key(gone, "0")
    gone.deleteLater()
    QCoreApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete)
    desk.type(desk.text, CITIZEN)
    qtbot.waitUntil(lambda: desk.codes == [CITIZEN])


@pytest.mark.parametrize("text", ["", "0973837993x", "123456789", "Nguyễn|Ánh", "GD47979085123456"])
def test_what_is_no_code(text: str) -> None:
    assert not is_code(text)


def scanner_of(desk: Desk) -> Scanner:
    return desk.scanner
