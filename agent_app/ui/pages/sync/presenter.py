"""What has reached the office, and the exchange with it."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal

from agent_app.domain.errors import AppError
from agent_app.services.changes import Changed, Touched
from agent_app.services.lines import SyncStatus
from agent_app.services.ports import Report
from agent_app.ui.acts import Acts
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Failed, Idle, Loading
from agent_app.ui.tasks import Lane, Progress, Task

# What a broken exchange has already taken in stays, so pages read anew however it ended.
TOUCHES = Changed.of(*Touched)
LITTLE = Changed.of(Touched.SYNC)
"""What an exchange has changed that moved nothing: the list of exchanges alone."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The truth about what has reached the office."""

    status: SyncStatus
    today: date


@dataclass(frozen=True, slots=True)
class Running:
    """An exchange is on its way."""

    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """An exchange has ended well: what the office has taken, what still waits, how many rows came down."""

    sent: Acts
    waiting: Acts
    received: int


@dataclass(frozen=True, slots=True)
class Broken:
    """An exchange has failed; ``moved`` tells whether something had gone through by then."""

    error: AppError
    moved: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """The agent stopped the exchange."""


def read_status(core: Core, _report: Report) -> Ready:
    """Read what has reached the office."""
    return Ready(core.queries.sync_status(), core.today())


def run_sync(core: Core, report: Report) -> Done | Broken:
    """Exchange with the office once."""
    before = core.queries.sync_status()
    try:
        run = core.sync.run(report)
    except AppError as error:
        last = next(iter(core.queries.sync_status().runs), None)
        return Broken(error, moved=last is None or bool(last.sent or last.received))
    after = core.queries.sync_status()
    return Done(Acts.sent(run.sent, before, after), Acts.waiting(after), run.received)


class SyncPresenter(Presenter):
    """Shows what has reached the office."""

    shows = frozenset({Touched.SYNC, Touched.RECEIPTS, Touched.VISITS})

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Loading(), parent)

    def reload(self) -> None:
        self.read(partial(read_status, self.bench.core), self.enter, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self.enter(Failed(self.bench.sentence(error)))


class RunPresenter(Presenter):
    """Runs one exchange at a time; ``ended`` says with which failure, or with none."""

    ended = Signal(object)

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Idle(), parent)
        self._task: Task | None = None

    @property
    def running(self) -> bool:
        """Whether an exchange is on its way."""
        return self._task is not None

    def begin(self) -> None:
        """Exchange with the office, unless that is going on."""
        if self._task is not None:
            return
        job = partial(run_sync, self.bench.core)
        task = self._task = self.make(job, self._on_done, self._on_failed, TOUCHES)
        task.progressed.connect(self._on_progressed)
        task.cancelled.connect(self._on_cancelled)
        self.enter(Running())
        self.bench.runner.start(task, Lane.NETWORK)

    def cancel(self) -> None:
        """Stop at the next step."""
        if self._task is not None:
            self._task.cancel()

    def _on_progressed(self, progress: Progress) -> None:
        if self._task is not None:
            self.enter(Running(progress))

    def _on_done(self, done: Done | Broken) -> None:
        moved = done.moved if isinstance(done, Broken) else bool(done.sent.count or done.received)
        if self._task is not None and not moved:
            # Nobody's page is disturbed for nothing.
            self._task.changes = LITTLE
        if isinstance(done, Broken):
            self._on_failed(done.error)
            return
        self._task = None
        self.enter(done)
        self.ended.emit(None)

    def _on_cancelled(self) -> None:
        self._task = None
        self.enter(Stopped())
        self.ended.emit(None)

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        self.enter(Failed(self.bench.sentence(error)))
        self.ended.emit(error)
