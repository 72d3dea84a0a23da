"""What all presenters do: hold one frozen state, load it in a task, reload when its kinds have changed."""

from collections.abc import Callable
from typing import ClassVar, TypeVar

from PySide6.QtCore import QObject, Signal

from agent_app.services.changes import Changed, Touched
from agent_app.services.work import Report
from agent_app.ui.bench import Bench
from agent_app.ui.tasks import Task

T = TypeVar("T")


class Presenter(QObject):
    """Has no widgets; a view renders each state that it enters."""

    state_changed = Signal(object)
    shows: ClassVar[frozenset[Touched]] = frozenset()

    def __init__(self, bench: Bench, state: object, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bench = bench
        self._state = state
        self._active = False
        self._stale = True
        bench.runner.changed.connect(self._on_changed)

    @property
    def state(self) -> object:
        """The state that the view shows."""
        return self._state

    def enter(self, state: object) -> None:
        """Take a state and tell."""
        self._state = state
        self.state_changed.emit(state)

    def set_active(self, *, active: bool) -> None:
        """Say whether the page is seen; a page that is not seen reads nothing."""
        self._active = active
        if active and self._stale:
            self._stale = False
            self.reload()

    def reload(self) -> None:
        """Read the state anew; a presenter that reads says how."""

    def make(
        self,
        job: Callable[[Report], T],
        then: Callable[[T], None],
        otherwise: Callable[[Exception], None],
        changes: Changed | None = None,
    ) -> Task:
        """Make a task and connect it to two methods of this presenter; it still has to be started."""
        task = self.bench.runner.make(job, changes)
        task.succeeded.connect(then)
        task.failed.connect(otherwise)
        return task

    def read(
        self,
        job: Callable[[Report], T],
        then: Callable[[T], None],
        otherwise: Callable[[Exception], None],
    ) -> None:
        """Read something from the store in a task."""
        self.bench.runner.start(self.make(job, then, otherwise))

    def _on_changed(self, changed: Changed) -> None:
        if changed.kinds & self.shows:
            self._stale = True
            self.set_active(active=self._active)
