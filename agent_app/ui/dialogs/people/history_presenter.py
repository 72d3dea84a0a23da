"""What has happened to a person or a household, a page at a time."""

from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from agent_app.services.people_lines import HistoryLine, HistoryOf
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Failed, Loading

PAGE = 20
_FIELDS = ("history", "citizen_id", "insurance_no", "phone")


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of ``total`` lines, from ``first`` on."""

    lines: tuple[HistoryLine, ...]
    first: int
    total: int
    uncovered: bool = False

    @property
    def more(self) -> bool:
        """Whether older lines follow."""
        return self.first + len(self.lines) < self.total


State = Loading | Failed | Shown


def read_page(core: Core, of: HistoryOf, first: int, _report: Report) -> Shown:
    """Read one page."""
    entity, entity_id = _about(of)
    core.access.saw(entity, entity_id, ("history",))
    lines = core.people_queries.history(of, PAGE, first)
    return Shown(tuple(lines), first, core.people_queries.history_count(of))


def uncover_history(core: Core, of: HistoryOf, _report: Report) -> None:
    """Keep that somebody wants to see the numbers in it."""
    entity, entity_id = _about(of)
    core.access.revealed(entity, entity_id, _FIELDS)


class HistoryPresenter(Presenter):
    """Newest first."""

    def __init__(self, bench: Bench, of: HistoryOf, parent: QObject | None = None) -> None:
        super().__init__(bench, Loading(), parent)
        self._of = of
        self._uncovered = False

    @property
    def shown(self) -> Shown | None:
        """The page that is seen."""
        return self.state if isinstance(self.state, Shown) else None

    def begin(self) -> None:
        """Read the newest page."""
        self._read(0)

    def turn(self, by: int) -> None:
        """Turn pages: forward is older."""
        if (shown := self.shown) is not None:
            self._read(max(0, shown.first + by * PAGE))

    def uncover(self) -> None:
        """Show the numbers, once the access log knows of it."""
        job = partial(uncover_history, self.bench.core, self._of)
        self.read(job, self._on_uncovered, self._on_failed)

    def _read(self, first: int) -> None:
        self.read(partial(read_page, self.bench.core, self._of, first), self._on_read, self._on_failed)

    def _on_read(self, shown: Shown) -> None:
        self.enter(replace(shown, uncovered=self._uncovered))

    def _on_uncovered(self, _nothing: object) -> None:
        self._uncovered = True
        if (shown := self.shown) is not None:
            self.enter(replace(shown, uncovered=True))

    def _on_failed(self, error: Exception) -> None:
        self.enter(Failed(self.bench.sentence(error)))


def _about(of: HistoryOf) -> tuple[str, UUID]:
    return ("household", of.household_id) if of.person_id is None else ("person", of.person_id)
