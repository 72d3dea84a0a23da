"""Who is in a home: any number of processes, or one alone that changes its files.

There is one window at most, and one program that exchanges with the office.
The locks lie on empty files and end with the process, however it ends.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, ClassVar

from agent_app.domain.errors import EnvironmentFailure
from agent_app.runtime.file_lock import open_mark, try_alone, try_share
from agent_app.runtime.paths import Home

WAIT_SECONDS = 10.0
_PAUSE_SECONDS = 0.02


@dataclass(eq=False)
class HomeBusyError(EnvironmentFailure):
    """Another process has kept the home to itself, or is at work in it, for too long."""

    code: ClassVar[str] = "home.busy"


@dataclass(eq=False)
class HomeShownError(EnvironmentFailure):
    """A window shows this home already; a second one would work against it."""

    code: ClassVar[str] = "home.shown"


@dataclass(eq=False)
class HomeSyncingError(EnvironmentFailure):
    """Another program exchanges with the office for this home."""

    code: ClassVar[str] = "home.syncing"


@dataclass(slots=True)
class Hold:
    """A lock that is held until it is let go."""

    _file: BinaryIO

    def let_go(self) -> None:
        """End it; a second time changes nothing."""
        self._file.close()


def at_work(home: Home, wait: float = WAIT_SECONDS) -> Hold:
    """Hold a home beside others; raise ``HomeBusyError`` while somebody changes its files (seconds)."""
    return _hold(home.lock, try_share, wait) or _busy()


@contextmanager
def alone_in(home: Home, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold a home alone, to change its files as a whole; raise ``HomeBusyError`` (``wait`` in seconds)."""
    hold = _hold(home.lock, try_alone, wait) or _busy()
    try:
        yield
    finally:
        hold.let_go()


def shown(home: Home) -> Hold:
    """Hold a home's only window; raise ``HomeShownError`` where there is one."""
    hold = _hold(home.window_lock, try_alone, 0)
    if hold is None:
        raise HomeShownError
    return hold


@contextmanager
def syncing(home: Home) -> Iterator[None]:
    """Be the only one that exchanges with the office; raise ``HomeSyncingError`` where somebody does."""
    hold = _hold(home.sync_lock, try_alone, 0)
    if hold is None:
        raise HomeSyncingError
    try:
        yield
    finally:
        hold.let_go()


def _hold(path: Path, attempt: Callable[[BinaryIO], bool], wait: float) -> Hold | None:
    deadline = time.monotonic() + wait
    file = open_mark(path)
    while not attempt(file):
        if time.monotonic() >= deadline:
            file.close()
            return None
        time.sleep(_PAUSE_SECONDS)
    return Hold(file)


def _busy() -> Hold:
    raise HomeBusyError
