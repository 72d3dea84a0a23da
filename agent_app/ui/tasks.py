"""Work off the GUI thread: lanes of threads, and tasks that report to the GUI thread by signals."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum, auto
from threading import Event
from time import monotonic

from PySide6.QtCore import QObject, Signal

from agent_app.domain.errors import AppError, EnvironmentFailure
from agent_app.services.changes import Changed
from agent_app.services.work import CancelledWorkError, Report

log = logging.getLogger(__name__)

Job = Callable[[Report], object]

# Nobody reads faster, and a queue of progress would keep the window from anything else.
_PAUSE = 0.05


class Lane(Enum):
    """Where a job waits its turn: one thread each, so that jobs of a lane keep their order."""

    DATABASE = auto()
    NETWORK = auto()
    PAPER = auto()


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a job is done; ``total`` is 0 while nobody knows."""

    done: int
    total: int


class Task(QObject):
    """One job on its way; born in the GUI thread, so that every slot runs there."""

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

    def __init__(self, job: Job, changes: Changed | None, parent: QObject) -> None:
        super().__init__(parent)
        self.changes = changes
        self._job = job
        self._stop = Event()
        self._told_at = float("-inf")

    def cancel(self) -> None:
        """Ask the job to end at its next report."""
        self._stop.set()

    def report(self, done: int, total: int) -> None:
        """Publish progress; the job calls this from the worker thread, as often as it likes."""
        self._refuse_if_stopped()
        now = monotonic()
        if done == total or now - self._told_at >= _PAUSE:
            self._told_at = now
            self.progressed.emit(Progress(done, total))

    def run(self) -> None:
        """Do the job, in the worker thread, and turn its end into signals."""
        try:
            self._refuse_if_stopped()
            self.succeeded.emit(self._job(self.report))
        except CancelledWorkError:
            self.cancelled.emit()
        except AppError as error:
            level = logging.WARNING if isinstance(error, EnvironmentFailure) else logging.INFO
            log.log(level, "not done: %s", error.code)
            self.failed.emit(error)
        except Exception as error:
            log.exception("failed")
            self.failed.emit(error)
        finally:
            self.finished.emit()

    def _refuse_if_stopped(self) -> None:
        if self._stop.is_set():
            raise CancelledWorkError


class Share(QObject):
    """One window's share of the runner: once the window rests, nothing is begun for it or told to it.

    Its core goes when what was under way has ended; whatever that would lead to must not come after.
    """

    changed = Signal(object)

    def __init__(self, runner: "Runner", parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._resting = False
        runner.changed.connect(self._on_changed)

    @property
    def busy(self) -> bool:
        """Whether any task, of whichever window, has not yet ended."""
        return self._runner.busy

    def make(self, job: Job, changes: Changed | None = None) -> Task:
        """Make a task, as the runner does."""
        return self._runner.make(job, changes)

    def start(self, task: Task, lane: Lane = Lane.DATABASE) -> None:
        """Put a task into a lane, unless the window rests."""
        if self._resting:
            task.deleteLater()
        else:
            self._runner.start(task, lane)

    def rest(self) -> None:
        """Begin nothing any more."""
        self._resting = True

    def _on_changed(self, changed: Changed) -> None:
        if not self._resting:
            self.changed.emit(changed)


class TaskRunner(QObject):
    """Owns every task until it has ended, and announces once what a finished one may have changed."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = {lane: ThreadPoolExecutor(1, thread_name_prefix=lane.name) for lane in Lane}
        self._tasks: set[Task] = set()
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether any task has not yet ended."""
        return bool(self._tasks)

    def make(self, job: Job, changes: Changed | None = None) -> Task:
        """Make a task that does nothing yet, so that its signals can be connected first."""
        return Task(job, changes, self)

    def start(self, task: Task, lane: Lane = Lane.DATABASE) -> None:
        """Put a task into a lane; after the shutdown nothing begins any more."""
        if self._closed:
            return
        self._tasks.add(task)
        task.finished.connect(self._on_finished)
        self._lanes[lane].submit(task.run)

    def shutdown(self) -> None:
        """Cancel all tasks and wait until no worker is left."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=True)
        self._tasks.clear()

    def _on_finished(self) -> None:
        task = self.sender()
        if not isinstance(task, Task):
            return
        self._tasks.discard(task)
        # The worker may still hold the Python object: only the event loop may end the Qt one.
        task.deleteLater()
        if task.changes is not None:
            self.changed.emit(task.changes)


Runner = TaskRunner | Share
