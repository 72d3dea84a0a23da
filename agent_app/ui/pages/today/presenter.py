"""The day's walk: whose door comes next, how far the day has come, what is in the hand."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QObject

from agent_app.domain.household import HouseholdId
from agent_app.domain.money import Dong
from agent_app.domain.walking_order import Stop
from agent_app.services.changes import Touched
from agent_app.services.day_lines import DoorFilter, DoorLine
from agent_app.services.evening_lines import CashHeld
from agent_app.services.ports import Report
from agent_app.ui.acts import Acts
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Failed, Loading
from agent_app.ui.words import _


class Doors(Enum):
    """Whose doors may be shown, besides those of one hamlet."""

    ALL = auto()
    PLANNED = auto()


Wanted = str | Doors | None
"""A hamlet or a group; ``None`` leaves the choice to the day."""


@dataclass(frozen=True, slots=True)
class DoorShown:
    """A household with its number on the way."""

    number: int
    line: DoorLine
    today: date

    @property
    def done(self) -> bool:
        """Whether the agent has been there today."""
        return self.line.is_done(self.today)


@dataclass(frozen=True, slots=True)
class Ready:
    """What the page shows; ``told`` says why something was not done.

    ``asked`` is what was asked for, ``shown`` what that came to on this day.
    """

    today: date
    asked: Wanted
    shown: str | Doors
    hamlets: tuple[str, ...]
    planned: int
    doors: tuple[DoorLine, ...]
    taken: tuple[int, Dong]
    cash: CashHeld
    waiting: Acts
    listed: bool
    told: str = ""

    @property
    def rows(self) -> tuple[DoorShown, ...]:
        """The doors with their numbers."""
        return tuple(DoorShown(at, each, self.today) for at, each in enumerate(self.doors, 1))

    @property
    def done(self) -> int:
        """How many the agent has been to."""
        return sum(each.is_done(self.today) for each in self.doors)

    @property
    def arranged(self) -> bool:
        """Whether the agent has put any of them where it stands."""
        return any(each.placed for each in self.doors)


State = Loading | Failed | Ready


def read_day(core: Core, asked: Wanted, _report: Report) -> Ready:
    """Read the day."""
    queries, today = core.queries, core.today()
    hamlets, planned = tuple(queries.hamlets()), queries.planned_count(today)
    shown = asked or (Doors.PLANNED if planned else next(iter(hamlets), Doors.ALL))
    if isinstance(shown, str) and shown not in hamlets:
        shown = Doors.ALL
    hamlet = shown if isinstance(shown, str) else None
    wanted = DoorFilter(today, hamlet, planned=shown is Doors.PLANNED, agent=queries.agent_code())
    return Ready(
        today,
        asked,
        shown,
        hamlets,
        planned,
        tuple(queries.doors(wanted)),
        queries.taken_on(today),
        core.evening.cash_held(today),
        Acts.waiting(queries.sync_status()),
        listed=bool(queries.due_months()),
    )


def store_order(core: Core, order: tuple[HouseholdId, ...], _report: Report) -> None:
    """Keep the order of the doors."""
    core.route.arrange(order)


def forget_order(core: Core, order: tuple[HouseholdId, ...], _report: Report) -> None:
    """Let the doors stand where their due days put them."""
    core.route.forget(order)


class TodayPresenter(Presenter):
    """Shows the day, and lets the agent put it into another order."""

    shows = frozenset(Touched)

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Loading(), parent)
        self.wanted: Wanted = None
        self._writing = 0
        self._trouble = ""

    @property
    def ready(self) -> Ready | None:
        """The day, once it has been read."""
        return self.state if isinstance(self.state, Ready) else None

    def reload(self) -> None:
        self.read(partial(read_day, self.bench.core, self.wanted), self._on_read, self._on_failed)

    def choose(self, wanted: object) -> None:
        """Show the doors of a hamlet, of all, or those that were planned."""
        if isinstance(wanted, str | Doors) and wanted != self.wanted:
            self.wanted = wanted
            self.reload()

    def move(self, start: int, end: int) -> bool:
        """Put a door at another place of the walk; say whether it may stand there."""
        ready = self.ready
        if ready is None or start == end or not {start, end} <= set(range(len(ready.doors))):
            return False
        if _group(ready, start) != _group(ready, end):
            self.enter(replace(ready, told=_why_not(ready, start, end)))
            return False
        doors = list(ready.doors)
        doors.insert(end, doors.pop(start))
        hamlet = doors[end].hamlet
        moved = tuple(replace(each, placed=each.placed or each.hamlet == hamlet) for each in doors)
        self.enter(replace(ready, doors=moved, told=""))
        self._write(store_order, tuple(each.household_id for each in moved if each.hamlet == hamlet))
        return True

    def forget_order(self) -> None:
        """Put the doors where their due days put them."""
        if self.ready is not None:
            self._write(forget_order, tuple(each.household_id for each in self.ready.doors))
            self.reload()

    def _write(
        self, job: Callable[[Core, tuple[HouseholdId, ...], Report], None], order: tuple[HouseholdId, ...]
    ) -> None:
        self._writing += 1
        self._trouble = ""
        task = self.make(partial(job, self.bench.core, order), self._on_written, self._on_not_written)
        self.bench.runner.start(task)

    def _on_written(self, _nothing: object) -> None:
        self._writing -= 1

    def _on_not_written(self, error: Exception) -> None:
        self._writing -= 1
        self._trouble = self.bench.sentence(error)
        self.reload()

    def _on_read(self, ready: Ready) -> None:
        # What was read before the last move knows nothing of it.
        if self._writing:
            self.reload()
        elif ready.asked == self.wanted:
            self.enter(replace(ready, told=self._trouble))

    def _on_failed(self, error: Exception) -> None:
        self.enter(Failed(self.bench.sentence(error)))


def _group(ready: Ready, at: int) -> tuple[int, str | None]:
    line = ready.doors[at]
    return Stop(line.promised_on).turn(ready.today)[0], line.hamlet


def _why_not(ready: Ready, start: int, end: int) -> str:
    if ready.doors[start].hamlet != ready.doors[end].hamlet:
        return _("Mỗi thôn có thứ tự riêng: hộ này chỉ đổi chỗ với hộ cùng thôn.")
    return _("Hộ hẹn hôm nay luôn đứng đầu, hộ hẹn ngày khác đứng cuối.")
