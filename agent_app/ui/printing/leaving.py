"""Lets papers leave: printed or saved, and logged before anything leaves."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrinter

from agent_app.domain.print_log import PrintWay
from agent_app.runtime.durable import write_private
from agent_app.services.changes import Changed, Touched
from agent_app.services.failures import FileUnwritableError
from agent_app.services.printer_failures import PrinterRefusedError
from agent_app.services.work import Report
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.presenter import Presenter
from agent_app.ui.printing.choice import PrintChoice, keep_print_choice, on_roll
from agent_app.ui.printing.pressing import press
from agent_app.ui.printing.printers import Printers
from agent_app.ui.printing.wanted import PaperWanted, PrintRun
from agent_app.ui.states import Failed, Idle
from agent_app.ui.tasks import Lane, Progress, Task
from agent_app.ui.words import _


@dataclass(frozen=True, slots=True)
class Leaving:
    """A paper is on its way; ``words`` say which and where to."""

    words: str
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """It has left; ``printed`` onto paper, else into a file."""

    words: str
    printed: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """Somebody has stopped it."""

    words: str


State = Idle | Leaving | Left | Stopped | Failed


@dataclass(frozen=True, slots=True)
class _Kept:
    """A print that is logged and has not left yet: whoever tries again needs no other."""

    wanted: PaperWanted
    run: PrintRun
    content: bytes


def open_printer(printers: Printers, name: str, _report: Report) -> QPrinter:
    """Find a printer before anything is logged."""
    return printers.open(name)


def print_out(
    content: bytes, printer: QPrinter, wanted: PaperWanted, choice: PrintChoice, report: Report
) -> int:
    """Print a paper, and keep for its kind how."""
    # A form that numbers its copies has them all in its PDF.
    sheets = press(content, printer, choice.sheet, 1 if wanted.own_copies else choice.copies, report)
    keep_print_choice(wanted.kind, choice)
    return sheets


def find_room(path: Path, _report: Report) -> Path:
    """Find out before anything is logged whether a folder takes a file."""
    try:
        TemporaryFile(dir=path.parent).close()
    except OSError as error:
        raise FileUnwritableError(path.name) from error
    return path


def save_file(content: bytes, path: Path, _report: Report) -> Path:
    """Write a paper to a file."""
    try:
        write_private(path, content)
    except OSError as error:
        raise FileUnwritableError(path.name) from error
    return path


_NONE = PrintChoice()


@dataclass(frozen=True, slots=True)
class _Errand:
    """What is under way: a paper and how it leaves, onto a printer or into a file."""

    wanted: PaperWanted
    run: PrintRun
    choice: PrintChoice = _NONE
    printer: QPrinter | None = None
    path: Path | None = None


def send_out(address: str, errand: _Errand, core: Core, report: Report) -> int:
    """Send a paper to a printer of rolls; the core logs it as soon as the printer is there."""
    if errand.wanted.sent is not None:
        errand.wanted.sent(address, errand.run, core, report)
    keep_print_choice(errand.wanted.kind, errand.choice)
    return errand.run.copies


class LeavingPresenter(Presenter):
    """One paper leaves at a time, whoever looks at it: find the printer, log the print, print it."""

    def __init__(self, bench: Bench, printers: Printers, parent: QObject | None = None) -> None:
        super().__init__(bench, Idle(), parent)
        self.printers = printers
        self._task: Task | None = None
        self._errand: _Errand | None = None
        self._kept: _Kept | None = None
        # A step that says nothing of how far it is does not hear that it was stopped.
        self._given_up = False
        self._unseen = False

    @property
    def busy(self) -> bool:
        """Whether a paper is on its way."""
        return self._errand is not None

    def print(self, wanted: PaperWanted, choice: PrintChoice, printer: QPrinter | None = None) -> None:
        """Print a paper on the printer that is chosen, or on one that somebody has set up."""
        if self.busy:
            return
        address = on_roll(choice.printer)
        way = PrintWay.ROLL if address else PrintWay.PRINTER
        self._errand = _Errand(wanted, PrintRun(way, choice.copies), choice, printer)
        self._tell(None)
        if address and wanted.sent is not None:
            sent = partial(send_out, address, self._errand, self.bench.core)
            task = self.make(sent, self._on_printed, self._on_failed, Changed.of(Touched.PRINTS))
            self._start(task, Lane.PAPER)
        elif printer is None:
            job = partial(open_printer, self.printers, choice.printer)
            self._start(self.make(job, self._on_opened, self._on_failed), Lane.PAPER)
        else:
            self._log()

    def save(self, wanted: PaperWanted, path: Path, copies: int = 1) -> None:
        """Write a paper to a file."""
        if self.busy:
            return
        self._errand = _Errand(wanted, PrintRun(PrintWay.PDF, copies), path=path)
        self._tell(None)
        self._start(self.make(partial(find_room, path), self._on_room, self._on_failed), Lane.PAPER)

    def cancel(self) -> None:
        """Stop before the next step, or between two sheets."""
        self._given_up = self.busy
        if self._task is not None:
            self._task.cancel()

    def dismiss(self) -> None:
        """Put away what is said."""
        if not self.busy:
            self.enter(Idle())

    def forget(self) -> None:
        """Keep no print that has not left, now or at its end: nobody looks at its paper any more."""
        self._unseen = self.busy
        if not self.busy:
            self._kept = None

    def _log(self) -> None:
        """Log the print, unless it is logged and could not leave."""
        errand, kept = self._errand, self._kept
        if errand is None:
            return
        if kept is not None and (kept.wanted, kept.run) == (errand.wanted, errand.run):
            self._on_logged(kept.content)
            return
        job = partial(errand.wanted.logged(errand.run), self.bench.core)
        self._start(self.make(job, self._on_logged, self._on_failed, Changed.of(Touched.PRINTS)))

    def _start(self, task: Task, lane: Lane = Lane.DATABASE) -> None:
        self._task = task
        task.progressed.connect(self._on_progressed)
        task.cancelled.connect(self._on_cancelled)
        self.bench.runner.start(task, lane)

    def _tell(self, progress: Progress | None) -> None:
        if self._errand is not None:
            verb = _("Đang in") if self._errand.path is None else _("Đang lưu")
            self.enter(Leaving(f"{verb} {self._errand.wanted.title}", progress))

    def _on_opened(self, printer: QPrinter) -> None:
        if self._given_up:
            self._on_cancelled()
        elif self._errand is not None:
            self._errand = replace(self._errand, printer=printer)
            self._log()

    def _on_room(self, _path: Path) -> None:
        if self._given_up:
            self._on_cancelled()
        else:
            self._log()

    def _on_logged(self, content: bytes) -> None:
        errand = self._errand
        if errand is None:
            return
        self._kept = _Kept(errand.wanted, errand.run, content)
        # How far the drawing was says nothing of sheets.
        self._tell(None)
        if self._given_up:
            self._on_cancelled()
        elif errand.path is not None:
            job = partial(save_file, content, errand.path)
            self._start(self.make(job, self._on_saved, self._on_failed), Lane.PAPER)
        elif errand.printer is not None:
            out = partial(print_out, content, errand.printer, errand.wanted, errand.choice)
            self._start(self.make(out, self._on_printed, self._on_failed), Lane.PAPER)

    def _on_progressed(self, progress: Progress) -> None:
        if self.sender() is self._task:
            self._tell(progress)

    def _on_printed(self, sheets: int) -> None:
        if (errand := self._errand) is not None:
            words = _("Đã gửi {sheets} tờ tới máy in {printer}: {title}.")
            title, printer = errand.wanted.title, on_roll(errand.choice.printer) or errand.choice.printer
            self._end(Left(words.format(sheets=sheets, printer=printer, title=title), printed=True))

    def _on_saved(self, path: Path) -> None:
        self._end(Left(_("Đã ghi tệp {name}.").format(name=path.name), printed=False))

    def _on_cancelled(self) -> None:
        state = self.state
        progress = state.progress if isinstance(state, Leaving) else None
        if self._kept is None or progress is None or not progress.done:
            self._end(Stopped(_("Đã dừng, chưa in tờ nào.")), self._kept)
            return
        words = _("Đã dừng sau {done}/{total} tờ. Tờ nào máy in đã nhận thì vẫn in ra.")
        self._end(Stopped(words.format(done=progress.done, total=progress.total)))

    def _on_failed(self, error: Exception) -> None:
        # Sheets that have left make the next print a reprint.
        begun = isinstance(error, PrinterRefusedError) and error.sheets > 0
        self._end(Failed(self.bench.sentence(error)), None if begun else self._kept)

    def _end(self, state: State, kept: _Kept | None = None) -> None:
        self._task = self._errand = None
        self._kept = None if self._unseen else kept
        self._given_up = self._unseen = False
        self.enter(state)
