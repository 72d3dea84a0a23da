"""One build: what is built from which commit, and where its parts lie."""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

NAME = "di-tung-nha"
_VERSION = re.compile(r'^__version__ = "([^"]+)"$', re.MULTILINE)


class BuildError(Exception):
    """A step did not come to what it must; its text is for whoever builds."""


@dataclass(frozen=True, slots=True)
class Build:
    """A version at a commit; ``epoch`` is when that was made, in seconds, and the time of every file.

    ``changed`` says that the tree is not what was committed: such a build may be tried, and says so.
    """

    root: Path
    version: str
    commit: str
    epoch: int
    tagged: bool
    changed: bool = False

    @classmethod
    def of(cls, root: Path) -> "Build":
        """Read the tree; raise ``BuildError`` where it is none of git's."""
        found = _VERSION.search((root / "agent_app" / "__init__.py").read_text("utf-8"))
        if found is None:
            raise BuildError("Không thấy số phiên bản trong agent_app/__init__.py.")
        version = found.group(1)
        commit, epoch = git(root, "log", "-1", "--format=%H %ct").split()
        tags = git(root, "tag", "--points-at", "HEAD").split()
        changed = bool(git(root, "status", "--porcelain"))
        return cls(root, version, commit, int(epoch), f"v{version}" in tags, changed)

    @property
    def label(self) -> str:
        """The version; one that is not released is called after its commit and sorts before the release."""
        if self.changed:
            return f"{self.version}~{self.commit[:9]}+changed"
        return self.version if self.tagged else f"{self.version}~{self.commit[:9]}"

    @property
    def work(self) -> Path:
        """Where what is made on the way lies."""
        return self.root / "build" / "installer"

    @property
    def prepared(self) -> Path:
        """What the spec takes besides the source."""
        return self.work / "prepared"

    @property
    def program(self) -> Path:
        """The frozen program's folder."""
        return self.work / "frozen" / NAME

    @property
    def origins(self) -> Path:
        """Where PyInstaller took each file from."""
        return self.work / "pyinstaller" / "program" / "COLLECT-00.toc"

    @property
    def out(self) -> Path:
        """Where what is given away lies."""
        return self.root / "dist"

    def surroundings(self) -> Mapping[str, str]:
        """Give the variables with which two builds of one commit come out alike."""
        return os.environ | {
            "SOURCE_DATE_EPOCH": str(self.epoch),
            "PYTHONHASHSEED": "0",
            "PYTHONUTF8": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYINSTALLER_CONFIG_DIR": str(self.work / "pyinstaller"),
            "INSTALLER_PREPARED": str(self.prepared),
            "INSTALLER_VERSION": self.version,
            "QT_QPA_PLATFORM": "offscreen",
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
        }


def git(root: Path, *words: str) -> str:
    """Ask git about a tree."""
    return run(["git", *words], cwd=root).strip()


def run(
    command: str | Sequence[str | Path], cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> str:
    """Run a command and return what it prints; raise ``BuildError`` with its last words where it fails."""
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except FileNotFoundError as error:
        raise BuildError(f"Không có lệnh {_name_of(command)} trên máy này.") from error
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).splitlines()[-30:])
        raise BuildError(f"{_name_of(command)} dừng với mã {done.returncode}:\n{said}")
    return done.stdout


def _name_of(command: str | Sequence[str | Path]) -> str:
    return command if isinstance(command, str) else Path(command[0]).name


def say(words: str) -> None:
    """Tell whoever watches, at once."""
    print(words, flush=True)


def set_times(folder: Path, epoch: int) -> None:
    """Give every file and folder the time of the commit."""
    follow = os.utime not in os.supports_follow_symlinks
    for path in (*folder.rglob("*"), folder):
        os.utime(path, (epoch, epoch), follow_symlinks=follow)


def megabytes(size: int) -> str:
    """Write a size, in megabytes of a million bytes."""
    return f"{size / 1e6:.1f} MB"


def size_of(path: Path) -> int:
    """Add up the bytes of a file or of all files below."""
    if path.is_file():
        return path.stat().st_size
    return sum(each.stat().st_size for each in path.rglob("*") if each.is_file() and not each.is_symlink())
