"""Leaves out the system's libraries that nothing asks for, once what asked for them is left out.

Without it a program built where GTK is installed would carry more than one that was built elsewhere.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath

from scripts.installer.build import run

Entry = tuple[str, str, str]

_NEEDED = re.compile(r"^\s*NEEDED\s+(\S+)$", re.MULTILINE)
_BY_NAME = ("libpython", "libusb-")
"""These are opened by name: by a program that begins, and when a printer on USB is looked for."""


def reached(entries: Iterable[Entry]) -> list[Entry]:
    """Keep everything but the system's libraries at the top that no other kept one names as needed."""
    held = list(entries)
    needed = {target: needs_of(Path(source)) for target, source, _kind in held if _is_library(target)}
    kept = names_reached(needed)
    return [each for each in held if each[0] not in needed or each[0] in kept]


def names_reached(needed: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Walk from what is asked for by itself; places by what they need."""
    waiting = [place for place in needed if not _is_systems(place)]
    found = set(waiting)
    by_name: dict[str, list[str]] = {}
    for place in needed:
        by_name.setdefault(PurePath(place).name, []).append(place)
    while waiting:
        for name in needed[waiting.pop()]:
            fresh = [place for place in by_name.get(name, ()) if place not in found]
            found.update(fresh)
            waiting += fresh
    return frozenset(found)


def needs_of(source: Path) -> frozenset[str]:
    """Name the libraries that one asks for; a link is its target."""
    return frozenset(_NEEDED.findall(run(["objdump", "-p", source]))) if source.is_file() else frozenset()


def _is_library(target: str) -> bool:
    return ".so" in PurePath(target).name


def _is_systems(target: str) -> bool:
    path = PurePath(target)
    return len(path.parts) == 1 and not path.name.startswith(_BY_NAME) and ".cpython-" not in path.name
