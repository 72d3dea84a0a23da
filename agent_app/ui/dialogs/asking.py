"""What dialogs have in common that say a few sentences and ask for a few things."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from agent_app.ui.look import Look
from agent_app.ui.parts.labels import Notice
from agent_app.ui.sizes import scaled

_BESIDE = 80


class AskingDialog(QDialog):
    """Is as high as its sentences need at its width: a dialog does not ask wrapped texts by itself."""

    def __init__(self, parent: QWidget | None, look: Look, title: str, width: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.notice = Notice(look)
        self._width = width

    def miss(self, words: str, where: QWidget) -> None:
        """Say what is missing, and put the keys there."""
        self.notice.tell(words)
        self.grow()
        where.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.grow()

    def grow(self) -> None:
        """Be as high as what is in it needs now."""
        layout, screen = self.layout(), self.screen().availableSize()
        if layout is None:
            return
        layout.activate()
        width = min(scaled(self._width), screen.width() - _BESIDE)
        high = min(layout.totalHeightForWidth(width), screen.height() - _BESIDE)
        self.setMinimumSize(width, high)
        self.resize(max(width, self.width()), max(high, self.height()))
