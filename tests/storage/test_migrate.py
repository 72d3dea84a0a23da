import os
import re
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from agent_app.runtime.paths import Home
from agent_app.storage import migrations
from agent_app.storage.engine import DriverError, RawConnection, connect_file, open_first, scalar
from agent_app.storage.errors import MigrationFailedError, NewerStoreError, StoreKeyError
from agent_app.storage.migrate import migrate, newest
from agent_app.storage.migrations import STEPS, Step
from agent_app.storage.models import Base
from tests.storage.till import KEY, reopened, settle_in

NEXT = newest() + 1
GOOD_STEP = (*STEPS, Step(NEXT, ("ALTER TABLE person ADD COLUMN note VARCHAR",)))
FAULTY = [
    ("ALTER TABLE person ADD COLUMN note VARCHAR", "no statement at all"),
    ("ALTER TABLE person ADD COLUMN note VARCHAR", "DELETE FROM household"),
]


def schema(raw: RawConnection) -> dict[str, object]:
    """What the tables of a database are, in a form that can be compared."""
    found: dict[str, object] = {}
    # Full-text tables are no models' business.
    plain = "SELECT name FROM pragma_table_list WHERE type = 'table'"
    tables = raw.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name IN ({plain})"  # noqa: S608
    ).fetchall()
    for name, sql in tables:
        checks = sorted(
            re.sub(r"\s+", " ", each) for each in re.findall(r"CONSTRAINT \w+\s+CHECK .*", str(sql))
        )
        columns = raw.execute(f"PRAGMA table_xinfo({name})").fetchall()
        references = raw.execute(f"PRAGMA foreign_key_list({name})").fetchall()
        indices = {
            str(each[1]): (each[2:], raw.execute(f"PRAGMA index_xinfo({each[1]})").fetchall())
            for each in raw.execute(f"PRAGMA index_list({name})").fetchall()
        }
        names = sorted(re.findall(r"CONSTRAINT (\w+)", str(sql)))
        found[str(name)] = (columns, references, indices, names, [each.rstrip(", ") for each in checks])
    partial = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%'"
    found["partial"] = raw.execute(partial).fetchall()
    return found


def test_the_steps_lead_to_the_schema_of_the_models(home: Home, tmp_path: Path) -> None:
    modelled = tmp_path / "modelled.db"
    engine = create_engine("sqlite://", creator=lambda: connect_file(modelled, KEY, create=True))
    Base.metadata.create_all(engine)
    engine.dispose()
    made, stepped = connect_file(modelled, KEY), open_first(home.store, KEY)

    assert schema(stepped) == schema(made)

    made.close()
    stepped.close()


def test_no_step_knows_the_models() -> None:
    folder = Path(migrations.__file__).parent

    assert [path for path in folder.glob("*.py") if "models" in path.read_text(encoding="utf-8")] == []


def test_the_steps_are_numbered_without_a_gap() -> None:
    assert [step.version for step in STEPS] == list(range(1, len(STEPS) + 1))


def test_a_step_keeps_what_is_stored_and_a_copy_from_before_it(home: Home) -> None:
    with reopened(home) as store:
        settle_in(store)
    copy = home.backups / "before.db"
    raw = open_first(home.store, KEY)

    migrate(raw, KEY, copy, GOOD_STEP)

    assert raw.execute("SELECT count(*), count(note) FROM person").fetchone() == (2, 0)
    assert scalar(raw, "PRAGMA user_version") == NEXT
    assert scalar(raw, "PRAGMA foreign_keys") == 1
    raw.close()
    earlier = open_first(copy, KEY)
    assert scalar(earlier, "SELECT count(*) FROM person") == 2
    assert scalar(earlier, "PRAGMA user_version") == newest()
    earlier.close()


@pytest.mark.parametrize("mask", [0o022, 0])
def test_the_copy_is_for_its_owner_only(home: Home, mask: int) -> None:
    raw = open_first(home.store, KEY)
    usual = os.umask(mask)
    try:
        migrate(raw, KEY, home.backups / "before.db", GOOD_STEP)
    finally:
        os.umask(usual)
        raw.close()

    assert [path.stat().st_mode & 0o777 for path in home.backups.iterdir()] == [0o600]
    assert home.backups.stat().st_mode & 0o777 == 0o700


def test_the_copy_is_encrypted_like_the_store(home: Home) -> None:
    raw = open_first(home.store, KEY)
    migrate(raw, KEY, home.backups / "before.db", GOOD_STEP)
    raw.close()

    with pytest.raises(StoreKeyError):
        open_first(home.backups / "before.db", bytes(32))


@pytest.mark.parametrize("statements", FAULTY)
def test_a_step_that_goes_wrong_changes_nothing(home: Home, statements: tuple[str, ...]) -> None:
    with reopened(home) as store:
        settle_in(store)
    raw = open_first(home.store, KEY)
    before = schema(raw)

    with pytest.raises(MigrationFailedError) as caught:
        migrate(raw, KEY, home.backups / "before.db", (*STEPS, Step(NEXT, statements)))

    assert caught.value.facts() == {"step": NEXT, "copy": "before.db"}
    assert schema(raw) == before
    assert scalar(raw, "SELECT count(*) FROM household") == 1
    raw.close()


def test_a_newer_schema_is_refused(home: Home) -> None:
    raw = open_first(home.store, KEY)
    raw.execute(f"PRAGMA user_version = {NEXT}")

    with pytest.raises(NewerStoreError):
        migrate(raw, KEY, home.backups / "before.db")

    raw.close()
    assert not home.backups.exists()


def test_a_store_that_is_up_to_date_is_not_copied(home: Home) -> None:
    with reopened(home):
        assert not home.backups.exists()


@pytest.mark.parametrize("table", ["oplog", "receipt", "receipt_line"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET {} = {}"])
def test_what_was_signed_cannot_be_changed_in_the_store(
    till_raw: RawConnection, table: str, change: str
) -> None:
    free = {"oplog": {"state", "reason"}, "receipt": {"household_id"}, "receipt_line": {"person_id"}}[table]
    columns = {str(row[1]) for row in till_raw.execute(f"PRAGMA table_info({table})").fetchall()}

    for column in sorted(columns - free):
        with pytest.raises(DriverError, match=r"never change|rows stay"):
            till_raw.execute(change.format(table, column, column))
    for column in sorted(free):
        till_raw.execute(f"UPDATE {table} SET {column} = {column}")  # noqa: S608
