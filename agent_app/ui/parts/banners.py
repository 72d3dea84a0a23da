"""Strips below the top bar, one for each thing to know, with a button to what resolves it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from agent_app.runtime.standing_words import Told, Topic
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import clear, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Text, set_tone
from agent_app.ui.parts.picture import Picture
from agent_app.ui.places import Place
from agent_app.ui.standing import Standings
from agent_app.ui.theme import Tone
from agent_app.ui.words import _


@dataclass(frozen=True, slots=True)
class _Dress:
    """How a topic looks, and what its button says."""

    icon: str
    tone: Tone
    button: str


def _dress(topic: Topic) -> _Dress:
    return {
        Topic.DAMAGED: _Dress("triangle-alert", Tone.LATE, ""),
        Topic.DISK_FULL: _Dress("triangle-alert", Tone.LATE, _("Kiểm tra lại")),
        Topic.LOW_DISK: _Dress("circle-alert", Tone.SOON, _("Đồng bộ")),
        Topic.REPLAYED: _Dress("receipt-text", Tone.BRAND, _("Đã rõ")),
        Topic.CLOCK: _Dress("clock", Tone.SOON, _("Kiểm tra lại")),
        Topic.FROZEN: _Dress("book-open", Tone.SOON, _("Đồng bộ")),
    }[topic]


class Banner(QFrame):
    """One strip."""

    pressed = Signal(object)

    def __init__(self, look: Look, told: Told) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.topic = told.topic
        dress = _dress(told.topic)
        layout = row(self, (24, 6, 24, 6), 10)
        picture, text = Picture(look), Text(told.text, wrap=True)
        picture.show_icon(dress.icon, dress.tone)
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(text, 1)
        self.button = Button(dress.button, "quiet")
        self.button.setVisible(bool(dress.button))
        self.button.clicked.connect(self._on_pressed)
        self.more = Button("", "quiet")
        self.more.hide()
        for button in (self.button, self.more):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(told.text)
        set_tone(self, dress.tone)

    def _on_pressed(self) -> None:
        self.pressed.emit(self.topic)


class Banners(QFrame):
    """The most pressing of them, and the rest for whoever asks; no room is taken for nothing."""

    wanted = Signal(object)
    noted = Signal()
    looked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._column = column(self, gap=0)
        self.strips: list[Banner] = []
        self._whole = False
        self.hide()

    def show_standing(self, state: object) -> None:
        """Show what there is to know."""
        if not isinstance(state, Standings):
            return
        clear(self._column)
        self.strips = [Banner(self._look, told) for told in state.told]
        for strip in self.strips:
            strip.pressed.connect(self._on_pressed)
            strip.more.clicked.connect(self._on_more)
            self._column.addWidget(strip)
        self._fold()
        self.setVisible(bool(self.strips))

    def _fold(self) -> None:
        others = len(self.strips) - 1
        self._whole = self._whole and others > 0
        words = _("Thu gọn") if self._whole else _("Còn {count} điều").format(count=others)
        for strip in self.strips[:1]:
            strip.more.say(words)
            strip.more.setVisible(others > 0)
        for strip in self.strips[1:]:
            strip.setVisible(self._whole)

    def _on_more(self) -> None:
        self._whole = not self._whole
        self._fold()

    def _on_pressed(self, topic: Topic) -> None:
        match topic:
            case Topic.REPLAYED:
                self.noted.emit()
            case Topic.LOW_DISK | Topic.FROZEN:
                self.wanted.emit(Place.SYNC)
            case Topic.CLOCK | Topic.DISK_FULL | Topic.DAMAGED:
                self.looked.emit()
