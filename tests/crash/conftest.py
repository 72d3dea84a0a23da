"""One process that forks for all of these tests, and homes that it may ruin."""

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from agent_app.runtime.paths import Home
from scripts.crash import Harness, harness
from scripts.crash_home import HOME_NAME, PASSWORD

SEED = 7

if sys.platform == "win32":
    collect_ignore_glob = ["test_*.py"]  # no fork, no SIGKILL, no LD_PRELOAD


@pytest.fixture(scope="session")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """Sound homes to copy, and children that run on the shim."""
    with harness(tmp_path_factory.mktemp("crash").resolve(), SEED, power=True) as ready:
        yield ready


@pytest.fixture(autouse=True)
def sound_disk(ward: Harness) -> None:
    """What the shim was told in the test before is over."""
    assert ward.shim is not None
    ward.shim.rest()


@pytest.fixture
def dice() -> Random:
    """The same dice for each test, in whatever order they run."""
    return Random(SEED)  # noqa: S311


@pytest.fixture
def victim(ward: Harness, request: pytest.FixtureRequest) -> Home:
    """A place for a home on the failing disk, which is sound until a test says otherwise."""
    assert ward.shim is not None
    ward.shim.lift()
    return Home(ward.folder / "homes" / request.node.name / HOME_NAME)


@pytest.fixture(scope="session")
def password_file(ward: Harness) -> Path:
    """What opens the homes."""
    path = ward.folder / "password.txt"
    path.write_text(PASSWORD, "utf-8")
    return path
