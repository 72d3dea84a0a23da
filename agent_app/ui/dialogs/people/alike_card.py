"""Who is here already and may be meant: each with what can be done about it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from agent_app.services.people_alike import Alike
from agent_app.ui.dialogs.people.words import alike_words
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import Card, clear, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Text, set_tone
from agent_app.ui.parts.picture import Picture
from agent_app.ui.theme import Tone
from agent_app.ui.words import _

_MOST = 3


class AlikeRow(QWidget):
    """One of them."""

    opened = Signal(object)
    joined = Signal(object)

    def __init__(self, alike: Alike, join: str) -> None:
        super().__init__()
        self._alike = alike
        layout = row(self, gap=8)
        words = alike_words(alike)
        self.open, self.join = Button(_("Mở hộ này")), Button(join)
        self.open.clicked.connect(self._on_open)
        self.join.clicked.connect(self._on_join)
        layout.addWidget(Text(words, wrap=True), 1)
        for button in (self.join, self.open):
            button.setAccessibleDescription(words)
            layout.addWidget(button)

    def _on_open(self) -> None:
        self.opened.emit(self._alike)

    def _on_join(self) -> None:
        self.joined.emit(self._alike)


class AlikeCard(Card):
    """Is seen only while there is somebody; ``join`` is what the button beside each says."""

    opened = Signal(object)
    joined = Signal(object)

    def __init__(self, look: Look, join: str) -> None:
        super().__init__((16, 10, 12, 10), 6)
        self.setObjectName("notice")
        set_tone(self, Tone.SOON)
        self.join = join
        self.rows: list[AlikeRow] = []
        head, self._list = row(gap=10), column(gap=6)
        head.addWidget(Picture(look, "users", Tone.SOON))
        head.addWidget(Text(_("Trong sổ đã có người có thể là người này"), "section"), 1)
        self.content.addLayout(head)
        self.content.addLayout(self._list)
        self._shown: tuple[Alike, ...] = ()
        self.hide()

    def show_alike(self, found: Sequence[Alike]) -> None:
        """Show the first of them; the same again change nothing, so that no button goes from under a hand."""
        first = tuple(found[:_MOST])
        if first != self._shown:
            self._shown = first
            clear(self._list)
            self.rows = [AlikeRow(each, self.join) for each in first]
            for made in self.rows:
                made.opened.connect(self.opened)
                made.joined.connect(self.joined)
                self._list.addWidget(made)
        self.setVisible(bool(first))
