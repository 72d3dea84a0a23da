"""Exchanges with the office by itself while the window is open; whether there is a network, it finds out."""

import random

from PySide6.QtCore import QObject, QTimer

from agent_app.domain.errors import AppError
from agent_app.services.changes import Changed, Touched
from agent_app.ui.bench import Bench
from agent_app.ui.pages.sync.presenter import LITTLE, TOUCHES, RunPresenter
from agent_app.ui.rhythm import SOON, Rhythm

_UNKNOWN = "unexpected"


class AutoSync(QObject):
    """Begins exchanges on the runs of the window, unless it is told not to."""

    def __init__(self, bench: Bench, runs: RunPresenter) -> None:
        super().__init__(runs)
        self._runs = runs
        self._rhythm = Rhythm()
        self._wanted = self._resting = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_due)
        runs.ended.connect(self._on_ended)
        bench.runner.changed.connect(self._on_changed)

    @property
    def seconds_left(self) -> float | None:
        """In how many seconds the next exchange begins by itself, if one does."""
        return self._timer.remainingTime() / 1000 if self._timer.isActive() else None

    def allow(self, allowed: object) -> None:
        """Exchange by itself, or only when somebody asks."""
        self._wanted = bool(allowed)
        if not self._wanted:
            self._timer.stop()
        elif not self._timer.isActive():
            self._wait(SOON)

    def rest(self) -> None:
        """Begin nothing any more."""
        self._resting = True
        self._timer.stop()

    def _wait(self, seconds: float | None) -> None:
        if seconds is None or not self._wanted or self._resting:
            self._timer.stop()
        else:
            self._timer.start(int(seconds * 1000))

    def _on_due(self) -> None:
        self._runs.begin()

    def _on_ended(self, failure: object) -> None:
        if failure is None:
            self._rhythm = self._rhythm.after_success()
        else:
            code = failure.code if isinstance(failure, AppError) else _UNKNOWN
            self._rhythm = self._rhythm.after_failure(code)
        self._wait(self._rhythm.pause(random.random()))  # noqa: S311 (spreads laptops, guards nothing)

    def _on_changed(self, changed: Changed) -> None:
        """Send soon what was just recorded; what an exchange itself has brought is no work of the agent."""
        if Touched.SYNC in changed.kinds and changed not in (TOUCHES, LITTLE) and not self._runs.running:
            pause = self._rhythm.pause_after_work()
            if pause is not None:  # else the pause after a failure goes on
                self._wait(pause)
