"""What is said of a build: where files came from, their licences, the bill of materials, the checksums."""

import json
import re
import tomllib
from importlib.metadata import distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from scripts.installer.bill import bill_of
from scripts.installer.build import Build, BuildError
from scripts.installer.licences import Part, library_part, parts_of, said
from scripts.installer.manifest import MANIFEST, SUMS, sha256, write_manifest
from scripts.installer.origins import Origin, Placed, by_origin, placed_files, system_package
from scripts.installer.sizes import table
from scripts.installer.twice import differing

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def shipped() -> list[str]:
    """Name every library that the program may bring along: what it asks for, and what those ask for."""
    extras = PROJECT["optional-dependencies"]
    waiting = [Requirement(each) for each in (*PROJECT["dependencies"], *extras["desktop"], *extras["roll"])]
    found: dict[str, None] = {}
    while waiting:
        wanted = waiting.pop()
        name = re.sub(r"[-_.]+", "-", wanted.name).lower()
        surroundings = [{"extra": extra} for extra in (*wanted.extras, "")]
        asked = map(Requirement, distribution(name).requires or ())
        needed = [
            each for each in asked if each.marker is None or any(map(each.marker.evaluate, surroundings))
        ]
        if name not in found:
            found[name] = None
            waiting += needed
    return sorted(found)


@pytest.mark.parametrize("name", shipped())
def test_this_library_has_a_licence_and_its_text(name: str) -> None:
    part = library_part(distribution(name))

    assert part.licence
    assert any(path.stat().st_size > 500 for _name, path in part.texts)


def test_the_lgpl_of_qt_comes_with_both_texts() -> None:
    part = library_part(distribution("pyside6-essentials"))

    assert part.licence == "LGPL-3.0-only"
    texts = {name: path.read_text("utf-8") for name, path in part.texts}
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in texts["LGPL-3.0-only.txt"]
    assert "GNU GENERAL PUBLIC LICENSE" in texts["GPL-3.0-only.txt"]


def test_what_is_noted_of_licences_is_about_libraries_that_are_there() -> None:
    held = {re.sub(r"[_]+", "-", each.name).lower() for each in distributions()}

    assert set(said()["licence"]) | set(said()["texts"]) <= held
    assert {each["within"] for each in said()["embedded"]} <= held
    assert all((ROOT / each["text"]).is_file() for each in said()["resource"])


def some_parts() -> list[Part]:
    origins = [
        Origin("own", "di-tung-nha", "1.2.3"),
        *(
            Origin("library", each.name, each.version)
            for each in map(distribution, ("pyside6-essentials", "sqlcipher3"))
        ),
        Origin("python", "python", "3.11.7"),
    ]
    return list(parts_of(ROOT, origins))


def test_the_bill_names_every_part_and_is_the_same_for_the_same_commit(build: Build) -> None:
    text = bill_of(build, some_parts())
    bill = json.loads(text)

    assert text == bill_of(build, reversed(some_parts()))
    assert bill["specVersion"] == "1.6"
    assert bill["metadata"]["component"]["version"] == build.label
    names = {each["name"]: each for each in bill["components"]}
    assert {"pyside6-essentials", "Qt", "ICU", "sqlcipher3", "SQLCipher", "OpenSSL", "CPython"} <= set(names)
    assert names["Qt"]["version"] == distribution("pyside6-essentials").version
    assert {"Source Sans 3", "Liberation Serif", "Lucide"} <= set(names)
    assert all(each["licenses"] for each in bill["components"])


def write_toc(build: Build, *entries: tuple[str, str, str]) -> None:
    build.origins.parent.mkdir(parents=True)
    build.origins.write_text(repr((list(entries),)), "utf-8")


def test_every_file_is_told_where_it_came_from(build: Build) -> None:
    library = distribution("cbor2")
    compiled = str(build.work / "pyinstaller" / "program" / "localpycs" / "x.pyc")
    write_toc(
        build,
        ("agent_app/app.pyc", compiled, "DATA"),
        ("cbor2/__init__.pyc", compiled, "DATA"),
        ("json/decoder.pyc", compiled, "DATA"),
        ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
        ("agent-app", "/build/agent-app", "EXECUTABLE"),
    )

    found = {str(each.place): each.origin for each in placed_files(build)}

    assert found["_internal/agent_app/app.pyc"] == Origin("own", "di-tung-nha", build.label)
    assert found["_internal/cbor2/__init__.pyc"] == Origin("library", "cbor2", library.version)
    assert found["_internal/json/decoder.pyc"].kind == "python"
    assert found["agent-app"].name == "pyinstaller"
    assert len(found) == 4


def test_a_file_from_nowhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="libmystery"):
        system_package(tmp_path / "libmystery.so")


def test_files_are_gathered_by_what_they_belong_to(build: Build) -> None:
    write_toc(build, ("agent_app/a.pyc", "a", "DATA"), ("agent_app/b.pyc", "b", "DATA"))
    files: list[Placed] = placed_files(build)

    gathered = by_origin(files)

    assert [len(places) for places in gathered.values()] == [2]


def test_small_parts_are_told_together_and_nothing_is_lost() -> None:
    lines = table({"Qt": 70_000_000, "a": 400_000, "b": 500_000})

    assert [line.split() for line in lines] == [
        ["70.0", "MB", "Qt"],
        ["0.9", "MB", "2", "phần", "nhỏ"],
        ["70.9", "MB", "tất", "cả"],
    ]


def test_checksums_and_the_list_of_files_tell_two_builds_apart(build: Build, tmp_path: Path) -> None:
    (build.out / f"di-tung-nha_{build.label}_amd64.deb").write_bytes(b"deb")
    (build.out / "di-tung-nha_0.0.9_amd64.deb").write_bytes(b"of another version")
    (build.out / f"di-tung-nha_{build.label}~0a1b2c3d4_amd64.deb").write_bytes(b"of a trial of this version")
    (build.out / f"di-tung-nha-{build.label}-inno.exe").write_bytes(b"of this one")
    write_manifest(build)
    sums = (build.out / SUMS).read_text("utf-8")
    assert f"{sha256(build.out / MANIFEST)}  {MANIFEST}\n" in sums
    assert "0.0.9" not in sums
    assert "0a1b2c3d4" not in sums
    assert f"di-tung-nha-{build.label}-inno.exe" in sums

    other = tmp_path / "other"
    build.out.rename(other)
    (build.program / "_internal" / "tệp.txt").write_text("khác", "utf-8")
    build.out.mkdir()
    for name in (f"di-tung-nha_{build.label}~0a1b2c3d4_amd64.deb", f"di-tung-nha-{build.label}-inno.exe"):
        (build.out / name).write_bytes((other / name).read_bytes())
    (build.out / "di-tung-nha_0.0.9_amd64.deb").write_bytes(b"of another version")
    (build.out / f"di-tung-nha_{build.label}_amd64.deb").write_bytes(b"deb")
    write_manifest(build)

    assert differing(other, other) == []
    assert differing(other, build.out) == [MANIFEST, "  _internal/tệp.txt"]
