"""Shows an import on its way, what it would come to, and what it came to."""

from PySide6.QtWidgets import QWidget

from agent_app.services.import_lines import ListNote
from agent_app.ui.look import Look
from agent_app.ui.pages.due_list import import_words as wording
from agent_app.ui.pages.due_list.import_preview import PreviewCard
from agent_app.ui.pages.due_list.importing import (
    Imported,
    Importing,
    ImportPresenter,
    Previewed,
    Stopped,
    TakenBack,
)
from agent_app.ui.parts.boxes import Card, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Notice, SignLabel, Text
from agent_app.ui.parts.table import RowsTable
from agent_app.ui.parts.working import Working
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.words import _

_MOST_ROWS = 4


class ImportPanel(QWidget):
    """Stands above the list while there is something to say; a preview takes the list's place."""

    def __init__(self, look: Look, presenter: ImportPresenter) -> None:
        super().__init__()
        layout = column(self)
        self.working, self.notice = Working(), Notice(look)
        self.preview, self.result = PreviewCard(look, presenter), _ResultCard(look)
        self.working.cancelled.connect(presenter.cancel)
        self.result.close_button.clicked.connect(presenter.dismiss)
        self.result.undo_button.clicked.connect(presenter.undo)
        self._parts = (self.working, self.notice, self.preview, self.result)
        for part in self._parts:
            layout.addWidget(part)
        presenter.state_changed.connect(self.render_state)
        self.hide()

    def render_state(self, state: object) -> None:
        """Show a state of the import."""
        for part in self._parts:
            part.hide()
        match state:
            case Importing():
                self.working.tell(_working_words(state), state.progress)
            case Previewed():
                self.preview.tell(state)
            case Imported():
                self.result.tell(state)
            case TakenBack():
                self.notice.tell(_taken_back_words(state), Tone.GOOD)
            case Stopped():
                self.notice.tell(_("Đã dừng nhập. Danh sách cũ vẫn giữ nguyên."), Tone.SOON)
            case Failed(text):
                self.notice.tell(text)
        self.setVisible(any(not part.isHidden() for part in self._parts))
        if isinstance(state, Previewed):
            self.preview.place_to_begin().setFocus()


class _ResultCard(Card):
    """Has room below its table for what else can be done with the file."""

    def __init__(self, look: Look) -> None:
        super().__init__((16, 8, 16, 16))
        head = row()
        self.title = SignLabel(look)
        self.undo_button, self.close_button = (
            Button(_("Đưa về như trước"), "quiet"),
            Button(_("Đóng"), "quiet"),
        )
        head.addWidget(self.title, 1)
        head.addWidget(self.undo_button)
        head.addWidget(self.close_button)
        self.counts = Text(role="soft")
        columns = wording.note_columns()
        self.table: RowsTable[ListNote] = RowsTable(look, columns, _("Các dòng cần xem"), picks=False)
        for part in (self.counts, self.table):
            self.content.addWidget(part)
        self.content.insertLayout(0, head)
        self.hide()

    def tell(self, imported: Imported) -> None:
        """Show what one file came to."""
        self.title.show_sign(wording.imported_sign(imported))
        self.counts.setText(wording.counts(imported.result))
        self.undo_button.setVisible(not imported.result.unchanged)
        rows = wording.to_look_at(imported.result.report)
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.table.fit_rows(_MOST_ROWS)
        self.show()


def _working_words(state: Importing) -> str:
    words = _("Đang ghi danh sách vào sổ") if state.storing else _("Đang đọc {file_name}")
    return words.format(file_name=state.file_name)


def _taken_back_words(state: TakenBack) -> str:
    month = wording.month_words(state.month)
    if state.lines is None:
        words = _("Đã bỏ lần nhập vừa rồi. Tháng {month} chưa có danh sách, như trước đó.")
        return words.format(month=month)
    words = _("Đã bỏ lần nhập vừa rồi. Tháng {month} hiện lại danh sách trước: {lines} dòng.")
    return words.format(month=month, lines=state.lines)
