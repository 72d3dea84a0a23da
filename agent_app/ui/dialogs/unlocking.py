"""Tries what somebody typed, one thing at a time, and counts down while a try must wait."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from agent_app.domain.errors import AppError
from agent_app.ui.bench import bug_sentence
from agent_app.ui.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent_app.services.work import Report
    from agent_app.ui.core import Core, Say
    from agent_app.ui.door import Door, Ways
    from agent_app.ui.tasks import Runner

_SECOND = 1000


class Way(Enum):
    """What somebody opens the home with."""

    PASSWORD = auto()
    PIN = auto()
    RECOVERY = auto()


@dataclass(frozen=True, slots=True)
class Asking:
    """Something has to be typed, after so many seconds; ``text`` says what was wrong the last time."""

    way: Way = Way.PASSWORD
    pin: bool = False
    text: str = ""
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Opening:
    """What was typed is being tried."""

    asked: Asking


def read_ways(door: Door, _report: Report) -> Ways:
    """Ask how the home may be opened."""
    return door.ways()


def open_core(attempt: Callable[[], Core], _report: Report) -> Core:
    """Try what was typed."""
    return attempt()


class UnlockPresenter(QObject):
    """Tries one thing at a time; there is no core yet, so it needs the runner only."""

    state_changed = Signal(object)
    opened = Signal(object)

    def __init__(self, runner: Runner, door: Door, say: Say, parent: QObject) -> None:
        super().__init__(parent)
        self._runner, self._door, self._say = runner, door, say
        self._second = QTimer(self)
        self._second.setInterval(_SECOND)
        self._second.timeout.connect(self.count_down)
        self.state: Asking | Opening = Asking()
        self._touched = False

    @property
    def asked(self) -> Asking:
        """What is, or was last, asked for."""
        return self.state.asked if isinstance(self.state, Opening) else self.state

    @property
    def opening(self) -> bool:
        """Whether something is being tried."""
        return isinstance(self.state, Opening)

    def look(self) -> None:
        """Find out whether there is a PIN, and whether the next try must wait."""
        self._touched = False
        task = self._runner.make(partial(read_ways, self._door))
        task.succeeded.connect(self._on_ways)
        self._runner.start(task)

    def choose(self, way: Way) -> None:
        """Ask for something else."""
        self.touch()
        if isinstance(self.state, Asking):
            self._enter(replace(self.state, way=way, text=""))

    def touch(self) -> None:
        """Take it that somebody types: what is asked for now stays."""
        self._touched = True

    def try_password(self, password: str) -> None:
        """Try a password."""
        self._try(partial(self._door.by_password, password))

    def try_pin(self, pin: str) -> None:
        """Try a PIN."""
        self._try(partial(self._door.by_pin, pin))

    def try_recovery(self, code: str, new_password: str, again: str) -> None:
        """Try the office's code, with the password that is to hold from then on."""
        if not new_password:
            self._refuse(_("Mật khẩu mới đang để trống. Anh/chị gõ mật khẩu mới vào cả hai ô."))
        elif new_password != again:
            self._refuse(_("Hai lần gõ mật khẩu mới không giống nhau. Anh/chị gõ lại."))
        else:
            self._try(partial(self._door.by_recovery, code, new_password))

    def finish(self) -> None:
        """Ask again from now on: what was opened is seen, or could not be shown."""
        if isinstance(self.state, Opening):
            self._enter(replace(self.asked, text=""))

    def count_down(self) -> None:
        """Let a second pass."""
        if isinstance(self.state, Asking) and self.state.wait > 0:
            self._enter(replace(self.state, wait=self.state.wait - 1))
        if self.asked.wait <= 0:
            self._second.stop()

    def _refuse(self, text: str) -> None:
        if isinstance(self.state, Asking):
            self._enter(replace(self.state, text=text))

    def _try(self, attempt: Callable[[], Core]) -> None:
        if isinstance(self.state, Opening) or self.state.wait > 0:
            return
        self.touch()
        self._enter(Opening(self.state))
        task = self._runner.make(partial(open_core, attempt))
        task.succeeded.connect(self._on_opened)
        task.failed.connect(self._on_failed)
        self._runner.start(task)

    def _enter(self, state: Asking | Opening) -> None:
        self.state = state
        if isinstance(state, Asking) and state.wait > 0 and not self._second.isActive():
            self._second.start()
        self.state_changed.emit(state)

    def _on_ways(self, ways: Ways) -> None:
        asked = replace(self.asked, pin=ways.pin)
        if isinstance(self.state, Opening):
            self._enter(Opening(asked))
        elif self._touched:
            self._enter(replace(asked, wait=max(asked.wait, ways.wait)))
        else:
            self._enter(Asking(Way.PIN if ways.pin else Way.PASSWORD, ways.pin, wait=ways.wait))

    def _on_opened(self, core: object) -> None:
        # Whoever presses Enter while the window is made does not open it a second time.
        self.opened.emit(core)

    def _on_failed(self, error: Exception) -> None:
        # Nobody waits for these before something has failed.
        from agent_app.runtime.key_failures import (  # noqa: PLC0415
            KeyringMissingError,
            PinMissingError,
            PinVoidError,
            wait_after,
        )

        text = self._say(error) if isinstance(error, AppError) else bug_sentence()
        asked = replace(self.asked, text=text, wait=wait_after(error))
        if isinstance(error, PinVoidError | PinMissingError):
            asked = replace(asked, way=Way.PASSWORD, pin=False)
        elif isinstance(error, KeyringMissingError):
            asked = replace(asked, way=Way.PASSWORD)
        self._enter(asked)
