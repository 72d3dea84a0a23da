"""The line at the foot of the window: each part is a button to the page that resolves it."""

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import set_tone
from agent_app.ui.parts.page import Page
from agent_app.ui.places import Place
from agent_app.ui.sizes import fix_height, icon_size
from agent_app.ui.status import Part, Status, backup_part, book_part, run_part, taken_part, waiting_part
from agent_app.ui.tab_order import put_behind
from agent_app.ui.theme import Tone
from agent_app.ui.words import _


class StatusLine(QFrame):
    """Shows the truth at every moment."""

    wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("status")
        fix_height(self, 36)
        layout = row(self, (12, 0, 12, 0), 4)
        self.waiting, self.taken = _PartButton(look, "send"), _PartButton(look, "hand-coins")
        self.book, self.backup = _PartButton(look, "book-open"), _PartButton(look, "file-down")
        self.run = _PartButton(look, "refresh-cw")
        self._has_book = True
        layout.addWidget(self.waiting)
        layout.addWidget(self.book)
        layout.addWidget(self.taken)
        layout.addStretch()
        layout.addWidget(self.backup)
        layout.addWidget(self.run)
        for button in (self.waiting, self.run, self.backup):
            button.clicked.connect(self._on_sync)
        self.taken.clicked.connect(self._on_collect)
        self.book.clicked.connect(self._on_book)

    def follow(self, page: Page) -> None:
        """Let the Tab key come here from a page, and from whatever the page gets later."""
        self._come_behind(page)
        page.grown.connect(self._come_behind)

    def show_status(self, status: Status) -> None:
        """Show what is true now."""
        self.waiting.show_part(waiting_part(status))
        self.taken.show_part(taken_part(status))
        self.book.show_part(book_part(status))
        self.run.show_part(run_part(status))
        self.backup.show_part(backup_part(status))
        self._has_book = status.book is not None
        self._make_room()

    def show_doubt(self, why: str) -> None:
        """Say that the truth could not be read; what was true before is shown no longer."""
        self.waiting.show_part(Part(_("Chưa đọc được tình trạng"), Tone.LATE, why))
        for button in (self.taken, self.book, self.run, self.backup):
            button.show_part(Part(""))
        self._make_room()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._make_room()

    def _make_room(self) -> None:
        """Leave out what is in order where the line is short; what is amiss comes first."""
        left = self.width() - 24
        parts = (self.waiting, self.book, self.run, self.taken, self.backup)
        for button in sorted(parts, key=_PartButton.is_calm):
            wanted = button.sizeHint().width() + 4
            shown = bool(button.text()) and (left >= wanted or button in {self.waiting, self.book})
            left -= wanted if shown else 0
            button.setVisible(shown)

    def _come_behind(self, page: Page) -> None:
        put_behind(page, self)

    def _on_sync(self) -> None:
        self.wanted.emit(Place.SYNC)

    def _on_book(self) -> None:
        # A new book comes from the office.
        self.wanted.emit(Place.COLLECT if self._has_book else Place.SYNC)

    def _on_collect(self) -> None:
        self.wanted.emit(Place.COLLECT)


class _PartButton(Button):
    """One part; where there is no room for all of its words, whoever rests on it reads them."""

    def __init__(self, look: Look, icon: str) -> None:
        super().__init__("", "status", look.icon(icon, Tone.SOFT))
        icon_size(self, 16)
        self._part = Part("")

    def is_calm(self) -> bool:
        """Whether it says that something is in order."""
        return self._part.tone is None

    def show_part(self, part: Part) -> None:
        """Say something else."""
        self._part = part
        self.say(part.text)
        set_tone(self, part.tone)
        self.setToolTip(part.more or part.text)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())
