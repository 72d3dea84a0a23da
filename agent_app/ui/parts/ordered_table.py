"""A table whose rows people put in order: by dragging the handle, or with Alt and an arrow."""

from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen

from agent_app.ui.look import Look
from agent_app.ui.parts.table import RowsTable
from agent_app.ui.rows import Column
from agent_app.ui.sizes import scaled
from agent_app.ui.theme import Tone

T = TypeVar("T")
HANDLE = 0
"""The column of the handle."""

_MARK = 3
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class OrderedTable(RowsTable[T]):
    """Tells which row is to be moved where; it moves nothing by itself."""

    moved = Signal(object, object)

    def __init__(self, look: Look, columns: list[Column[T]], name: str) -> None:
        super().__init__(look, columns, name)
        self._dragged: int | None = None
        self._gap: int | None = None
        self.viewport().setMouseTracking(True)

    def choose(self, row: int) -> None:
        """Make a row the current one and show it."""
        if 0 <= row < self.rows.rowCount():
            self.selectRow(row)
            self.scrollTo(self.rows.index(row, HANDLE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if (
            step is None
            or event.modifiers() & Qt.KeyboardModifier.AltModifier != Qt.KeyboardModifier.AltModifier
        ):
            super().keyPressEvent(event)
            return
        start = self.currentIndex().row()
        self._ask(start, start + step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.column() == HANDLE:
            self._dragged = index.row()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is None:
            self._show_handle(event)
            super().mouseMoveEvent(event)
            return
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._gap = self._gap_at(event)
        self.scrollTo(self.rows.index(max(0, min(self._gap, self.rows.rowCount() - 1)), HANDLE))
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        start, gap, self._dragged, self._gap = self._dragged, self._gap, None, None
        self.viewport().unsetCursor()
        self.viewport().update()
        if start is not None and gap is not None:
            self._ask(start, gap - 1 if gap > start else gap)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gap is None:
            return
        last = self.rows.rowCount() - 1
        at = self.rowViewportPosition(min(self._gap, last)) + (
            self.rowHeight(last) if self._gap > last else 0
        )
        painter = QPainter(self.viewport())
        painter.setPen(QPen(self.rows.look.colour(Tone.BRAND), scaled(_MARK)))
        painter.drawLine(0, at, self.viewport().width(), at)
        painter.end()

    def _ask(self, start: int, end: int) -> None:
        if start != end and {start, end} <= set(range(self.rows.rowCount())):
            self.moved.emit(start, end)

    def _gap_at(self, event: QMouseEvent) -> int:
        """Find the gap between two rows that the pointer is next to."""
        height = event.position().toPoint().y()
        row = self.rowAt(height)
        if row < 0:
            return 0 if height < 0 else self.rows.rowCount()
        return row + (height - self.rowViewportPosition(row) > self.rowHeight(row) // 2)

    def _show_handle(self, event: QMouseEvent) -> None:
        over = self.indexAt(event.position().toPoint()).column() == HANDLE
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.ArrowCursor)
