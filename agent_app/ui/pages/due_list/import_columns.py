"""The columns of a list with what each was taken for; the agent may say otherwise."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from agent_app.domain.due_layout import ColumnReading, ListField
from agent_app.ui.look import Look
from agent_app.ui.pages.due_list import import_words as wording
from agent_app.ui.parts.boxes import Scroller, clear
from agent_app.ui.parts.labels import Elided, SignLabel, Text
from agent_app.ui.words import _

_UNUSED = ""
_LETTERS = 26


class ColumnsBoard(Scroller):
    """One line for each column; those that nobody is sure of come first."""

    changed = Signal()

    def __init__(self, look: Look) -> None:
        inside = QWidget()
        super().__init__(inside)
        self._look = look
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 4, 8, 4)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        self.boxes: dict[str, QComboBox] = {}
        self._shown: dict[str, str] = {}

    def show_columns(self, columns: tuple[ColumnReading, ...]) -> None:
        """Show the columns of a file; several sheets with the same captions are shown once."""
        clear(self._grid)
        self.boxes, self._shown = {}, {}
        for at, words in enumerate((_("Cột trong tệp"), _("Được hiểu là"), _("Mức chắc chắn"))):
            self._grid.addWidget(Text(words, "caption"), 0, at)
        known = {name_of(each): each for each in reversed(columns)}
        ordered = sorted(known.values(), key=_by_need)
        for at, column in enumerate(ordered, 1):
            self._add(at, column)
        self._grid.setRowStretch(len(ordered) + 1, 1)

    def chosen(self) -> dict[str, str]:
        """Return every column that is about something, caption to field."""
        return {name: str(box.currentData()) for name, box in self.boxes.items() if box.currentData()}

    def named(self) -> dict[str, str]:
        """Return the columns that were named otherwise, caption to field."""
        chosen = {name: str(box.currentData()) for name, box in self.boxes.items()}
        return {name: field for name, field in chosen.items() if field != self._shown[name]}

    def _add(self, at: int, column: ColumnReading) -> None:
        name = name_of(column)
        box = QComboBox()
        box.setAccessibleName(_("Cột {name} được hiểu là").format(name=name))
        for field in _choices(column):
            box.addItem(wording.field_words(field), field.value if field else _UNUSED)
        shown = column.field.value if column.field else _UNUSED
        box.setCurrentIndex(max(0, box.findData(shown)))
        box.currentIndexChanged.connect(self._on_changed)
        self.boxes[name], self._shown[name] = box, shown
        self._grid.addWidget(Elided(f"{letters_of(column.index)} · {column.caption}"), at, 0)
        self._grid.addWidget(box, at, 1)
        self._grid.addWidget(SignLabel(self._look, wording.certainty(column)), at, 2)

    def _on_changed(self) -> None:
        self.changed.emit()


def name_of(column: ColumnReading) -> str:
    """Name a column as a mapping does: by its caption, else by its letters."""
    return column.caption or letters_of(column.index)


def letters_of(index: int) -> str:
    """Name a column's place as spreadsheets do: A, B … Z, AA."""
    name, left = "", index + 1
    while left:
        left, letter = divmod(left - 1, _LETTERS)
        name = chr(ord("A") + letter) + name
    return name


def _by_need(column: ColumnReading) -> tuple[bool, int]:
    return wording.is_sure(column), column.index


def _choices(column: ColumnReading) -> list[ListField | None]:
    """Put what it may well be first, then everything else that a list can hold."""
    likely = [field for field, _score in column.candidates]
    first = [*([column.field] if column.field else []), *likely]
    usual = [field for field in ListField if not field.is_left_aside]
    return [*dict.fromkeys((*first, None, *usual))]
