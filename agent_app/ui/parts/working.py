"""A job on its way: its words, a bar and a way to cancel it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from agent_app.ui.parts.boxes import Card, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Text
from agent_app.ui.tasks import Progress
from agent_app.ui.words import _


class Working(Card):
    """Shows progress; the count is said in words too."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__((16, 12, 12, 12))
        line, left = row(gap=16), column(gap=8)
        self.words, self.bar = Text(role="section"), QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel = Button(_("Dừng lại")).on_press(self.cancelled.emit)
        left.addWidget(self.words)
        left.addWidget(self.bar)
        line.addLayout(left, 1)
        line.addWidget(self.cancel)
        self.content.addLayout(line)
        self.hide()

    def tell(self, words: str, progress: Progress | None) -> None:
        """Show how far it is; ``None`` while nobody knows."""
        known = progress is not None and progress.total > 0
        self.bar.setRange(0, progress.total if progress and known else 0)
        if progress and known:
            self.bar.setValue(progress.done)
            words = _("{words} {done}/{total}").format(words=words, done=progress.done, total=progress.total)
        self.words.setText(words)
        self.show()
