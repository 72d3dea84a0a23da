"""Builds the same commit once more in another folder, and lists every byte that came out otherwise."""

import json
import shutil
import sys
from pathlib import Path

from scripts.installer.build import Build, BuildError, git, run, say
from scripts.installer.manifest import MANIFEST, SUMS

_STEPS = ("catalogues", "version", "freeze", "package", "bill", "manifest")


def build_twice(build: Build) -> None:
    """Compare the last build with a second one; raise ``BuildError`` where they differ."""
    other = build.work / "a second place"
    shutil.rmtree(other, ignore_errors=True)
    git(build.root, "clone", "--quiet", "--local", "--no-hardlinks", ".", str(other))
    git(other, "checkout", "--quiet", build.commit)
    for tag in git(build.root, "tag", "--points-at", "HEAD").split():
        git(other, "tag", "--force", tag, build.commit)
    # The same libraries; all else is made anew.
    run([sys.executable, "-m", "scripts.installer.steps", *_STEPS], cwd=other, env=build.surroundings())
    differences = differing(build.out, other / "dist")
    if differences:
        raise BuildError("Hai lần dựng khác nhau:\n" + "\n".join(differences))
    sums = (build.out / SUMS).read_text("utf-8").splitlines()
    say(f"hai lần dựng giống nhau từng byte: {len(sums)} tệp để trao")
    shutil.rmtree(other)


def differing(one: Path, other: Path) -> list[str]:
    """Name what is given away otherwise, and the files inside the program that are the reason."""
    sums, others = _sums(one), _sums(other)
    found = [name for name in sorted(sums | others) if sums.get(name) != others.get(name)]
    inside, others_inside = _files(one), _files(other)
    places = sorted(set(inside) | set(others_inside))
    return found + [f"  {place}" for place in places if inside.get(place) != others_inside.get(place)]


def _sums(folder: Path) -> dict[str, str]:
    lines = (folder / SUMS).read_text("utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def _files(folder: Path) -> dict[str, str]:
    files: dict[str, str] = json.loads((folder / MANIFEST).read_text("utf-8"))["files"]
    return files
