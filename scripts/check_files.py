"""Refuses files that do not parse, do not end with a line end, or are too large for a repository."""

import json
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import yaml

from scripts.tracked import finish, shown, tracked_files

LARGEST = 3 * 1024 * 1024

PARSERS: dict[str, Callable[[str], object]] = {
    ".json": json.loads,
    ".toml": tomllib.loads,
    ".yaml": yaml.safe_load,
    ".yml": yaml.safe_load,
}
LINED = frozenset({".cfg", ".ini", ".md", ".py", ".sh", ".sql", ".toml", ".txt", ".yaml", ".yml"})


def faults_of(path: Path) -> list[str]:
    """Name what is wrong with one file."""
    faults = []
    raw = path.read_bytes()
    if len(raw) > LARGEST:
        faults.append(f"{shown(path)}: {len(raw):,} bytes are more than {LARGEST:,}")
    if path.suffix in LINED and raw and (not raw.endswith(b"\n") or raw.endswith(b"\n\n")):
        faults.append(f"{shown(path)}: must end with exactly one line end")
    if path.suffix in PARSERS:
        try:
            PARSERS[path.suffix](raw.decode())
        except (ValueError, yaml.YAMLError) as error:
            faults.append(f"{shown(path)}: {error}")
    return faults


def main(named: list[str]) -> None:
    """Check the named files, else all."""
    paths = tracked_files(named)
    finish([fault for path in paths for fault in faults_of(path)], f"{len(paths)} files parse and are small")


if __name__ == "__main__":
    main(sys.argv[1:])
