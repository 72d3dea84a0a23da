"""The first window, and the only one while the home is locked: asks for what opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QProgressBar, QWidget

from agent_app.ui.dialogs.recovery_fields import RecoveryFields
from agent_app.ui.dialogs.unlocking import Asking, Opening, UnlockPresenter, Way
from agent_app.ui.parts.boxes import Card, Scroller, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.parts.picture import Picture
from agent_app.ui.parts.tab_order import chain
from agent_app.ui.theme import Tone
from agent_app.ui.words import _

if TYPE_CHECKING:
    from agent_app.ui.core import Say
    from agent_app.ui.door import Door
    from agent_app.ui.look import Look
    from agent_app.ui.tasks import Runner

_MINUTE = 60
# What the system puts around a window.
_FRAME = 40


def way_words(way: Way) -> str:
    """Say what a way asks for."""
    return {
        Way.PASSWORD: _("Sổ được mã hoá: không có mật khẩu thì không ai đọc được."),
        Way.PIN: _("Mã PIN chỉ dùng trên máy này. Sai 5 lần thì máy hỏi mật khẩu."),
        Way.RECOVERY: _("Cơ quan BHXH giữ mã khôi phục của máy này. Dữ liệu trong sổ vẫn nguyên."),
    }[way]


def wait_words(seconds: int) -> str:
    """Say how long the next try must wait."""
    if seconds < _MINUTE:
        return _("Chờ {seconds} giây").format(seconds=seconds)
    return _("Chờ {minutes} phút {seconds:02} giây").format(
        minutes=seconds // _MINUTE, seconds=seconds % _MINUTE
    )


class UnlockWindow(QWidget):
    """Quick to show; asks for the password, the PIN, or the office's code and a new password."""

    def __init__(self, look: Look, runner: Runner, door: Door, say: Say) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(_("Đi Từng Nhà"))
        self.resize(520, 480)
        self.setMinimumWidth(480)
        self._look = look
        self.presenter = UnlockPresenter(runner, door, say, self)
        self._seen: tuple[Way, str] | None = None
        self._asks = False
        self._content = QWidget()
        column(self).addWidget(Scroller(self._content))
        layout = column(self._content, (40, 32, 40, 32))
        self._card = Card((32, 28, 32, 20), 12)
        self._recovery: RecoveryFields | None = None
        layout.addStretch()
        layout.addWidget(self._card)
        layout.addStretch()
        self._make()
        self._fill(self._card)
        self.presenter.state_changed.connect(self.render_state)
        self.render_state(self.presenter.state)

    def ask(self, told: str = "") -> None:
        """Show itself, and what has happened, and find out how the home may be opened."""
        self.told.tell(told, Tone.BRAND)
        if told:
            self.told.picture.show_icon("lock", Tone.BRAND)
        self._seen, self._asks = None, True
        self.render_state(self.presenter.state)
        self.show()
        self.raise_()
        self.activateWindow()
        self.presenter.look()

    def render_state(self, state: object) -> None:
        """Show what is asked for, whether it is being tried, or why it did not do."""
        if not isinstance(state, Asking | Opening):
            return
        asked = self.presenter.asked
        opening = isinstance(state, Opening)
        self._show_way(asked)
        for field in self._fields:
            field.setReadOnly(opening)
        self._place_focus(asked, opening=opening)
        for button in (self.by_password, self.by_pin, self.forgotten):
            button.setEnabled(not opening)
        self.open_button.setEnabled(not opening and asked.wait == 0)
        words = _("Đặt mật khẩu mới và mở sổ") if asked.way is Way.RECOVERY else _("Mở sổ")
        self.open_button.setIcon(self._look.icon("clock" if asked.wait else "lock", Tone.ON_BRAND))
        self.open_button.say(wait_words(asked.wait) if asked.wait else words)
        self.bar.setVisible(opening)
        self.notice.tell("" if opening else asked.text)
        self._make_room()

    def _show_way(self, asked: Asking) -> None:
        self.password.setVisible(asked.way is Way.PASSWORD)
        self.pin.setVisible(asked.way is Way.PIN)
        if asked.way is Way.RECOVERY or self._recovery:
            self.recovery.setVisible(asked.way is Way.RECOVERY)
        self.hint.setText(way_words(asked.way))
        self.by_password.setVisible(asked.way is not Way.PASSWORD)
        self.by_pin.setVisible(asked.pin and asked.way is not Way.PIN)
        self.forgotten.setVisible(asked.way is not Way.RECOVERY)

    def _place_focus(self, asked: Asking, *, opening: bool) -> None:
        """Go to the first field where something else is asked for, or what was tried did not do."""
        seen = None if opening else (asked.way, asked.text)
        first = self._first(asked.way)
        if opening and self.open_button.hasFocus():
            # The button is about to lose it to whatever comes next.
            first.setFocus()
        elif not opening and seen != self._seen:
            first.setFocus()
            first.selectAll()
        self._seen = seen

    def _first(self, way: Way) -> QLineEdit:
        match way:
            case Way.PASSWORD:
                return self.password
            case Way.PIN:
                return self.pin
            case Way.RECOVERY:
                return self.recovery.code

    @property
    def recovery(self) -> RecoveryFields:
        """What asks for the office's code; made when somebody wants it."""
        if self._recovery is None:
            self._recovery = made = RecoveryFields(self._secret)
            self._card.content.insertWidget(self._card.content.indexOf(self.notice), made)
            chain((self.pin, *made.fields, self.open_button))
        return self._recovery

    @property
    def _fields(self) -> tuple[QLineEdit, ...]:
        return (self.password, self.pin, *(self._recovery.fields if self._recovery else ()))

    def _make_room(self) -> None:
        """Grow until no line is cut off, as far as the screen goes; the window never shrinks by itself."""
        if self._asks and (layout := self._content.layout()) is not None:
            room = self.screen().availableSize()
            width = min(max(self.width(), layout.totalMinimumSize().width()), room.width())
            height = min(layout.totalHeightForWidth(width), room.height() - _FRAME)
            self.resize(width, max(self.height(), height))

    def _make(self) -> None:
        look = self._look
        self.told, self.notice, self.bar = Notice(look), Notice(look), QProgressBar()
        self.password = self._secret(_("Mật khẩu"), _("Mật khẩu của sổ trên máy này"))
        self.pin = self._secret(_("Mã PIN"), _("Mã PIN trên máy này"))
        self.pin.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhHiddenText)
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.open_button = Button(_("Mở sổ"), "primary", look.icon("lock", Tone.ON_BRAND))
        self.open_button.clicked.connect(self._on_entered)
        self.hint = Text(role="small", wrap=True)
        self.by_password = Button(_("Dùng mật khẩu"), "quiet").on_press(self._on_by_password)
        self.by_pin = Button(_("Dùng mã PIN"), "quiet").on_press(self._on_by_pin)
        self.forgotten = Button(_("Quên mật khẩu"), "quiet").on_press(self._on_forgotten)

    def _secret(self, name: str, words: str) -> QLineEdit:
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setAccessibleName(name)
        field.setPlaceholderText(words)
        field.returnPressed.connect(self._on_entered)
        field.textEdited.connect(self.presenter.touch)
        return field

    def _fill(self, card: Card) -> None:
        others = row(gap=4)
        for button in (self.by_password, self.by_pin, self.forgotten):
            others.addWidget(button)
        others.addStretch()
        top = (Picture(self._look, "footprints", Tone.BRAND, 36), Text(_("Đi Từng Nhà"), "title"), self.told)
        for part in (*top, self.password, self.pin, self.notice, self.open_button, self.bar, self.hint):
            card.content.addWidget(part)
        card.content.addLayout(others)

    def _on_entered(self) -> None:
        match self.presenter.asked.way:
            case Way.PASSWORD:
                self.presenter.try_password(self.password.text())
            case Way.PIN:
                self.presenter.try_pin(self.pin.text())
            case Way.RECOVERY:
                self.presenter.try_recovery(*(field.text() for field in self.recovery.fields))

    def forget(self) -> None:
        """Keep nothing of what was typed, now that the home is open."""
        self.presenter.finish()
        for field in self._fields:
            # To clear a field would leave what was typed to Ctrl+Z.
            field.setText("")

    def _on_by_password(self) -> None:
        self.presenter.choose(Way.PASSWORD)

    def _on_by_pin(self) -> None:
        self.presenter.choose(Way.PIN)

    def _on_forgotten(self) -> None:
        self.presenter.choose(Way.RECOVERY)
