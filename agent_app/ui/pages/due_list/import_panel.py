"""Shows an import on its way, what it would come to, and what it came to."""

from PySide6.QtWidgets import QWidget

from agent_app.services.import_lines import ProposalLine
from agent_app.ui.look import Look
from agent_app.ui.pages.due_list import import_words as wording
from agent_app.ui.pages.due_list.file_offer import FileOffer
from agent_app.ui.pages.due_list.import_preview import PreviewCard
from agent_app.ui.pages.due_list.import_result import ResultCard
from agent_app.ui.pages.due_list.import_unread import UnreadCard
from agent_app.ui.pages.due_list.importing import (
    Imported,
    Importing,
    ImportPresenter,
    Previewed,
    Stopped,
    TakenBack,
    Unread,
)
from agent_app.ui.parts.boxes import column
from agent_app.ui.parts.labels import Notice
from agent_app.ui.parts.working import Working
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.words import _


class ImportPanel(QWidget):
    """Stands above the list while there is something to say; a preview takes the list's place."""

    def __init__(self, look: Look, presenter: ImportPresenter) -> None:
        super().__init__()
        layout = column(self)
        self.working, self.notice = Working(), Notice(look)
        self._presenter = presenter
        self.preview, self.result = PreviewCard(look, presenter), ResultCard(look)
        self.unread = UnreadCard(look, presenter)
        self.result.answered.connect(self._on_answered)
        self.working.cancelled.connect(presenter.cancel)
        self.result.close_button.clicked.connect(presenter.dismiss)
        self.offer = FileOffer(presenter.bench)
        self.result.undo_button.clicked.connect(presenter.undo)
        self._parts = (self.working, self.notice, self.preview, self.unread, self.result)
        for part in self._parts:
            layout.addWidget(part)
        self.result.content.addWidget(self.offer)
        self.hide()

    def render_state(self, state: object) -> None:
        """Show a state of the import."""
        self.offer.presenter.follow(state)
        for part in self._parts:
            part.hide()
        self._show(state)
        self.setVisible(any(not part.isHidden() for part in self._parts))
        for card in (self.preview, self.unread):
            if not card.isHidden():
                card.place_to_begin().setFocus()

    def _show(self, state: object) -> None:
        match state:
            case Importing():
                self.working.tell(_working_words(state), state.progress)
            case Previewed():
                self.preview.tell(state)
            case Unread():
                self.unread.tell(state)
            case Imported():
                self.result.tell(state)
            case TakenBack():
                self.notice.tell(_taken_back_words(state), Tone.GOOD)
            case Stopped():
                self.notice.tell(_("Đã dừng nhập. Danh sách cũ vẫn giữ nguyên."), Tone.SOON)
            case Failed(text):
                self.notice.tell(text)

    def _on_answered(self, proposal: ProposalLine, joined: bool) -> None:  # noqa: FBT001
        self._presenter.settle(proposal, joined=joined)


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
