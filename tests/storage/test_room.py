"""Room on the disk: a reserve that is given up in time, and a store that is only read when it is gone."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent_app.runtime.paths import Home
from agent_app.services.failures import StoreReadOnlyError
from agent_app.services.ports import no_report
from agent_app.services.standing import ReadOnlyReason
from agent_app.storage import room
from agent_app.storage.errors import StoreFullError
from agent_app.storage.journal import Journal
from agent_app.storage.room import LAST_BYTES, LOW_BYTES, MIB, Room
from agent_app.storage.store import Store, create_store
from tests.builders import DEVICE, NOW, a_household, a_person
from tests.storage.small_disk import fill, small_disk
from tests.storage.till import KEY, home_at, issue, opened, reopened, settle_in

RESERVE = 64 * 1024
PLENTY = RESERVE + 2 * LOW_BYTES


class Disk:
    """A disk whose free room a test sets, and a clock that it moves."""

    def __init__(self, home: Home) -> None:
        self.free, self.seconds, self.asked = PLENTY, 0.0, 0
        self.room = Room(home, self._tell, lambda: self.seconds)

    def _tell(self, _folder: Path) -> int:
        self.asked += 1
        return self.free


@pytest.fixture
def bare(tmp_path: Path) -> Home:
    """An empty home."""
    home = home_at(tmp_path)
    home.make()
    return home


@pytest.fixture
def disk(bare: Home) -> Disk:
    """A disk with plenty of room."""
    return Disk(bare)


def test_where_there_is_room_a_reserve_is_made_that_takes_its_blocks_for_real(bare: Home, disk: Disk) -> None:
    disk.room.look()

    status = bare.reserve.stat()
    assert status.st_size == RESERVE
    assert status.st_blocks * 512 >= RESERVE
    assert status.st_mode & 0o777 == 0o600
    assert not disk.room.low
    assert [path.name for path in bare.folder.iterdir()] == ["reserve.bin"]


def test_where_there_is_little_room_none_is_made(bare: Home, disk: Disk) -> None:
    disk.free = PLENTY - 1
    disk.room.look()

    assert not bare.reserve.exists()
    assert disk.room.low
    assert not disk.room.full


def test_it_is_given_up_when_the_room_gets_little_and_made_again_when_it_is_back(
    bare: Home, disk: Disk
) -> None:
    disk.room.look()
    disk.free = LOW_BYTES - 1
    disk.room.look(again=True)
    assert not bare.reserve.exists()
    assert (disk.room.low, disk.room.full) == (True, False)

    disk.free = PLENTY
    disk.room.look(again=True)
    assert bare.reserve.exists()
    assert (disk.room.low, disk.room.full) == (False, False)


def test_a_receipt_does_not_wait_for_a_reserve_to_be_made(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_LOOK_SECONDS", 0.0)
    with reopened(home) as store:
        settle_in(store)
        home.reserve.unlink()
        issue(store)
        assert not home.reserve.exists()

        assert not store.standing.standing(NOW).low_disk
        assert home.reserve.exists()


def test_when_even_that_is_gone_nothing_new_is_begun(disk: Disk) -> None:
    disk.free = LAST_BYTES - 1
    disk.room.look()

    assert (disk.room.low, disk.room.full) == (True, True)


def test_the_disk_is_asked_seldom(disk: Disk) -> None:
    disk.room.look()
    asked = disk.asked
    for _ in range(100):
        disk.room.look()
    assert disk.asked == asked

    disk.seconds = 3.0
    disk.room.look()
    assert disk.asked > asked


def test_a_disk_that_does_not_tell_stops_nobody(bare: Home) -> None:
    def fail(_folder: Path) -> int:
        raise OSError

    silent = Room(bare, fail)
    silent.look()

    assert not silent.full


def test_it_is_made_by_writing_where_blocks_cannot_be_asked_for(
    bare: Home, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "posix_fallocate")
    monkeypatch.setattr(room, "RESERVE_BYTES", 2 * MIB)
    disk.free = 100 * MIB
    disk.room.look()

    assert bare.reserve.stat().st_size == 2 * MIB
    assert bare.reserve.stat().st_blocks * 512 >= 2 * MIB


def test_a_folder_that_cannot_be_written_has_no_reserve(bare: Home, disk: Disk) -> None:
    bare.folder.rmdir()
    disk.room.look()

    assert (disk.room.low, disk.room.full) == (True, False)


@pytest.fixture
def small_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A home with a till on a real disk of twenty megabytes, and a reserve of the real size."""
    monkeypatch.setattr(room, "RESERVE_BYTES", 8 * MIB)
    monkeypatch.setattr(room, "_LOOK_SECONDS", 0.0)
    try:
        with small_disk(tmp_path / "disk", 24) as folder:
            home = home_at(folder)
            create_store(home, KEY, DEVICE)
            with reopened(home) as store:
                settle_in(store)
            yield home
    except PermissionError:
        pytest.skip("mounting a small disk takes root on Linux; the tests above set the room themselves")


def move_in(store: Store, number: int) -> None:
    """Let very many people come at once."""
    with store.unit() as unit:
        unit.households.add_people([a_person(100 + each) for each in range(number)], "import")
        unit.commit()


def is_reused(home: Home) -> bool:
    """Tell whether the write-ahead log has gone round, so that a commit takes no new room."""
    log = home.store.with_name("store.db-wal")
    return log.stat().st_size > 4_120_000


def ids_of(store: Store) -> list[int]:
    """The numbers that the store holds."""
    return sorted(view.receipt.number or 0 for view in store.queries.receipts(10_000))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no tmpfs")
def test_on_a_disk_that_fills_the_agent_can_finish_and_is_told(small_home: Home) -> None:
    with reopened(small_home) as store:
        assert not store.standing.standing(NOW).low_disk
        ballast = fill(small_home.folder.parent, 64 * 1024)
        for _ in range(10):
            issue(store)
        standing = store.standing.standing(NOW)
        assert (standing.low_disk, standing.read_only) == (True, None)
        assert not small_home.reserve.exists()
        assert ids_of(store) == list(range(1, 11))

        ballast.unlink()
        issue(store)
        assert not store.standing.standing(NOW).low_disk
        assert small_home.reserve.exists()
        assert store.checker.check(no_report) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no tmpfs")
def test_on_a_full_disk_everything_but_writing_works_and_nothing_is_half(small_home: Home) -> None:
    with reopened(small_home) as store:
        issue(store)
        small_home.reserve.unlink()
        ballast = fill(small_home.folder.parent, 300 * 1024)

        with pytest.raises(StoreReadOnlyError) as caught:
            issue(store)
        assert caught.value.reason is ReadOnlyReason.DISK_FULL
        assert store.standing.standing(NOW).read_only is ReadOnlyReason.DISK_FULL
        assert ids_of(store) == [1]
        with store.unit() as unit:
            assert unit.households.get(a_household().id) == a_household()
        with store.exchange_unit() as unit:
            unit.log.confirm(unit.log.head(), b"proof", NOW)
            unit.commit()

        ballast.unlink()
        assert issue(store)[0].number == 2
        assert store.checker.check(no_report) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no tmpfs")
def test_a_commit_for_which_there_is_no_room_gives_the_reserve_up_for_the_next(small_home: Home) -> None:
    with reopened(small_home) as store:
        free = fill(small_home.folder.parent, 5 * MIB)
        with pytest.raises(StoreFullError):
            move_in(store, 12_000)
        assert not small_home.reserve.exists()
        assert store.queries.counts().people == 2

        for _ in range(5):
            issue(store)
        assert store.standing.standing(NOW).read_only is None
        assert store.checker.check(no_report) == []
        free.unlink()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no tmpfs")
def test_a_journal_that_finds_no_room_is_written_from_the_reserve(
    small_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing is given up in advance, as where a disk fills between the look and the writing.
    monkeypatch.setattr(room, "LOW_BYTES", 0)
    monkeypatch.setattr(room, "LAST_BYTES", 0)
    with reopened(small_home) as store:
        while not is_reused(small_home):
            issue(store)
        fill(small_home.folder.parent, 0)
        while small_home.reserve.exists():
            issue(store)

        kept = ids_of(store)
        assert kept == list(range(1, len(kept) + 1))
        assert len(Journal(small_home.journal, KEY).read().operations) == len(kept)
        assert list(small_home.folder.glob("receipts.jnl.*")) == []
        assert store.checker.check(no_report) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no tmpfs")
def test_a_home_on_a_disk_without_a_byte_opens_from_its_reserve(small_home: Home) -> None:
    fill(small_home.folder.parent, 0)

    store = opened(small_home)
    issue(store)
    assert store.standing.standing(NOW).low_disk
    store.close()
