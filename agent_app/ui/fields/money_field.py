"""Whole đồng of any size, typed with or without dots."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from agent_app.domain.money import Dong, grouped
from agent_app.ui.sizes import fix_width


class MoneyField(QLineEdit):
    """Holds an amount or nothing; it shows dots between thousands."""

    changed = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMaxLength(16)
        fix_width(self, 148)
        self.editingFinished.connect(self._on_finished)
        self._told: Dong | None = None

    @property
    def value(self) -> Dong | None:
        """The amount in đồng, ``None`` where nothing is typed."""
        digits = "".join(letter for letter in self.text() if letter.isascii() and letter.isdigit())
        return Dong(int(digits)) if digits else None

    def put(self, value: Dong | None) -> None:
        """Show an amount."""
        self._told = value
        self.setText("" if value is None else grouped(value))

    def _on_finished(self) -> None:
        value = self.value
        if value != self._told:
            self.put(value)
            self.changed.emit(value)
