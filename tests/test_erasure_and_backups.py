"""Whoever is erased is not kept in a copy from before either."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent_app.bootstrap import Core, create_home, keys_of, open_home
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import Argon2Cost
from agent_app.storage.backup_file import SUFFIX, open_backup, take_out
from tests.builders import a_household, a_person
from tests.storage.till import home_at

PASSWORD = "mật khẩu"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home, and an old copy beside it from before a change of the schema."""
    home = home_at(tmp_path)
    create_home(home, PASSWORD, Argon2Cost(1, 8, 1))
    return home


@pytest.fixture
def core(home: Home) -> Iterator[Core]:
    """An open home with two people."""
    core = open_home(home, PASSWORD)
    with core.open_unit() as unit:
        unit.households.add_households([a_household()], "import")
        unit.households.add_people([a_person(1), a_person(2, "Đặng Văn Kỳ")], "import")
        unit.commit()
    yield core
    core.close()


def backups(folder: Path) -> set[Path]:
    return set(folder.glob(f"*{SUFFIX}"))


def held(home: Home, path: Path) -> int:
    """Count the operations of a backup; the erasure is the first."""
    return open_backup(path, keys_of(home).by_password(PASSWORD)).manifest.operations


def test_an_erasure_leaves_no_copy_from_before_it_and_a_fresh_one(
    core: Core, home: Home, tmp_path: Path
) -> None:
    stick = tmp_path / "USB"
    stick.mkdir()
    core.backups.make(stick, remember=True)
    (home.backups / "20260101-before.db").write_bytes(b"a copy from before a change of the schema")
    before = backups(home.backups) | backups(stick)

    core.privacy.erase(a_person(1).id, "Tự yêu cầu")

    now = backups(home.backups) | backups(stick)
    assert len(now) == 2
    assert now & before == set()
    assert list(home.backups.glob("*.db")) == []
    assert {held(home, path) for path in now} == {1}


def test_a_copy_from_before_a_change_of_the_schema_goes_with_the_erasures_that_it_has_not_seen(
    core: Core, home: Home
) -> None:
    core.backups.make()
    older, newer = home.backups / "20260101-older.db", home.backups / "20260102-newer.db"

    for copy in (older, newer):
        (backup,) = backups(home.backups)
        opened = open_backup(backup, keys_of(home).by_password(PASSWORD))
        take_out(opened, copy)
        core.privacy.erase(a_person(1 if copy is older else 2).id, "Tự yêu cầu")

        assert not copy.exists()

    (backup,) = backups(home.backups)
    take_out(open_backup(backup, keys_of(home).by_password(PASSWORD)), newer)
    core.backups.make()
    assert list(home.backups.glob("*.db*")) == [newer]


def test_a_copy_on_a_stick_that_is_away_goes_when_it_comes_back(
    core: Core, home: Home, tmp_path: Path
) -> None:
    stick = tmp_path / "USB"
    stick.mkdir()
    core.backups.make(stick, remember=True)
    (old,) = backups(stick)
    stick.rename(tmp_path / "away")

    core.privacy.erase(a_person(1).id, "Tự yêu cầu")
    (tmp_path / "away").rename(stick)
    core.backups.make()

    assert old not in backups(stick)
    assert {held(home, path) for path in backups(stick)} == {1}
