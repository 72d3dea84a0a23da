"""Puts a backup in the place of a home's store: alone in that home, all or nothing."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from agent_app.domain.operation import to_millis
from agent_app.runtime.durable import write_private
from agent_app.runtime.key_failures import RecoveryMissingError, WrongPasswordError, WrongRecoveryCodeError
from agent_app.runtime.key_file import WrapKind, unwrap
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import DeviceKeys, KeysUnreadableError
from agent_app.services.backup_failures import (
    BackupDamagedError,
    BackupNewerError,
    RestoreFullError,
    RestoreOtherAgentError,
    RestoreOtherHomeError,
    RestorePlaceError,
)
from agent_app.services.backups import BookPlace
from agent_app.services.restoring import Restored, RestorePreview, Witness
from agent_app.storage import swap
from agent_app.storage.backup_facts import is_sound
from agent_app.storage.backup_file import Opened, take_out
from agent_app.storage.border import told
from agent_app.storage.engine import RawConnection, open_ours
from agent_app.storage.errors import StoreDamagedError
from agent_app.storage.migrate import newest, upgrade
from agent_app.storage.present_home import PresentHome

log = logging.getLogger(__name__)

_DOES_NOT_OPEN = (WrongPasswordError, WrongRecoveryCodeError, RecoveryMissingError, KeysUnreadableError)

Agree = Callable[[RestorePreview], bool]
"""Shown what would be done; says whether it shall be."""


@dataclass(frozen=True, slots=True)
class Restoring:
    """One restore; the caller is alone in the home.

    ``home`` holds the home that the backup was made of, or none. ``secret`` opened the backup and opens the
    home afterwards; ``kind`` says what it is. ``now`` is the UTC instant that the office is told.
    """

    home: Home
    opened: Opened
    data_key: bytes
    secret: str
    now: datetime
    kind: WrapKind = WrapKind.PASSWORD

    def run(self, agree: Agree) -> Restored | None:
        """Ask once, when everything is known and nothing has changed; ``None`` where it was not agreed to."""
        with told(RestoreFullError, RestorePlaceError):
            return self._run(agree)

    def _run(self, agree: Agree) -> Restored | None:
        swap.finish(self.home)
        present = PresentHome(self.home, self.data_key)
        self._refuse_others(present)
        anew = not self.home.exists
        draft = self.home.draft if anew else self.home.store.with_name("store.db.restored")
        with _drafting(draft):
            take_out(self.opened, draft)
            if anew:  # what a restore that was broken off has left beside its draft was never used
                self.home.device_key.unlink(missing_ok=True)
            preview = self._prepare(present, draft, agree)
            if preview is None:
                return None
            stamp = swap.new_stamp(self.home, self.now)
            if anew:
                self._begin(draft, stamp)
            aside = None if anew else self._replace(draft, present, stamp)
        made_at = self.opened.manifest.made_at.isoformat()
        log.info("restored: the backup of %s, %d books frozen", made_at, len(preview.freezes))
        return Restored(preview, aside.name if aside else None)

    def _refuse_others(self, present: PresentHome) -> None:
        there = self.opened.manifest.agent_code
        if self.home.exists and not present.is_ours:
            raise RestoreOtherHomeError(there)
        here = present.agent_code
        if here is not None and there is not None and here != there:
            raise RestoreOtherAgentError(here, there)
        if self.opened.manifest.schema > newest():
            raise BackupNewerError(self.opened.path.name)

    def _prepare(self, present: PresentHome, draft: Path, agree: Agree) -> RestorePreview | None:
        """Make the copy what the home will go on with, one file without a log beside it."""
        raw = open_ours(draft, self.data_key)
        try:
            if not is_sound(raw):
                raise BackupDamagedError(self.opened.path.name)
            preview = present.compare(self.opened.manifest, raw)
            if not agree(preview):
                return None
            try:
                upgrade(raw)
            except StoreDamagedError as error:
                raise BackupDamagedError(self.opened.path.name) from error
            self._mark(raw, preview, present)
        finally:
            raw.close()
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        return preview

    def _mark(self, raw: RawConnection, preview: RestorePreview, present: PresentHome) -> None:
        """Let the home remember that it was restored, and give no number that it may have given before."""
        at = to_millis(self.now)
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("UPDATE device SET restored_at = ?", (at,))
        whole = preview.store_read and preview.witness is Witness.WHOLE
        doubted_to = present.books_doubted_to if whole else at
        if doubted_to is not None:
            raw.execute("UPDATE device SET books_doubted_to = ?", (doubted_to,))
        if preview.new_device_key:
            raw.execute("UPDATE device SET claimed = 0, turn_token = x''")
        for book in preview.freezes:
            _freeze(raw, book, at)
        raw.execute("COMMIT")

    def _begin(self, draft: Path, stamp: str) -> None:
        """Make a home on a machine that has none; the store gets its name last of all."""
        try:
            DeviceKeys.generate().save(self.home.device_key, self.data_key)
            write_private(self.home.keys, self.opened.header.wraps)
            swap.decide(self.home, draft, stamp)
        except BaseException:
            if draft.exists():  # nothing is decided: the keys of a home that is none would only mislead
                self.home.device_key.unlink(missing_ok=True)
                self.home.keys.unlink(missing_ok=True)
            raise
        swap.finish(self.home)

    def _replace(self, draft: Path, present: PresentHome, stamp: str) -> Path | None:
        """Put the copy in place; keys of the device's own come last, so that nobody takes them for known."""
        if present.store_read:
            _take_in_log(self.home.store, self.data_key)
        if not present.device_key_opens:
            self._keep_aside(self.home.device_key, stamp)
        if not self._opens_already():
            self._keep_aside(self.home.keys, stamp)
            write_private(self.home.keys, self.opened.header.wraps)
        swap.decide(self.home, draft, stamp)
        aside = swap.finish(self.home)
        if not present.device_key_opens:
            DeviceKeys.generate().save(self.home.device_key, self.data_key)
        return aside

    def _opens_already(self) -> bool:
        try:
            keys = self.home.keys
            return unwrap(keys.read_bytes(), keys.name, self.kind, self.secret) == self.data_key
        except (*_DOES_NOT_OPEN, OSError):
            return False

    @staticmethod
    def _keep_aside(path: Path, stamp: str) -> None:
        if path.exists():
            write_private(path.with_name(f"{path.name}.before-restore-{stamp}"), path.read_bytes())


def _freeze(raw: RawConnection, book: BookPlace, at: int) -> None:
    raw.execute(
        "UPDATE receipt_book SET frozen_at = ? WHERE symbol = ? AND book = ? AND frozen_at IS NULL",
        (at, book.symbol, book.book),
    )


def _take_in_log(store: Path, data_key: bytes) -> None:
    """Write the log into the store that is kept aside, so that it is one file."""
    raw = open_ours(store, data_key)
    try:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()


@contextmanager
def _drafting(draft: Path) -> Iterator[None]:
    """Leave no draft behind."""
    try:
        yield
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            draft.with_name(draft.name + suffix).unlink(missing_ok=True)
