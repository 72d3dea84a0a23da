"""Reads the due list, a page of lines at a time, and keeps what the agent filters by."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QObject

from agent_app.services.changes import Touched
from agent_app.services.lines import DueFilter, DueLine
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Failed, Loading

PAGE_SIZE = 200


@dataclass(frozen=True, slots=True)
class DueShown:
    """A line as shown on a civil date; ``begins`` says that its household's lines begin here.

    A household is told from its neighbours by who is listed first in it: of many, only the hamlet is known.
    """

    line: DueLine
    begins: bool
    today: date


@dataclass(frozen=True, slots=True)
class Ready:
    """What the page shows; ``total`` counts the lines that the filter lets through, ``open`` the unpaid.

    ``others`` counts those that name another collector; while ``mine`` is on, they are hidden.
    """

    wanted: DueFilter
    months: tuple[str, ...]
    hamlets: tuple[str, ...]
    rows: tuple[DueShown, ...]
    total: int
    open: int
    mine: bool = True
    others: int = 0

    @property
    def month(self) -> str | None:
        """The month that is shown."""
        return self.wanted.month or (self.months[0] if self.months else None)

    @property
    def filtered(self) -> bool:
        """Whether a filter may be hiding lines."""
        return bool(self.wanted.text or self.wanted.hamlet)


State = Loading | Failed | Ready


def read_page(core: Core, wanted: DueFilter, mine: bool, _report: Report) -> Ready:  # noqa: FBT001
    """Read one page of the list and what it can be filtered by."""
    queries, today = core.queries, core.today()
    own = replace(wanted, agent=queries.agent_code())
    chosen = own if mine else wanted
    total, everybody = queries.due_count(own), queries.due_count(wanted)
    return Ready(
        wanted,
        tuple(queries.due_months()),
        tuple(queries.hamlets(wanted.month)),
        _shown(queries.due_lines(chosen), today),
        total if mine else everybody,
        queries.due_count(replace(chosen, unanswered=True)),
        mine,
        everybody - total,
    )


def _shown(lines: list[DueLine], today: date) -> tuple[DueShown, ...]:
    begins = [True, *(one.household_id != other.household_id for one, other in pairwise(lines))]
    return tuple(DueShown(line, first, today) for line, first in zip(lines, begins, strict=False))


class DueListPresenter(Presenter):
    """Shows who is due."""

    shows = frozenset({Touched.DUE_LIST, Touched.PEOPLE, Touched.VISITS, Touched.RECEIPTS})

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Loading(), parent)
        self.wanted = DueFilter(limit=PAGE_SIZE)
        self.mine = True

    def filter_text(self, text: str) -> None:
        """Show only lines that have these words."""
        self._want(replace(self.wanted, text=text, offset=0))

    def filter_hamlet(self, hamlet: str | None) -> None:
        """Show only one hamlet, or all."""
        self._want(replace(self.wanted, hamlet=hamlet, offset=0))

    def choose_month(self, month: str | None) -> None:
        """Show the list of another month."""
        self._want(replace(self.wanted, month=month, hamlet=None, offset=0))

    def choose_mine(self, mine: object) -> None:
        """Show one's own lines only, or those of other collectors, too."""
        if self.mine != bool(mine):
            self.mine = bool(mine)
            self.wanted = replace(self.wanted, offset=0)
            self.reload()

    def turn(self, pages: int) -> None:
        """Turn pages forward or back."""
        self._want(replace(self.wanted, offset=max(0, self.wanted.offset + pages * PAGE_SIZE)))

    def reload(self) -> None:
        self.read(partial(read_page, self.bench.core, self.wanted, self.mine), self._on_read, self._on_failed)

    def _want(self, wanted: DueFilter) -> None:
        if wanted != self.wanted:
            self.wanted = wanted
            self.reload()

    def _on_read(self, ready: Ready) -> None:
        # Someone who types quickly has already asked for something else.
        if (ready.wanted, ready.mine) == (self.wanted, self.mine):
            self.enter(ready)

    def _on_failed(self, error: Exception) -> None:
        self.enter(Failed(self.bench.sentence(error)))
