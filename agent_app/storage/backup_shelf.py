"""The files of backups: made while others write, verified, carried to a second place, rotated."""

import errno
import logging
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from agent_app.domain.errors import AppError
from agent_app.runtime.durable import empty_file, make_folder, sync_folder
from agent_app.runtime.file_lock import alone
from agent_app.runtime.paths import Home
from agent_app.runtime.stamps import stamp
from agent_app.services.backup_failures import (
    BackupDamagedError,
    BackupFullError,
    BackupPlaceError,
    BackupUnverifiedError,
)
from agent_app.services.backup_rotation import kept
from agent_app.services.backups import Backup, Manifest
from agent_app.storage.backup_facts import holds, is_sound, read_facts
from agent_app.storage.backup_file import (
    SUFFIX,
    open_backup,
    take_out,
    verify_bytes,
    wraps_of,
    write_backup,
)
from agent_app.storage.engine import DriverError, connect_file, open_ours
from agent_app.storage.errors import StoreFullError, StoreUnusableError
from agent_app.storage.failure import driver_failure
from agent_app.storage.set_aside import forget_erased

log = logging.getLogger(__name__)

_DRAFT, _COPY = ".draft", ".copy"


class FileBackupShelf:
    """Fulfils ``services.backups.BackupShelf``; needs the key, and an open store only to make one."""

    def __init__(self, home: Home, data_key: bytes) -> None:
        self._home = home
        self._key = data_key

    def make(self, made_at: datetime) -> Backup:
        folder = self._home.backups
        with _in_place(folder):
            make_folder(folder)
            with alone(folder / "backup.lock"):
                _sweep(folder)
                path = folder / _name(made_at)
                self._write(path, made_at)
                manifest = self._verified(path)
                self._rotate(folder, manifest)
        log.info("backup: %s, %d receipts", path.name, manifest.receipts)
        return Backup(path, path.stat().st_size, manifest)

    def carry(self, backup: Backup, folder: Path) -> Path:
        with _in_place(folder):
            if not folder.is_dir():
                raise BackupPlaceError
            target = folder / backup.path.name
            if target.resolve() != backup.path.resolve():
                with _draft(target) as draft:
                    empty_file(draft)
                    shutil.copyfile(backup.path, draft)
                    _sync(draft)
                    self._compare(draft, backup)
            if backup.manifest is not None:
                self._rotate(folder, backup.manifest)
        return target

    def backups(self, folder: Path | None = None) -> list[Backup]:
        place = folder or self._home.backups
        with _in_place(place):
            if folder is not None and not place.is_dir():
                raise BackupPlaceError
            found = [self._read(path) for path in place.glob(f"*{SUFFIX}")]
        unknown = [each for each in found if each.manifest is None]
        known = sorted(_with_manifest(found), key=lambda pair: pair[1].made_at, reverse=True)
        return [*(each for each, _manifest in known), *unknown]

    def forget_before(self, erasures: int, folder: Path | None = None) -> None:
        place = folder or self._home.backups
        with _in_place(place):
            for each, manifest in self._opening(place):
                if manifest.erasures < erasures:
                    each.path.unlink(missing_ok=True)
                    log.info("backup: that of %s is from before an erasure", manifest.made_at.isoformat())
            if folder is None:
                forget_erased(self._home, self._key)

    def _opening(self, folder: Path) -> Iterator[tuple[Backup, Manifest]]:
        return _with_manifest(self._read(path, whole=False) for path in sorted(folder.glob(f"*{SUFFIX}")))

    def _write(self, path: Path, made_at: datetime) -> None:
        copy = path.with_suffix(_COPY)
        try:
            with _draft(path) as draft:
                manifest = self._copy(copy, made_at)
                write_backup(draft, copy, wraps_of(self._home.keys), self._key, manifest)
        finally:
            copy.unlink(missing_ok=True)

    def _copy(self, path: Path, made_at: datetime) -> Manifest:
        """Copy the store as it stands at one moment; it must hold what the store held just before."""
        empty_file(path)
        source = open_ours(self._home.store, self._key)
        try:
            before = read_facts(source, made_at)
            copy = connect_file(path, self._key, create=True)
            try:
                source.backup(copy)
                # One file without a log beside it, whatever the store is used with.
                copy.execute("PRAGMA journal_mode = DELETE")
                facts = read_facts(copy, made_at)
                if not holds(copy, before.epoch, before.dseq, before.head_hash):
                    raise BackupUnverifiedError
            finally:
                copy.close()
        finally:
            source.close()
        if facts.receipts < before.receipts:
            raise BackupUnverifiedError
        return facts

    def _verified(self, path: Path) -> Manifest:
        """Open what was written as a stranger would, and see that it is all there; else take it away."""
        taken = path.with_suffix(_COPY)
        try:
            opened = open_backup(path, self._key)
            take_out(opened, taken)
            raw = open_ours(taken, self._key)
            try:
                if not is_sound(raw) or read_facts(raw, opened.manifest.made_at) != opened.manifest:
                    raise BackupUnverifiedError
            finally:
                raw.close()
        except (AppError, DriverError) as error:
            path.unlink(missing_ok=True)
            log.info("backup: %s does not verify", path.name)
            raise BackupUnverifiedError from error
        except OSError:
            path.unlink(missing_ok=True)
            raise
        finally:
            taken.unlink(missing_ok=True)
        return opened.manifest

    def _compare(self, path: Path, backup: Backup) -> None:
        opened = open_backup(path, self._key)
        verify_bytes(opened)
        if opened.manifest != backup.manifest:
            raise BackupDamagedError(backup.path.name)

    def _rotate(self, folder: Path, newest: Manifest) -> None:
        """Let go of what the rotation no longer keeps of this device's; what does not open is left alone."""
        own = [
            (each, manifest)
            for each, manifest in self._opening(folder)
            if manifest.device_id == newest.device_id
        ]
        # A clock that was set back must not make the newest one look old.
        stay = {newest.made_at, *kept([manifest.made_at for _each, manifest in own])}
        for each, manifest in own:
            if manifest.made_at not in stay:
                each.path.unlink(missing_ok=True)
                log.info("backup: that of %s has had its time", manifest.made_at.isoformat())

    def _read(self, path: Path, *, whole: bool = True) -> Backup:
        size = path.stat().st_size
        try:
            opened = open_backup(path, self._key)
        except AppError as error:
            return Backup(path, size, None, error.code)
        found = Backup(path, size, opened.manifest)
        if whole:
            try:
                verify_bytes(opened)
            except BackupDamagedError as error:
                return replace(found, problem=error.code)
        return found


def _with_manifest(found: Iterable[Backup]) -> Iterator[tuple[Backup, Manifest]]:
    return ((each, each.manifest) for each in found if each.manifest is not None)


def _name(made_at: datetime) -> str:
    return f"{stamp(made_at)}-{secrets.token_hex(3)}{SUFFIX}"


def _sweep(folder: Path) -> None:
    """Remove what an attempt that was broken off has left; the lock says that none is under way."""
    for pattern in (f"*{_DRAFT}", f"*{_COPY}", f"*{_COPY}-journal"):
        for path in folder.glob(pattern):
            path.unlink(missing_ok=True)


@contextmanager
def _draft(path: Path) -> Iterator[Path]:
    """Give a draft that gets its name at the end, whole and on disk, or is taken away."""
    draft = path.with_suffix(_DRAFT)
    try:
        yield draft
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def _in_place(folder: Path) -> Iterator[None]:
    """Say in our words what the folder or the disk does not bear."""
    try:
        yield
    except OSError as error:
        log.info(
            "backup: errno %s in %s", error.errno, "the home" if folder.name == "backups" else "another place"
        )
        raise (BackupFullError() if error.errno in _FULL else BackupPlaceError()) from error
    except StoreFullError as error:
        raise BackupFullError from error
    except DriverError as error:
        failure = driver_failure(error)
        full = isinstance(failure, StoreFullError)
        raise (BackupFullError() if full else failure or StoreUnusableError()) from error


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
