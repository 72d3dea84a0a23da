"""A hand and an eye at the real windows: clicks, keys, waiting with a deadline, pictures."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QEventLoop,
    QMessageLogContext,
    QModelIndex,
    QPoint,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QWidget,
)

from scripts.demo_stage import DemoError

PATIENCE_SECONDS = 30.0
_LOOK_EVERY_MS = 5
# What a window shows is laid out by events that come after it was told: one look is too early for a picture.
_STEADY_LOOKS = 4
_LEFT, _NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
_HARMLESS_KINDS = {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg}
# The offscreen platform has no window manager and says so.
_HARMLESS_WORDS = "This plugin does not support "
_SHADE = QColor(0, 0, 0, 90)

D = TypeVar("D", bound=QDialog)


class Hand:
    """Does what people do at a window; whatever goes wrong behind it ends the next wait."""

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self._patience = patience
        self._bugs: list[BaseException] = []

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Catch what escapes from the window's own code, and what Qt warns of."""
        before, sys.excepthook = sys.excepthook, self._note_bug
        heard = qInstallMessageHandler(self._note_warning)
        try:
            yield
        finally:
            sys.excepthook = before
            qInstallMessageHandler(heard)

    def wait(self, ready: Callable[[], bool], what: str) -> None:
        """Let the window work until something is so; ``what`` names it where it never comes."""
        loop, watch = QEventLoop(), QTimer()
        ends = time.monotonic() + self._patience
        steady = 0

        def look() -> None:
            nonlocal steady
            steady = steady + 1 if ready() else 0
            if self._bugs or steady >= _STEADY_LOOKS or time.monotonic() > ends:
                loop.quit()

        watch.setInterval(_LOOK_EVERY_MS)
        watch.timeout.connect(look)
        watch.start()
        loop.exec()
        watch.stop()
        self._tell_bug()
        if steady < _STEADY_LOOKS:
            raise DemoError(f"Chờ {self._patience:.0f} giây mà chưa thấy: {what}.")

    def click(self, button: QAbstractButton) -> None:
        """Press a button that is seen and may be pressed."""
        self._must_be_seen(button, button.text() or button.accessibleName())
        # A box with no words is pressed on its square, wherever the layout has left room beside it.
        place = QPoint(8, button.height() // 2) if isinstance(button, QCheckBox) else button.rect().center()
        QTest.mouseClick(button, _LEFT, _NO_KEY, place)

    def key(self, window: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = _NO_KEY) -> None:
        """Press a key in a window, or a chord."""
        self._activate(window.window())
        QTest.keyClick(window, key, held)

    def write(self, field: QLineEdit, text: str) -> None:
        """Put the cursor into a field and type over what it has."""
        self._must_be_seen(field, field.accessibleName())
        QTest.mouseClick(field, _LEFT)
        field.selectAll()
        QTest.keyClicks(field, text)

    def choose(self, box: QComboBox, text: str) -> None:
        """Go down a list of choices with the arrow key."""
        self._must_be_seen(box, box.accessibleName())
        box.setFocus()
        for _each in range(box.findText(text) - box.currentIndex()):
            self.key(box, Qt.Key.Key_Down)
        self.wait(lambda: box.currentText() == text, f"«{text}» được chọn")

    def click_row(self, table: QAbstractItemView, row: int) -> QPoint:
        """Click a row; return where."""
        index = table.model().index(row, 0, QModelIndex())
        table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        place = table.visualRect(index).center()
        QTest.mouseClick(table.viewport(), _LEFT, _NO_KEY, place)
        return place

    def open_row(self, table: QAbstractItemView, row: int) -> None:
        """Click a row twice: a table takes the second click only where the first one went."""
        QTest.mouseDClick(table.viewport(), _LEFT, _NO_KEY, self.click_row(table, row))

    def answer(self, kind: type[D], reply: Callable[[D], None], press: Callable[[], object]) -> None:
        """Press what opens a dialog that others wait for, and reply to it meanwhile."""
        replying = _Replying(kind, reply)
        press()
        self.wait(replying.ended, f"hộp thoại {kind.__name__}")
        replying.tell_trouble()

    def choose_file(self, path: Path, press: Callable[[], None]) -> None:
        """Press what opens the file dialog, and name a file there."""

        def reply(dialog: QFileDialog) -> None:
            field, buttons = dialog.findChild(QLineEdit), dialog.findChild(QDialogButtonBox)
            if field is None or buttons is None:
                raise DemoError("Hộp thoại chọn tệp không có ô tên tệp.")
            field.setText(str(path.resolve()))
            accept = QDialogButtonBox.ButtonRole.AcceptRole
            self.click(next(each for each in buttons.buttons() if buttons.buttonRole(each) is accept))

        self.answer(QFileDialog, reply, press)

    def _activate(self, window: QWidget) -> None:
        # Without a window manager nobody gives the keys back to a window whose dialog has closed.
        window.activateWindow()
        self.wait(window.isActiveWindow, "cửa sổ nhận phím")

    def _must_be_seen(self, widget: QWidget, name: str) -> None:
        self.wait(lambda: widget.isVisible() and widget.isEnabled(), f"«{name}» để bấm")

    def _note_bug(self, _kind: type[BaseException], bug: BaseException, _trace: TracebackType | None) -> None:
        self._bugs.append(bug)

    def _note_warning(self, kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
        if kind not in _HARMLESS_KINDS and not words.startswith(_HARMLESS_WORDS):
            self._bugs.append(RuntimeWarning(words))

    def _tell_bug(self) -> None:
        if self._bugs:
            bug = self._bugs[0]
            raise DemoError(f"Cửa sổ gặp lỗi ngoài dự tính: {bug!r}.") from bug


class _Replying(Generic[D]):
    """Waits for one kind of dialog to come up, and replies to it once."""

    def __init__(self, kind: type[D], reply: Callable[[D], None]) -> None:
        self._kind, self._reply = kind, reply
        self._ended = False
        self._trouble: BaseException | None = None
        self._watch = QTimer()
        self._watch.setInterval(_LOOK_EVERY_MS)
        self._watch.timeout.connect(self._look)
        self._watch.start()

    def ended(self) -> bool:
        """Whether the dialog has been replied to, well or badly."""
        return self._ended

    def tell_trouble(self) -> None:
        """Raise what went wrong in the reply."""
        if self._trouble is not None:
            raise self._trouble

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, self._kind):
            return
        self._watch.stop()
        try:
            self._reply(dialog)
        except DemoError as error:
            # An unanswered dialog would keep everybody waiting.
            self._trouble = error
            dialog.reject()
        self._ended = True


def picture(window: QWidget, dialog: QWidget | None = None) -> QPixmap:
    """Take a picture of a window, with a dialog over its middle where there is one."""
    seen = window.grab()
    if dialog is None:
        return seen
    over = dialog.grab()
    painter = QPainter(seen)
    painter.fillRect(seen.rect(), _SHADE)
    painter.drawPixmap(seen.rect().center() - over.rect().center(), over)
    painter.end()
    return seen
