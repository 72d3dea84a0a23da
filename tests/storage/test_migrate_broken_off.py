"""A change of the schema that is broken off at any moment: the store is the old one or the new one."""

import errno
import os
import shutil
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from agent_app.runtime.paths import Home
from agent_app.storage.engine import RawConnection, RawCursor, open_first, scalar
from agent_app.storage.errors import StoreUnusableError
from agent_app.storage.migrate import migrate, newest
from agent_app.storage.migrations import STEPS, Step
from tests.storage.make_stored import fill
from tests.storage.till import KEY, opened, reopened

NEXT = newest() + 1
STEP = Step(
    NEXT,
    (
        "ALTER TABLE person ADD COLUMN first_note VARCHAR",
        "UPDATE person SET first_note = 'x'",
        "CREATE TABLE second_note (id INTEGER NOT NULL, CONSTRAINT pk_second_note PRIMARY KEY (id))",
        "INSERT INTO second_note SELECT rowid FROM person",
    ),
)


class Photographed:
    """A connection whose files are copied before each statement, as a power cut would leave them."""

    def __init__(self, raw: RawConnection, home: Home, place: Path) -> None:
        self._raw = raw
        self._home = home
        self._place = place
        self.taken: list[Home] = []

    def execute(self, sql: str, parameters: Sequence[object] = (), /) -> RawCursor:
        self.photograph()
        return self._raw.execute(sql, parameters)

    def backup(self, target: RawConnection, /) -> None:
        self.photograph()
        self._raw.backup(target)

    def close(self) -> None:
        self._raw.close()

    def photograph(self) -> None:
        """Copy the home as it lies on the disk now."""
        self.taken.append(Home(self._place / f"cut {len(self.taken)}"))
        shutil.copytree(self._home.folder, self.taken[-1].folder)


def test_a_power_cut_at_any_statement_leaves_the_old_schema_or_the_new_one(
    home: Home, tmp_path: Path
) -> None:
    with reopened(home) as store:
        fill(store)
    camera = Photographed(open_first(home.store, KEY), home, tmp_path)
    migrate(camera, KEY, home.backups / "before.db", (*STEPS, STEP))
    camera.photograph()
    camera.close()

    seen = set()
    for cut in camera.taken:
        with closing(open_first(cut.store, KEY)) as raw:
            version = scalar(raw, "PRAGMA user_version")
            seen.add(version)
            assert scalar(raw, "PRAGMA integrity_check") == "ok"
            assert scalar(raw, "SELECT count(*) FROM receipt") == 3
            tables = "SELECT count(*) FROM sqlite_master WHERE name = 'second_note'"
            assert scalar(raw, tables) == int(version == NEXT)
    assert seen == {newest(), NEXT}
    assert len(camera.taken) > len(STEP.statements)


def test_a_disk_that_is_full_while_the_copy_is_made_leaves_the_store_as_it_was(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reopened(home) as store:
        fill(store)
    before = home.store.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with closing(open_first(home.store, KEY)) as raw, monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="full"):
            migrate(raw, KEY, home.backups / "before.db", (*STEPS, STEP))
        assert scalar(raw, "PRAGMA user_version") == newest()

    assert home.store.read_bytes() == before
    assert not (home.backups / "before.db").exists()


def test_an_opening_that_cannot_make_its_copy_is_told_as_a_failure_of_ours(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_first(home.store, KEY)) as raw:
        raw.execute("PRAGMA user_version = 4")
    home.backups.write_bytes(b"a file where the folder should be")
    monkeypatch.setattr("agent_app.storage.migrate.STEPS", STEPS)

    with pytest.raises(StoreUnusableError):
        opened(home)

    with closing(open_first(home.store, KEY)) as raw:
        assert scalar(raw, "PRAGMA user_version") == 4


def test_a_copy_from_before_a_step_opens_as_a_store_of_its_day(home: Home, tmp_path: Path) -> None:
    with reopened(home) as store:
        fill(store)
    with closing(open_first(home.store, KEY)) as raw:
        migrate(raw, KEY, home.backups / "before.db", (*STEPS, STEP))
    back = Home(tmp_path / "back")
    back.make()
    shutil.copy(home.backups / "before.db", back.store)
    shutil.copy(home.journal, back.journal)

    with reopened(back) as store:
        assert store.queries.counts().receipts == 3
