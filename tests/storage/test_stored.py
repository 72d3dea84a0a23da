"""Every released revision of the schema is upgraded from a small database that was stored in its day."""

import shutil
from pathlib import Path

import pytest

from agent_app.runtime.paths import Home
from agent_app.services.ports import no_report
from agent_app.storage.engine import RawConnection, open_first, scalar
from agent_app.storage.migrate import newest
from tests.storage.make_stored import STORED
from tests.storage.till import KEY, home_at, issue, reopened

REVISIONS = sorted(STORED.iterdir())


def rows(raw: RawConnection, columns: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Every row of these tables, by these columns."""
    return {
        table: sorted(map(repr, raw.execute(f"SELECT {_listed(names)} FROM {table}").fetchall()))  # noqa: S608
        for table, names in columns.items()
    }


def _listed(names: tuple[str, ...]) -> str:
    """Write names of columns as SQL takes them: some are words of its own."""
    return ", ".join(f'"{name}"' for name in names)


def columns_of(raw: RawConnection) -> dict[str, tuple[str, ...]]:
    """The tables of a database and their columns."""
    tables = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        str(name): tuple(str(each[1]) for each in raw.execute(f"PRAGMA table_info({name})").fetchall())
        for (name,) in tables
    }


@pytest.fixture(params=REVISIONS, ids=lambda folder: folder.name)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """A home as a program of that revision left it."""
    home = home_at(tmp_path)
    shutil.copytree(request.param, home.folder)
    return home


def test_the_first_revision_is_stored() -> None:
    assert [folder.name for folder in REVISIONS][:1] == ["revision-0001"]


def test_an_upgrade_keeps_every_row_and_leaves_a_sound_store(old: Home) -> None:
    raw = open_first(old.store, KEY)
    columns = columns_of(raw)
    before = rows(raw, columns)
    assert all(before[table] for table in ("person", "receipt", "receipt_line", "oplog", "due_item", "visit"))
    raw.close()

    with reopened(old) as store:
        found = store.checker.check(no_report)

    raw = open_first(old.store, KEY)
    assert scalar(raw, "PRAGMA user_version") == newest()
    assert rows(raw, columns) == before
    raw.close()
    assert found == []


def test_an_upgraded_store_goes_on_taking_money(old: Home) -> None:
    with reopened(old) as store:
        receipt, _operation = issue(store)

        assert receipt.number == 4
        assert store.checker.check(no_report) == []
