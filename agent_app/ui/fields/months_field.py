"""A number of months, typed or counted with the arrow keys."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from agent_app.ui.parts.boxes import row
from agent_app.ui.parts.labels import Text
from agent_app.ui.sizes import fix_width
from agent_app.ui.words import _


class _Number(QLineEdit):
    counted = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.counted.emit(step)


class MonthsField(QWidget):
    """Holds months between two bounds; it tells of a number once it is typed whole."""

    changed = Signal(int)

    def __init__(self, name: str, least: int, most: int) -> None:
        super().__init__()
        self._least, self._most, self._told = least, most, least
        layout = row(self, gap=6)
        self.number = _Number(str(least))
        self.number.setAccessibleName(name)
        self.number.setValidator(QIntValidator(0, 9999, self.number))
        fix_width(self.number, 64)
        self.number.editingFinished.connect(self._on_finished)
        self.number.counted.connect(self._on_counted)
        layout.addWidget(self.number)
        layout.addWidget(Text(_("tháng"), "soft"))
        layout.addStretch()
        self.setFocusProxy(self.number)

    @property
    def value(self) -> int:
        """The number, within the bounds."""
        text = self.number.text()
        return min(max(int(text), self._least), self._most) if text.isdecimal() else self._least

    @property
    def most(self) -> int:
        """The upper bound."""
        return self._most

    def bound(self, most: int) -> None:
        """Move the upper bound."""
        self._most = most

    def put(self, months: int) -> None:
        """Show a number without telling anyone."""
        self._told = months
        self.number.setText(str(months))

    def _on_counted(self, step: int) -> None:
        self.number.setText(str(min(max(self.value + step, self._least), self._most)))
        self._on_finished()

    def _on_finished(self) -> None:
        value, told = self.value, self._told
        self.put(value)
        if value != told:
            self.changed.emit(value)
