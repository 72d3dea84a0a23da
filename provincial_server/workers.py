"""Several processes that serve one socket: started together, mended when one falls, ended in order."""

import logging
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import connection, get_context, parent_process
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from time import monotonic
from types import FrameType

from prometheus_client.multiprocess import mark_process_dead

from provincial_server.database import sqlite_file
from provincial_server.door import Door
from provincial_server.errors import SingleWriterError, TokenUnreadableError, WorkerFailedError
from provincial_server.installation import opened_with_keys
from provincial_server.key_rotation import KeyFile
from provincial_server.logs import log_to_stderr
from provincial_server.metrics import SHARED_FOLDER
from provincial_server.presence import announced
from provincial_server.serving import GRACE_SECONDS, Place, Serving
from provincial_server.settings import Settings
from provincial_server.sync_service import SyncService

log = logging.getLogger(__name__)
_LOOK_SECONDS = 0.5
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
# Who has lived so long did not fall because nobody could begin.
_LASTING_SECONDS = 60
_SHORTEST_TOKEN = 16
_SPAWN = get_context("spawn")


@dataclass(frozen=True, slots=True)
class Post:
    """All that one process needs in order to serve."""

    settings: Settings
    place: Place
    token: str | None = None
    workers: int = 1


def read_token(path: Path) -> str:
    """Read the word for which figures are told; refuse one that could be guessed."""
    try:
        token = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise TokenUnreadableError(str(path)) from error
    if len(token) < _SHORTEST_TOKEN:
        raise TokenUnreadableError(str(path))
    return token


def serve(post: Post, ready: Callable[[], None]) -> None:
    """Serve in this process until a signal says otherwise."""
    # After its own orderly end the web server raises the signal again: that is no failure.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    with opened_with_keys(post.settings) as installation, announced(installation.database):
        keys = KeyFile(post.settings.keys_file, installation.keys)
        service = SyncService(installation.database, keys, lambda: datetime.now(UTC), Door(post.workers))
        Serving(service, post.place, post.token).run(ready)


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _work(post: Post, ready: Event) -> None:
    log_to_stderr()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    serve(post, ready.set)


def _end_with_parent() -> None:
    """Leave in order when the process that looks after this one is gone: nobody else would end it."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def require_many_writers(settings: Settings) -> None:
    """Refuse several processes where they could not write side by side."""
    if sqlite_file(settings.database_url) is not None:
        raise SingleWriterError


@dataclass(slots=True)
class Pauses:
    """How long the place of whoever fell stays empty: longer each time, until one has lasted."""

    _next: float = _SHORTEST_PAUSE

    def after(self, lived: float) -> float:
        """Return the seconds to wait after one fell who had lived so many."""
        pause = _SHORTEST_PAUSE if lived >= _LASTING_SECONDS else self._next
        self._next = min(2 * pause, _LONGEST_PAUSE)
        return pause


@dataclass(frozen=True, slots=True)
class _Worker:
    """One process. It opens ``ready`` by name while it begins: who drops that event takes it away from it."""

    process: SpawnProcess
    ready: Event
    began: float


@dataclass(slots=True)
class Workers:
    """Looks after several processes until it is told to end."""

    post: Post
    _ending: bool = False
    _crew: list[_Worker] = field(default_factory=list)
    _pauses: Pauses = field(default_factory=Pauses)
    _not_before: float = 0

    def run(self, ready: Callable[[], None]) -> None:
        """Start all, say when all can serve, replace whoever falls, and end them in order at a signal."""
        with self.post.place.socket:
            require_many_writers(self.post.settings)
            self._run(ready)

    def _run(self, ready: Callable[[], None]) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._end)
        with _shared_figures() as figures:
            try:
                self._start_all()
                if not self._ending:
                    ready()
                self._look_after(figures)
            finally:
                self._stop_all()

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self._ending = True

    def _start_all(self) -> None:
        for _ in range(self.post.workers):
            self._start()
        for worker in self._crew:
            while not worker.ready.wait(_LOOK_SECONDS) and not self._ending:
                if worker.process.exitcode is not None:
                    raise WorkerFailedError

    def _start(self) -> None:
        ready = _SPAWN.Event()
        process = _SPAWN.Process(target=_work, args=(self.post, ready))
        process.start()
        self._crew.append(_Worker(process, ready, monotonic()))

    def _look_after(self, figures: str) -> None:
        while not self._ending:
            connection.wait([each.process.sentinel for each in self._crew], _LOOK_SECONDS)
            for fallen in [each for each in self._crew if each.process.exitcode is not None]:
                self._let_go(fallen, figures)
            if len(self._crew) < self.post.workers and monotonic() >= self._not_before and not self._ending:
                self._start()

    def _let_go(self, fallen: _Worker, figures: str) -> None:
        self._crew.remove(fallen)
        mark_process_dead(fallen.process.pid, figures)  # type: ignore[no-untyped-call]
        if self._ending:
            return
        now = monotonic()
        pause = self._pauses.after(now - fallen.began)
        self._not_before = max(self._not_before, now + pause)
        facts = {"pid": fallen.process.pid, "exit": fallen.process.exitcode, "pause": pause}
        log.error("worker fell", extra={"facts": facts})

    def _stop_all(self) -> None:
        for each in self._crew:
            each.process.terminate()
        for each in self._crew:
            each.process.join(GRACE_SECONDS + 5)
            if each.process.exitcode is None:
                each.process.kill()
                each.process.join()


@contextmanager
def _shared_figures() -> Iterator[str]:
    """Give the processes a folder in which their figures add up."""
    with tempfile.TemporaryDirectory(prefix="provincial-figures-") as folder:
        os.environ[SHARED_FOLDER] = folder
        try:
            yield folder
        finally:
            del os.environ[SHARED_FOLDER]
