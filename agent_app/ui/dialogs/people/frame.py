"""What the dialogs about people share: a head, a body that scrolls, a sentence, and buttons below."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from agent_app.ui.card_dialog import CardDialog
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import NONE, PAGE, Line, Scroller, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.sizes import scaled
from agent_app.ui.words import _

_BESIDE = 48
_BAR = 8


class PeopleDialog(CardDialog):
    """One of them; it is gone when it is closed."""

    def __init__(self, parent: QWidget | None, look: Look, title: str, size: QSize) -> None:
        super().__init__(parent)
        self.look, self._size = look, size
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        layout = column(self, PAGE, 12)
        self.title, self.subtitle = Text(title, "title", wrap=True), Text("", "soft", wrap=True)
        self.content = QWidget()
        self.body = column(self.content, NONE, 12)
        self.scroller, self.notice = Scroller(self.content), Notice(look)
        bar = self.scroller.verticalScrollBar()
        bar.rangeChanged.connect(self._on_range)
        self.foot = self._foot()
        for part in (self.title, self.subtitle):
            layout.addWidget(part)
        layout.addWidget(self.scroller, 1)
        layout.addWidget(self.notice)
        layout.addWidget(Line())
        layout.addLayout(self.foot)
        self.say("")
        self.finished.connect(self.deleteLater)

    def say(self, subtitle: str) -> None:
        """Say below the title whom it is about."""
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))

    def begin(self) -> None:
        """Come up over the window, as large as the screen allows."""
        self.fit()
        self.open()

    def fit(self) -> None:
        """Be as large as it is meant to be, as far as the screen goes, or the window below."""
        below = self.parentWidget()
        room = self.screen().availableSize().expandedTo(below.size() if below is not None else QSize())
        wide, high = scaled(self._size.width()), scaled(self._size.height())
        self.resize(min(wide, room.width() - _BESIDE), min(high, room.height() - _BESIDE))

    def _on_range(self, _first: int, last: int) -> None:
        """End where the line and the buttons below end; a bar beside it keeps its distance."""
        self.body.setContentsMargins(0, 0, _BAR if last > 0 else 0, 0)

    def _foot(self) -> QHBoxLayout:
        foot = row(gap=12)
        self.left = row(gap=12)
        self.leave = Button(_("Thôi")).on_press(self.reject)
        self.leave.setAutoDefault(False)
        foot.addLayout(self.left)
        foot.addStretch()
        foot.addWidget(self.leave)
        return foot
