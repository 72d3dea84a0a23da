"""What the user should know of this home, kept true while the window is open."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from agent_app.runtime.standing_words import Told, told_of
from agent_app.services.changes import Touched
from agent_app.services.ports import Report
from agent_app.services.standing import ReadOnlyReason, Standing
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.presenter import Presenter

_LOOK_MS = 20_000


@dataclass(frozen=True, slots=True)
class Standings:
    """Everything there is to know, the most pressing first; nothing is good news.

    ``read_only`` is why nothing can be written.
    """

    told: tuple[Told, ...] = ()
    read_only: ReadOnlyReason | None = None


def read_standing(core: Core, _report: Report) -> Standing:
    """Ask how the home stands."""
    return core.standing()


def note_replays(core: Core, _report: Report) -> Standing:
    """Keep that the user knows, and ask again."""
    core.note_replays()
    return core.standing()


class StandingPresenter(Presenter):
    """Asks now and then, for a disk fills and a clock is set without anybody telling the program."""

    shows = frozenset(Touched)

    def __init__(self, bench: Bench, parent: QObject) -> None:
        super().__init__(bench, Standings(), parent)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.reload)
        self._timer.start()

    def reload(self) -> None:
        """Ask anew."""
        if self._active:
            self.read(self._ask, self._on_told, self._on_failed)

    def note_replays(self) -> None:
        """Take it that what was put back has been read."""
        self.read(self._note, self._on_told, self._on_failed)

    def _ask(self, report: Report) -> Standing:
        return read_standing(self.bench.core, report)

    def _note(self, report: Report) -> Standing:
        return note_replays(self.bench.core, report)

    def _on_told(self, standing: Standing) -> None:
        standings = Standings(told_of(standing, window=True), standing.read_only)
        if standings != self.state:
            # What is seen already keeps its place, and the focus if it has it.
            self.enter(standings)

    def _on_failed(self, _error: Exception) -> None:
        """Leave what is seen: whoever works on is told by what they do."""
