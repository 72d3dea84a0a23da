"""Takes the steps of the check, and tells them on the console, if there is one, and in a file."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TextIO

import agent_app
from agent_app.self_check.telling import Say, Telling

if TYPE_CHECKING:
    from agent_app.self_check.checking import Checking
    from agent_app.self_check.window import BuildWindow

EXIT_FAILED = 5


def run_check(build_window: "BuildWindow", file: Path | None) -> int:
    """Try the program out, with no screen and no home of anybody's; 0 where all is as it must be."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    say = _teller(file)
    say(f"Đi Từng Nhà {agent_app.__version__}, {sys.executable}")
    telling = Telling(say)
    with TemporaryDirectory(prefix="dtn-tu-kiem-") as folder, telling:
        _take_steps(telling, Path(folder), build_window)
    return 0 if telling.passed else EXIT_FAILED


def _take_steps(telling: Telling, folder: Path, build_window: "BuildWindow") -> None:
    checking = telling.take("nạp các phần của chương trình", lambda: _load(folder, build_window))
    try:
        for words, step in checking.steps():
            telling.take(words, step)
    finally:
        checking.close()


def _load(folder: Path, build_window: "BuildWindow") -> "Checking":
    # A part that was forgotten in the build is told like any other failure.
    from agent_app.self_check.checking import Checking  # noqa: PLC0415

    return Checking(folder, build_window)


def _teller(file: Path | None) -> Say:
    # A program of windows has no console on Windows.
    console: TextIO | None = sys.stdout
    if console is not None and hasattr(console, "reconfigure"):
        console.reconfigure(encoding="utf-8")
    lines: list[str] = []

    def say(line: str) -> None:
        lines.append(f"{line}\n")
        if console is not None:
            console.write(lines[-1])
            console.flush()
        if file is not None:
            file.write_text("".join(lines), "utf-8")

    return say
