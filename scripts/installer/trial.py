"""Lets a program check itself where nothing else of ours is at hand: no environment, an empty home."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from scripts.installer.build import Build, BuildError, say
from scripts.installer.contents import COMMANDS, WINDOWED, program

PATIENCE_SECONDS = 300
PROMISED_SECONDS = 20
_PASSED = "Tự kiểm đạt"
# What Windows needs before any program starts.
_WINDOWS_OWN = ("SYSTEMROOT", "SYSTEMDRIVE", "COMSPEC", "WINDIR")


def self_check_frozen(build: Build) -> None:
    """Check the folder that PyInstaller made."""
    try_out(build.program, build.version)


def try_out(folder: Path, version: str) -> float:
    """Start both programs of a folder; return how long the check took, in seconds."""
    with TemporaryDirectory(prefix="dtn-bare-") as scratch:
        surroundings = bare(Path(scratch))
        told = _run([folder / program(COMMANDS), "--version"], surroundings, scratch).strip()
        if told != f"agent-app, version {version}":
            raise BuildError(f"agent-app --version nói: {told}")
        began = monotonic()
        report = Path(scratch) / "report.txt"
        said = _run([folder / program(WINDOWED), "--self-check", report], surroundings, scratch)
        took = monotonic() - began
        if not said and report.exists():  # a program of windows has no console on Windows
            said = report.read_text("utf-8")
        report.unlink(missing_ok=True)
        if _PASSED not in said:
            raise BuildError(f"Chương trình không nói là tự kiểm đạt:\n{said}")
        left = sorted(str(path.relative_to(scratch)) for path in Path(scratch).rglob("*") if path.is_file())
        if left:
            raise BuildError(f"Tự kiểm để lại: {', '.join(left)}")
    say("\n".join(f"    {line}" for line in said.splitlines()))
    verdict = "trong" if took < PROMISED_SECONDS else "QUÁ"
    say(f"    mất {took:.1f} giây, {verdict} {PROMISED_SECONDS} giây đã hứa")
    return took


def bare(scratch: Path) -> Mapping[str, str]:
    """Give the surroundings of somebody who has nothing but the system."""
    home, temporary = scratch / "home", scratch / "tmp"
    home.mkdir()
    temporary.mkdir()
    if sys.platform == "win32":
        own = {name: os.environ[name] for name in _WINDOWS_OWN if name in os.environ}
        own["PATH"] = rf"{own.get('SYSTEMROOT', '')}\System32"
        return own | {
            "USERPROFILE": str(home),
            "APPDATA": str(home),
            "LOCALAPPDATA": str(home),
            "TEMP": str(temporary),
            "TMP": str(temporary),
        }
    return {"PATH": "/usr/bin:/bin", "HOME": str(home), "TMPDIR": str(temporary), "LANG": "C.UTF-8"}


def _run(command: list[str | Path], surroundings: Mapping[str, str], folder: str) -> str:
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BuildError(f"{command[0]}: {error}") from error
    if done.returncode or done.stderr:
        raise BuildError(f"{command[0]} thoát với mã {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout
