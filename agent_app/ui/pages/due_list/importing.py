"""Takes in a monthly list in the background."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from agent_app.services.changes import Changed, Touched
from agent_app.services.due_lists import ImportResult
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Failed, Idle
from agent_app.ui.tasks import Progress, Task

TOUCHES = Changed.of(Touched.DUE_LIST, Touched.PEOPLE)


@dataclass(frozen=True, slots=True)
class Importing:
    """A workbook is being read."""

    file_name: str
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """The list has been swapped in; ``replaced`` says that the month had another one before."""

    file_name: str
    result: ImportResult
    replaced: bool
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Stopped:
    """The agent stopped the import; nothing has changed."""


State = Idle | Importing | Imported | Stopped | Failed


def import_file(core: Core, path: Path, report: Report) -> Imported:
    """Read a workbook and swap its list in."""
    before = frozenset(core.queries.due_months())
    result = core.due_lists.import_file(path, report)
    return Imported(path.name, result, result.month in before, path)


class ImportPresenter(Presenter):
    """Runs one import at a time."""

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Idle(), parent)
        self._task: Task | None = None
        self._file_name = ""

    def begin(self, path: Path) -> None:
        """Import a file, unless one is being imported."""
        if self._task is not None:
            return
        self._file_name = path.name
        task = self.make(
            partial(import_file, self.bench.core, path), self._on_imported, self._on_failed, TOUCHES
        )
        task.progressed.connect(self._on_progressed)
        task.cancelled.connect(self._on_cancelled)
        self._task = task
        self.enter(Importing(path.name))
        self.bench.runner.start(task)

    def cancel(self) -> None:
        """Stop the import at its next step."""
        if self._task is not None:
            self._task.cancel()

    def dismiss(self) -> None:
        """Put the result away."""
        if self._task is None:
            self.enter(Idle())

    def _on_progressed(self, progress: Progress) -> None:
        if self._task is not None:
            self.enter(Importing(self._file_name, progress))

    def _on_imported(self, imported: Imported) -> None:
        self._task = None
        self.enter(imported)

    def _on_cancelled(self) -> None:
        self._task = None
        self.enter(Stopped())

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        self.enter(Failed(self.bench.sentence(error)))
