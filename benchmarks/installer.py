"""What the frozen program weighs beside a bare window, and how soon it shows its first one beside the source.

    python build_installer.py
    build/environment/bin/python -m benchmarks.installer [--starts 9]

Sizes in megabytes of a million bytes. A start is from the process to the first window that an X server shows
(Xvfb's, so that the real plugin is loaded); the frozen program and the source take turns. What the processor
did until then is the steadier figure.
"""

import argparse
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from scripts.installer.build import Build, megabytes, run, size_of
from scripts.installer.contents import WINDOWED
from scripts.installer.packages import MOST_DEB, MOST_FOLDER, debian_path, portable_path
from scripts.installer.sizes import sizes_of, table
from scripts.installer.steps import ROOT

MOST_RATIO = 1.3
_HERE = Path(__file__).parent
_TITLE = "Đi Từng Nhà"
_LOOK_EVERY, _PATIENCE = 0.01, 60.0
_SOURCE = "import sys; from agent_app.gui import run; sys.exit(run())"
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds until the window was there, and those that the processor worked."""

    waited: float
    worked: float


def bare_size(build: Build, folder: Path) -> int:
    """Freeze a window that shows nothing, by the same rules; return its bytes."""
    words = [
        "--noconfirm",
        "--log-level",
        "ERROR",
        "--distpath",
        str(folder),
        "--workpath",
        str(folder / "work"),
    ]
    run(
        [sys.executable, "-m", "PyInstaller", *words, _HERE / "bare_window.spec"],
        cwd=build.root,
        env=build.surroundings(),
    )
    return size_of(folder / "bare-window")


def weigh(build: Build) -> Iterator[str]:
    """Say what each part weighs, and the whole beside a bare window."""
    yield from table(sizes_of(build))
    with TemporaryDirectory() as folder:
        bare, whole = bare_size(build, Path(folder)), size_of(build.program)
    yield f"a bare window {megabytes(bare)}, ours {megabytes(whole)}: {whole / bare:.2f} times"
    yield _capped("folder", whole, MOST_FOLDER)
    yield _capped(".deb", size_of(debian_path(build)), MOST_DEB)
    yield f"portable tar {megabytes(size_of(portable_path(build)))}"


def _capped(name: str, size: int, most: int) -> str:
    return f"{name} {megabytes(size)} of at most {megabytes(most)}: {size / most:.2f}"


@contextmanager
def display() -> Iterator[str]:
    """Let an X server run that nobody sees."""
    read, write = os.pipe()
    words = ["-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    with subprocess.Popen(["Xvfb", *words], pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as told:
            name = f":{told.readline().strip()}"
        try:
            yield name
        finally:
            server.terminate()


def start(command: Sequence[str | Path], surroundings: Mapping[str, str]) -> Start:
    """Start a program, wait for its first window, end it."""
    began = monotonic()
    with subprocess.Popen(command, cwd=ROOT, env=surroundings, stderr=subprocess.DEVNULL) as program:
        try:
            while not _is_seen(surroundings):
                assert monotonic() - began < _PATIENCE, "no window came"
                sleep(_LOOK_EVERY)
            return Start(monotonic() - began, _worked(program.pid))
        finally:
            program.kill()


def _is_seen(surroundings: Mapping[str, str]) -> bool:
    search = ["xdotool", "search", "--onlyvisible", "--name", _TITLE]
    return subprocess.run(search, env=surroundings, capture_output=True, check=False).returncode == 0


def _worked(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def starts(build: Build, times: int) -> Iterator[str]:
    """Compare the starts of the frozen program with those of the source."""
    frozen, source = list[Start](), list[Start]()
    with display() as name, TemporaryDirectory() as folder:
        surroundings = {
            **os.environ,
            "DISPLAY": name,
            "QT_QPA_PLATFORM": "xcb",
            "HOME": folder,
            "LANG": "C.UTF-8",
            "AGENT_APP_HOME": str(Path(folder) / "home"),
        }
        for number in range(times + 1):
            ours = start([build.program / WINDOWED], surroundings)
            other = start([sys.executable, "-c", _SOURCE], surroundings)
            # The first of each only fills the cache.
            if number:
                frozen.append(ours)
                source.append(other)
    for what in ("waited", "worked"):
        one = statistics.median(getattr(each, what) for each in frozen)
        other_one = statistics.median(getattr(each, what) for each in source)
        yield (
            f"first window, {what}: frozen {one * 1000:.0f} ms, source {other_one * 1000:.0f} ms: "
            f"{one / other_one:.2f} times (at most {MOST_RATIO})"
        )


def main() -> None:
    """Weigh, then start."""
    parser = argparse.ArgumentParser("benchmarks.installer", description=__doc__)
    parser.add_argument("--starts", type=int, default=9)
    times = parser.parse_args().starts
    build = Build.of(ROOT)
    for line in (*weigh(build), *starts(build, times)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
