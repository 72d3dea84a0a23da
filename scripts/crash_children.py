"""Orders child processes from ``crash_child``, kills them, and reads what they said."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from scripts.crash_child import BUG, Order
from scripts.crash_reading import Reading

ROOT = Path(__file__).resolve().parent.parent
KILLED = -signal.SIGKILL
_GLANCE, _PATIENCE = 0.002, 5.0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended, and what it had said by then."""

    code: int
    lines: tuple[str, ...]
    errors: str

    def said(self, word: str) -> list[list[str]]:
        """Return the words behind this one, of each line that begins with it."""
        return [line.split()[1:] for line in self.lines if line.split()[:1] == [word]]

    @property
    def safe(self) -> dict[str, int | None]:
        """The ids that it called safe, receipts with their totals."""
        receipts: dict[str, int | None] = {each: int(total) for each, total in self.said("receipt")}
        return receipts | {each[0]: None for each in self.said("visit")}

    @property
    def broken(self) -> bool:
        """Whether it met a bug, or a signal that nobody sent."""
        return self.code == BUG or self.code not in {0, KILLED, *range(2, 6)} or "Traceback" in self.errors


class BrokenChildError(Exception):
    """A child met a bug of the program, or of this harness."""


@dataclass(slots=True)
class Children:
    """A process that forks on request; ``folder`` takes what the children say."""

    folder: Path
    _process: "subprocess.Popen[str]"
    _numbers: Iterator[int] = field(default_factory=count)

    def run(
        self, *orders: Order, kill_after: float | None = None, once_said: str | None = None
    ) -> list[Ended]:
        """Let children work on these orders at the same time; kill all, seconds after the start or a word."""
        outs = [self.folder / f"{next(self._numbers)}" for _ in orders]
        named = [{**order, "out": str(out)} for order, out in zip(orders, outs, strict=True)]
        self._tell(json.dumps(named))
        children: list[int] = json.loads(self._line())
        if kill_after is not None:
            _wait(outs[0].with_suffix(".out"), once_said, kill_after)
            for child in children:
                os.kill(child, signal.SIGKILL)
        self._tell("wait")
        codes: list[int] = json.loads(self._line())
        return [_ended(out, code) for out, code in zip(outs, codes, strict=True)]

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None  # noqa: S101 (it was asked for below)
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _line(self) -> str:
        assert self._process.stdout is not None  # noqa: S101 (it was asked for below)
        return self._process.stdout.readline()

    def read(self, home: Path) -> Reading:
        """Read everything in a home."""
        (ended,) = self.run({"task": "read", "home": str(home)})
        if ended.broken or not ended.lines:
            raise BrokenChildError(f"reading ended with {ended.code}: {ended.errors}")
        reading: Reading = json.loads(ended.lines[-1])
        return reading


def _ended(out: Path, code: int) -> Ended:
    said, errors = (out.with_suffix(each) for each in (".out", ".err"))
    # The last line may have been cut in the middle of an id.
    lines = [each for each in _taken(said).splitlines(keepends=True) if each.endswith("\n")]
    return Ended(code, tuple(each.strip() for each in lines), _taken(errors))


def _wait(said: Path, word: str | None, seconds: float) -> None:
    patience = time.monotonic() + _PATIENCE
    while word and not (said.exists() and word in said.read_text("utf-8")) and time.monotonic() < patience:
        time.sleep(_GLANCE)
    time.sleep(seconds)


def _taken(path: Path) -> str:
    text = path.read_text("utf-8", errors="replace") if path.exists() else ""
    path.unlink(missing_ok=True)
    return text


@contextmanager
def children(folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[Children]:
    """Start the process that forks."""
    folder.mkdir(parents=True, exist_ok=True)
    command: Sequence[str] = [sys.executable, "-m", "scripts.crash_child"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", **(environment or {})},
    ) as process:
        ready = Children(folder, process)
        try:
            if ready._line() != "ready\n":  # noqa: SLF001 (its own maker)
                raise BrokenChildError("the process that forks did not start")
            yield ready
        finally:
            process.kill()
