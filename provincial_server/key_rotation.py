"""Changing the server's keys: first in their file, then in the database; a crash between mends itself."""

import logging
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from sqlalchemy.orm import Session

from provincial_server.database import Database
from provincial_server.errors import KeysMissingError, KeysUnreadableError
from provincial_server.keys import Rotation, ServerKeys
from provincial_server.office import SIGN_KEY, one_at_a_time, setting, word
from provincial_server.officers import Officer, OfficerAct
from provincial_server.tables import OfficeRow

log = logging.getLogger(__name__)


def rotate(database: Database, path: Path, officer: Officer) -> ServerKeys:
    """Make new keys for this office; what the former ones have signed stays good."""
    officer = officer.because()
    with database.write() as session:
        one_at_a_time(session)
        # Another officer may have been here while this one waited.
        keys = ServerKeys.read(path).rotated(officer.at, word(officer.name), word(officer.reason))
        keys.write(path)
        follow(session, keys)
    return keys


def catch_up(database: Database, keys: ServerKeys) -> None:
    """Let a database learn of keys that only their file knows of: a crash between, or an older backup."""
    with database.read() as session:
        behind = _missed(session, keys)
    if behind:
        with database.write() as session:
            one_at_a_time(session)
            follow(session, keys)
        log.info("the database has caught up with %d changes of the server's keys", len(behind))


def follow(session: Session, keys: ServerKeys) -> None:
    """Note every change of keys that this database has not heard of, in the name of who made it."""
    for each in _missed(session, keys):
        officer = Officer(each.officer, each.at, each.reason)
        officer.note(session, OfficerAct.KEYS_ROTATED, each.link.key.hex())
    session.merge(OfficeRow(key=SIGN_KEY, value=keys.sign_public.hex()))


def _missed(session: Session, keys: ServerKeys) -> tuple[Rotation, ...]:
    return keys.since(bytes.fromhex(setting(session, SIGN_KEY) or ""))


@dataclass(slots=True)
class KeyFile:
    """The keys of a server that runs, read again whenever their file has changed."""

    path: Path
    _keys: ServerKeys
    _seen: tuple[int, int] | None = None
    _lock: Lock = field(default_factory=Lock)

    def now(self) -> ServerKeys:
        """Return the keys to answer with; what cannot be read, or is a stranger's, changes nothing."""
        with self._lock:
            stamp = self._stamp()
            if stamp is not None and stamp != self._seen:
                self._seen = stamp
                self._take()
            return self._keys

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns

    def _take(self) -> None:
        try:
            keys = ServerKeys.read(self.path)
        except (KeysMissingError, KeysUnreadableError):
            log.error("the file of the server's keys cannot be read: the former ones stay")  # noqa: TRY400
            return
        if self._keys.sign_public not in keys.sign_keys:
            log.error("the file of the server's keys holds others: the former ones stay")
            return
        self._keys = keys
