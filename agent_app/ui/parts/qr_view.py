"""A code that a phone reads off the screen."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from agent_app.services.ports import QrRows

_LEAST = 360
# Modules of white that every scanner needs around a code.
_QUIET = 4


class QrView(QWidget):
    """Draws the modules as large as there is room, each a whole number of pixels; black on white always."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._modules: QrRows = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        # Phones read it as well beside large texts, as long as all of it is on the screen.
        self.setMinimumSize(_LEAST, _LEAST)

    def show_code(self, modules: QrRows | None) -> None:
        """Show another code, or nothing."""
        self._modules = modules or ()
        self.update()

    @property
    def blank(self) -> bool:
        """Whether there is nothing to scan."""
        return not self._modules

    def sizeHint(self) -> QSize:
        return QSize(_LEAST, _LEAST)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if not self._modules:
            return
        count = len(self._modules) + 2 * _QUIET
        sharp = self.devicePixelRatioF()
        # A scanner wants equal modules, so that they are counted in the pixels of the screen.
        side = int(min(self.width(), self.height()) * sharp) // count
        left = (int(self.width() * sharp) - side * count) // 2
        top = (int(self.height() * sharp) - side * count) // 2
        painter = QPainter(self)
        painter.scale(1 / sharp, 1 / sharp)
        painter.fillRect(QRect(left, top, side * count, side * count), Qt.GlobalColor.white)
        for y, row in enumerate(self._modules, _QUIET):
            for x, light in enumerate(row, _QUIET):
                if not light:
                    painter.fillRect(left + x * side, top + y * side, side, side, Qt.GlobalColor.black)
        painter.end()
