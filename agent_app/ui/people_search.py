"""Finds people by words of their name, numbers or phone."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject

from agent_app.services.changes import Touched
from agent_app.services.lines import PersonLine
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Failed, Idle, Loading

MOST = 100


@dataclass(frozen=True, slots=True)
class Found:
    """The first people that match, of ``total``."""

    text: str
    people: tuple[PersonLine, ...]
    total: int


State = Idle | Loading | Failed | Found


def find_people(core: Core, text: str, _report: Report) -> Found:
    """Look for people."""
    return Found(text, tuple(core.queries.search_people(text, MOST)), core.queries.search_count(text))


class SearchPresenter(Presenter):
    """Shows whom a text finds."""

    shows = frozenset({Touched.PEOPLE})

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Idle(), parent)
        self.text = ""

    def find(self, text: str) -> None:
        """Look for a text; an empty one finds nobody."""
        self.text = text
        if not text:
            self.enter(Idle())
        self.reload()

    def reload(self) -> None:
        if self.text:
            self.read(partial(find_people, self.bench.core, self.text), self._on_found, self._on_failed)

    def _on_found(self, found: Found) -> None:
        if found.text == self.text:
            self.enter(found)

    def _on_failed(self, error: Exception) -> None:
        self.enter(Failed(self.bench.sentence(error)))
