"""Layouts that give way where large texts meet a small screen."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QLayoutItem, QWidget

from agent_app.ui.parts.boxes import row
from agent_app.ui.sizes import scaled


class Flow(QLayout):
    """Lays out from left to right, and goes on below where there is no room."""

    def __init__(self, parent: QWidget, gap: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        sizes = [each.sizeHint() for each in self._items if not each.isEmpty()]
        gaps = self.spacing() * max(0, len(sizes) - 1)
        return QSize(
            sum(each.width() for each in sizes) + gaps, max((each.height() for each in sizes), default=0)
        )

    def minimumSize(self) -> QSize:
        size = QSize()
        for each in self._items:
            size = size.expandedTo(each.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Put each in its place; return how high they are together."""
        at, line = rect.topLeft(), 0
        for each in (item for item in self._items if not item.isEmpty()):
            size = each.sizeHint()
            if at.x() > rect.x() and at.x() + size.width() > rect.right() + 1:
                at = QPoint(rect.x(), at.y() + line + self.spacing())
                line = 0
            if move:
                each.setGeometry(QRect(at, size))
            at = QPoint(at.x() + size.width() + self.spacing(), at.y())
            line = max(line, size.height())
        return at.y() + line - rect.y()


class Sides(QWidget):
    """Stands things side by side, and one below the other where there is not that much room.

    ``turned`` says whether they stand side by side now.
    """

    turned = Signal(bool)

    def __init__(self, room: int, gap: int = 16) -> None:
        super().__init__()
        self._room = room
        self.sides = row(self, gap=gap)
        self.beside = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()
        # How high wrapped texts are depends on the width.
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._turn()

    def minimumSizeHint(self) -> QSize:
        """Ask for no more width than the widest of them needs alone, and for the height at that width."""
        size = super().minimumSizeHint()
        items = (self.sides.itemAt(at) for at in range(self.sides.count()))
        widths = [each.minimumSize().width() for each in items if each is not None]
        height = self.sides.totalMinimumHeightForWidth(self.width()) if self.sides.hasHeightForWidth() else 0
        return QSize(max(widths, default=0), max(size.height(), height))

    def _turn(self) -> None:
        beside = self.width() >= scaled(self._room)
        if beside is not self.beside:
            self.beside = beside
            ways = QBoxLayout.Direction
            self.sides.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
            self.turned.emit(beside)
