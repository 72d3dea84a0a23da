"""Compiles the catalogues of screen texts into the form that ``gettext`` reads.

Vietnamese stands in the source and needs none: today there is no other language, and nothing is compiled.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from scripts.installer.build import Build, BuildError, say


def compile_catalogues(build: Build) -> None:
    """Compile what lies in ``resources/locale``, and say how many there are."""
    done = compile_all(build.root / "resources" / "locale", build.prepared / "locale")
    say(f"{done} bản dịch; tiếng Việt nằm ngay trong mã nguồn, không cần bản dịch nào")


def compile_all(source: Path, target: Path) -> int:
    """Compile every catalogue below a folder; raise ``BuildError`` for one with faults."""
    target.mkdir(parents=True, exist_ok=True)
    paths = sorted(source.rglob("*.po"))
    for path in paths:
        with path.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
        faults = [str(error) for _message, errors in catalogue.check() for error in errors]
        if faults:
            raise BuildError(f"{path}: {'; '.join(faults)}")
        made = target / path.relative_to(source).with_suffix(".mo")
        made.parent.mkdir(parents=True, exist_ok=True)
        with made.open("wb") as file:
            write_mo(file, catalogue)
    return len(paths)
