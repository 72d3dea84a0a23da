"""A real home behind its door: of a locked one no store and no open file is left."""

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Timer

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from agent_app import app as application
from agent_app.bootstrap import Core, HomeMissingError, create_home
from agent_app.doors import HomeDoor, OnlyWindow
from agent_app.runtime.home_keys import HomeKeys
from agent_app.runtime.home_locks import alone_in
from agent_app.runtime.key_failures import EmptyPasswordError, WrongPasswordError
from agent_app.runtime.secrets import Argon2Cost
from agent_app.services import backups
from agent_app.services.changes import Changed, Touched
from agent_app.storage import backup_shelf
from agent_app.storage.backup_file import write_backup
from agent_app.storage.errors import StoreMissingError
from agent_app.storage.store import Store
from agent_app.ui.look import Look
from tests.fake_keyring import MemoryKeyring
from tests.fakes import FixedClock
from tests.storage.till import home_at
from tests.ui.doors import RIGHT
from tests.ui.runs import a_run
from tests.ui.seeing import settle

CHEAP = Argon2Cost(1, 8, 1)


def test_a_real_home_is_opened_by_each_way(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    only = OnlyWindow(home)
    door = HomeDoor(home, only)
    assert (door.ways().pin, door.ways().wait) == (False, 0)
    create_home(home, RIGHT, CHEAP)
    code = HomeKeys(home, MemoryKeyring(), FixedClock()).new_recovery_code(
        HomeKeys(home, MemoryKeyring(), FixedClock()).by_password(RIGHT)
    )
    door.by_password(RIGHT).close()
    door.by_recovery(code, "mới").close()
    door.by_password("mới").close()
    with pytest.raises(WrongPasswordError):
        door.by_password(RIGHT)

    assert not door.ways().pin
    only.let_go()


def test_a_home_that_the_code_does_not_open_keeps_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, only = home_at(tmp_path), OnlyWindow(home_at(tmp_path))
    create_home(home, RIGHT, CHEAP)
    keys = HomeKeys(home, MemoryKeyring(), FixedClock())
    code, door = keys.new_recovery_code(keys.by_password(RIGHT)), HomeDoor(home, only)
    aside = home.store.rename(home.folder / "aside.db")
    with pytest.raises((StoreMissingError, HomeMissingError)):
        door.by_recovery(code, "mới")
    aside.rename(home.store)
    door.by_password(RIGHT).close()
    monkeypatch.setattr(HomeKeys, "change_password", refuse_password)
    with pytest.raises(EmptyPasswordError):
        door.by_recovery(code, "")

    only.let_go()
    with alone_in(home, 0):
        assert home.exists


def refuse_password(*_arguments: object) -> None:
    """Refuse a new password."""
    raise EmptyPasswordError


def is_gone(store: "weakref.ref[Store]") -> bool:
    """Tell whether nobody holds a store any more."""
    gc.collect()
    return store() is None


@pytest.fixture
def made(qapp: QApplication, tmp_path: Path, qtbot: QtBot, look: Look) -> Iterator[application.Session]:
    """A run of the program on a real home, opened."""
    home = home_at(tmp_path)
    create_home(home, RIGHT, CHEAP)
    with a_run(qapp, look, home) as made:
        made.begin(RIGHT)
        qtbot.waitUntil(lambda: made.window is not None and not made.runner.busy, timeout=20_000)
        yield made


def test_of_a_real_home_no_store_and_no_open_file_is_left(
    made: application.Session, tmp_path: Path, qtbot: QtBot
) -> None:
    home = home_at(tmp_path)
    assert isinstance(made.core, Core)
    store = weakref.ref(made.core.store)
    made.lock()
    settle(made, qtbot)
    qtbot.waitUntil(lambda: is_gone(store))

    assert not any(home.store.name in name for name in open_files())
    assert {each.name for each in home.folder.iterdir()}.isdisjoint({"store.db-wal", "keys.lock"})


def open_files() -> list[str]:
    """Name the files that this process has open, where the system tells."""
    folder = Path("/proc/self/fd")
    return [str(each.readlink()) for each in folder.iterdir() if each.is_symlink()] if folder.exists() else []


@pytest.mark.parametrize("how", ["lock", "quit", "lock and quit"])
def test_a_backup_under_way_is_finished_before_its_home_is_let_go(
    made: application.Session, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    home, begun, gate = home_at(tmp_path), Event(), Event()
    real = write_backup

    def slow(*arguments: object) -> None:
        begun.set()
        gate.wait(20)
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(backup_shelf, "write_backup", slow)
    monkeypatch.setattr(backups, "RECEIPTS_UNTIL_DUE", 0)
    made.runner.changed.emit(Changed(frozenset({Touched.RECEIPTS})))
    qtbot.waitUntil(begun.is_set, timeout=20_000)

    if "lock" in how:
        made.lock()
        QTest.qWait(50)
        assert made.leaving
    if "quit" in how:
        Timer(0.1, gate.set).start()
        made.end()
    else:
        gate.set()
        settle(made, qtbot)
        made.end()

    names = {each.name for each in home.backups.iterdir()} - {"backup.lock"}
    assert [Path(name).suffix for name in names] == [".dtnbak"]
    assert not home.store.with_name("store.db-wal").exists()
