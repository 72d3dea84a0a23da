"""A long list on the screen: headers of groups, several lines to choose, sorting by a click on a column."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from agent_app.ui.long_rows import Cell, LongRows
from agent_app.ui.look import Look
from agent_app.ui.parts.table import HEADER, LEAST_STRETCH
from agent_app.ui.rows import Index
from agent_app.ui.sizes import scaled
from agent_app.ui.theme import ROW, Tone

T = TypeVar("T")
_PAD, _GAP, _ICON = 12, 6, 16
_ELIDED = Qt.TextElideMode.ElideRight
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_RISING, _FALLING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


class _Painted(QStyledItemDelegate):
    """Paints cells by itself: a style sheet takes too long for a list that is scrolled."""

    def __init__(self, table: "LongTable[T]", look: Look) -> None:
        super().__init__(table)
        self._table = table
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        cell = self._table.rows.cell(index.row(), index.column())
        picture = _ICON + _GAP if cell.icon else 0
        return QSize(option.fontMetrics.horizontalAdvance(cell.text) + 2 * _PAD + picture, scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, column, rect, tokens = index.row(), index.column(), option.rect, self._look.tokens
        table, rows = self._table, self._table.rows
        header = rows.header_at(row)
        if header is not None:
            painter.fillRect(rect, QColor(tokens.surface))
            self._paint_header(painter, rect, header)
            return
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(tokens.brand_wash))
        elif row == table.hovered:
            painter.fillRect(rect, QColor(tokens.hover))
        if row and table.begins_group(row):
            painter.fillRect(rect.x(), rect.y(), rect.width(), 1, QColor(tokens.line))
        self._paint_cell(painter, rect, rows.cell(row, column), column)

    def _paint_cell(self, painter: QPainter, rect: QRect, cell: Cell, column: int) -> None:
        if not cell.text:
            return
        kind = self._table.rows.columns[column]
        inside = rect.adjusted(_PAD, 0, -_PAD, 0)
        if (icon := self._table.rows.picture(cell)) is not None:
            side = self._table.icon_side
            icon.paint(painter, QRect(inside.x(), rect.center().y() - side // 2, side, side))
            inside.setLeft(inside.left() + side + _GAP)
        font, metrics = self._table.bold if kind.bold else self._table.plain
        painter.setFont(font)
        painter.setPen(self._look.colour(cell.tone))
        shown = metrics.elidedText(cell.text, _ELIDED, inside.width())
        painter.drawText(inside, _RIGHT if kind.right else _LEFT, shown)

    def _paint_header(self, painter: QPainter, rect: QRect, words: str) -> None:
        """Let the words run over all columns: each cell paints its piece of them."""
        table = self._table
        font, metrics = table.bold
        whole = QRect(-table.horizontalHeader().offset(), rect.y(), table.rows_width(), rect.height())
        inside = whole.adjusted(_PAD, 0, -_PAD, 0)
        painter.save()
        painter.setClipRect(rect)
        painter.setFont(font)
        painter.setPen(self._look.colour(Tone.INK))
        painter.drawText(inside, _LEFT, metrics.elidedText(words, _ELIDED, inside.width()))
        painter.restore()
        painter.fillRect(rect.x(), rect.y(), rect.width(), 1, QColor(self._look.tokens.line))


class LongTable(QTableView, Generic[T]):
    """Shows a ``LongRows``; tells which line is opened, what is chosen and what is to be sorted by."""

    opened = Signal(object)
    chosen = Signal()
    sorted_by = Signal(int)

    def __init__(self, look: Look, rows: LongRows[T], name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.rows, self.columns = rows, rows.columns
        rows.setParent(self)
        self.hovered = -1
        self.icon_side = _ICON
        self.setModel(rows)
        self._measure()
        self.setItemDelegate(_Painted(self, look))
        self._set_behaviour()
        self.doubleClicked.connect(self._on_opened)
        self.entered.connect(self._on_entered)
        self.viewportEntered.connect(self._on_left)
        self.selectionModel().selectionChanged.connect(self._on_chosen)

    def begins_group(self, _row: int) -> bool:
        """Whether a hairline stands above this row; a table that groups lines says."""
        return True

    def mark_sorted(self, column: int | None, *, falling: bool) -> None:
        """Show by which column the lines are sorted."""
        header = self.horizontalHeader()
        header.setSortIndicatorShown(column is not None)
        if column is not None:
            header.setSortIndicator(column, _FALLING if falling else _RISING)

    def current(self) -> T | None:
        """Return the line that the keys are at."""
        return self.rows.row(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def current_line(self) -> int | None:
        """Return the number of that line."""
        index = self.currentIndex()
        return self.rows.line_at(index.row()) if index.isValid() else None

    def chosen_lines(self) -> list[int]:
        """Return the numbers of the lines that are chosen, in order."""
        picked = self.selectionModel().selection().toList()
        rows = {row for each in picked for row in range(each.top(), each.bottom() + 1)}
        lines = (self.rows.line_at(row) for row in sorted(rows))
        return [line for line in lines if line is not None]

    def choose_lines(self, lines: Sequence[int], current: int | None) -> None:
        """Choose some lines and go to one of them."""
        picked, last = QItemSelection(), self.rows.columnCount() - 1
        for row in map(self.rows.row_of, lines):
            picked.select(self.rows.index(row, 0), self.rows.index(row, last))
        flags = QItemSelectionModel.SelectionFlag
        model = self.selectionModel()
        if current is not None:
            model.setCurrentIndex(self.rows.index(self.rows.row_of(current), 0), flags.NoUpdate)
        model.select(picked, flags.ClearAndSelect)

    def top_line(self) -> int:
        """Return the number of the first line that is seen."""
        row = max(0, self.rowAt(0))
        line = self.rows.line_at(row)
        return line if line is not None else self.rows.line_at(row + 1) or 0

    def rows_width(self) -> int:
        """Say how wide a header of the list may be."""
        return min(self.viewport().width(), self.horizontalHeader().length())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_opened(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._measure()
            self._share_width()

    def setColumnHidden(self, column: int, hide: bool) -> None:  # noqa: FBT001
        super().setColumnHidden(column, hide)
        self._share_width()

    def _share_width(self) -> None:
        """Let the columns grow with the text; the first takes what is left of the window."""
        seen = [at for at in range(len(self.columns)) if not self.isColumnHidden(at)]
        widths = {at: scaled(self.columns[at].width or LEAST_STRETCH) for at in seen}
        left = self.viewport().width() - sum(widths.values())
        for at in seen:
            self.setColumnWidth(at, widths[at] + (max(0, left) if at == seen[0] else 0))

    def _set_behaviour(self) -> None:
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.sectionClicked.connect(self.sorted_by)

    def _measure(self) -> None:
        self.ensurePolished()
        plain, bold = self.font(), self.font()
        bold.setWeight(bold.Weight.DemiBold)
        self.plain, self.bold = (plain, QFontMetrics(plain)), (bold, QFontMetrics(bold))
        self.icon_side = scaled(_ICON)
        self.verticalHeader().setDefaultSectionSize(scaled(ROW))
        self.horizontalHeader().setFixedHeight(scaled(HEADER))

    def _on_opened(self, index: QModelIndex) -> None:
        if index.isValid() and (line := self.rows.row(index.row())) is not None:
            self.opened.emit(line)

    def _on_chosen(self) -> None:
        self.chosen.emit()

    def _on_entered(self, index: QModelIndex) -> None:
        self._hover(index.row())

    def _on_left(self) -> None:
        self._hover(-1)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()
