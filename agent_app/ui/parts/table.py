"""A table of frozen rows: whole rows are chosen, Enter or a double click opens one."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from agent_app.ui.look import Look
from agent_app.ui.rows import Column, Index, RowsModel
from agent_app.ui.theme import ROW

T = TypeVar("T")
Mode = QAbstractItemView.SelectionMode
_ICON = QSize(16, 16)
HEADER = 36
LEAST_STRETCH = 190
LEAST_SHARE = 0.7


class _Ruled(QStyledItemDelegate):
    """Draws a hairline above the rows that begin a group."""

    def __init__(self, table: QTableView, look: Look, begins: Callable[[int], bool]) -> None:
        super().__init__(table)
        self._look = look
        self._begins = begins

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.decorationSize = _ICON
        # A chosen row keeps the tones of its words.
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        option.palette.setColor(QPalette.ColorRole.HighlightedText, colour)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if index.row() and self._begins(index.row()):
            rect = option.rect
            painter.setPen(QPen(self._look.tokens.line))
            painter.drawLine(rect.topLeft(), rect.topRight())


class BareTable(QTableView):
    """Rows of one height to choose as a whole; a kind of table says what rows."""

    def __init__(self, columns: Sequence[Column[Any]], name: str, mode: Mode) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.setAccessibleName(name)
        self._set_behaviour(mode)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Narrow the fixed columns where the window is so small that the stretching one would vanish."""
        wanted = sum(each.width or 0 for each in self.columns)
        room = self.viewport().width() - LEAST_STRETCH * sum(each.width is None for each in self.columns)
        share = max(LEAST_SHARE, min(1.0, room / max(1, wanted)))
        for at, each in enumerate(self.columns):
            if each.width is not None:
                self.setColumnWidth(at, int(each.width * share))

    def _set_behaviour(self, mode: Mode) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(mode)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _set_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setFixedHeight(HEADER)
        for at, each in enumerate(self.columns):
            if each.width is None:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
            else:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
                self.setColumnWidth(at, each.width)


class RowsTable(BareTable, Generic[T]):
    """Shows a ``RowsModel`` and tells which row is opened."""

    opened = Signal(object)

    def __init__(self, look: Look, columns: list[Column[T]], name: str, *, picks: bool = True) -> None:
        super().__init__(columns, name, Mode.SingleSelection if picks else Mode.NoSelection)
        self._picks = picks
        if not picks:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows: RowsModel[T] = RowsModel(columns, look, self)
        self.setModel(self.rows)
        self._set_header()
        self._delegate = _Ruled(self, look, self.begins_group)
        self.setItemDelegate(self._delegate)
        self.doubleClicked.connect(self._on_opened)

    def begins_group(self, _row: int) -> bool:
        """Whether a hairline stands above this row; a table that groups rows says."""
        return True

    def show_rows(self, rows: tuple[T, ...]) -> None:
        """Replace the rows; the same place stays current where there is one."""
        place = self.currentIndex().row()
        self.rows.show(rows)
        if rows and self._picks:
            self.selectRow(min(max(place, 0), len(rows) - 1))

    def fit_rows(self, most: int) -> None:
        """Be as high as the rows need, up to a number of them."""
        self.setFixedHeight(HEADER + 2 + ROW * min(self.rows.rowCount(), most))

    def current(self) -> T | None:
        """Return the chosen row."""
        index = self.currentIndex()
        return self.rows.rows[index.row()] if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_opened(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _on_opened(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.rows.rows[index.row()])
