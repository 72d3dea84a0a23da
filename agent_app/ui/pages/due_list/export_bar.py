"""Says how an export is going, and what became of it."""

from PySide6.QtWidgets import QWidget

from agent_app.ui.look import Look
from agent_app.ui.pages.due_list.exporting import Exported, Exporting, ExportPresenter, ExportStopped
from agent_app.ui.parts.boxes import column
from agent_app.ui.parts.labels import Notice
from agent_app.ui.parts.working import Working
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.words import _


class ExportBar(QWidget):
    """Stands above the list while there is something to say."""

    def __init__(self, look: Look, presenter: ExportPresenter) -> None:
        super().__init__()
        layout = column(self)
        self.working, self.notice = Working(), Notice(look)
        self.working.cancelled.connect(presenter.cancel)
        layout.addWidget(self.working)
        layout.addWidget(self.notice)
        presenter.state_changed.connect(self.render_state)
        self.hide()

    def render_state(self, state: object) -> None:
        """Show a state of the export."""
        self.working.hide()
        self.notice.hide()
        match state:
            case Exporting():
                self.working.tell(_("Đang xuất danh sách"), state.progress)
            case Exported():
                words = _(
                    "Đã ghi {lines} dòng ra tệp {file_name}. Tệp có tên và số điện thoại của người dân: dùng "
                    "xong anh/chị xoá đi. Lần xuất này đã được ghi vào nhật ký truy cập."
                )
                self.notice.tell(words.format(lines=state.lines, file_name=state.file_name), Tone.GOOD)
            case ExportStopped():
                self.notice.tell(_("Đã dừng. Chưa có tệp nào được ghi."), Tone.SOON)
            case Failed(text):
                self.notice.tell(text)
        self.setVisible(not (self.working.isHidden() and self.notice.isHidden()))
