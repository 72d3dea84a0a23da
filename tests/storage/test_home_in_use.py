"""Processes in one home: any number at work, none while its files are changed."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from types import SimpleNamespace

import pytest

from agent_app.runtime import home_locks
from agent_app.runtime.home_locks import HomeBusyError, alone_in, at_work
from agent_app.runtime.paths import Home
from agent_app.services.ports import no_report
from agent_app.storage.engine import connect_file
from agent_app.storage.errors import (
    JournalUnreadableError,
    NewerStoreError,
    StoreClosedError,
    StoreMissingError,
)
from agent_app.storage.migrate import build, newest
from agent_app.storage.migrations import STEPS
from tests.builders import DEVICE, NOW
from tests.storage.till import KEY, contents, environment, issue, opened, reopened, settle_in

RECEIPTS_EACH = 20


@contextmanager
def issuers(home: Home, number: int, receipts: int) -> Iterator[list["subprocess.Popen[str]"]]:
    """Let several processes issue receipts at once."""
    command = [sys.executable, "-m", "tests.storage.issuer", str(home.folder), str(receipts)]
    children = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) for _ in range(number)
    ]
    try:
        yield children
    finally:
        for child in children:
            child.kill()
            child.wait()
            if child.stdout is not None:
                child.stdout.close()


def an_old_store(home: Home) -> None:
    """Put a store in place that has the first step of the schema only."""
    home.store.unlink()
    raw = connect_file(home.store, KEY, create=True)
    build(raw, STEPS[:1])
    raw.execute(
        "INSERT INTO device (id, device_id, epoch, claimed, turn_token, acked_epoch, acked_dseq, acked_hash) "
        "VALUES (1, ?, 1, 0, x'', 1, 0, zeroblob(32))",
        (DEVICE.hex,),
    )
    raw.close()


def test_a_store_that_was_let_go_is_not_opened_again_by_whoever_comes_too_late(home: Home) -> None:
    store = opened(home)
    settle_in(store)
    store.close()

    with pytest.raises(StoreClosedError):
        store.queries.counts()
    with pytest.raises(StoreClosedError), store.unit():
        pass
    with pytest.raises(StoreClosedError):
        store.backup_notes.state()
    with pytest.raises(StoreClosedError):
        store.standing.standing(NOW)
    store.close()
    with alone_in(home, 0):
        assert not home.store.with_name("store.db-wal").exists()


def test_several_processes_issue_receipts_beside_each_other(home: Home) -> None:
    with reopened(home) as store:
        settle_in(store)
    with issuers(home, 3, RECEIPTS_EACH) as children:
        said = [int(line) for child in children for line in child.communicate()[0].splitlines()]

    assert sorted(said) == list(range(1, 3 * RECEIPTS_EACH + 1))
    with reopened(home) as store:
        assert store.checker.check(no_report) == []


@pytest.mark.usefixtures("quiet_healing")
def test_processes_that_open_an_older_copy_at_once_put_its_money_back_once(home: Home) -> None:
    with reopened(home) as store:
        settle_in(store)
    older = home.store.read_bytes()
    with reopened(home) as store:
        issued = [issue(store)[0] for _ in range(3)]
    home.store.write_bytes(older)
    with issuers(home, 3, 0) as children:
        assert [child.wait(timeout=60) for child in children] == [0, 0, 0]

    with reopened(home) as store:
        assert [view.receipt for view in reversed(store.queries.receipts(10))] == issued
        assert len(store.standing.replays()) == 1
        assert store.checker.check(no_report) == []


def test_while_somebody_changes_the_files_a_home_does_not_open(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_app.storage.store.at_work", partial(at_work, wait=0.1))
    with alone_in(home), pytest.raises(HomeBusyError):
        opened(home)

    opened(home).close()


def test_whoever_comes_while_the_files_are_changed_waits_a_little(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, waited = threading.Event(), threading.Event()

    def pause(seconds: float) -> None:
        waited.set()
        time.sleep(seconds)

    def restore() -> bool:
        with alone_in(home):
            began.set()
            return waited.wait(60)

    monkeypatch.setattr(home_locks, "time", SimpleNamespace(sleep=pause, monotonic=time.monotonic))
    with ThreadPoolExecutor(1) as pool:
        restored = pool.submit(restore)
        began.wait()
        opened(home).close()

        assert restored.result()


def test_an_open_store_keeps_whoever_would_change_its_files_out(home: Home) -> None:
    with reopened(home), pytest.raises(HomeBusyError), alone_in(home, 0):
        pass

    with alone_in(home, 0):
        pass


def test_an_opening_that_fails_holds_nothing(home: Home) -> None:
    aside = home.store.rename(home.store.with_name("aside"))
    with pytest.raises(StoreMissingError):
        opened(home)
    shutil.copy(aside, home.store)
    home.journal.write_bytes(os.urandom(4000))
    with pytest.raises(JournalUnreadableError):
        opened(home)

    with alone_in(home, 0):
        pass


def test_a_step_that_is_missing_is_taken_alone(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    an_old_store(home)
    monkeypatch.setattr("agent_app.storage.store.alone_in", partial(alone_in, wait=0.1))
    hold = at_work(home)
    before = contents(home)
    with pytest.raises(HomeBusyError):
        opened(home)
    assert contents(home) == before
    hold.let_go()

    opened(home).close()
    assert len(list(home.backups.glob("*.db"))) == 1


def test_processes_that_find_an_old_schema_at_once_take_the_steps_once(home: Home) -> None:
    an_old_store(home)
    with issuers(home, 3, 0) as children:
        assert [child.wait(timeout=60) for child in children] == [0, 0, 0]

    assert len(list(home.backups.glob("*.db"))) == 1
    opened(home).close()


def test_a_newer_schema_is_refused_without_being_alone(home: Home) -> None:
    raw = connect_file(home.store, KEY)
    raw.execute(f"PRAGMA user_version = {newest() + 1}")
    raw.close()
    hold = at_work(home)

    with pytest.raises(NewerStoreError):
        opened(home)
    hold.let_go()
