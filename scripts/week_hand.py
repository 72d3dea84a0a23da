"""Orders processes from ``week_hands``, and kills them."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Lock, Timer
from typing import TextIO

from scripts.week_hands import BUG, Order

ROOT = Path(__file__).resolve().parent.parent
KILLED = -signal.SIGKILL


class BrokenWeekError(Exception):
    """Something that is no part of the week's misfortunes went wrong."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended, and what it had said."""

    code: int
    out: str
    err: str

    @property
    def killed(self) -> bool:
        """Whether it was killed."""
        return self.code == KILLED


@dataclass(slots=True)
class Hand:
    """Does one order after another, each in a process of its own; another thread may kill what it does."""

    folder: Path
    name: str
    _talk: TextIO
    kills: int = 0
    _child: int | None = None
    _mortal: bool = False
    _lock: Lock = field(default_factory=Lock)
    _numbers: Iterator[int] = field(default_factory=count)

    def begin(self, order: Order, *, mortal: bool = False) -> Path:
        """Let a process begin, one that may be struck down where it is mortal; return where it writes."""
        out = self.folder / f"{self.name}-{next(self._numbers)}"
        self._say(json.dumps({**order, "out": str(out)}))
        child = int(self._line())
        with self._lock:
            self._child, self._mortal = child, mortal
        return out

    def end(self, out: Path) -> Ended:
        """Wait until it has ended; raise ``BrokenWeekError`` where it met a bug."""
        if self._line() != "ended":
            raise BrokenWeekError(f"{self.name}: the hand is gone")
        with self._lock:
            self._child = None
        self._say("reap")
        ended = Ended(int(self._line()), _taken(out, "out"), _taken(out, "err"))
        if ended.code == BUG or "Traceback" in ended.err or ended.code not in {0, KILLED, *range(2, 6)}:
            raise BrokenWeekError(f"{self.name}: a process ended with {ended.code}: {ended.err}")
        return ended

    def run(self, order: Order, kill_after: float | None = None, *, mortal: bool = False) -> Ended:
        """Let a process work on an order; kill it after some seconds unless it is faster."""
        out = self.begin(order, mortal=mortal)
        if kill_after is None:
            return self.end(out)
        doom = Timer(kill_after, self.kill)
        doom.start()
        try:
            return self.end(out)
        finally:
            doom.cancel()
            doom.join()

    def kill(self) -> None:
        """End what runs now, and its children, with SIGKILL; nothing where nothing runs."""
        with self._lock:
            self._kill()

    def strike(self) -> None:
        """End what runs now, if it is mortal."""
        with self._lock:
            if self._mortal:
                self._kill()

    def _kill(self) -> None:
        if self._child is not None:
            # The group is there as soon as the process has made it.
            with suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)
            with suppress(ProcessLookupError):
                os.killpg(self._child, signal.SIGKILL)
            self.kills += 1

    def _say(self, line: str) -> None:
        self._talk.write(line + "\n")
        self._talk.flush()

    def _line(self) -> str:
        return self._talk.readline().strip()


def _taken(out: Path, stream: str) -> str:
    path = out.with_name(f"{out.name}.{stream}")
    text = path.read_text("utf-8", errors="replace") if path.exists() else ""
    path.unlink(missing_ok=True)
    return text


@dataclass(frozen=True, slots=True)
class Hands:
    """The process that has loaded both programs; it lends any number of hands."""

    folder: Path
    _address: str

    @contextmanager
    def lent(self, name: str) -> Iterator[Hand]:
        """Lend a hand; whatever it still does at the end is killed."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(self._address)
            with connection.makefile("rw", encoding="utf-8") as talk:
                hand = Hand(self.folder, name, talk)
                try:
                    yield hand
                finally:
                    hand.kill()


@contextmanager
def hands(folder: Path) -> Iterator[Hands]:
    """Start the process that lends hands; ``folder`` takes what all of them say."""
    folder.mkdir(parents=True)
    with (
        # An address of a socket must be short, whatever the folder is.
        tempfile.TemporaryDirectory(prefix="week-") as short,
        subprocess.Popen(
            [sys.executable, "-m", "scripts.week_hands", address := str(Path(short) / "hands")],
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1"},
            text=True,
            encoding="utf-8",
        ) as process,
    ):
        try:
            if process.stdout is None or process.stdout.readline() != "ready\n":
                raise BrokenWeekError("the process that lends hands did not start")
            yield Hands(folder, address)
        finally:
            process.kill()
