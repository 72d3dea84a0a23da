"""A table of frozen rows: whole rows are chosen, Enter or a double click opens one."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
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
from agent_app.ui.sizes import scaled
from agent_app.ui.theme import ROW

T = TypeVar("T")
_ICON = 16
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
        option.decorationSize = QSize(scaled(_ICON), scaled(_ICON))
        # A chosen row keeps the tones of its words.
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        option.palette.setColor(QPalette.ColorRole.HighlightedText, colour)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if index.row() and self._begins(index.row()):
            rect = option.rect
            painter.setPen(QPen(self._look.tokens.line))
            painter.drawLine(rect.topLeft(), rect.topRight())


class RowsTable(QTableView, Generic[T]):
    """Shows a ``RowsModel`` and tells which row is opened."""

    opened = Signal(object)

    def __init__(self, look: Look, columns: list[Column[T]], name: str, *, picks: bool = True) -> None:
        super().__init__()
        self._picks = picks
        self._most: int | None = None
        self.rows: RowsModel[T] = RowsModel(columns, look, self)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self._set_behaviour()
        self._set_header()
        self._fit_sizes()
        self._delegate = _Ruled(self, look, self.begins_group)
        self.setItemDelegate(self._delegate)
        self.doubleClicked.connect(self._on_opened)

    def header_height(self) -> int:
        """How high the captions are."""
        return scaled(HEADER)

    def needs(self, _column: int) -> bool:
        """Whether a column has anything to say; a table whose rows differ much says."""
        return True

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
        self._most = most
        self.setFixedHeight(self.header_height() + 2 + scaled(ROW) * min(self.rows.rowCount(), most))

    def current(self) -> T | None:
        """Return the chosen row."""
        index = self.currentIndex()
        return self.rows.rows[index.row()] if index.isValid() else None

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
        if event.type() == QEvent.Type.StyleChange:
            self._fit_sizes()

    def _fit_sizes(self) -> None:
        """Be as high and wide as the size of the text needs."""
        self.verticalHeader().setDefaultSectionSize(scaled(ROW))
        self.horizontalHeader().setFixedHeight(self.header_height())
        self._share_width()
        if self._most is not None:
            self.fit_rows(self._most)

    def _share_width(self) -> None:
        """Narrow the fixed columns where the window is small, then leave out those that can be spared."""
        columns = self.rows.columns
        shown = [at for at in range(len(columns)) if self.needs(at)]
        while not (fits := self._room(shown) >= self._fixed(shown) * LEAST_SHARE):
            spare = max(shown, key=lambda at: columns[at].spare)
            if not columns[spare].spare:
                break
            shown.remove(spare)
        for at in range(len(columns)):
            self.setColumnHidden(at, at not in shown)
        self._set_widths(shown, fits=fits)

    def _set_widths(self, shown: list[int], *, fits: bool) -> None:
        columns, modes, policy = self.rows.columns, QHeaderView.ResizeMode, Qt.ScrollBarPolicy
        # Where not even narrowed columns have room, they may be scrolled sideways.
        self.setHorizontalScrollBarPolicy(policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded)
        share = min(1.0, self._room(shown) / max(1, self._fixed(shown))) if fits else 1.0
        stretching = self._stretching(shown)
        for at, each in enumerate(columns):
            stretches = fits and at in stretching
            self.horizontalHeader().setSectionResizeMode(at, modes.Stretch if stretches else modes.Fixed)
            if not stretches:
                self.setColumnWidth(at, int(scaled(each.width or LEAST_STRETCH) * share))

    def _stretching(self, shown: list[int]) -> list[int]:
        """Say which columns take what room is left: where they are left out, the name does."""
        columns = self.rows.columns
        free = [at for at in shown if columns[at].width is None]
        return free or [at for at in shown if columns[at].bold][:1]

    def _fixed(self, shown: list[int]) -> int:
        return sum(scaled(self.rows.columns[at].width or 0) for at in shown)

    def _room(self, shown: list[int]) -> int:
        free = sum(self.rows.columns[at].width is None for at in shown)
        return self.viewport().width() - LEAST_STRETCH * free

    def _on_opened(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.rows.rows[index.row()])

    def _set_behaviour(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.SingleSelection if self._picks else mode.NoSelection)
        if not self._picks:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _set_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
