"""Buttons that say what they do."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from agent_app.ui.parts.boxes import clear
from agent_app.ui.sizes import icon_size
from agent_app.ui.theme import ICON

# A letter may reach a little beyond what it is measured by.
_SPARE = 2


class Button(QPushButton):
    """A button of one of the kinds of the style sheet."""

    def __init__(self, text: str, kind: str = "", icon: QIcon | None = None) -> None:
        super().__init__(text)
        self._enabled, self._why, self._tip = True, "", ""
        self.setProperty("kind", kind)
        self.setAutoDefault(True)
        icon_size(self, ICON)
        if icon is not None:
            self.setIcon(icon)
        self.say(text)

    def say(self, text: str) -> None:
        """Say something else; the words keep a distance from the icon."""
        self.setText(f" {text}" if text and not self.icon().isNull() else text)
        self.setAccessibleName(text)

    def forbid(self, why: str) -> None:
        """Let nobody press it, whatever else allows it, and say why; an empty reason lifts that."""
        if not self._why:
            self._tip = self.toolTip()
        self._why = why
        self.setToolTip(why or self._tip)
        self.setAccessibleDescription(why)
        super().setEnabled(self._enabled and not why)

    @property
    def allowed(self) -> bool:
        """Whether nothing forbids it, whatever it is enabled for just now."""
        return not self._why

    def setEnabled(self, enabled: bool) -> None:  # noqa: FBT001
        self._enabled = enabled
        super().setEnabled(enabled and not self._why)

    def on_press(self, slot: Callable[[], object]) -> "Button":
        """Connect a bound method; returns itself so that it can be placed at once."""
        self.clicked.connect(slot)
        return self


class Choice(QPushButton):
    """A button that stands for a value."""

    picked = Signal(object)
    stepped = Signal(int)

    def __init__(self, text: str, value: object) -> None:
        super().__init__(text)
        self.value = value
        self.setProperty("kind", "choice")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.clicked.connect(self._tell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next value with an arrow key; the space bar chooses it."""
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def sizeHint(self) -> QSize:
        """Leave room for the words as they are written once this is chosen, now as much as then."""
        hint, bold = super().sizeHint(), QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        more = QFontMetrics(bold).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(
            self.text()
        )
        return QSize(hint.width() + max(0, more) + _SPARE, hint.height())

    def _tell(self) -> None:
        self.picked.emit(self.value)


class Choices(QWidget):
    """A row of values of which one is chosen."""

    chosen = Signal(object)

    def __init__(self, values: dict[str, object], *, required: bool = True) -> None:
        # The first window has none of these, and does not wait for what their layout needs.
        from agent_app.ui.parts.flow import Flow  # noqa: PLC0415

        super().__init__()
        self._flow = Flow(self)
        self._group = QButtonGroup(self)
        self._group.setExclusive(required)
        self._required = required
        self.buttons: list[Choice] = []
        self.offer(values)

    @property
    def value(self) -> object:
        """What is chosen, or ``None``."""
        return next((button.value for button in self.buttons if button.isChecked()), None)

    def offer(self, values: dict[str, object]) -> None:
        """Offer other values in the place of those before; none is chosen."""
        clear(self._flow)
        self.buttons = [Choice(text, value) for text, value in values.items()]
        for button in self.buttons:
            self._group.addButton(button)
            self._flow.addWidget(button)
            button.picked.connect(self._on_picked)
            button.stepped.connect(self._on_stepped)

    def choose(self, value: object) -> None:
        """Mark a value without telling anyone; ``None`` marks none."""
        # A group of which one must be chosen would not let go of the last.
        self._group.setExclusive(False)
        for button in self.buttons:
            button.setChecked(button.value == value and value is not None)
        self._group.setExclusive(self._required)

    def _on_stepped(self, step: int) -> None:
        at = next((at for at, button in enumerate(self.buttons) if button.hasFocus()), 0) + step
        if 0 <= at < len(self.buttons):
            self.buttons[at].setFocus()

    def _on_picked(self, value: object) -> None:
        button = self.sender()
        checked = not isinstance(button, Choice) or button.isChecked()
        self.choose(value if checked else None)
        self.chosen.emit(self.value)
