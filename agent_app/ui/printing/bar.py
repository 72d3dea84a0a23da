"""Says how a paper leaves, and what became of it."""

from PySide6.QtWidgets import QWidget

from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import Margins, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Notice
from agent_app.ui.parts.working import Working
from agent_app.ui.printing.leaving import Leaving, LeavingPresenter, Left, Stopped
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.words import _


class LeavingBar(QWidget):
    """Is seen while there is something to say."""

    def __init__(self, look: Look, presenter: LeavingPresenter, margins: Margins) -> None:
        super().__init__()
        layout, said = column(self, margins), row()
        self.working, self.notice = Working(), Notice(look)
        self.working.cancelled.connect(presenter.cancel)
        self.close_button = Button(_("Đã rõ"), "quiet").on_press(presenter.dismiss)
        said.addWidget(self.notice, 1)
        said.addWidget(self.close_button)
        layout.addWidget(self.working)
        layout.addLayout(said)
        presenter.state_changed.connect(self.render_state)
        self.render_state(presenter.state)

    def render_state(self, state: object) -> None:
        """Show a state of the paper that leaves."""
        words, tone = "", Tone.GOOD
        match state:
            case Left(words):
                tone = Tone.GOOD
            case Stopped(words):
                tone = Tone.SOON
            case Failed(words):
                tone = Tone.LATE
        self.notice.tell(words, tone)
        self.close_button.setVisible(bool(words))
        self.working.hide()
        if isinstance(state, Leaving):
            self.working.tell(state.words, state.progress)
        self.setVisible(bool(words) or isinstance(state, Leaving))
