"""Finds somebody by name or number, and takes the one who is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from agent_app.services.lines import PersonLine
from agent_app.ui.bench import Bench
from agent_app.ui.fields.search_field import SearchField
from agent_app.ui.parts.boxes import column
from agent_app.ui.parts.labels import Text
from agent_app.ui.parts.table import RowsTable
from agent_app.ui.people_search import Found, SearchPresenter
from agent_app.ui.rows import Column
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.wording import DASH, short_address
from agent_app.ui.words import _

_ROWS = 5


class Picker(QWidget):
    """A field and the people whom it finds; ↓ goes to them, Enter takes one."""

    picked = Signal(object)

    def __init__(self, bench: Bench, question: str) -> None:
        super().__init__()
        self.presenter = SearchPresenter(bench, self)
        layout = column(self, gap=8)
        self.field = SearchField(bench.look, question)
        self.table: RowsTable[PersonLine] = RowsTable(bench.look, _columns(), _("Người tìm thấy"))
        self.words = Text("", "soft", wrap=True)
        for part in (self.field, self.table, self.words):
            layout.addWidget(part)
        self.setFocusProxy(self.field)
        self.field.asked.connect(self.presenter.find)
        self.field.installEventFilter(self)
        self.presenter.state_changed.connect(self.render_state)
        self.table.opened.connect(self.picked)
        self.table.clicked.connect(self._on_clicked)
        self._show((), "")

    def render_state(self, state: object) -> None:
        """Show whom it has found."""
        if isinstance(state, Found):
            self._show(state.people, "" if state.people else _("Không tìm thấy ai. Anh/chị thử ít chữ hơn."))
        else:
            self._show((), state.text if isinstance(state, Failed) else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self.table.isVisible():
                self.table.setFocus()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                # A dialog's default button must not be pressed by whoever looks for somebody.
                self.field.ask()
                return True
        return super().eventFilter(watched, event)

    def _show(self, people: Sequence[PersonLine], words: str) -> None:
        self.table.show_rows(tuple(people))
        self.table.fit_rows(_ROWS)
        self.table.setVisible(bool(people))
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def _on_clicked(self) -> None:
        if (person := self.table.current()) is not None:
            self.picked.emit(person)


def _columns() -> list[Column[PersonLine]]:
    return [
        Column(_("Họ và tên"), _name, bold=True, width=190),
        Column(_("Sinh"), _birth, width=100),
        Column(_("Địa chỉ"), _address, _soft),
    ]


def _name(person: PersonLine) -> str:
    return person.name


def _birth(person: PersonLine) -> str:
    return person.birth.shown if person.birth else DASH


def _address(person: PersonLine) -> str:
    return short_address(person.address)


def _soft(_person: PersonLine) -> Tone:
    return Tone.SOFT
