"""Takes in a monthly list in the background: read it, show what it comes to, swap it in when told to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from agent_app.domain.due_layout import ColumnReading
from agent_app.domain.errors import InputError
from agent_app.runtime.durable import write_private
from agent_app.services.changes import Changed, Touched
from agent_app.services.due_lists import ImportResult, Prepared, Undone
from agent_app.services.failures import FileUnwritableError
from agent_app.services.import_lines import ProposalLine
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Failed, Idle
from agent_app.ui.tasks import Progress, Task
from agent_app.ui.words import _

_NO_HEADER = "workbook.no_header"
_NO_MONTH = "workbook.no_month"
TOUCHES = Changed.of(Touched.DUE_LIST, Touched.PEOPLE)


@dataclass(frozen=True, slots=True)
class Importing:
    """A workbook is being read, or its list being swapped in."""

    file_name: str
    progress: Progress | None = None
    storing: bool = False


@dataclass(frozen=True, slots=True)
class Previewed:
    """What an import would come to; ``replaces`` says that the month has another list now.

    ``guessed`` says that nothing in the file tells the month: this month is only a beginning.
    """

    prepared: Prepared
    replaces: bool
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """No caption of the file is known; ``columns`` are what they may be about, for the agent to say."""

    file_name: str
    columns: tuple[ColumnReading, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """The list has been swapped in; ``replaced`` says that the month had another one before.

    ``path`` is where the file lies; ``proposals`` are people and households who may be one; ``said`` tells
    what was done with the report.
    """

    file_name: str
    result: ImportResult
    replaced: bool
    path: Path | None = None
    proposals: tuple[ProposalLine, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The last import was undone; ``lines`` counts those of the list that is shown again."""

    month: str
    lines: int | None


@dataclass(frozen=True, slots=True)
class Stopped:
    """The agent stopped the import; nothing has changed."""


State = Idle | Importing | Previewed | Unread | Imported | TakenBack | Stopped | Failed


def prepare(core: Core, file: "ChosenFile", report: Report) -> Previewed | Unread:
    """Read a workbook and hold it against what is known; what nobody can know, the agent may say."""
    guessed = False
    try:
        prepared = core.due_lists.prepare(file.path, report, file.month, file.columns)
    except InputError as problem:
        if problem.code == _NO_HEADER:
            return _unread(core, file, report, problem)
        if problem.code != _NO_MONTH:
            raise
        guessed = True
        prepared = core.due_lists.prepare(file.path, report, f"{core.today():%Y-%m}", file.columns)
    return Previewed(prepared, prepared.reading.month in core.queries.due_months(), guessed)


def _unread(core: Core, file: "ChosenFile", report: Report, problem: InputError) -> Unread:
    layout = core.due_lists.layout(file.path, report, file.columns)
    columns = tuple(each for sheet in layout.sheets for each in sheet.columns if each.caption)
    if not columns:
        raise problem
    return Unread(file.path.name, columns)


def swap_in(core: Core, previewed: Previewed, path: Path, report: Report) -> Imported:
    """Put the list that was looked at in its month's place."""
    result = core.due_lists.commit(previewed.prepared, report)
    proposals = tuple(core.imports.proposals())
    return Imported(previewed.prepared.file_name, result, previewed.replaces, path, proposals)


def save_report(core: Core, imported: Imported, path: Path, _report: Report) -> Imported:
    """Write an import's report where the agent wants it."""
    content = core.imports.workbook(imported.result.import_id)
    try:
        write_private(path, content)
    except OSError as error:
        raise FileUnwritableError(path.name) from error
    return replace(imported, said=_("Đã ghi báo cáo {file_name}").format(file_name=path.name))


def settle(core: Core, imported: Imported, proposal: ProposalLine, joined: bool, _report: Report) -> Imported:  # noqa: FBT001
    """Join two who are one, or keep them apart."""
    core.imports.settle(proposal.id, joined=joined)
    return replace(imported, proposals=tuple(core.imports.proposals()))


def take_back(core: Core, month: str, _report: Report) -> Undone:
    """Show again what a month showed before."""
    return core.imports.undo(month)


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """The file that is being imported, with what the agent has said of it."""

    path: Path
    month: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


class ImportPresenter(Presenter):
    """Runs one import at a time."""

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Idle(), parent)
        self._task: Task | None = None
        self._file: ChosenFile | None = None
        self._storing = False

    def begin(self, path: Path) -> None:
        """Read a file, unless one is being read."""
        if self._task is None:
            self._file = ChosenFile(path)
            self._read()

    def name_columns(self, columns: Mapping[str, str]) -> None:
        """Read the file again, with columns that the agent has named."""
        if self._task is None and self._file is not None:
            self._file = replace(self._file, columns={**self._file.columns, **columns})
            self._read()

    def choose_month(self, month: str) -> None:
        """Read the file again, as the list of another month."""
        if self._task is None and self._file is not None:
            self._file = replace(self._file, month=month)
            self._read()

    def confirm(self) -> None:
        """Put the list that is shown in its month's place."""
        state = self.state
        if self._task is None and self._file is not None and isinstance(state, Previewed):
            job = partial(swap_in, self.bench.core, state, self._file.path)
            self._start(self.make(job, self._on_imported, self._on_failed, TOUCHES), storing=True)

    def undo(self) -> None:
        """Take the import back that has just been made."""
        state = self.state
        if self._task is None and isinstance(state, Imported):
            job = partial(take_back, self.bench.core, state.result.month)
            self._start(self.make(job, self._on_undone, self._on_failed, TOUCHES), storing=True)

    def save_report(self, path: Path) -> None:
        """Write the report of the import that has just been made."""
        state = self.state
        if self._task is None and isinstance(state, Imported):
            job = partial(save_report, self.bench.core, state, path)
            self._task = self.make(job, self._on_imported, self._on_unsaved)
            self.bench.runner.start(self._task)

    def settle(self, proposal: ProposalLine, *, joined: bool) -> None:
        """Say whether two are one."""
        state = self.state
        if self._task is None and isinstance(state, Imported):
            job = partial(settle, self.bench.core, state, proposal, joined)
            self._task = self.make(job, self._on_imported, self._on_unsaved, TOUCHES)
            self.bench.runner.start(self._task)

    def cancel(self) -> None:
        """Stop the import at its next step."""
        if self._task is not None:
            self._task.cancel()

    def dismiss(self) -> None:
        """Put away what is shown."""
        if self._task is None:
            self._file = None
            self.enter(Idle())

    def _read(self) -> None:
        if self._file is not None:
            job = partial(prepare, self.bench.core, self._file)
            self._start(self.make(job, self._on_prepared, self._on_failed), storing=False)

    def _start(self, task: Task, *, storing: bool) -> None:
        task.progressed.connect(self._on_progressed)
        task.cancelled.connect(self._on_cancelled)
        self._task, self._storing = task, storing
        self._on_progressed(None)
        self.bench.runner.start(task)

    def _on_progressed(self, progress: Progress | None) -> None:
        if self._task is not None and self._file is not None:
            self.enter(Importing(self._file.path.name, progress, self._storing))

    def _on_prepared(self, previewed: Previewed | Unread) -> None:
        self._task = None
        if isinstance(previewed, Unread):
            self.enter(previewed)
            return
        prepared = previewed.prepared
        if prepared.unchanged is not None:
            same = ImportResult(prepared.unchanged, prepared.reading, prepared.report, unchanged=True)
            path = self._file.path if self._file is not None else None
            self.enter(Imported(prepared.file_name, same, replaced=False, path=path))
        else:
            self.enter(previewed)

    def _on_imported(self, imported: Imported) -> None:
        self._task = None
        self.enter(imported)

    def _on_unsaved(self, error: Exception) -> None:
        """Let the import itself stand, whatever happened to its report."""
        self._task = None
        if isinstance(self.state, Imported):
            self.enter(replace(self.state, said=self.bench.sentence(error)))

    def _on_undone(self, undone: Undone) -> None:
        self._task = None
        back = undone.back
        self.enter(TakenBack(undone.undone.report.month, back.report.accepted if back else None))

    def _on_cancelled(self) -> None:
        self._task = None
        self.enter(Stopped())

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        self.enter(Failed(self.bench.sentence(error)))
