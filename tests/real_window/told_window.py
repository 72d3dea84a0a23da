"""The windowed program as it is, that also says on a pipe what has the focus and what is seen."""

import json
import signal
import sys

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget

from agent_app import app as application

_LOOK_EVERY_MS = 50


class Teller(QObject):
    """Says anew what is seen, whenever that is something else than before."""

    def __init__(self) -> None:
        super().__init__()
        self._said = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_EVERY_MS)

    def _look(self) -> None:
        said = json.dumps(seen(), ensure_ascii=False)
        if said != self._said:
            self._said = said
            sys.stdout.write(f"{said}\n")
            sys.stdout.flush()


def seen() -> dict[str, object]:
    """Tell the window that keys go to, the widget in it that gets them, and all texts that are visible."""
    window, focus = QApplication.activeWindow(), QApplication.focusWidget()
    shown = [] if window is None else [each for each in window.findChildren(QWidget) if each.isVisible()]
    shown_windows = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each.isWindow()]
    newest = QApplication.activeModalWidget() or next(iter(shown_windows), None)
    return {
        "window": "" if window is None else type(window).__name__,
        "newest": "" if newest is None else type(newest).__name__,
        "focus": "" if focus is None else focus.accessibleName() or worded(focus),
        "kind": type(focus).__name__,
        "texts": [text for text in map(worded, shown) if text],
    }


def worded(widget: QWidget) -> str:
    """Return what is written on a widget; of a field what is typed, never a password."""
    if isinstance(widget, QLineEdit):
        return widget.displayText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


class TellingSession(application.Session):
    """A run of the program that says what is seen."""

    def begin(self, password: str | None) -> None:
        self.teller = Teller()
        super().begin(password)


if __name__ == "__main__":
    # The session manager's wish to end comes as a signal; Python hears it between two events.
    signal.signal(signal.SIGTERM, lambda *_: QApplication.quit())
    application.Session = TellingSession  # type: ignore[misc]
    sys.exit(application.run(sys.argv[1:]))
