"""Makes a paper to look at, and draws those of its pages that somebody sees."""

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from agent_app.services.work import Report
from agent_app.ui.bench import Bench
from agent_app.ui.paper import PageSize, opened
from agent_app.ui.presenter import Presenter
from agent_app.ui.printing.choice import PrintChoice, on_roll, print_choice, roll_address, roll_printer
from agent_app.ui.printing.printers import Known, Printers
from agent_app.ui.printing.wanted import PaperWanted
from agent_app.ui.states import Failed
from agent_app.ui.tasks import Lane, Progress, Task


@dataclass(frozen=True, slots=True)
class Making:
    """The paper is being made."""

    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """It can be looked at; ``content`` is its PDF."""

    content: bytes
    sizes: tuple[PageSize, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """How the paper may be printed: what was chosen for its kind, and the printers that there are.

    ``roll`` is the address of a printer of rolls that takes this paper.
    """

    choice: PrintChoice
    known: Known
    roll: str = ""

    @property
    def gone(self) -> str:
        """Name the printer that was chosen and is no longer there."""
        there = {"", roll_printer(self.roll) if self.roll else "", *self.known.names}
        return "" if self.choice.printer in there else on_roll(self.choice.printer) or self.choice.printer


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page's picture; ``of`` is the content that it is a page of."""

    of: bytes
    page: int
    scale: float
    image: QImage


def measure(content: bytes, _report: Report) -> Shown:
    """Find out how many pages a paper has, and how large they are."""
    with opened(content) as document:
        return Shown(content, document.sizes())


def draw(content: bytes, page: int, scale: float, _report: Report) -> Drawn:
    """Draw one page."""
    with opened(content) as document:
        return Drawn(content, page, scale, document.draw(page, scale))


def look_up(wanted: PaperWanted, printers: Printers, _report: Report) -> Offer:
    """Find the printers, and what was chosen."""
    choice = print_choice(wanted.kind)
    least = max(1, wanted.own_copies)
    roll = roll_address() if wanted.sent is not None else ""
    return Offer(replace(choice, copies=max(least, choice.copies)), printers.known(), roll)


class PreviewPresenter(Presenter):
    """Has no more of a paper than its PDF: pictures are made for whoever asks, one after the other."""

    drawn = Signal(object)
    offered = Signal(object)

    def __init__(
        self, bench: Bench, printers: Printers, wanted: PaperWanted, parent: QObject | None = None
    ) -> None:
        super().__init__(bench, Making(), parent)
        self.wanted = wanted
        self.printers = printers
        self._task: Task | None = None
        self._asked: set[tuple[int, float]] = set()

    def begin(self) -> None:
        """Make the paper, and find the printers."""
        self.show_shape(self.wanted)

    def show_shape(self, wanted: PaperWanted) -> None:
        """Make the paper for what it is to be printed on, and find the printers."""
        self.stop()
        self.wanted = wanted
        self.enter(Making())
        self._task = self.make(partial(wanted.preview, self.bench.core), self._on_made, self._on_unmade)
        self._task.progressed.connect(self._on_progressed)
        self.bench.runner.start(self._task)
        self.seek_printers()

    def seek_printers(self) -> None:
        """Look which printers there are now."""
        job = partial(look_up, self.wanted, self.printers)
        self.bench.runner.start(self.make(job, self._on_offered, self._on_failed), Lane.PAPER)

    def ask_page(self, page: int, scale: float) -> None:
        """Ask for a page's picture, so many pixels to a point."""
        if isinstance(self.state, Shown) and (page, scale) not in self._asked:
            self._asked.add((page, scale))
            job = partial(draw, self.state.content, page, scale)
            self.bench.runner.start(self.make(job, self._on_drawn, self._on_failed), Lane.PAPER)

    def stop(self) -> None:
        """Give up what is being made."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _on_progressed(self, progress: Progress) -> None:
        if self.sender() is self._task:
            self.enter(Making(progress))

    def _on_made(self, content: bytes) -> None:
        if self.sender() is self._task:
            self._task = self.make(partial(measure, content), self._on_measured, self._on_unmade)
            self.bench.runner.start(self._task, Lane.PAPER)

    def _on_measured(self, shown: Shown) -> None:
        if self.sender() is self._task:
            self._task = None
            self._asked.clear()
            self.enter(shown)

    def _on_unmade(self, error: Exception) -> None:
        if self.sender() is self._task:
            self._on_failed(error)

    def _on_drawn(self, drawn: Drawn) -> None:
        self._asked.discard((drawn.page, drawn.scale))
        if isinstance(self.state, Shown) and drawn.of is self.state.content:
            self.drawn.emit(drawn)

    def _on_offered(self, offer: Offer) -> None:
        self.offered.emit(offer)

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        self.enter(Failed(self.bench.sentence(error)))
