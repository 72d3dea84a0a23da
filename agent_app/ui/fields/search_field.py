"""A field that asks a question when the typing pauses."""

from PySide6.QtCore import QEvent, QRect, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from agent_app.domain.names import nfc
from agent_app.ui.look import Look
from agent_app.ui.sizes import scaled
from agent_app.ui.theme import Tone

PAUSE_MS = 180
_GLASS, _BEFORE_GLASS = 16, 10


class SearchField(QLineEdit):
    """Emits the text after a short pause, or at once with Enter."""

    asked = Signal(str)

    def __init__(self, look: Look, placeholder: str, pause: int = PAUSE_MS) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(False)
        self._look = look
        self._make_room()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(pause)
        self._pause.timeout.connect(self.ask)
        self.textEdited.connect(self._on_edited)
        self.returnPressed.connect(self.ask)

    def ask(self) -> None:
        """Ask now."""
        self._pause.stop()
        self.asked.emit(nfc(self.text()).strip())

    def put(self, text: str) -> None:
        """Show a text that somebody else has asked for; what was being typed is dropped."""
        self._pause.stop()
        self.setText(text)

    def rest(self) -> None:
        """Ask nothing of what is being typed."""
        self._pause.stop()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._make_room()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the glass ourselves: Qt's own icons in a field keep one size, however large the text is."""
        super().paintEvent(event)
        side = scaled(_GLASS)
        place = QRect(scaled(_BEFORE_GLASS), (self.height() - side) // 2, side, side)
        painter = QPainter(self)
        self._look.icon("search", Tone.SOFT).paint(painter, place)
        painter.end()

    def _make_room(self) -> None:
        self.setTextMargins(scaled(_GLASS + _BEFORE_GLASS), 0, 0, 0)

    def _on_edited(self, _text: str) -> None:
        self._pause.start()
