import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from agent_app.domain.errors import EnvironmentFailure
from agent_app.runtime.paths import Home
from agent_app.services.ports import no_report
from agent_app.storage import engine
from agent_app.storage.engine import connect_file, open_ours
from agent_app.storage.errors import (
    EncryptionMissingError,
    ForeignStoreError,
    NewerStoreError,
    PlainStoreError,
    StoreExistsError,
    StoreKeyError,
    StoreMissingError,
)
from agent_app.storage.migrate import newest
from agent_app.storage.store import create_store
from tests.builders import DEVICE
from tests.storage.till import KEY, contents, issue, opened, reopened, settle_in


def refused(home: Home, error: type[EnvironmentFailure], key: bytes = KEY) -> EnvironmentFailure:
    """Open a home in vain and see that not a byte of it has changed."""
    before = contents(home)
    with pytest.raises(error) as caught:
        opened(home, key)
    assert contents(home) == before
    return caught.value


def put_plain(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE person (name TEXT)")
    connection.commit()
    connection.close()


def put_foreign(path: Path) -> None:
    raw = connect_file(path, KEY, create=True)
    raw.execute("CREATE TABLE note (text TEXT)")
    raw.close()


def put_noise(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 64)


def put_nothing(path: Path) -> None:
    path.write_bytes(b"")


def put_newer(path: Path) -> None:
    create_store(Home(path.parent), KEY, DEVICE)
    raw = connect_file(path, KEY)
    raw.execute("PRAGMA user_version = 999")
    raw.close()


@pytest.mark.parametrize("key", [bytes(32), KEY[:31], b""])
def test_a_wrong_key_opens_nothing_and_touches_nothing(
    home: Home, key: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    with reopened(home) as store:
        settle_in(store)
        issue(store)

    refused(home, StoreKeyError, key)

    assert capfd.readouterr() == ("", "")


def test_a_wrong_key_leaves_even_what_a_crash_left_behind(home: Home, tmp_path: Path) -> None:
    crashed = Home(tmp_path / "crashed")
    with reopened(home) as store:
        settle_in(store)
        issue(store)
        shutil.copytree(home.folder, crashed.folder)
    (crashed.folder / "store.db-shm").unlink()

    refused(crashed, StoreKeyError, bytes(32))

    with reopened(crashed) as store:
        assert len(store.queries.receipts(10)) == 1


def test_a_first_page_torn_by_a_crash_is_made_whole_from_the_write_ahead_log(
    home: Home, tmp_path: Path
) -> None:
    crashed = Home(tmp_path / "crashed")
    with reopened(home) as store:
        settle_in(store)
        issue(store)
        raw = open_ours(home.store, KEY)
        # Writes the first page, so that the next checkpoint is going to replace it.
        raw.execute(f"PRAGMA user_version = {newest()}")
        raw.close()
        shutil.copytree(home.folder, crashed.folder)
    with crashed.store.open("rb+") as file:
        file.seek(1_000)
        file.write(bytes(2_000))

    with reopened(crashed) as store:
        assert store.checker.check(no_report) == []


def test_a_library_that_cannot_encrypt_is_refused(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "driver", sqlite3)

    refused(home, EncryptionMissingError)


@pytest.mark.parametrize(
    ("put", "error"),
    [
        (put_plain, PlainStoreError),
        (put_foreign, ForeignStoreError),
        (put_noise, StoreKeyError),
        (put_nothing, ForeignStoreError),
        (put_newer, NewerStoreError),
    ],
)
def test_another_file_in_the_place_of_the_store_is_refused_and_kept(
    tmp_path: Path, put: Callable[[Path], None], error: type[EnvironmentFailure]
) -> None:
    put(tmp_path / "store.db")

    refused(Home(tmp_path), error)


def test_a_home_without_a_store_says_so(tmp_path: Path) -> None:
    refused(Home(tmp_path), StoreMissingError)

    assert list(tmp_path.iterdir()) == []


def test_a_store_is_never_made_over_another(home: Home) -> None:
    before = contents(home)

    with pytest.raises(StoreExistsError):
        create_store(home, KEY, DEVICE)

    assert contents(home) == before


def test_a_store_is_not_made_beside_the_journal_of_one_that_is_gone(home: Home) -> None:
    home.store.unlink()
    home.journal.write_bytes(b"money")

    with pytest.raises(StoreExistsError):
        create_store(home, KEY, DEVICE)


def test_what_an_interrupted_making_left_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "store.db.new").write_bytes(b"half")
    (tmp_path / "store.db.new-journal").write_bytes(b"of a key that is gone")
    (tmp_path / "receipts.jnl").write_bytes(b"half")

    create_store(Home(tmp_path), KEY, DEVICE)

    opened(Home(tmp_path)).close()
    assert sorted(contents(Home(tmp_path))) == ["receipts.jnl", "store.db"]


def test_a_first_page_that_a_power_cut_tore_is_no_wrong_key_where_a_journal_restores_it(
    home: Home, tmp_path: Path
) -> None:
    cut = Home(tmp_path / "cut")
    raw = open_ours(home.store, KEY)
    raw.execute("PRAGMA journal_mode = DELETE")
    raw.execute("PRAGMA cache_size = 1")
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("CREATE TABLE half (page)")
    for _ in range(20):
        raw.execute("INSERT INTO half VALUES (randomblob(4000))")
    shutil.copytree(home.folder, cut.folder)
    raw.execute("ROLLBACK")
    raw.close()
    with cut.store.open("rb+") as file:
        file.seek(2048)
        file.write(bytes(512))

    refused(cut, StoreKeyError, bytes(32))
    with reopened(cut) as store:
        assert store.checker.check(no_report) == []


def test_the_store_of_a_home_is_for_its_owner_only(home: Home) -> None:
    assert home.store.stat().st_mode & 0o077 == 0
    assert home.folder.stat().st_mode & 0o077 == 0
