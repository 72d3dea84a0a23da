"""An icon that stands by itself."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel

from agent_app.ui.look import Look
from agent_app.ui.theme import ICON, Tone


class Picture(QLabel):
    """Shows an icon in the colour of a meaning, in whatever theme and size is worn."""

    def __init__(self, look: Look, icon: str = "", tone: Tone = Tone.INK, size: int = ICON) -> None:
        super().__init__()
        self._look, self._size = look, size
        self._shown = (icon, tone)
        self._draw()

    def show_icon(self, icon: str, tone: Tone) -> None:
        """Show another icon; none hides it."""
        self._shown = (icon, tone)
        # One that stands nowhere yet would come up as a window of its own.
        if self.parent() is not None or not icon:
            self.setVisible(bool(icon))
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.StyleChange}:
            self._draw()

    def _draw(self) -> None:
        icon, tone = self._shown
        if icon:
            self.setPixmap(self._look.pixmap(icon, tone, self._size))
