"""Backups as files: made while others write, sealed, verified, carried along, rotated; nothing half."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from agent_app.domain.errors import AppError
from agent_app.runtime.paths import Home
from agent_app.services.backup_failures import (
    BackupDamagedError,
    BackupForeignError,
    BackupFullError,
    BackupMissingError,
    BackupNewerError,
    BackupOtherKeyError,
    BackupPlaceError,
    BackupUnverifiedError,
)
from agent_app.services.backups import Backup, BackupState
from agent_app.services.lines import RunLine
from agent_app.storage import backup_shelf
from agent_app.storage.backup_file import open_backup, read_header, take_out, unlock, verify_bytes
from agent_app.storage.engine import open_ours, scalar
from tests.builders import AGENT, DEVICE, NOW
from tests.fakes import FixedClock
from tests.long_run import rounds
from tests.storage.backing import PASSWORD, Backing, a_home
from tests.storage.test_secrecy import betrayed
from tests.storage.till import KEY, environment, issue, opened, settle_in


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A whole home, with keys."""
    return a_home(tmp_path)


@pytest.fixture
def backing(home: Home) -> Iterator[Backing]:
    """The backups of a till with three receipts."""
    store = opened(home)
    settle_in(store)
    for _ in range(3):
        issue(store)
    yield Backing(home, store, FixedClock())
    store.close()


def made(backing: Backing) -> Backup:
    return backing.service.make().backup


def names(home: Home) -> set[str]:
    return {path.name for path in home.backups.iterdir()}


def test_a_backup_holds_what_the_store_holds_and_says_so(backing: Backing, tmp_path: Path) -> None:
    backup = made(backing)

    manifest = backup.manifest
    assert manifest is not None
    assert (manifest.made_at, manifest.device_id, manifest.agent_code) == (NOW, DEVICE, AGENT)
    assert (manifest.receipts, manifest.dseq, manifest.total) == (3, 3, 3 * 1_366_200)
    assert [(each.book, each.next) for each in manifest.books] == [("0001", 4)]
    take_out(open_backup(backup.path, KEY), tmp_path / "taken.db")
    raw = open_ours(tmp_path / "taken.db", KEY)
    assert scalar(raw, "SELECT count(*) FROM receipt") == 3
    raw.close()


def test_a_backup_is_one_private_file_whose_name_says_nothing_of_anybody(backing: Backing) -> None:
    backup = made(backing)

    assert names(backing.home) == {backup.path.name}
    assert backup.path.stat().st_mode & 0o777 == 0o600
    stem, _, random = backup.path.stem.rpartition("-")
    assert stem == "20261121-093000"
    assert len(random) == 6
    assert betrayed(backing.home) == []


def test_the_password_of_its_day_opens_it_and_the_pin_and_the_devices_key_stay_at_home(
    backing: Backing,
) -> None:
    keys = backing.home.keys
    keys.write_text(keys.read_text().replace('"wraps": [', '"wraps": [{"kind": "pin"},'))
    backup = made(backing)

    header = read_header(backup.path)

    assert unlock(header, PASSWORD) == KEY
    assert b"pin" not in header.wraps
    assert backing.home.device_key.read_bytes() not in backup.path.read_bytes()


def test_a_backup_is_whole_while_another_process_issues_receipts(backing: Backing) -> None:
    command = [sys.executable, "-m", "tests.storage.issuer", str(backing.home.folder), "1000000"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment())
    assert child.stdout is not None
    try:
        child.stdout.readline()
        for number in range(rounds("backups beside a writer", quick=4, full=100)):
            backing.clock.instant = NOW + timedelta(minutes=number)
            manifest = made(backing).manifest
            assert manifest is not None
            assert manifest.receipts == manifest.operations == manifest.books[0].next - 1
    finally:
        child.kill()
        child.communicate()


def changed_at(backup: Backup, place: int) -> None:
    held = bytearray(backup.path.read_bytes())
    held[place] ^= 1
    backup.path.write_bytes(held)


@pytest.mark.parametrize("share", [0.002, 0.3, 0.6, 0.99])
def test_a_flipped_bit_is_found(backing: Backing, share: float) -> None:
    backup = made(backing)
    changed_at(backup, int(backup.bytes * share))

    [listed] = backing.service.backups()

    assert listed.problem in {"backup.damaged", "backup.other_key"}


@pytest.mark.parametrize("length", [0, 5, 100, 1000, 100_000])
def test_a_backup_that_was_cut_short_is_found(backing: Backing, length: int) -> None:
    backup = made(backing)
    backup.path.write_bytes(backup.path.read_bytes()[:length])

    [listed] = backing.service.backups()

    assert listed.problem in {"backup.damaged", "backup.foreign"}
    assert listed.problem == "backup.damaged" or length < 8


@pytest.mark.parametrize(
    ("content", "failure"),
    [
        (b"SQLite format 3\0", BackupForeignError),
        (b"", BackupForeignError),
        (b"DTNBAK2\n...", BackupNewerError),
        (b"DTNBAK1\n" + b"\xff" * 40, BackupDamagedError),
        (b"DTNBAK1\n\0\0\0\x02{}\0\0\0\x01x", BackupDamagedError),
    ],
)
def test_what_is_no_backup_of_ours_is_named(tmp_path: Path, content: bytes, failure: type[AppError]) -> None:
    path = tmp_path / "x.dtnbak"
    path.write_bytes(content)

    with pytest.raises(failure):
        open_backup(path, KEY)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BackupMissingError):
        read_header(tmp_path / "nothing.dtnbak")


def test_another_homes_key_does_not_open_it(backing: Backing) -> None:
    backup = made(backing)

    with pytest.raises(BackupOtherKeyError):
        open_backup(backup.path, bytes(32))


def test_header_and_manifest_cannot_be_put_together_from_two_backups(
    backing: Backing, tmp_path: Path
) -> None:
    first = made(backing)
    keys = backing.home.keys
    keys.write_text(keys.read_text() + " ")
    second = made(backing)
    one, two = read_header(first.path), read_header(second.path)
    mixed = tmp_path / "mixed.dtnbak"
    held = first.path.read_bytes()
    assert len(one.sealed) == len(two.sealed)
    mixed.write_bytes(held.replace(one.sealed, two.sealed, 1))

    with pytest.raises(BackupDamagedError):
        verify_bytes(open_backup(mixed, KEY))


def test_old_ones_go_only_when_a_new_one_has_been_verified(
    backing: Backing, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(7):
        backing.clock.instant = NOW + timedelta(minutes=number)
        made(backing)
    before = names(backing.home)
    assert len(before) == 5

    monkeypatch.setattr(backup_shelf, "is_sound", lambda _raw: False)
    with pytest.raises(BackupUnverifiedError):
        made(backing)

    assert names(backing.home) == before
    assert backing.service.state().failure == "backup.unverified"


def test_what_belongs_to_others_is_never_rotated_away(backing: Backing) -> None:
    backing.home.backups.mkdir()
    others = [backing.home.backups / name for name in ("photo.dtnbak", "before.db", "notes.txt")]
    for path in others:
        path.write_bytes(b"...")
    for number in range(8):
        backing.clock.instant = NOW + timedelta(minutes=number)
        made(backing)

    assert all(path.exists() for path in others)


def test_a_clock_that_was_set_back_costs_the_new_backup_nothing(backing: Backing) -> None:
    for number in range(6):
        backing.clock.instant = NOW + timedelta(minutes=number)
        made(backing)
    backing.clock.instant = NOW - timedelta(days=700)

    assert made(backing).path.exists()


def test_the_log_names_no_backup_that_somebody_has_named(
    backing: Backing, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "agent_app")
    for number in range(7):
        backing.clock.instant = NOW + timedelta(minutes=number)
        path = made(backing).path
        path.rename(path.with_name(f"chị Hoa {number}.dtnbak"))
    backing.shelf.forget_before(1_000)

    assert names(backing.home) == set()
    assert caplog.messages.count("backup: that of 2026-11-21T02:30:00+00:00 has had its time") == 1
    assert "Hoa" not in caplog.text


def test_it_is_carried_to_a_stick_and_rotated_there_too(backing: Backing, tmp_path: Path) -> None:
    stick = tmp_path / "USB"
    stick.mkdir()
    for number in range(6):
        backing.clock.instant = NOW + timedelta(minutes=number)
        backing.service.make(stick, remember=True)
    backing.clock.instant = NOW + timedelta(minutes=6)
    result = backing.service.make()

    assert result.second is not None
    assert result.second.read_bytes() == result.backup.path.read_bytes()
    assert {path.name for path in stick.iterdir()} == names(backing.home)
    assert [each.problem for each in backing.service.backups(stick)] == [None] * 5


def test_a_stick_that_is_not_plugged_in_makes_no_folder(backing: Backing, tmp_path: Path) -> None:
    result = backing.service.make(tmp_path / "USB", remember=True)

    assert result.second_failure == "backup.place"
    assert not (tmp_path / "USB").exists()
    with pytest.raises(BackupPlaceError):
        backing.service.backups(tmp_path / "USB")


def test_what_another_process_notes_of_backups_meanwhile_stays(backing: Backing) -> None:
    notes = backing.store.backup_notes
    before = notes.state()
    notes.keep(before, replace(before, second_folder="/media/usb"))

    notes.keep(before, replace(before, made_at=NOW, dseq=3))

    assert notes.state() == BackupState("/media/usb", NOW, 3)


@pytest.mark.parametrize("hours", [-3, 3])
def test_whatever_the_clock_says_a_sync_that_moved_something_makes_one_due(
    backing: Backing, hours: int
) -> None:
    made(backing)
    assert not backing.service.is_due()

    for moved, due in ((0, False), (4, True)):
        with backing.store.unit() as unit:
            unit.device.add_run(RunLine(NOW + timedelta(hours=hours), 1.0, moved, 0, 100, 100, None))
            unit.commit()
        assert backing.service.is_due() is due

    made(backing)
    assert not backing.service.is_due()


class FailingSync:
    """Lets one of the calls that make something durable fail, the later ones pass."""

    def __init__(self, number: int, error: int) -> None:
        self._real, self._number, self._error = os.fsync, number, error
        self.calls = 0

    def __call__(self, handle: int) -> None:
        self.calls += 1
        if self.calls == self._number:
            raise OSError(self._error, os.strerror(self._error))
        self._real(handle)


@pytest.mark.parametrize(
    ("error", "failure"), [(errno.ENOSPC, BackupFullError), (errno.EIO, BackupPlaceError)]
)
def test_wherever_a_sync_fails_it_is_told_and_nothing_is_left_half(
    backing: Backing, monkeypatch: pytest.MonkeyPatch, error: int, failure: type[AppError]
) -> None:
    made(backing)
    sound = FailingSync(0, error)
    monkeypatch.setattr(os, "fsync", sound)
    made(backing)
    assert sound.calls >= 3

    for number in range(1, sound.calls + 1):
        failing = FailingSync(number, error)
        monkeypatch.setattr(os, "fsync", failing)
        backing.clock.instant += timedelta(minutes=1)

        with pytest.raises(failure):
            made(backing)

        assert failing.calls >= number
        assert all(name.endswith(".dtnbak") for name in names(backing.home)), number
        assert all(each.problem is None for each in backing.service.backups()), number
        assert backing.service.state().failure == failure.code
    monkeypatch.setattr(os, "fsync", sound)
    assert made(backing).manifest is not None


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on the size of files")
def test_a_disk_with_no_room_for_the_copy_is_told(backing: Backing) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    import signal  # noqa: PLC0415 (only where there are such limits)

    usual = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, hard))
    try:
        with pytest.raises(AppError) as caught:
            made(backing)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, usual)

    assert caught.value.code in {"backup.full", "backup.place", "store.unusable"}
    assert names(backing.home) == set()
    issue(backing.store)


MAKER = """
import sys
from pathlib import Path
from agent_app.runtime.paths import Home
from tests.fakes import FixedClock
from tests.storage.backing import Backing
from tests.storage.till import opened
home = Home(Path(sys.argv[1]))
backing = Backing(home, opened(home), FixedClock())
while True:
    print(backing.service.make().backup.path.name, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.timeout(1800)
def test_a_kill_in_the_middle_leaves_whole_backups_only(backing: Backing) -> None:
    for number in range(rounds("backups under SIGKILL", quick=2, full=100)):
        command = [sys.executable, "-c", MAKER, str(backing.home.folder)]
        child = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment()
        )
        assert child.stdout is not None
        for _ in range(number % 3 + 1):
            child.stdout.readline()
        child.kill()
        child.communicate()

        assert all(each.problem is None for each in backing.service.backups())
    made(backing)
    assert not [name for name in names(backing.home) if not name.endswith((".dtnbak", ".lock"))]


def test_a_damaged_store_makes_no_backup_and_costs_no_old_one(backing: Backing) -> None:
    made(backing)
    before = {path.name: path.read_bytes() for path in backing.home.backups.iterdir()}
    backing.store.close()
    copy = backing.home.store.with_name("copy.db")
    shutil.copy(backing.home.store, copy)
    held = bytearray(backing.home.store.read_bytes())
    for page in range(8, len(held) // 4096):
        held[page * 4096 + 77] ^= 1
    backing.home.store.write_bytes(held)

    with pytest.raises(AppError):
        backing.shelf.make(NOW + timedelta(1))

    assert {path.name: path.read_bytes() for path in backing.home.backups.iterdir()} == before
