"""Reads the due list in a task: all ids and headers at once, the lines themselves a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, pairwise
from uuid import UUID

from agent_app.services.due_choices import DueGrouping, DueOrder, DueRows
from agent_app.services.lines import DueFilter, DueLine
from agent_app.services.ports import Report
from agent_app.ui.core import Core
from agent_app.ui.long_rows import PAGE_SIZE
from agent_app.ui.pages.due_list.display import DueDisplay, kept_display


@dataclass(frozen=True, slots=True)
class DueShown:
    """A line as shown on a civil date; ``begins`` says that its household's lines begin here.

    A household is told from its neighbours by who is listed first in it: of many, only the hamlet is known.
    ``hamlet_said`` says that a header names the hamlet.
    """

    line: DueLine
    begins: bool
    today: date
    hamlet_said: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: which lines, one's own or all, around which line.

    ``display`` and ``known``, the months and hamlets, are left to be read where they may be others by now.
    """

    wanted: DueFilter
    mine: bool
    around: int = 0
    display: DueDisplay | None = None
    known: tuple[tuple[str, ...], tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines of a list that was read before."""

    listed: DueRows
    number: int
    rows: tuple[DueShown, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """What the page shows; ``listed`` is what the filter lets through, ``open`` counts the unpaid of it.

    ``others`` counts those that name another collector; while ``mine`` is on, they are hidden.
    """

    wanted: DueFilter
    display: DueDisplay
    months: tuple[str, ...]
    hamlets: tuple[str, ...]
    listed: DueRows
    pages: dict[int, tuple[DueShown, ...]]
    open: int
    today: date
    mine: bool = True
    others: int = 0
    agent: str | None = field(default=None, repr=False)

    @property
    def total(self) -> int:
        """How many lines there are."""
        return len(self.listed.ids)

    @property
    def rows(self) -> tuple[DueShown, ...]:
        """The lines that have been read."""
        return tuple(chain.from_iterable(self.pages[page] for page in sorted(self.pages)))

    @property
    def month(self) -> str | None:
        """The month that is shown."""
        return self.wanted.month or (self.months[0] if self.months else None)

    @property
    def filtered(self) -> bool:
        """Whether a filter may be hiding lines."""
        wanted = self.wanted
        chosen = (wanted.text, wanted.hamlet, wanted.scheme, wanted.window, wanted.outcome, wanted.promise)
        return any(chosen) or wanted.unvisited or wanted.unanswered

    @property
    def asks(self) -> DueFilter:
        """What the store was asked."""
        return replace(self.wanted, today=self.today, agent=self.agent if self.mine else None)


def read_list(core: Core, asked: Asked, _report: Report) -> Ready:
    """Read a list and the lines around one of them, and what it can be filtered by."""
    queries, today = core.queries, core.today()
    display = asked.display or kept_display()
    wanted = replace(
        asked.wanted, order=display.order, descending=display.descending, grouping=display.grouping
    )
    everybodys = replace(wanted, today=today)
    own = replace(everybodys, agent=queries.agent_code())
    chosen = own if asked.mine else everybodys
    listed = queries.due_rows(chosen, own.agent)
    tally = listed.tally
    months, hamlets = asked.known or (tuple(queries.due_months()), tuple(queries.hamlets(wanted.month)))
    page = min(asked.around, max(0, len(listed.ids) - 1)) // PAGE_SIZE
    pages = {page: shown_page(core, wanted, listed, page, today)} if len(listed.ids) else {}
    return Ready(
        wanted,
        display,
        months,
        hamlets,
        listed,
        pages,
        tally.own_open if asked.mine else tally.open,
        today,
        asked.mine,
        tally.lines - tally.own,
        own.agent,
    )


def read_page(core: Core, state: Ready, number: int, _report: Report) -> Page:
    """Read one page of a list."""
    return Page(state.listed, number, shown_page(core, state.wanted, state.listed, number, state.today))


def shown_page(
    core: Core, wanted: DueFilter, listed: DueRows, number: int, today: date
) -> tuple[DueShown, ...]:
    """Read the lines of a page, and the one before it: its first line may go on with that household."""
    first = number * PAGE_SIZE
    before = 1 if first else 0
    ids: Sequence[UUID] = listed.ids[first - before : first + PAGE_SIZE]
    lines = core.queries.due_lines_of(ids)
    walked = wanted.order is DueOrder.WALK
    goes_on = [one.household_id == other.household_id and walked for one, other in pairwise(lines)]
    # Under a header that names the household, no line of it has to.
    headed = wanted.grouping is DueGrouping.HOUSEHOLD
    begins = [not headed, *(not each and not headed for each in goes_on)]
    said = wanted.grouping is DueGrouping.HAMLET
    shown = [DueShown(line, first, today, said) for line, first in zip(lines, begins, strict=True)]
    return tuple(shown[before:])
