"""The line at the foot of the window: each part is a button to the page that resolves it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import Line, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import set_tone
from agent_app.ui.places import Place
from agent_app.ui.status import Part, Status, backup_part, book_part, run_part, taken_part, waiting_part
from agent_app.ui.theme import Tone

_ROOM_FOR_ALL = 1200


class StatusLine(QFrame):
    """Shows the truth at every moment."""

    wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setFixedHeight(36)
        layout = row(self, (12, 0, 12, 0), 4)
        self.waiting, self.taken, self.book, self.run = (_PartButton() for _each in range(4))
        self.backup = _PartButton()
        self._calm = self._has_book = True
        self.waiting.setIcon(look.icon("send", Tone.SOFT))
        self.book.setIcon(look.icon("book-open", Tone.SOFT))
        self.taken.setIcon(look.icon("hand-coins", Tone.SOFT))
        self.backup.setIcon(look.icon("file-down", Tone.SOFT))
        self.run.setIcon(look.icon("refresh-cw", Tone.SOFT))
        layout.addWidget(self.waiting)
        layout.addWidget(Line(upright=True))
        layout.addWidget(self.taken)
        layout.addWidget(Line(upright=True))
        layout.addWidget(self.book)
        layout.addStretch()
        layout.addWidget(self.backup)
        layout.addWidget(self.run)
        for button in (self.waiting, self.run, self.backup):
            button.clicked.connect(self._on_sync)
        self.taken.clicked.connect(self._on_collect)
        self.book.clicked.connect(self._on_book)

    def show_status(self, status: Status) -> None:
        """Show what is true now."""
        self.waiting.show_part(waiting_part(status))
        self.taken.show_part(taken_part(status))
        self.book.show_part(book_part(status))
        self.run.show_part(run_part(status))
        self.backup.show_part(backup_part(status))
        self._has_book = status.book is not None
        self._calm = backup_part(status).tone is None
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Leave out what is in order where the line is short."""
        self.backup.setVisible(not self._calm or self.width() >= _ROOM_FOR_ALL)

    def _on_sync(self) -> None:
        self.wanted.emit(Place.SYNC)

    def _on_book(self) -> None:
        # A new book comes from the office.
        self.wanted.emit(Place.COLLECT if self._has_book else Place.SYNC)

    def _on_collect(self) -> None:
        self.wanted.emit(Place.COLLECT)


class _PartButton(Button):
    def __init__(self) -> None:
        super().__init__("", "status")
        self.setIconSize(self.iconSize() * 0.8)

    def show_part(self, part: Part) -> None:
        self.say(part.text)
        set_tone(self, part.tone)
        self.setToolTip(part.more)
