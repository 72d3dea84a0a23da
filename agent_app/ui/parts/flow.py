"""Layouts that give way where large texts meet a small screen."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QLayoutItem, QWidget

from agent_app.ui.parts.boxes import row
from agent_app.ui.sizes import scaled

Line = list[tuple[QLayoutItem, QSize]]


class Flow(QLayout):
    """Lays out from left to right, then on from the left; what is hidden takes no room.

    The first thing of a line that likes to be wide gets what is left of it.
    """

    def __init__(self, parent: QWidget, gap: int = 4) -> None:
        # Qt asks while it makes a layout. Whoever lays out a page asks for its height a dozen times.
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self._heights.clear()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        self._heights.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        sizes = [each.sizeHint() for each in self._shown()]
        width = sum(each.width() for each in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(width, max((each.height() for each in sizes), default=0))

    def minimumSize(self) -> QSize:
        least = QSize()
        for each in self._shown():
            least = least.expandedTo(each.minimumSize())
        return least

    def _shown(self) -> list[QLayoutItem]:
        return [each for each in self._items if not each.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        y = rect.y()
        for line in self._lines(rect.width()):
            high, x = max(size.height() for _, size in line), rect.x()
            room = width_left(line, rect.width(), self.spacing())
            for each, hint in line:
                size = hint
                if room > 0 and each.expandingDirections() & Qt.Orientation.Horizontal:
                    size, room = QSize(size.width() + room, size.height()), 0
                if move:
                    each.setGeometry(QRect(QPoint(x, y + (high - size.height()) // 2), size))
                x += size.width() + self.spacing()
            y += high + self.spacing()
        return max(0, y - self.spacing() - rect.y())

    def _lines(self, width: int) -> list[Line]:
        lines: list[Line] = []
        used = 0
        for each in self._shown():
            hint = each.sizeHint()
            size = _fitted(each, QSize(min(hint.width(), max(width, 1)), hint.height()))
            if not lines or used + self.spacing() + size.width() > width:
                lines.append([])
                used = -self.spacing()
            lines[-1].append((each, size))
            used += self.spacing() + size.width()
        return lines


def _fitted(item: QLayoutItem, size: QSize) -> QSize:
    """Let what flows itself be as high as it needs to be at its width."""
    if not item.hasHeightForWidth():
        return size
    return QSize(size.width(), max(size.height(), item.heightForWidth(size.width())))


def width_left(line: Line, width: int, gap: int) -> int:
    """Return how much of a line's width nothing has taken."""
    return width - sum(size.width() for _, size in line) - gap * (len(line) - 1)


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
