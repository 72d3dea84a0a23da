"""Sees to it that the GUI thread neither reads the store nor works without letting events come."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from time import thread_time

from PySide6.QtCore import QObject, QTimer
from sqlalchemy import Engine, event

LONGEST_WORK = 2.0
"""In seconds of the thread's own work, whatever else the machine does: far more than any event may take."""

_BEAT_MS = 5


@dataclass
class GuiWatch:
    """What was seen of the GUI thread."""

    beats: list[float] = field(default_factory=list)
    asked_in_gui: list[str] = field(default_factory=list)

    @property
    def longest(self) -> float:
        """The most work that was done between two beats."""
        return max((then - now for now, then in pairwise(self.beats)), default=0.0)

    def require_free(self) -> None:
        """Fail where the GUI thread asked the store, or worked for too long at a stretch."""
        assert self.asked_in_gui == []
        assert self.longest < LONGEST_WORK

    def beat(self) -> None:
        """Note how much the thread has worked so far."""
        self.beats.append(thread_time())

    def hear(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        """Note a statement that the GUI thread sends."""
        if threading.current_thread() is threading.main_thread():
            self.asked_in_gui.append(statement)


@contextmanager
def watching(parent: QObject) -> Iterator[GuiWatch]:
    """Watch the GUI thread meanwhile."""
    seen, heart = GuiWatch(), QTimer(parent)
    heart.timeout.connect(seen.beat)
    heart.start(_BEAT_MS)
    event.listen(Engine, "before_cursor_execute", seen.hear)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", seen.hear)
        heart.stop()
