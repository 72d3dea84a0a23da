"""Lets a core go, with its key, after everything that was under way on it has ended."""

from __future__ import annotations

import gc
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from agent_app.services.work import Report
from agent_app.ui.tasks import Lane, TaskRunner

if TYPE_CHECKING:
    from agent_app.ui.core import Core


def wait_my_turn(_report: Report) -> None:
    """Do nothing: what came before in the lane has ended."""


def close_core(core: Core, _report: Report) -> None:
    """Let go of the store."""
    core.close()


class Retiring(QObject):
    """One core on its way out: a lane keeps its order, so its own turn comes when all others have ended."""

    ended = Signal()

    def __init__(self, core: Core, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._core: Core | None = core
        self._runner = runner
        # That of the store last: what the others bring may be written there.
        self._lanes = [lane for lane in Lane if lane is not Lane.DATABASE]

    def begin(self) -> None:
        """Wait for one lane after the other."""
        task = self._runner.make(wait_my_turn)
        task.finished.connect(self._on_lane_done)
        self._runner.start(task, self._lanes.pop(0))

    def end_now(self) -> None:
        """Let the core go when no worker is left at the end of the program."""
        if self._core is not None:
            self._core.close()
            self._core = None

    def _on_lane_done(self) -> None:
        if self._core is None:
            return
        if self._lanes:
            self.begin()
            return
        task = self._runner.make(partial(close_core, self._core))
        task.finished.connect(self._on_closed)
        self._runner.start(task)

    def _on_closed(self) -> None:
        self._core = None
        self.ended.emit()


def forget_cycles() -> None:
    """Have the interpreter drop what only refers to itself: a page of a locked home may hold its key."""
    gc.collect()
