"""The page «Cài đặt»."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from agent_app.ui.bench import Bench
from agent_app.ui.choices import MINUTES_TO_LOCK
from agent_app.ui.pages.settings.presenter import Ready, SettingsPresenter
from agent_app.ui.pages.settings.printers_card import PrintersCard
from agent_app.ui.pages.settings.printing import PrintersPresenter
from agent_app.ui.parts.boxes import PAGE, Card, Scroller, column, row
from agent_app.ui.parts.buttons import Choices
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.parts.page import Page
from agent_app.ui.printing.printers import Printers
from agent_app.ui.sizes import least_width
from agent_app.ui.states import Failed
from agent_app.ui.theme import TEXT_SIZES, Theme
from agent_app.ui.words import _

_NAME = 130


class SettingsView(Page):
    """Shows what is chosen for the windows of this computer."""

    def __init__(self, bench: Bench, presenter: SettingsPresenter, printers: Printers | None = None) -> None:
        super().__init__(bench)
        self.presenter = presenter
        self.printers = PrintersPresenter(bench, printers, self)
        self.printers_card = PrintersCard(bench.look, self.printers)
        content = QWidget()
        self.scroller = Scroller(content)
        column(self).addWidget(self.scroller)
        layout = column(content, PAGE, 12)
        layout.addWidget(Text(_("Cài đặt"), "title"))
        self.notice = Notice(bench.look)
        layout.addWidget(self.notice)
        self.theme = Choices(
            {
                _("Theo máy"): Theme.SYSTEM,
                _("Nền sáng"): Theme.LIGHT,
                _("Nền tối"): Theme.DARK,
                _("Tương phản cao"): Theme.HIGH,
            }
        )
        self.text = Choices({_("{percent} %").format(percent=each): each for each in TEXT_SIZES})
        self.minutes = Choices({_("{minutes} phút").format(minutes=each): each for each in MINUTES_TO_LOCK})
        self.auto_sync = Choices({_("Máy tự đồng bộ"): True, _("Chỉ khi tôi bấm F5"): False})
        layout.addWidget(self._look_card())
        layout.addWidget(self._lock_card())
        layout.addWidget(self._sync_card())
        layout.addWidget(self.printers_card)
        layout.addStretch()
        self.presenter.state_changed.connect(self.render_state)
        self.theme.chosen.connect(self.presenter.choose_theme)
        self.text.chosen.connect(self.presenter.choose_text)
        self.auto_sync.chosen.connect(self.presenter.choose_auto_sync)
        self.minutes.chosen.connect(self.presenter.choose_minutes)
        self.render_state(presenter.state)

    def set_active(self, *, active: bool) -> None:
        self.presenter.set_active(active=active)
        self.printers.set_active(active=active)

    def place_to_begin(self) -> QWidget:
        chosen = (each for each in self.theme.buttons if each.isChecked())
        return next(chosen, self.theme.buttons[0])

    def render_state(self, state: object) -> None:
        """Mark what is chosen."""
        self.notice.tell(state.text if isinstance(state, Failed) else "")
        if isinstance(state, Ready):
            self.theme.choose(state.theme)
            self.text.choose(state.percent)
            self.minutes.choose(state.minutes)
            self.auto_sync.choose(state.auto_sync)

    def _look_card(self) -> Card:
        card = Card()
        card.content.addWidget(Text(_("Giao diện"), "section"))
        card.content.addWidget(_Line(_("Màu nền"), self.theme))
        card.content.addWidget(_Line(_("Cỡ chữ"), self.text))
        card.content.addWidget(
            Text(_("«Tương phản cao» dễ đọc nhất khi nắng chiếu vào màn hình."), "small", wrap=True)
        )
        return card

    def _lock_card(self) -> Card:
        card = Card()
        card.content.addWidget(Text(_("Tự khoá"), "section"))
        card.content.addWidget(_Line(_("Khi không ai chạm"), self.minutes))
        words = _("Máy tự khoá sổ sau bấy nhiêu phút không ai chạm vào. Khoá ngay: Ctrl+L.")
        card.content.addWidget(Text(words, "small", wrap=True))
        return card

    def _sync_card(self) -> Card:
        card = Card()
        card.content.addWidget(Text(_("Đồng bộ"), "section"))
        card.content.addWidget(_Line(_("Khi có mạng"), self.auto_sync))
        words = _(
            "Máy gửi một phút sau khi anh/chị ghi xong, và nửa giờ một lần. Không có mạng thì máy thử lại "
            "sau."
        )
        card.content.addWidget(Text(words, "small", wrap=True))
        return card


class _Line(QWidget):
    """A name, and what may be chosen under it."""

    def __init__(self, name: str, choices: Choices) -> None:
        super().__init__()
        layout = row(self, gap=12)
        label = Text(name, "soft")
        least_width(label, _NAME)
        layout.addWidget(label)
        layout.addWidget(choices)
        layout.addStretch()
        choices.setAccessibleName(name)
        for button in choices.buttons:
            button.setAccessibleName(f"{name}: {button.text()}")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
