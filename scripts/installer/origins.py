"""Where each file of the frozen program came from: our tree, a library, Python, a package of the system."""

import ast
import platform
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePosixPath

from scripts.installer.build import Build, BuildError
from scripts.installer.contents import INTERNAL

OURS, PYTHON, BOOTLOADER = "di-tung-nha", "python", "pyinstaller-bootloader"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file belongs to: ``kind`` is own, library (of PyPI), python or system (a package of Debian)."""

    kind: str
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A file of the frozen program, by its place below its folder, and what it belongs to."""

    place: PurePosixPath
    origin: Origin


def placed_files(build: Build) -> list[Placed]:
    """Tell of every file that PyInstaller put into the folder; raise ``BuildError`` for an unknown one."""
    return [
        Placed(_place(target, kind), _origin(build, target, Path(source), kind))
        for target, source, kind in sorted(_entries(build.origins))
        if kind != "SYMLINK"
    ]


def _entries(path: Path) -> Iterator[tuple[str, str, str]]:
    held = ast.literal_eval(path.read_text("utf-8"))
    for part in held:
        if isinstance(part, list) and part and isinstance(part[0], tuple):
            yield from part


def _place(target: str, kind: str) -> PurePosixPath:
    place = PurePosixPath(target.replace("\\", "/"))
    return place if kind == "EXECUTABLE" else PurePosixPath(INTERNAL) / place


def _origin(build: Build, target: str, source: Path, kind: str) -> Origin:
    if kind == "EXECUTABLE":
        return Origin("library", "pyinstaller", _libraries()["pyinstaller"].version)
    top = target.replace("\\", "/").partition("/")[0].partition(".")[0]
    if top in {"agent_app", "resources"}:
        return Origin("own", OURS, build.label)
    library = _library_files().get(_module_file(target)) or _library_of(source)
    if library is not None:
        return Origin("library", library.name, library.version)
    if _is_pythons(target, source, build):
        return Origin("python", PYTHON, ".".join(map(str, sys.version_info[:3])))
    if platform.system() == "Linux":
        name, version = system_package(source.resolve())
        return Origin("system", name, version)
    return Origin("system", source.name, "")


def _module_file(target: str) -> str:
    place = target.replace("\\", "/")
    return f"{place[:-4]}.py" if place.endswith(".pyc") else place


@cache
def _libraries() -> dict[str, Distribution]:
    return {each.name.lower(): each for each in distributions()}


@cache
def _library_files() -> dict[str, Distribution]:
    """Every file of every library, by its place in the folder of libraries."""
    return {
        PurePosixPath(file).as_posix(): each
        for each in distributions()
        for file in each.files or ()
        if not file.as_posix().startswith("..")
    }


def _library_of(source: Path) -> Distribution | None:
    folder = Path(sysconfig.get_path("platlib"))
    if not source.is_relative_to(folder):
        return None
    return _library_files().get(source.relative_to(folder).as_posix())


def _is_pythons(target: str, source: Path, build: Build) -> bool:
    standard = Path(sysconfig.get_path("stdlib"))
    if source.is_relative_to(standard) or source.name.startswith(("libpython", "python3")):
        return True
    if source.is_relative_to(build.work):
        # A compiled module of the standard library, or the start of a program with its hooks.
        return target.endswith((".pyc", "base_library.zip"))
    return source.is_relative_to(Path(sys.base_prefix)) and Path(sys.base_prefix) != Path("/usr")


@cache
def system_package(path: Path) -> tuple[str, str]:
    """Name the package of Debian that a file belongs to, and its version."""
    for each in (path, Path("/usr") / path.relative_to("/"), Path("/") / _without_usr(path)):
        done = subprocess.run(["dpkg-query", "-S", str(each)], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            name = done.stdout.partition(": ")[0].partition(",")[0].partition(":")[0]
            asked = ["dpkg-query", "-W", "-f", "${Version}", name]
            return name, subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    raise BuildError(f"Không biết {path} từ đâu ra.")


def _without_usr(path: Path) -> Path:
    return path.relative_to("/usr") if path.is_relative_to("/usr") else path.relative_to("/")


def by_origin(files: Iterable[Placed]) -> dict[Origin, list[PurePosixPath]]:
    """Gather the files of each origin."""
    gathered: dict[Origin, list[PurePosixPath]] = {}
    for each in files:
        gathered.setdefault(each.origin, []).append(each.place)
    return gathered
