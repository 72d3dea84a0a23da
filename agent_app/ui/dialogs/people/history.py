"""The dialog that tells what has happened to a person or a household."""

from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from agent_app.services.people_lines import FieldsChanged, HistoryLine, HistoryOf, Paid
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.people.frame import PeopleDialog
from agent_app.ui.dialogs.people.history_presenter import HistoryPresenter, Shown
from agent_app.ui.dialogs.people.history_words import detail_words, page_words, what_words, who_words
from agent_app.ui.parts.boxes import row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Text
from agent_app.ui.parts.table import RowsTable
from agent_app.ui.rows import Column
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.wording import moment
from agent_app.ui.words import _

_SIZE = QSize(1080, 640)
_ROWS = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One line, and whether its numbers are seen."""

    line: HistoryLine
    uncovered: bool


class HistoryDialog(PeopleDialog):
    """A table of what has happened, and the whole of the line that is chosen below it."""

    def __init__(self, parent: QWidget | None, bench: Bench, of: HistoryOf, name: str) -> None:
        super().__init__(parent, bench.look, _("Lịch sử"), _SIZE)
        self.say(name)
        self.presenter = HistoryPresenter(bench, of, self)
        self.table: RowsTable[Row] = RowsTable(bench.look, _columns(), _("Những gì đã xảy ra"))
        self.whole, self.pages = Text("", "", wrap=True), Text("", "soft")
        self.newer, self.older = Button(_("Mới hơn")), Button(_("Cũ hơn"))
        self.uncover = Button(_("Hiện số"), "quiet").on_press(self.presenter.uncover)
        self.uncover.setToolTip(_("Máy ghi lại mỗi lần mở số bị che"))
        turning = row(gap=8)
        turning.addWidget(self.pages)
        turning.addStretch()
        for button in (self.newer, self.older):
            turning.addWidget(button)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.whole)
        self.body.addLayout(turning)
        self.left.addWidget(self.uncover)
        self.leave.say(_("Đóng"))
        self.newer.clicked.connect(self._on_newer)
        self.older.clicked.connect(self._on_older)
        self.presenter.state_changed.connect(self.render_state)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.presenter.begin()
        self.table.setFocus()

    def render_state(self, state: object) -> None:
        """Show a page."""
        self.notice.tell(state.text if isinstance(state, Failed) else "")
        if not isinstance(state, Shown):
            return
        self.table.show_rows(tuple(Row(each, state.uncovered) for each in state.lines))
        self.table.setVisible(bool(state.lines))
        self.pages.setText(page_words(state.first, len(state.lines), state.total))
        self.newer.setEnabled(state.first > 0)
        self.older.setEnabled(state.more)
        self.uncover.setVisible(not state.uncovered and bool(state.lines))
        self._on_row()

    def _on_row(self) -> None:
        chosen = self.table.current()
        self.whole.setText(_detail(chosen) if chosen else "")

    def _on_newer(self) -> None:
        self.presenter.turn(-1)

    def _on_older(self) -> None:
        self.presenter.turn(1)


def _columns() -> list[Column[Row]]:
    return [
        Column(_("Lúc"), _at, width=140),
        Column(_("Việc"), _what, _tone, bold=True, width=170),
        Column(_("Chi tiết"), _detail),
        Column(_("Ai ghi"), _who, _soft, width=190, spare=1),
    ]


def _at(row: Row) -> str:
    return moment(row.line.at)


def _what(row: Row) -> str:
    return what_words(row.line)


def _detail(row: Row) -> str:
    return detail_words(row.line, uncovered=row.uncovered)


def _who(row: Row) -> str:
    return who_words(row.line)


def _tone(row: Row) -> Tone:
    match row.line.what:
        case Paid(cancelled=True):
            return Tone.LATE
        case Paid():
            return Tone.GOOD
        case FieldsChanged():
            return Tone.BRAND
        case _:
            return Tone.INK


def _soft(_row: Row) -> Tone:
    return Tone.SOFT
