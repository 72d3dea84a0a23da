"""A dialog's one act: it is done in a task, and what keeps it from being done is said."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from agent_app.services.changes import Changed
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.people.saved import Saved
from agent_app.ui.presenter import Presenter


@dataclass(frozen=True, slots=True)
class Acting:
    """Whether it is being done, and what stands against it."""

    saving: bool = False
    trouble: str = ""


class ActPresenter(Presenter):
    """Does one thing at a time; ``read_in`` has what was asked for, ``saved`` what was kept."""

    read_in = Signal(object)
    saved = Signal(object)

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Acting(), parent)

    @property
    def acting(self) -> Acting:
        """How it stands."""
        return self.state if isinstance(self.state, Acting) else Acting()

    def ask(self, job: Callable[[Report], object]) -> None:
        """Read what the dialog shows."""
        self.read(job, self._on_read, self._on_failed)

    def do(self, job: Callable[[Report], Saved], changes: Changed) -> None:
        """Keep something."""
        if not self.acting.saving:
            self.enter(Acting(saving=True))
            self.bench.runner.start(self.make(job, self._on_saved, self._on_failed, changes))

    def refuse(self, trouble: str) -> None:
        """Say why it is not kept."""
        self.enter(replace(self.acting, trouble=trouble))

    def _on_read(self, answer: object) -> None:
        self.read_in.emit(answer)

    def _on_saved(self, saved: Saved) -> None:
        self.enter(Acting())
        self.saved.emit(saved)

    def _on_failed(self, error: Exception) -> None:
        self.enter(Acting(trouble=self.bench.sentence(error)))
