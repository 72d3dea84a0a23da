"""A table model of a long list: it knows every line's id, and holds the words of the pages that are near.

Headers of groups stand between the lines. Whoever shows a line whose page is not here yet asks for it.
"""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QFont, QIcon

from agent_app.ui.look import Look
from agent_app.ui.rows import Column, Index, alignment
from agent_app.ui.theme import Tone

PAGE_SIZE = 100
MOST_PAGES = 60
WAITING = "…"

T = TypeVar("T")
_ROOT = QModelIndex()
# A comparison with an enum of Qt takes longer than wording a cell, and there are millions.
_DISPLAY, _DECORATION, _TOOLTIP = (
    int(each)
    for each in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.ToolTipRole)
)
_FONT, _ALIGNMENT, _INK = (
    int(each)
    for each in (Qt.ItemDataRole.FontRole, Qt.ItemDataRole.TextAlignmentRole, Qt.ItemDataRole.ForegroundRole)
)
_ANSWERED = frozenset((_DISPLAY, _DECORATION, _TOOLTIP, _FONT, _ALIGNMENT, _INK))
_IS_HEADER = Qt.ItemFlag.ItemIsEnabled
_IS_LINE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell."""

    text: str
    tone: Tone = Tone.SOFT
    icon: str | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """A header and how many lines follow it; ``of_first`` says that its first line names it, too."""

    text: str
    lines: int
    of_first: bool = False


_LATER = Cell(WAITING)
_NOTHING = Cell("")


class LongRows(QAbstractTableModel, Generic[T]):
    """Shows lines by number; ``missing`` asks for a page of them, once."""

    missing = Signal(object)

    def __init__(self, columns: Sequence[Column[T]], look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._look = look
        self._total = 0
        self._headers: tuple[Header, ...] = ()
        self._tops: list[int] = []
        self._pages: OrderedDict[int, tuple[T, ...]] = OrderedDict()
        self._cells: dict[int, tuple[Cell, ...]] = {}
        self._asked: set[int] = set()
        self._bold = QFont()
        self._bold.setWeight(QFont.Weight.DemiBold)

    def show(self, total: int, pages: Mapping[int, tuple[T, ...]], headers: Sequence[Header] = ()) -> bool:
        """Show another list, of which some pages have been read; say whether its rows stand as they did."""
        same = total == self._total and tuple(headers) == self._headers
        if not same:
            self.beginResetModel()
        self._total, self._headers = total, tuple(headers)
        # Each header stands above its lines: so many lines and headers come before it.
        ends = accumulate(each.lines + 1 for each in self._headers[:-1]) if headers else ()
        self._tops = [0, *ends] if headers else []
        self._pages = OrderedDict(sorted(pages.items()))
        self._cells.clear()
        self._asked.clear()
        if same:
            self._tell_changed(0, self.rowCount() - 1)
        else:
            self.endResetModel()
        return same

    def take(self, page: int, rows: tuple[T, ...]) -> None:
        """Take in a page that was asked for."""
        self._asked.discard(page)
        self._pages[page] = rows
        self._pages.move_to_end(page)
        while len(self._pages) > MOST_PAGES:
            self._forget(next(iter(self._pages)))
        for line in range(page * PAGE_SIZE, page * PAGE_SIZE + len(rows)):
            self._cells.pop(line, None)
        first = page * PAGE_SIZE
        self._tell_changed(self.row_of(first), self.row_of(first + max(0, len(rows) - 1)))

    def forgive(self, page: int) -> None:
        """Ask for a page again when it is next needed: it could not be read, or nobody needed it by then."""
        self._asked.discard(page)

    def line_at(self, row: int) -> int | None:
        """Return the number of the line in a row, or nothing for a header."""
        if not self._tops:
            return row if 0 <= row < self._total else None
        group = bisect_right(self._tops, row) - 1
        return None if self._tops[group] == row else row - group - 1

    def row_of(self, line: int) -> int:
        """Return the row that a line stands in."""
        if not self._tops:
            return line
        return line + self._group_of(line) + 1

    def header_at(self, row: int) -> str | None:
        """Return the words of a header, or nothing for a line."""
        if not self._tops:
            return None
        group = bisect_right(self._tops, row) - 1
        if self._tops[group] != row:
            return None
        header = self._headers[group]
        if not header.of_first:
            return header.text
        first = self.line(row - group)
        return " · ".join(part for part in (self.first_words(first), header.text) if part)

    def first_words(self, row: T | None) -> str:
        """Say how a header is named by its first line; a list that has such headers says."""
        del row
        return ""

    def line(self, number: int) -> T | None:
        """Return a line, or nothing while its page is on its way."""
        page, at = divmod(number, PAGE_SIZE)
        rows = self._pages.get(page)
        if rows is not None:
            return rows[at] if at < len(rows) else None
        if 0 <= number < self._total and page not in self._asked:
            self._asked.add(page)
            self.missing.emit(page)
        return None

    def row(self, row: int) -> T | None:
        """Return what stands in a row, or nothing for a header or what is on its way."""
        number = self.line_at(row)
        return None if number is None else self.line(number)

    def cell(self, row: int, column: int) -> Cell:
        """Return what stands in a cell; each is worded once."""
        number = self.line_at(row)
        if number is None:
            return Cell(self.header_at(row) or "", Tone.INK) if column == 0 else _NOTHING
        cells = self._cells.get(number)
        if cells is None:
            line = self.line(number)
            if line is None:
                return _LATER if column == 0 else _NOTHING
            cells = tuple(Cell(each.text(line), each.tone(line), each.icon(line)) for each in self.columns)
            self._cells[number] = cells
        return cells[column]

    @property
    def held(self) -> frozenset[int]:
        """The pages that are here."""
        return frozenset(self._pages)

    @property
    def total(self) -> int:
        """How many lines there are."""
        return self._total

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._total + len(self._tops)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _IS_HEADER if self.line_at(index.row()) is None else _IS_LINE

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == _ALIGNMENT:
            return alignment(right=column.right)
        return column.title if role == _DISPLAY else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in _ANSWERED or not index.isValid():
            return None
        column = index.column()
        cell = self.cell(index.row(), column)
        if role in {_DISPLAY, _TOOLTIP}:
            return cell.text
        if role == _INK:
            return self._look.colour(cell.tone)
        if role == _DECORATION:
            return self.picture(cell)
        if role == _ALIGNMENT:
            return alignment(right=self.columns[column].right)
        return self._bold if self.columns[column].bold else None

    def picture(self, cell: Cell) -> QIcon | None:
        """Draw what stands beside a cell's word."""
        return self._look.icon(cell.icon, cell.tone) if cell.icon else None

    def _group_of(self, line: int) -> int:
        # A header's row, less the headers before it, is the number of its first line.
        return bisect_right(range(len(self._tops)), line, key=self._first_line) - 1

    def _first_line(self, group: int) -> int:
        return self._tops[group] - group

    def _forget(self, page: int) -> None:
        rows = self._pages.pop(page)
        for line in range(page * PAGE_SIZE, page * PAGE_SIZE + len(rows)):
            self._cells.pop(line, None)

    def _tell_changed(self, first: int, last: int) -> None:
        if last >= first:
            corner = self.index(last, len(self.columns) - 1)
            self.dataChanged.emit(self.index(first, 0), corner)
