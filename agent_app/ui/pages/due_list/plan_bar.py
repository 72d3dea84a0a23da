"""Says that households are in today's walk, and offers to take them out again."""

from PySide6.QtWidgets import QWidget

from agent_app.ui.look import Look
from agent_app.ui.pages.due_list.planning import Planned, PlanPresenter, Unplanned
from agent_app.ui.parts.boxes import row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Notice
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.words import _


class PlanBar(QWidget):
    """Stands above the list while there is something to say."""

    def __init__(self, look: Look, presenter: PlanPresenter) -> None:
        super().__init__()
        layout = row(self)
        self.notice = Notice(look)
        self.undo = Button(_("Bỏ ra"), "quiet").on_press(presenter.undo)
        self.undo.setAccessibleName(_("Bỏ các hộ vừa thêm ra khỏi hôm nay"))
        self.close_button = Button(_("Đóng"), "quiet").on_press(presenter.dismiss)
        layout.addWidget(self.notice, 1)
        layout.addWidget(self.undo)
        layout.addWidget(self.close_button)
        presenter.state_changed.connect(self.render_state)
        self.hide()

    def render_state(self, state: object) -> None:
        """Show what has become of a choice."""
        words, tone = _words(state)
        self.notice.tell(words, tone)
        self.undo.setVisible(isinstance(state, Planned) and bool(state.new))
        self.setVisible(bool(words))


def _words(state: object) -> tuple[str, Tone]:
    match state:
        case Planned(households, new) if len(new) == households:
            return _("Đã đưa {count} hộ vào hôm nay.").format(count=households), Tone.GOOD
        case Planned(households, new):
            words = _("Đã đưa thêm {new} hộ vào hôm nay; {rest} hộ đã có sẵn.")
            return words.format(new=len(new), rest=households - len(new)), Tone.GOOD
        case Unplanned(households):
            return _("Đã bỏ {count} hộ ra khỏi hôm nay.").format(count=households), Tone.GOOD
        case Failed(text):
            return text, Tone.LATE
    return "", Tone.GOOD
