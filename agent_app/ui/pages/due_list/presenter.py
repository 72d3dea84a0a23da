"""Keeps what the agent filters the due list by, and reads it: of many wishes only the newest."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import cast

from PySide6.QtCore import QObject, Signal

from agent_app.domain.due_list import Scheme
from agent_app.domain.visit import Outcome
from agent_app.services.changes import Touched
from agent_app.services.due_choices import DueGrouping, DueOrder, DueWindow, PromiseWindow
from agent_app.services.lines import DueFilter
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.pages.due_list.display import DueDisplay, keep_display
from agent_app.ui.pages.due_list.reading import Asked, Page, Ready, read_list, read_page
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Failed, Loading

State = Loading | Failed | Ready
LastVisit = Outcome | PromiseWindow | bool | None
"""What the last visit came to; ``False`` for whom nobody has visited."""

_MOST_WAITING = 3


def keep_chosen(display: DueDisplay, _report: Report) -> None:
    """Keep how the list is shown."""
    keep_display(display)


class DueListPresenter(Presenter):
    """Shows who is due."""

    shows = frozenset({Touched.DUE_LIST, Touched.PEOPLE, Touched.VISITS, Touched.RECEIPTS})
    page_read = Signal(object)
    page_missed = Signal(object)

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Loading(), parent)
        self.wanted = DueFilter()
        self.mine = True
        self.around = 0
        self.display: DueDisplay | None = None
        self._reading: Asked | None = None
        self._again = False
        self._known: tuple[tuple[str, ...], tuple[str, ...]] | None = None
        self._pages: list[int] = []
        self._page: int | None = None

    def filter_text(self, text: str) -> None:
        """Show only lines that have these words."""
        self._want(replace(self.wanted, text=text))

    def filter_hamlet(self, hamlet: str | None) -> None:
        """Show only one hamlet, or all."""
        self._want(replace(self.wanted, hamlet=hamlet))

    def filter_scheme(self, scheme: Scheme | None) -> None:
        """Show only one scheme, or both."""
        self._want(replace(self.wanted, scheme=scheme))

    def filter_window(self, window: DueWindow | None) -> None:
        """Show only whose cover ends then."""
        self._want(replace(self.wanted, window=window))

    def filter_visit(self, last: LastVisit) -> None:
        """Show only whom the last visit brought to this."""
        self._want(
            replace(
                self.wanted,
                outcome=last if isinstance(last, Outcome) else None,
                promise=last if isinstance(last, PromiseWindow) else None,
                unvisited=last is False,
            )
        )

    def filter_unanswered(self, unanswered: object) -> None:
        """Leave out whom a receipt renews, or show all."""
        self._want(replace(self.wanted, unanswered=bool(unanswered)))

    def forget_filters(self) -> None:
        """Show the whole list of the month."""
        self._want(DueFilter(month=self.wanted.month))

    def choose_month(self, month: str | None) -> None:
        """Show the list of another month."""
        self._known = None
        self._want(replace(self.wanted, month=month, hamlet=None))

    def choose_mine(self, mine: object) -> None:
        """Show one's own lines only, or those of other collectors, too."""
        if self.mine != bool(mine):
            self.mine = bool(mine)
            self.around = 0
            self._read_list()

    def sort_by(self, order: DueOrder) -> None:
        """Sort by a column; once more turns it around."""
        shown = self.display or DueDisplay()
        turned = shown.order is order and not shown.descending
        self._display_as(replace(shown, order=order, descending=turned))

    def group_by(self, grouping: DueGrouping) -> None:
        """Put the lines under other headers."""
        self._display_as(replace(self.display or DueDisplay(), grouping=grouping))

    def hide_columns(self, hidden: tuple[str, ...]) -> None:
        """Keep which columns are not seen."""
        self._display_as(replace(self.display or DueDisplay(), hidden=hidden))

    def look_at(self, line: int) -> None:
        """Say which line is at the top: a list that is read anew is read there."""
        self.around = line

    def ask_page(self, number: int) -> None:
        """Read a page; whoever scrolls fast has soon forgotten all but the last few."""
        self._pages.append(number)
        for page in self._pages[:-_MOST_WAITING]:
            self.page_missed.emit(page)
        del self._pages[:-_MOST_WAITING]
        self._read_next()

    def reload(self) -> None:
        """Read everything anew: what is stored has changed."""
        self._known = None
        self._read_list()

    def _read_list(self) -> None:
        if self._reading is not None:
            self._again = True
            return
        self._again = False
        self._reading = Asked(self.wanted, self.mine, self.around, self.display, self._known)
        self.read(partial(read_list, self.bench.core, self._reading), self._on_read, self._on_failed)

    def _want(self, wanted: DueFilter) -> None:
        if wanted != self.wanted:
            self.wanted, self.around = wanted, 0
            self._read_list()

    def _display_as(self, display: DueDisplay) -> None:
        if display == self.display:
            return
        self.display, self.around = display, 0
        self.bench.runner.start(self.bench.runner.make(partial(keep_chosen, display)))
        self._read_list()

    def _on_read(self, ready: Ready) -> None:
        asked, self._reading = self._reading, None
        # Someone who types quickly has already asked for something else.
        if asked is not None and (asked.wanted, asked.mine) == (self.wanted, self.mine):
            self.display = self.display or ready.display
            if ready.display == self.display:
                self._pages.clear()
                # A list that was asked for meanwhile may have been stored after this one was read.
                self._known = None if self._again else (ready.months, ready.hamlets)
                self.enter(ready)
        if self._again:
            self._read_list()

    def _on_failed(self, error: Exception) -> None:
        self._reading = None
        self.enter(Failed(self.bench.sentence(error)))
        if self._again:
            self._read_list()

    def _read_next(self) -> None:
        state = self.state
        if self._page is not None or not self._pages or not isinstance(state, Ready):
            return
        self._page = self._pages.pop()
        job: Callable[[Report], Page] = partial(read_page, self.bench.core, state, self._page)
        self.read(job, self._on_page, self._on_page_failed)

    def _on_page(self, page: Page) -> None:
        self._page = None
        state = self.state
        if isinstance(state, Ready) and page.listed is state.listed:
            self.page_read.emit(page)
        self._read_next()

    def _on_page_failed(self, error: Exception) -> None:
        missed, self._page = cast("int", self._page), None
        self.page_missed.emit(missed)
        self.enter(Failed(self.bench.sentence(error)))
