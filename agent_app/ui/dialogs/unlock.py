"""Asks for the password of a home and opens it in the background."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QWidget

from agent_app.domain.errors import AppError
from agent_app.services.ports import Report
from agent_app.ui.bench import bug_sentence
from agent_app.ui.core import Core, Say
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import Card, column
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.parts.picture import Picture
from agent_app.ui.states import Failed, Idle
from agent_app.ui.tasks import TaskRunner
from agent_app.ui.theme import Tone
from agent_app.ui.words import _

OpenCore = Callable[[str], Core]


@dataclass(frozen=True, slots=True)
class Opening:
    """The password is being tried."""


def open_core(open_home: OpenCore, password: str, _report: Report) -> Core:
    """Try a password."""
    return open_home(password)


class UnlockPresenter(QObject):
    """Tries one password at a time; there is no core yet, so it needs the runner only."""

    state_changed = Signal(object)
    opened = Signal(object)

    def __init__(self, runner: TaskRunner, open_home: OpenCore, say: Say, parent: QObject) -> None:
        super().__init__(parent)
        self._runner, self._open_home, self._say = runner, open_home, say
        self.state: Idle | Opening | Failed = Idle()

    def try_password(self, password: str) -> None:
        """Open the home, unless that is being tried."""
        if isinstance(self.state, Opening):
            return
        self._enter(Opening())
        task = self._runner.make(partial(open_core, self._open_home, password))
        task.succeeded.connect(self._on_opened)
        task.failed.connect(self._on_failed)
        self._runner.start(task)

    def _enter(self, state: Idle | Opening | Failed) -> None:
        self.state = state
        self.state_changed.emit(state)

    def _on_opened(self, core: object) -> None:
        self._enter(Idle())
        self.opened.emit(core)

    def _on_failed(self, error: Exception) -> None:
        self._enter(Failed(self._say(error) if isinstance(error, AppError) else bug_sentence()))


class UnlockWindow(QWidget):
    """The first window: quick to show, asks for the password."""

    def __init__(self, look: Look, runner: TaskRunner, open_home: OpenCore, say: Say) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(_("Đi Từng Nhà"))
        self.resize(520, 420)
        self.presenter = UnlockPresenter(runner, open_home, say, self)
        layout = column(self, (40, 32, 40, 32))
        card = Card((32, 28, 32, 28), 12)
        layout.addStretch()
        layout.addWidget(card)
        layout.addStretch()
        self._fill(card, look)
        self.presenter.state_changed.connect(self.render_state)

    def render_state(self, state: object) -> None:
        """Show whether a password is being tried, or why it did not do."""
        opening = isinstance(state, Opening)
        for part in (self.password, self.open_button):
            part.setEnabled(not opening)
        self.bar.setVisible(opening)
        self.notice.tell(state.text if isinstance(state, Failed) else "")
        if isinstance(state, Failed):
            self.password.setFocus()
            self.password.selectAll()

    def _fill(self, card: Card, look: Look) -> None:
        picture = Picture(look, "footprints", Tone.BRAND, 36)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(_("Mật khẩu"))
        self.password.setPlaceholderText(_("Mật khẩu của sổ trên máy này"))
        self.password.returnPressed.connect(self._on_entered)
        self.notice, self.bar = Notice(look), QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.open_button = Button(_("Mở sổ"), "primary", look.icon("lock", Tone.ON_BRAND))
        self.open_button.clicked.connect(self._on_entered)
        hint = Text(_("Sổ được mã hoá: không có mật khẩu thì không ai đọc được."), "small", wrap=True)
        for part in (picture, Text(_("Đi Từng Nhà"), "title"), self.password, self.notice, self.open_button):
            card.content.addWidget(part)
        card.content.addWidget(self.bar)
        card.content.addWidget(hint)

    def _on_entered(self) -> None:
        self.presenter.try_password(self.password.text())
