"""Texts, and words of state with their icons."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import row
from agent_app.ui.parts.picture import Picture
from agent_app.ui.sign import Sign
from agent_app.ui.theme import Tone

SMALL_ICON = 16


class Text(QLabel):
    """Plain text in one of the roles of the style sheet; never read as markup."""

    def __init__(self, text: str = "", role: str = "", *, wrap: bool = False, right: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(wrap)
        if right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setText(text)


class Elided(QLabel):
    """One line of text that ends in an ellipsis where there is no room; the tool tip has all of it."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__()
        self._full = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Replace the text."""
        self._full = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        # A layout may have room for all of it.
        self.updateGeometry()
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._full) + 4, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)


class SignLabel(QWidget):
    """A state: its icon and its word, in its tone."""

    def __init__(self, look: Look, sign: Sign | None = None) -> None:
        super().__init__()
        layout = row(self, gap=6)
        self.picture, self.word = Picture(look, size=SMALL_ICON), Text()
        layout.addWidget(self.picture)
        layout.addWidget(self.word)
        layout.addStretch()
        if sign is not None:
            self.show_sign(sign)

    def show_sign(self, sign: Sign) -> None:
        """Show another state."""
        self.picture.show_icon(sign.icon, sign.tone)
        self.word.setText(sign.text)
        self.setAccessibleName(sign.text)
        set_tone(self.word, sign.tone)


class Notice(QFrame):
    """A sentence that the agent should read, with an icon; hidden while there is none."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("notice")
        layout = row(self, (12, 10, 12, 10), 10)
        self.picture, self.text = Picture(look), Text(wrap=True)
        layout.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.text, 1)
        self.hide()

    def tell(self, text: str, tone: Tone = Tone.LATE) -> None:
        """Show a sentence; an empty one hides the notice."""
        self.text.setText(text)
        self.setAccessibleName(text)
        if text:
            icon = {Tone.GOOD: "circle-check", Tone.SOON: "clock"}.get(tone, "triangle-alert")
            self.picture.show_icon(icon, tone)
            set_tone(self, tone)
        self.setVisible(bool(text))


def set_tone(widget: QWidget, tone: Tone | None) -> None:
    """Give a widget a tone of the style sheet."""
    value = tone.value if tone else ""
    if widget.property("tone") == value:
        return
    widget.setProperty("tone", value)
    # Qt dresses by its tone what it has not dressed yet.
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    widget.style().unpolish(widget)
    widget.style().polish(widget)
