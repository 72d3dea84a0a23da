"""Putting a backup back: what is shown first, what is kept, and which numbers are never given again."""

import os
import shutil
from dataclasses import replace
from datetime import timedelta
from errno import EIO
from pathlib import Path

import pytest

from agent_app.domain.operation import Entry, OperationKind, to_millis
from agent_app.domain.operation_body import visit_body
from agent_app.domain.receipt_book import ReceiptBooksFrozenError
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import DeviceKeys, unwrap_data_key, wrap_data_key
from agent_app.services.backup_failures import (
    BackupDamagedError,
    BackupNewerError,
    RestoreFullError,
    RestoreOtherAgentError,
    RestoreOtherHomeError,
    RestorePlaceError,
)
from agent_app.services.backups import BookPlace
from agent_app.services.restoring import Witness, books_to_freeze
from agent_app.storage import swap
from agent_app.storage.backup_file import open_backup, read_header, take_out, unlock
from agent_app.storage.engine import open_ours, scalar
from agent_app.storage.journal import Journal
from agent_app.storage.migrate import newest
from agent_app.storage.present_home import PresentHome
from tests.builders import (
    TODAY,
    a_book,
    a_visit,
    an_enrolment,
    an_id,
)
from tests.storage.backing import CHEAP, PASSWORD, a_home
from tests.storage.restore_case import LATER, Case, asked, frozen, go_on
from tests.storage.till import KEY, contents, home_at, issue, opened, reopened

ASIDE = "store.db.before-restore-20261125-100000"


def damage(home: Home) -> None:
    """Let the repair shop return the laptop: pages all over the store are broken."""
    held = bytearray(home.store.read_bytes())
    for page in range(0, len(held), 4096):
        held[page + 99] ^= 1
    home.store.write_bytes(held)
    for suffix in ("-wal", "-shm"):
        home.store.with_name(home.store.name + suffix).unlink(missing_ok=True)


def test_what_is_newer_than_the_backup_is_listed_and_looking_changes_nothing(case: Case) -> None:
    go_on(case.home)
    before = contents(case.home)

    preview = case.preview()

    newer = preview.newer
    assert [(each.number, each.total, each.witnessed) for each in newer.receipts] == [
        ("0000003", 1_366_200, True)
    ]
    assert [each.month for each in newer.imports] == ["2026-12"]
    assert (preview.store_read, preview.witness, preview.freezes) == (True, Witness.WHOLE, ())
    after = contents(case.home)
    for name in set(before) | set(after):
        assert name.endswith(("-wal", "-shm")) or before.get(name) == after.get(name)


def test_without_the_store_the_journal_tells_what_is_newer(case: Case) -> None:
    go_on(case.home)
    damage(case.home)

    preview = case.preview()

    assert [(each.number, each.witnessed) for each in preview.newer.receipts] == [("0000003", True)]
    assert (preview.store_read, preview.newer.imports) == (False, ())


def test_the_former_store_is_kept_aside_with_what_its_log_held(case: Case) -> None:
    go_on(case.home)
    store = opened(case.home)  # a log beside the store that has not been taken in
    issue(store)

    restored = case.restore()
    store.close()

    assert restored is not None
    assert restored.kept_aside == ASIDE
    aside = open_ours(case.home.folder / ASIDE, KEY)
    assert scalar(aside, "SELECT count(*) FROM receipt") == 4
    aside.close()
    assert asked(case.home, "SELECT count(*) FROM receipt") == 2


def test_a_receipt_that_no_journal_saw_is_witnessed_before_the_store_is_replaced(case: Case) -> None:
    journal = case.home.journal.read_bytes()
    go_on(case.home)
    case.home.journal.write_bytes(journal)

    restored = case.restore()

    assert restored is not None
    assert [each.number for each in restored.preview.newer.receipts] == ["0000003"]
    assert len(case.home.journal.read_bytes()) > len(journal)
    assert frozen(case.home) == 0


def test_a_store_that_cannot_be_read_freezes_the_book_in_use(case: Case) -> None:
    damage(case.home)

    case.restore()

    with reopened(case.home) as store:
        assert [each.frozen for each in store.queries.books()] == [True]
        with pytest.raises(ReceiptBooksFrozenError), store.unit() as unit:
            unit.receipts.book(TODAY)


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param("missing", marks=pytest.mark.logs_warning("journal")),
        "empty",
        "torn",
        "damaged",
        pytest.param("rebuilt", marks=pytest.mark.logs_warning("journal")),
    ],
)
def test_a_journal_that_cannot_be_believed_freezes_every_book(case: Case, trouble: str) -> None:
    journal = case.home.journal
    held = bytearray(journal.read_bytes())
    if trouble in {"missing", "rebuilt"}:
        journal.unlink()
    if trouble == "rebuilt":
        opened(case.home).close()
    if trouble == "empty":
        journal.write_bytes(b"")
    if trouble == "torn":
        journal.write_bytes(held + b"\0\0\1\0" + bytes(100))
    if trouble == "damaged":
        held[200] ^= 1
        journal.write_bytes(held)
    damage(case.home)

    restored = case.restore()

    assert restored is not None
    assert restored.preview.witness is not Witness.WHOLE
    assert [each.book for each in restored.preview.freezes] == ["0001"]
    assert frozen(case.home) == 1
    if trouble in {"missing", "rebuilt"}:
        opened(case.home).close()


def test_a_book_that_came_later_gives_its_numbers_though_an_older_one_is_frozen(case: Case) -> None:
    damage(case.home)
    case.restore()

    with reopened(case.home) as store:
        with store.unit() as unit:
            fresh = a_book(900_001, 900_050)
            fresh.id, fresh.book = an_id(0x3001), "0002"
            unit.receipts.add_book(fresh)
            unit.commit()
        with store.unit() as unit:
            assert unit.receipts.book(TODAY).book == "0002"


def test_a_frozen_book_stays_frozen_whatever_is_restored_over_it(case: Case) -> None:
    damage(case.home)
    case.restore()
    assert frozen(case.home) == 1

    case.restore(now=LATER + timedelta(minutes=1))
    assert frozen(case.home) == 1

    damage(case.home)
    case.restore(now=LATER + timedelta(minutes=2))
    assert frozen(case.home) == 1


def test_a_restore_remembers_that_books_of_before_may_have_been_used(case: Case) -> None:
    case.restore()
    assert asked(case.home, "SELECT books_doubted_to FROM device") is None

    damage(case.home)
    case.restore(now=LATER + timedelta(minutes=1))
    doubted = asked(case.home, "SELECT books_doubted_to FROM device")
    assert doubted == to_millis(LATER + timedelta(minutes=1))

    case.restore(now=LATER + timedelta(minutes=2))
    assert asked(case.home, "SELECT books_doubted_to FROM device") == doubted


BOOKS = [
    BookPlace("AB/26", "0001", 51, 50),
    BookPlace("AB/26", "0002", 60, 100),
    BookPlace("AB/26", "0003", 101, 150),
]


@pytest.mark.parametrize(
    ("witness", "store_read", "frozen_books"),
    [
        (Witness.WHOLE, True, []),
        (Witness.WHOLE, False, ["0002", "0003"]),
        (Witness.DAMAGED, True, ["0002", "0003"]),
        (Witness.MISSING, False, ["0002", "0003"]),
        (Witness.REBUILT, True, ["0002", "0003"]),
    ],
)
def test_the_books_that_may_have_given_a_number_are_chosen(
    witness: Witness,
    store_read: bool,  # noqa: FBT001 (a column of the table above)
    frozen_books: list[str],
) -> None:
    chosen = books_to_freeze(BOOKS, witness, store_read=store_read)

    assert [each.book for each in chosen] == frozen_books


def test_the_home_remembers_that_it_was_restored_until_the_office_knows(case: Case) -> None:
    case.restore()

    with reopened(case.home) as store:
        with store.unit() as unit:
            assert unit.device.identity().restored_at == LATER
            unit.device.remember_turn(b"token")
            unit.commit()
        with store.unit() as unit:
            assert unit.device.identity().restored_at is None


@pytest.mark.logs_warning("journal")
def test_a_new_laptop_gets_the_home_with_keys_of_its_own_and_gives_no_old_number(
    case: Case, tmp_path: Path
) -> None:
    new = home_at(tmp_path / "Máy mới")
    new.folder.parent.mkdir()

    restored = case.restore(new)

    assert restored is not None
    assert (restored.kept_aside, restored.preview.new_device_key) == (None, True)
    assert unwrap_data_key(new.keys, PASSWORD) == KEY
    mine = DeviceKeys.load(case.home.device_key, KEY).public_keys()
    assert DeviceKeys.load(new.device_key, KEY).public_keys() != mine
    with reopened(new) as store:
        assert [each.frozen for each in store.queries.books()] == [True]
        assert store.queries.counts().receipts == 2
        with store.unit() as unit:
            identity = unit.device.identity()
    assert (identity.claimed, identity.restored_at) == (False, LATER)


def test_a_password_that_was_changed_since_still_opens_the_home(case: Case) -> None:
    wrap_data_key(case.home.keys, KEY, "mới", CHEAP)

    case.restore()

    assert unwrap_data_key(case.home.keys, PASSWORD) == KEY
    kept = case.home.keys.with_name("keys.json.before-restore-20261125-100000")
    assert unwrap_data_key(kept, "mới") == KEY


def test_keys_that_the_password_opens_stay_as_they_are(case: Case) -> None:
    before = case.home.keys.read_bytes()

    case.restore()

    assert case.home.keys.read_bytes() == before


def test_a_restore_that_breaks_off_leaves_no_key_that_the_office_does_not_know(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reopened(case.home) as store, store.unit() as unit:
        unit.device.remember_turn(b"token")
        unit.commit()
    case.home.device_key.unlink()

    def refused(*_: object) -> None:
        raise OSError(EIO, "refused")

    with monkeypatch.context() as patch:
        patch.setattr(swap, "decide", refused)
        with pytest.raises(RestorePlaceError):
            case.restore()
    restored = case.restore()

    assert restored is not None
    assert restored.preview.new_device_key
    DeviceKeys.load(case.home.device_key, KEY)
    assert asked(case.home, "SELECT claimed FROM device") == 0


@pytest.mark.logs_warning("journal: 1 receipts put back")
def test_restoring_twice_in_one_second_loses_neither_former_store(case: Case) -> None:
    go_on(case.home)
    wrap_data_key(case.home.keys, KEY, "mới", CHEAP)
    case.restore()
    issued = asked(case.home, "SELECT count(*) FROM receipt")
    with reopened(case.home) as store:
        issue(store)
    wrap_data_key(case.home.keys, KEY, "mới hơn", CHEAP)

    restored = case.restore()

    assert restored is not None
    assert restored.kept_aside == ASIDE + "-2"
    assert (case.home.folder / ASIDE).exists()
    aside = open_ours(case.home.folder / restored.kept_aside, KEY)
    assert scalar(aside, "SELECT count(*) FROM receipt") == int(str(issued)) + 2
    aside.close()
    kept = sorted(case.home.folder.glob("keys.json.before-restore-*"))
    assert [unwrap_data_key(each, word) for each, word in zip(kept, ("mới", "mới hơn"), strict=True)]


@pytest.mark.parametrize("gone", ["keys.json", "device.key", "store.db", "store.db keys.json"])
def test_a_home_that_lacks_a_file_is_whole_again(case: Case, gone: str) -> None:
    for name in gone.split():
        (case.home.folder / name).unlink()

    restored = case.restore()

    assert restored is not None
    assert restored.preview.new_device_key is ("device.key" in gone)
    assert unwrap_data_key(case.home.keys, PASSWORD) == KEY
    DeviceKeys.load(case.home.device_key, KEY)
    with reopened(case.home) as store:
        assert store.queries.counts().receipts == 2


def test_another_home_is_left_alone(case: Case, tmp_path: Path) -> None:
    (tmp_path / "khác").mkdir()
    other = a_home(tmp_path / "khác", bytes(reversed(range(32))))
    before = contents(other)

    with pytest.raises(RestoreOtherHomeError):
        case.restore(other)

    assert contents(other) == before


def test_another_agents_home_is_left_alone(case: Case) -> None:
    with reopened(case.home) as store, store.unit() as unit:
        unit.device.enrol(an_enrolment(agent_code="NVT068012002"))
        unit.commit()

    with pytest.raises(RestoreOtherAgentError) as caught:
        case.restore()

    assert caught.value.facts() == {"agent_code": "NVT068012002", "backup_agent_code": "NVT068012001"}
    assert not (case.home.folder / ASIDE).exists()


def test_a_newer_schema_is_refused(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent_app.storage.restoring.newest", lambda: newest() - 1)
    before = contents(case.home)

    with pytest.raises(BackupNewerError):
        case.restore()

    assert contents(case.home)["store.db"] == before["store.db"]


def test_a_damaged_backup_is_refused_and_leaves_no_trace(case: Case) -> None:
    held = bytearray(case.backup.path.read_bytes())
    held[-3000] ^= 1
    case.backup.path.write_bytes(held)
    before = set(contents(case.home))

    with pytest.raises(BackupDamagedError):
        case.restore()

    assert set(contents(case.home)) - before <= {"store.db-shm", "store.db-wal"}
    with reopened(case.home) as store:
        assert store.queries.counts().receipts == 2


def test_the_log_does_not_name_the_file_that_was_put_back(
    case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "agent_app")
    named = case.backup.path.rename(case.backup.path.with_name("sổ của chị Hoa.dtnbak"))

    Case(case.home, replace(case.backup, path=named)).restore()

    assert "restored: the backup of 2026-11-21T02:30:00+00:00" in caplog.text
    assert "Hoa" not in caplog.text


def test_a_full_disk_is_told_and_leaves_the_home_as_it_was(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on(case.home)

    def full(_handle: int) -> None:
        raise OSError(28, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(RestoreFullError):
            case.restore()

    assert not list(case.home.folder.glob("*.restored*"))
    with reopened(case.home) as store:
        assert store.queries.counts().receipts == 3


def test_the_log_of_the_former_store_is_never_applied_to_the_new_one(case: Case) -> None:
    store = opened(case.home)
    issue(store)
    log = case.home.store.with_name("store.db-wal")
    kept = log.read_bytes()
    store.close()
    log.write_bytes(kept)
    ready = case.home.folder / "ready.db"
    key = unlock(read_header(case.backup.path), PASSWORD)
    take_out(open_backup(case.backup.path, key), ready)
    swap.decide(case.home, ready, "20261125-030000")

    aside = swap.finish(case.home)

    assert aside is not None
    assert aside.with_name(aside.name + "-wal").read_bytes() == kept
    assert not log.exists()
    assert asked(case.home, "SELECT count(*) FROM receipt") == 2


def test_a_store_that_went_another_way_has_its_money_witnessed_before_it_is_put_aside(
    case: Case, tmp_path: Path
) -> None:
    older = Home(Path(shutil.copytree(case.home.folder, tmp_path / "bản cũ")))
    go_on(case.home)
    with reopened(case.home) as store:
        issue(store)
    with reopened(older) as store:
        with store.unit() as unit:
            unit.log.append(
                Entry(an_id(0x900), OperationKind.VISIT_RECORDED, 1, LATER, visit_body(a_visit()))
            )
            unit.commit()
        _receipt, moved = issue(store)
    for suffix in ("", "-wal"):
        source = older.store.with_name(older.store.name + suffix)
        target = case.home.store.with_name(case.home.store.name + suffix)
        target.unlink(missing_ok=True)
        if source.exists():
            shutil.copyfile(source, target)

    assert PresentHome(case.home, KEY).store_read

    held = Journal(case.home.journal, KEY).read().latest()
    assert held[moved.op_id] == moved
