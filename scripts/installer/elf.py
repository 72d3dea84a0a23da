"""What the libraries of a folder need of the system, as their own headers say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.installer.build import BuildError, run
from scripts.installer.origins import system_package

_NEEDED = re.compile(r"^\s*NEEDED\s+(\S+)$", re.MULTILINE)
_GLIBC = re.compile(r"\bGLIBC_(\d+)\.(\d+)\b")
_MAGIC = b"\x7fELF"
_C_LIBRARY = "libc6"

OPTIONAL = {"libcups.so.2": "libcups2"}
"""What only a plugin asks for that may fail: without CUPS there is no printer, and all else works."""


@dataclass(frozen=True, slots=True)
class Needs:
    """The packages of the system, and the oldest C library that will do."""

    packages: tuple[str, ...]
    glibc: tuple[int, int]

    @property
    def depends(self) -> str:
        """Write it as a package's field."""
        major, minor = self.glibc
        others = (each for each in self.packages if each != _C_LIBRARY)
        return ", ".join((f"{_C_LIBRARY} (>= {major}.{minor})", *others))


def elf_files(folder: Path) -> Iterator[Path]:
    """Find programs and libraries below a folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(len(_MAGIC)) == _MAGIC:
                    yield path


def needs_of(folder: Path) -> Needs:
    """Ask all of them; raise ``BuildError`` for a library that neither the folder nor the system has."""
    files = list(elf_files(folder))
    told = run(["objdump", "-p", *files]) if files else ""
    inside = {path.name for path in folder.rglob("*.so*")}
    missing = sorted(set(_NEEDED.findall(told)) - inside - OPTIONAL.keys())
    where = _loader_cache()
    unknown = [each for each in missing if each not in where]
    if unknown:
        raise BuildError(f"Không đâu có thư viện {', '.join(unknown)}.")
    packages = sorted({system_package(where[each].resolve())[0] for each in missing})
    return Needs(tuple(packages), max(((int(a), int(b)) for a, b in _GLIBC.findall(told)), default=(2, 0)))


def _loader_cache() -> dict[str, Path]:
    """Where the system's loader finds each library."""
    lines = (line.split() for line in run(["/sbin/ldconfig", "-p"]).splitlines() if "=>" in line)
    return {words[0]: Path(words[-1]) for words in reversed(list(lines)) if "x86-64" in " ".join(words)}
