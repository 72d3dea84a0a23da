"""Scrolls to whatever gets the keys, so that nobody presses what is out of sight."""

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from agent_app.ui.sizes import scaled

_AROUND = 32


class FocusFollower(QObject):
    """Follows the keys through every window of the program, when layouts have come to rest.

    Where a mouse button is down nothing moves: it would slip from under the pointer before it is let go.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self.follow)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def follow(self) -> None:
        """Show whatever has the keys now."""
        now = QApplication.focusWidget()
        around = now.parentWidget() if now is not None else None
        while now is not None and around is not None:
            if isinstance(around, QScrollArea):
                _show(around, now)
            around = None if around.isWindow() else around.parentWidget()

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._rest.start()


def _show(area: QScrollArea, part: QWidget) -> None:
    """Scroll to a part; one that is higher than the area begins where the area does."""
    whole = area.widget()
    if whole is not None and part.height() > area.viewport().height():
        area.verticalScrollBar().setValue(part.mapTo(whole, QPoint()).y())
    else:
        area.ensureWidgetVisible(part, 0, scaled(_AROUND))
