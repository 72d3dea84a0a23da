"""Refuses text files that are not UTF-8 in NFC or hide direction marks: equal words must be equal bytes."""

import sys
import unicodedata
from pathlib import Path

from scripts.tracked import ROOT, finish, shown, tracked_files

# Samples are what others wrote, in whatever encoding they did.
FOREIGN = ROOT / "tests" / "samples"
# Bidirectional controls make a line read otherwise than it runs; a BOM or U+FFFD is a decoding accident.
FORBIDDEN = frozenset("\ufeff\ufffd\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def faults_of(path: Path) -> list[str]:
    """Name every line of one file that is not plain NFC text; binary files have none."""
    raw = path.read_bytes()
    if b"\0" in raw or raw.startswith(b"%PDF"):
        return []
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return [f"{shown(path)}: not UTF-8 at byte {error.start}"]
    if unicodedata.is_normalized("NFC", text) and not FORBIDDEN & set(text):
        return []
    return [
        f"{shown(path)}:{number}: not NFC, or holds an invisible control character"
        for number, line in enumerate(text.split("\n"), 1)
        if not unicodedata.is_normalized("NFC", line) or FORBIDDEN & set(line)
    ]


def main(named: list[str]) -> None:
    """Check the named files, else all."""
    paths = [path for path in tracked_files(named) if not path.is_relative_to(FOREIGN)]
    finish([fault for path in paths for fault in faults_of(path)], f"{len(paths)} files are NFC or binary")


if __name__ == "__main__":
    main(sys.argv[1:])
