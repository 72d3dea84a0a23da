"""Ties the search field to what it finds: keys go to the field, rows are chosen below it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from agent_app.ui.bench import Bench
from agent_app.ui.fields.search_field import SearchField
from agent_app.ui.finder.popup import Popup
from agent_app.ui.finder.presenter import FinderPresenter, Hit, Kind
from agent_app.ui.states import Idle

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Finder(QObject):
    """Opens what Enter is pressed on, as soon as it has been found."""

    household_chosen = Signal(object)
    receipt_chosen = Signal(object)
    everybody_chosen = Signal(str)
    nobody_chosen = Signal(str)

    def __init__(self, bench: Bench, field: SearchField, over: QWidget) -> None:
        super().__init__(over)
        self.field = field
        self.presenter = FinderPresenter(bench, self)
        self.popup = Popup(bench.look, over)
        self._wanted = False
        self._came_from: QWidget | None = None
        self.presenter.state_changed.connect(self._on_state)
        self.popup.chosen.connect(self._choose)
        field.asked.connect(self.presenter.find)
        field.installEventFilter(self)

    def begin(self) -> None:
        """Put the keys into the field."""
        if not self.field.hasFocus():
            self._came_from = QApplication.focusWidget()
        self.field.setFocus()
        self.field.selectAll()

    def close(self) -> None:
        """Put away what was found."""
        self._wanted = False
        self.popup.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Python may have emptied this object while Qt still takes its window apart.
        if watched is not getattr(self, "field", None):
            return False
        if event.type() == QEvent.Type.FocusOut:
            self.close()
        elif event.type() == QEvent.Type.FocusIn and self.field.text():
            self.field.ask()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            # The window has other uses for this key.
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(Qt.Key(event.key()))
        return False

    def _press(self, key: Qt.Key) -> bool:
        if key in _STEPS and self.popup.isVisible():
            self.popup.step(_STEPS[key])
            self._speak()
        elif key in _ENTER:
            self._on_enter()
        elif key == Qt.Key.Key_Escape:
            self._give_up()
        else:
            return False
        return True

    def _on_enter(self) -> None:
        self.field.ask()
        self._wanted = bool(self.presenter.text)
        self._open_if_wanted()

    def _open_if_wanted(self) -> None:
        if not self._wanted or self.presenter.answered() is None:
            return
        self._wanted = False
        if (hit := self.popup.current) is not None:
            self._choose(hit)

    def _give_up(self) -> None:
        """Close, and give the keys back."""
        self.close()
        self.field.put("")
        self.presenter.find("")
        # What had the keys may have been replaced meanwhile.
        if self._came_from is not None and isValid(self._came_from):
            self._came_from.setFocus()

    def _choose(self, hit: Hit) -> None:
        text = self.presenter.text
        self.close()
        self.field.put("")
        self.presenter.find("")
        match hit.kind:
            case Kind.EVERYBODY:
                self.everybody_chosen.emit(text)
            case Kind.NOBODY:
                self.nobody_chosen.emit(text)
            case Kind.RECEIPT:
                self.receipt_chosen.emit(hit.target)
            case _:
                self.household_chosen.emit(hit.target)

    def _on_state(self, state: object) -> None:
        if isinstance(state, Idle) or not self.field.hasFocus():
            self.popup.hide()
            return
        self.popup.show_state(state, self.field)
        self._speak()
        self._open_if_wanted()

    def _speak(self) -> None:
        """Let a screen reader say which row is chosen; the keys stay in the field."""
        index = self.popup.table.currentIndex()
        columns = range(self.popup.table.rows.columnCount())
        words = [str(index.siblingAtColumn(at).data() or "") for at in columns] if index.isValid() else []
        self.field.setAccessibleDescription(", ".join(word for word in words if word))
        told = QAccessibleEvent(self.field, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(told)
