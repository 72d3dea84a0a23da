"""Makes the pages that nobody has asked for yet, one by one, in moments when nothing else is done."""

from PySide6.QtCore import QObject, QTimer

from agent_app.ui.book import Book
from agent_app.ui.places import Place
from agent_app.ui.tasks import Runner

_FIRST_MS = 700
_NEXT_MS = 60


class PagesAhead(QObject):
    """Whoever looks at the first page for a moment finds the others ready; whoever doesn't waits for one."""

    def __init__(self, book: Book, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._book, self._runner = book, runner
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._make_one)

    def begin(self) -> None:
        """Make the first of them in a moment."""
        self._timer.start(_FIRST_MS)

    def rest(self) -> None:
        """Make no more."""
        self._timer.stop()

    @property
    def missing(self) -> list[Place]:
        """The places whose pages are still to be made."""
        made = self._book.pages()
        return [place for place in self._book if place not in made]

    def _make_one(self) -> None:
        missing = self.missing
        # What is read or written now is what somebody waits for.
        if missing and not self._runner.busy and not self._book.prepare(missing[0]):
            # To take it in is another moment's work.
            self._book.make(missing.pop(0))
        if missing:
            self._timer.start(_NEXT_MS)
