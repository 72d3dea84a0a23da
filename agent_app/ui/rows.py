"""A table model of frozen rows that a query has already fetched."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from agent_app.ui.look import Look
from agent_app.ui.theme import Tone

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
T = TypeVar("T")
_ROOT = QModelIndex()


def _ink(_row: object) -> Tone:
    return Tone.INK


def _no_icon(_row: object) -> str | None:
    return None


@dataclass(frozen=True)
class Column(Generic[T]):
    """How one column words a row; ``icon`` names a picture that stands beside the word.

    Where large texts leave no room for all, the column with the highest ``spare`` is left out first.
    """

    title: str
    text: Callable[[T], str]
    tone: Callable[[T], Tone] = _ink
    icon: Callable[[T], str | None] = _no_icon
    right: bool = False
    bold: bool = False
    width: int | None = None
    spare: int = 0


class RowsModel(QAbstractTableModel, Generic[T]):
    """Shows rows; it never queries and never edits."""

    def __init__(self, columns: Sequence[Column[T]], look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.look = look
        self._rows: tuple[T, ...] = ()
        self._bold = QFont()
        self._bold.setWeight(QFont.Weight.DemiBold)

    @property
    def rows(self) -> tuple[T, ...]:
        """All rows."""
        return self._rows

    def show(self, rows: Sequence[T]) -> None:
        """Replace every row."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Role.TextAlignmentRole:
            return alignment(right=column.right)
        return column.title if role == Role.DisplayRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if not index.isValid():
            return None
        return self._answer(self.columns[index.column()], self._rows[index.row()], role)

    def _answer(self, column: Column[T], row: T, role: int) -> object:
        match role:
            case Role.DisplayRole | Role.ToolTipRole:
                return column.text(row)
            case Role.ForegroundRole:
                return self.look.colour(column.tone(row))
            case Role.DecorationRole:
                name = column.icon(row)
                return self.look.icon(name, column.tone(row)) if name else None
            case Role.TextAlignmentRole:
                return alignment(right=column.right)
            case Role.FontRole:
                return self._bold if column.bold else None
            case _:
                return None


def alignment(*, right: bool) -> Qt.AlignmentFlag:
    """Say where a cell's words stand."""
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
