"""A display of its own, a program in it, and the keys that a person presses."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

# Seconds for which a hand rests within a number.
LOOKING_UP = 0.5
PATIENCE = 60.0
_MOMENT = 0.25
SCREEN = "1366x768x24"
Seen = dict[str, object]


@contextmanager
def display(folder: Path) -> Iterator[str]:
    """Run a display that nobody sees, and name it."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    with (folder / "xvfb.txt").open("wb") as words:
        server = subprocess.Popen(command, pass_fds=(write,), stdout=words, stderr=words)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()
        assert number, "the display did not come up"
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


@dataclass
class Person:
    """Somebody who has nothing but a keyboard, and reads what is on the screen."""

    program: "subprocess.Popen[str]"
    display: str
    seen: Seen = field(default_factory=dict)
    _lock: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def leave(self) -> None:
        """End the program if it has not ended, and stop looking."""
        self.program.kill()
        self.program.wait()
        self._reader.join()
        if self.program.stdout is not None:
            self.program.stdout.close()

    def wait(self, ready: Callable[[Seen], bool], what: str) -> Seen:
        """Look at the screen until something is to be seen."""
        ends = time.monotonic() + PATIENCE
        with self._lock:
            while not (self.seen and ready(self.seen)):
                left = ends - time.monotonic()
                assert left > 0, f"{what}: not seen; seen instead: {self.seen}"
                assert self.program.poll() is None, f"{what}: the program has ended"
                self._lock.wait(min(left, 1))
            return self.seen

    def reads(self, *words: str) -> Seen:
        """Wait until all these words are on the screen."""
        return self.wait(
            lambda seen: all(any(each in text for text in texts(seen)) for each in words), str(words)
        )

    def is_at(self, name: str) -> None:
        """Wait until the keys go to the widget of this name."""
        self.wait(lambda seen: name in str(seen["focus"]), name)

    def is_in(self, window: str) -> None:
        """Wait until a window of this kind is there, and let it have the keys."""
        self.wait(lambda seen: seen["newest"] == window, window)
        self.take_keys()
        self.wait(lambda seen: seen["window"] == window and bool(seen["kind"]), f"{window} has the keys")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self._tell("key", "--clearmodifiers", "--delay", "40", *keys)

    def type(self, text: str) -> None:
        """Type a text; a number in two goes: a busy machine may bring keys as close as a scanner's."""
        half = len(text) // 2 if text.isdigit() else len(text)
        for part in filter(None, (text[:half], text[half:])):
            self._tell("type", "--clearmodifiers", "--delay", "90", "--", part)
            if text.isdigit():
                time.sleep(LOOKING_UP)

    def move_to(self, name: str, key: str, most: int = 40) -> None:
        """Press one key until the widget of this name has the focus."""
        for _ in range(most):
            if name in str(self.seen.get("focus")):
                return
            self.press(key)
            # Two neighbours may look the same: nothing new is said of the second.
            time.sleep(_MOMENT)
        raise AssertionError(f"{key} does not lead to {name}")

    def take_keys(self) -> None:
        """Let the newest window of the program have the keys, as a window manager would."""
        found = self._ask("search", "--onlyvisible", "--pid", str(self.program.pid)).split()
        self._tell("windowfocus", "--sync", found[-1])

    def ends(self) -> int:
        """Close the program as the session manager does, and return its exit code."""
        self.program.terminate()
        return self.program.wait(PATIENCE)

    def _tell(self, *words: str) -> None:
        self._ask(*words)

    def _ask(self, *words: str) -> str:
        environment = os.environ | {"DISPLAY": self.display}
        done = subprocess.run(
            ["xdotool", *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _read(self) -> None:
        assert self.program.stdout is not None
        for line in self.program.stdout:
            with self._lock:
                self.seen = json.loads(line)
                self._lock.notify_all()


def texts(seen: Seen) -> list[str]:
    """Return the texts on the screen."""
    found = seen["texts"]
    assert isinstance(found, list)
    return found


@contextmanager
def at_the_window(folder: Path, home: Path) -> Iterator[Person]:
    """Start the windowed program on a display of its own."""
    with display(folder) as name, (folder / "window.txt").open("w", encoding="utf-8") as words:
        environment = os.environ | {
            "DISPLAY": name,
            "QT_QPA_PLATFORM": "xcb",
            "XDG_CONFIG_HOME": str(folder / "config"),
            "PYTHONUTF8": "1",
        }
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.real_window.told_window", "--home", str(home)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=words,
            text=True,
            encoding="utf-8",
        )
        person = Person(program, name)
        try:
            yield person
        finally:
            person.leave()
