"""Checksums of what is given away, and a list of every file that is in the program."""

import hashlib
import json
import re
from pathlib import Path

from scripts.installer.build import Build, megabytes, say

SUMS, MANIFEST = "SHA256SUMS", "MANIFEST.json"


def write_manifest(build: Build) -> None:
    """Write the list and the checksums, and say them."""
    files = files_of(build.program)
    facts = {"version": build.label, "commit": build.commit, "files": files}
    build.out.mkdir(exist_ok=True)
    (build.out / MANIFEST).write_text(json.dumps(facts, indent=0, sort_keys=True) + "\n", "utf-8")
    given = [path for path in sorted(build.out.iterdir()) if path.name == MANIFEST or _is_of(path, build)]
    lines = [f"{sha256(path)}  {path.name}" for path in given]
    (build.out / SUMS).write_text("\n".join(lines) + "\n", "utf-8")
    for path in given:
        say(f"  {megabytes(path.stat().st_size):>9}  {path.name}")


def _is_of(path: Path, build: Build) -> bool:
    """Leave out what another version has left in the folder, also one whose name goes on where ours ends."""
    return re.search(rf"[_-]{re.escape(build.label)}([_.-][^~]*)?$", path.name) is not None


def files_of(folder: Path) -> dict[str, str]:
    """Tell of every file its checksum, of every link where it leads."""
    return {
        path.relative_to(folder).as_posix(): f"-> {path.readlink()}" if path.is_symlink() else sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def sha256(path: Path) -> str:
    """Sum up a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
