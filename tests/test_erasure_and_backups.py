"""Whoever is erased is not kept in a copy from before either."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent_app.bootstrap import Core, create_home, keys_of, open_home
from agent_app.domain.visit import Outcome
from agent_app.recovery import Recovery
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import Argon2Cost
from agent_app.services.visits import OutcomeRequest, RecordVisit
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


def visited(core: Core) -> None:
    person = a_person(2)
    outcome = OutcomeRequest(person.id, Outcome.ABSENT)
    core.visits.record(RecordVisit(person.household_id, (outcome,)))


def test_a_backup_that_a_restore_has_overtaken_goes_with_the_erasure_and_so_does_the_store_set_aside(
    core: Core, home: Home
) -> None:
    first = core.backups.make().backup.path
    for _each in range(3):
        visited(core)
    later = core.backups.make().backup.path  # further on in the log than anything after the restore
    core.close()
    assert Recovery(home, PASSWORD).restore(first, lambda _preview: True) is not None
    (aside,) = home.folder.glob("store.db.before-restore-*")
    (home.folder / (aside.name + "-wal")).write_bytes(b"what was written last")

    again = open_home(home, PASSWORD)
    again.privacy.erase(a_person(1).id, "Tự yêu cầu")
    again.close()

    assert not later.exists()
    assert not first.exists()
    assert len(backups(home.backups)) == 1
    assert aside.stat().st_size == 0
    assert not (home.folder / (aside.name + "-wal")).exists()


def test_a_store_set_aside_after_the_erasure_stays(core: Core, home: Home) -> None:
    core.privacy.erase(a_person(1).id, "Tự yêu cầu")
    (kept,) = backups(home.backups)
    core.close()
    Recovery(home, PASSWORD).restore(kept, lambda _preview: True)
    (aside,) = home.folder.glob("store.db.before-restore-*")
    before = aside.read_bytes()

    again = open_home(home, PASSWORD)
    again.backups.make()
    again.close()

    assert aside.read_bytes() == before


@pytest.mark.parametrize(("at", "stays"), [("20200101-000000", False), ("29991231-235959", True)])
def test_what_was_set_aside_and_cannot_be_read_goes_by_its_time(
    core: Core, home: Home, at: str, *, stays: bool
) -> None:
    aside = home.folder / f"store.db.before-restore-{at}"
    journal = home.folder / f"receipts.jnl.before-rescue-{at}"
    for path in (aside, journal):
        path.write_bytes(bytes(range(256)) * 64)

    core.privacy.erase(a_person(1).id, "Tự yêu cầu")

    assert (aside.stat().st_size > 0, journal.exists()) == (stays, stays)


def test_where_nobody_was_erased_nothing_set_aside_is_touched(core: Core, home: Home) -> None:
    aside = home.folder / "store.db.before-restore-20200101-000000"
    aside.write_bytes(b"damaged")

    core.backups.make()

    assert aside.read_bytes() == b"damaged"
