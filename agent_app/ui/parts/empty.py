"""What a page shows while it has nothing: what will be here and how to begin."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget

from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import column
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Text
from agent_app.ui.parts.picture import Picture
from agent_app.ui.sizes import scaled
from agent_app.ui.theme import Tone

_WIDTH, _WIDEST = 460, 640


class Empty(QWidget):
    """An icon, a sentence, how to begin and perhaps a button for it."""

    def __init__(self, look: Look, icon: str, title: str, hint: str, button: Button | None = None) -> None:
        super().__init__()
        layout = column(self, (24, 24, 24, 24), 12)
        picture = Picture(look, icon, Tone.SOFT, 40)
        self.title, self.hint = Text(title, "section"), Text(hint, "soft", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        for widget in (picture, self.title, self.hint, button):
            if widget is not None:
                layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def say(self, hint: str) -> None:
        """Say something else of how to begin."""
        self.hint.setText(hint)
        self._fit_hint()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        # Only what stands dressed in its window knows its letters.
        if event.type() == QEvent.Type.Polish:
            self._fit_hint()
        return done

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit_hint()

    def _fit_hint(self) -> None:
        if not self.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            return
        # A layout that centres a widget does not ask how high its wrapped text is.
        self.hint.ensurePolished()
        width = min(scaled(_WIDTH), _WIDEST)
        self.hint.setFixedWidth(width)
        self.hint.setMinimumHeight(max(0, self.hint.heightForWidth(width)))
