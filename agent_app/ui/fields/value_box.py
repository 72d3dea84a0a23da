"""A list of values of which one is chosen; a value stays what it is, whatever Qt can hold."""

from typing import Generic, TypeVar

from PySide6.QtWidgets import QComboBox

V = TypeVar("V")

_LETTERS = 18


class ValueBox(QComboBox, Generic[V]):
    """Shows the words for values."""

    def __init__(self, name: str, values: dict[str, V]) -> None:
        super().__init__()
        self._values = tuple(values.values())
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LETTERS)
        self.addItems(list(values))

    @property
    def value(self) -> V:
        """What is chosen."""
        return self._values[self.currentIndex()]

    def choose(self, value: V) -> None:
        """Show a value; one that is not offered leaves the first."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else 0)
