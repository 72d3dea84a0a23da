"""Writes lines of the due list to a workbook, where the agent wants it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject

from agent_app.runtime.durable import write_private
from agent_app.services.failures import FileUnwritableError
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Failed, Idle
from agent_app.ui.tasks import Progress, Task


@dataclass(frozen=True, slots=True)
class Exporting:
    """Lines are being read and written."""

    lines: int
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """They are in the file."""

    file_name: str
    lines: int


@dataclass(frozen=True, slots=True)
class ExportStopped:
    """The agent stopped it; no file was written."""


State = Idle | Exporting | Exported | ExportStopped | Failed


def export_lines(core: Core, month: str, lines: tuple[UUID, ...], path: Path, report: Report) -> Exported:
    """Write some lines to a file."""
    content = core.due_exports.workbook(month, lines, report)
    try:
        write_private(path, content)
    except OSError as error:
        raise FileUnwritableError(path.name) from error
    return Exported(path.name, len(lines))


class ExportPresenter(Presenter):
    """Runs one export at a time."""

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Idle(), parent)
        self._task: Task | None = None
        self._lines = 0

    def begin(self, month: str, lines: Sequence[UUID], path: Path) -> None:
        """Export some lines, unless others are being exported."""
        if self._task is not None:
            return
        self._lines = len(lines)
        job = partial(export_lines, self.bench.core, month, tuple(lines), path)
        task = self._task = self.make(job, self._on_exported, self._on_failed)
        task.progressed.connect(self._on_progressed)
        task.cancelled.connect(self._on_cancelled)
        self.enter(Exporting(self._lines))
        self.bench.runner.start(task)

    def cancel(self) -> None:
        """Stop at the next step."""
        if self._task is not None:
            self._task.cancel()

    def dismiss(self) -> None:
        """Put away what is said."""
        if self._task is None:
            self.enter(Idle())

    def _on_progressed(self, progress: Progress) -> None:
        if self._task is not None:
            self.enter(Exporting(self._lines, progress))

    def _on_exported(self, exported: Exported) -> None:
        self._task = None
        self.enter(exported)

    def _on_cancelled(self) -> None:
        self._task = None
        self.enter(ExportStopped())

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        self.enter(Failed(self.bench.sentence(error)))
