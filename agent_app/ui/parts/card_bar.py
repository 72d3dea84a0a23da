"""Says what became of a scanned card, where nobody in the store has it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from agent_app.domain.citizen_id import CitizenId
from agent_app.ui.card_reader import Busy, CardReader, NoCard, Stranger
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Text, set_tone
from agent_app.ui.parts.picture import Picture
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.words import _


class CardBar(QFrame):
    """Is seen only while there is something to say; ``add_wanted`` has what was read."""

    add_wanted = Signal(object)

    def __init__(self, look: Look, reader: CardReader) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._stranger: Stranger | None = None
        self.offers_adding = True
        layout = row(self, (24, 6, 16, 6), 12)
        self.words = Text(wrap=True)
        self.add = Button(_("Thêm vào sổ…")).on_press(self._on_add)
        self.close_button = Button(_("Đóng"), "quiet").on_press(reader.dismiss)
        layout.addWidget(Picture(look, "id-card", Tone.SOON))
        layout.addWidget(self.words, 1)
        layout.addWidget(self.add)
        layout.addWidget(self.close_button)
        set_tone(self, Tone.SOON)
        reader.state_changed.connect(self.render_state)
        self.hide()

    def render_state(self, state: object) -> None:
        """Show what became of a card."""
        self._stranger = state if isinstance(state, Stranger) else None
        words = _words(state)
        self.words.setText(words)
        self.setAccessibleName(words)
        self.add.setVisible(self._stranger is not None and self.offers_adding)
        self.setVisible(bool(words))

    def _on_add(self) -> None:
        if self._stranger is not None:
            self.add_wanted.emit(self._stranger)


def _words(state: object) -> str:
    match state:
        case Stranger(number, card):
            kind = _("số CCCD") if isinstance(number, CitizenId) else _("mã số BHXH")
            who = _(" ({name}, sinh {birth})").format(name=card.name, birth=card.birth.shown) if card else ""
            words = _("Trong sổ chưa có ai mang {kind} {number}{who}.")
            return words.format(kind=kind, number=number.masked(), who=who)
        case NoCard():
            return _("Mã vừa quét là mã chuyển khoản, không phải thẻ BHYT hay CCCD.")
        case Busy():
            return _("Thẻ vừa quét chưa được đọc vì đang mở một hộp thoại. Anh/chị đóng nó rồi quét lại.")
        case Failed(text):
            return text
    return ""
