"""A household that is at the same door: it may be the one that is meant."""

from PySide6.QtCore import Signal

from agent_app.ui.dialogs.people.person_presenter import OtherHome
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import Card, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Text, set_tone
from agent_app.ui.parts.picture import Picture
from agent_app.ui.theme import Tone
from agent_app.ui.wording import short_address
from agent_app.ui.words import _


class OtherHomeCard(Card):
    """Is seen only while there is one."""

    opened = Signal(object)
    joined = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__((16, 10, 12, 10), 6)
        self.setObjectName("notice")
        set_tone(self, Tone.SOON)
        self._other: OtherHome | None = None
        self.words = Text("", wrap=True)
        self.join = Button(_("Thêm vào hộ này")).on_press(self._on_join)
        self.open = Button(_("Mở hộ này")).on_press(self._on_open)
        line = row(gap=10)
        line.addWidget(Picture(look, "house", Tone.SOON))
        line.addWidget(self.words, 1)
        line.addWidget(self.join)
        line.addWidget(self.open)
        self.content.addLayout(line)
        self.hide()

    def show_other(self, other: OtherHome | None) -> None:
        """Show it, or nothing."""
        self._other = other
        if other is not None:
            sure, likely = _("Mã hộ này đã có trong sổ: {place}"), _("Địa chỉ này đã có một hộ: {place}")
            self.words.setText((sure if other.sure else likely).format(place=short_address(other.place)))
        self.setVisible(other is not None)

    def _on_join(self) -> None:
        self.joined.emit(self._other)

    def _on_open(self) -> None:
        self.opened.emit(self._other)
