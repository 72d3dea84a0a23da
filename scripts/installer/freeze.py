"""Freezes the program: PyInstaller by our spec, then licences and the build's facts beside it."""

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from scripts.installer.build import Build, BuildError, megabytes, run, say, set_times, size_of
from scripts.installer.contents import COMMANDS, WINDOWED, program
from scripts.installer.licences import write_licences


def freeze(build: Build) -> None:
    """Make the program's folder; only files of this build are in it."""
    work = build.work / "pyinstaller"
    shutil.rmtree(work, ignore_errors=True)
    shutil.rmtree(build.program.parent, ignore_errors=True)
    spec = build.root / "scripts" / "installer" / "program.spec"
    words: list[str | Path] = [
        "--noconfirm",
        "--log-level",
        "WARN",
        "--distpath",
        build.program.parent,
        "--workpath",
        work,
        spec,
    ]
    run([sys.executable, "-m", "PyInstaller", *words], cwd=build.root, env=build.surroundings())
    _refuse_missing(build.program / program(name) for name in (WINDOWED, COMMANDS))
    shutil.copy(build.prepared / "build.json", build.program)
    write_licences(build)
    set_times(build.program, build.epoch)
    files = sum(path.is_file() for path in build.program.rglob("*"))
    say(f"{build.program}: {megabytes(size_of(build.program))}, {files} tệp")


def _refuse_missing(paths: Iterable[Path]) -> None:
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        raise BuildError(f"PyInstaller không làm ra {', '.join(missing)}.")
