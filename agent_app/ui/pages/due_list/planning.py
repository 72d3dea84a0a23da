"""Puts the households of lines that are chosen into today's walk, and takes them out again."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from agent_app.domain.household import HouseholdId
from agent_app.services.changes import Changed, Touched
from agent_app.services.day_lines import DoorFilter
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Failed, Idle
from agent_app.ui.tasks import Task

_AT_ONCE = 500
_TOUCHES = Changed.of(Touched.ROUTE)


@dataclass(frozen=True, slots=True)
class Planned:
    """``new`` are the households that were not planned for today before."""

    households: int
    new: tuple[HouseholdId, ...]


@dataclass(frozen=True, slots=True)
class Unplanned:
    """They are out of the plan again."""

    households: int


State = Idle | Planned | Unplanned | Failed


def plan_lines(core: Core, lines: tuple[UUID, ...], report: Report) -> Planned:
    """Mean to visit the households of some lines today."""
    homes: dict[HouseholdId, None] = {}
    for at in range(0, len(lines), _AT_ONCE):
        report(at, len(lines))
        homes |= dict.fromkeys(
            line.household_id for line in core.queries.due_lines_of(lines[at : at + _AT_ONCE])
        )
    today = core.today()
    before = {
        door.household_id for door in core.queries.doors(DoorFilter(today, planned=True)) if door.planned
    }
    core.route.plan(tuple(homes), today)
    return Planned(len(homes), tuple(each for each in homes if each not in before))


def unplan(core: Core, households: tuple[HouseholdId, ...], _report: Report) -> Unplanned:
    """Take them out of the plan."""
    core.route.plan(households, None)
    return Unplanned(len(households))


class PlanPresenter(Presenter):
    """Plans one choice at a time."""

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Idle(), parent)
        self._task: Task | None = None

    def plan(self, lines: Sequence[UUID]) -> None:
        """Put the households of some lines into today's walk."""
        if self._task is None and lines:
            job = partial(plan_lines, self.bench.core, tuple(lines))
            self._task = self.make(job, self._on_done, self._on_failed, _TOUCHES)
            self.bench.runner.start(self._task)

    def undo(self) -> None:
        """Take out again what was just put in."""
        state = self.state
        if self._task is None and isinstance(state, Planned):
            job = partial(unplan, self.bench.core, state.new)
            self._task = self.make(job, self._on_done, self._on_failed, _TOUCHES)
            self.bench.runner.start(self._task)

    def dismiss(self) -> None:
        """Put away what is said."""
        self.enter(Idle())

    def _on_done(self, state: State) -> None:
        self._task = None
        self.enter(state)

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        self.enter(Failed(self.bench.sentence(error)))
