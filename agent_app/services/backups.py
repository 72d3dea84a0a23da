"""Backups of the store: when one is due, where they lie, and what became of the last one."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

from agent_app.domain.errors import AppError
from agent_app.domain.money import Dong
from agent_app.services.ports import Clock

log = logging.getLogger(__name__)

RECEIPTS_UNTIL_DUE = 20
"""A backup is made after so many receipts, and after each sync that moved something."""

PAUSE = timedelta(minutes=15)
"""How long after one that could not be made the next is tried of itself."""


@dataclass(frozen=True, slots=True)
class BookPlace:
    """Where a receipt book stands in a backup; ``next`` is the number that was blank."""

    symbol: str
    book: str
    next: int
    last: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds, sealed inside it; ``made_at`` is a UTC instant, ``total`` the receipts' money.

    ``erasures`` counts the people who were erased before it.
    """

    made_at: datetime
    device_id: UUID
    agent_code: str | None
    epoch: int
    dseq: int
    head_hash: bytes
    acked_dseq: int
    schema: int
    books: tuple[BookPlace, ...]
    households: int
    people: int
    visits: int
    receipts: int
    operations: int
    total: Dong
    erasures: int = 0


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup file; ``problem`` is a failure's code where it cannot be trusted."""

    path: Path
    bytes: int
    manifest: Manifest | None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class BackupState:
    """What is remembered of backups: the last one, and how the last attempts ended (failures' codes).

    ``dseq`` is the last one's place in the log, ``sync_run`` the last sync before it that moved something,
    ``erasures`` how many it holds; ``failed_at`` is set with ``failure``.
    """

    second_folder: str | None = None
    made_at: datetime | None = None
    dseq: int = 0
    failure: str | None = None
    second_at: datetime | None = None
    second_failure: str | None = None
    sync_run: int = 0
    failed_at: datetime | None = None
    erasures: int = 0


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup that was verified; ``second`` is its copy in the second place, if that could be made."""

    backup: Backup
    second: Path | None = None
    second_failure: str | None = None


class BackupShelf(Protocol):
    """Makes, reads and keeps the files."""

    def make(self, made_at: datetime) -> Backup:
        """Copy the store while others write, verify the copy, then let older ones go; raise ``AppError``."""
        ...

    def carry(self, backup: Backup, folder: Path) -> Path:
        """Copy a backup to a second place and let older ones there go; raise ``AppError``."""
        ...

    def backups(self, folder: Path | None = None) -> list[Backup]:
        """Return the backups of a folder, by default the home's own, newest first."""
        ...

    def forget_before(self, erasures: int, folder: Path | None = None) -> None:
        """Remove copies with fewer erasures: they hold who was erased since.

        In the home itself, by default, what a restore or a rescue has set aside goes by the same rule.
        """
        ...


class BackupNotes(Protocol):
    """Remembers, in the store."""

    def state(self) -> BackupState:
        """Return what is remembered."""
        ...

    def keep(self, before: BackupState, after: BackupState) -> None:
        """Remember what has changed; what another process has noted meanwhile stays."""
        ...

    def receipts_since(self, dseq: int) -> int:
        """Count the receipts behind a place of the log."""
        ...

    def last_move(self) -> int:
        """Return the number of the last sync that has sent or received something, 0 where none has."""
        ...

    def erasures(self) -> int:
        """Count the people who were erased."""
        ...


@dataclass(frozen=True, slots=True)
class BackupService:
    """Makes backups; nothing of it can undo or fail the work that made one due."""

    shelf: BackupShelf
    notes: BackupNotes
    clock: Clock

    def state(self) -> BackupState:
        """Return what is remembered of backups."""
        return self.notes.state()

    def backups(self, folder: Path | None = None) -> Sequence[Backup]:
        """Return the backups of a folder, by default the home's own, newest first."""
        return self.shelf.backups(folder)

    def is_due(self) -> bool:
        """Tell whether enough has happened since the last one; a few milliseconds."""
        state = self.notes.state()
        if self.notes.receipts_since(state.dseq) >= RECEIPTS_UNTIL_DUE:
            return True
        if self.notes.erasures() > state.erasures:
            return True
        return self.notes.last_move() != state.sync_run

    def make(self, second: Path | None = None, *, remember: bool = False) -> BackupMade:
        """Make one now, and a copy in the second place; raise ``AppError`` where the first cannot be made.

        Args:
            second: a second place for this time, by default the remembered one.
            remember: keep ``second`` as the second place from now on.

        """
        before = self._remembering(second if remember else None)
        made_at, moved = self.clock.now(), self.notes.last_move()
        try:
            backup = self.shelf.make(made_at)
            self.shelf.forget_before(_erasures(backup))
        except AppError as error:
            self._keep(before, replace(before, failure=error.code, failed_at=made_at))
            raise
        remembered = before.second_folder
        state = replace(before, failure=None, failed_at=None)
        state = replace(state, made_at=made_at, dseq=_dseq(backup), sync_run=moved)
        state = replace(state, erasures=_erasures(backup))
        made = self._carry(backup, second or (Path(remembered) if remembered else None))
        if made.second is not None:
            state = replace(state, second_at=made_at, second_failure=None)
        elif made.second_failure is not None:
            state = replace(state, second_failure=made.second_failure)
        self._keep(before, state)
        return made

    def _remembering(self, second: Path | None) -> BackupState:
        """Keep a second place before the copy is made, so that the copy knows of it, too."""
        state = self.notes.state()
        if second is None:
            return state
        self._keep(state, replace(state, second_folder=str(second)))
        return self.notes.state()

    def make_if_due(self) -> BackupMade | None:
        """Make one if it is time; a failure is remembered and shown, and stops nobody's work.

        Where the last one failed, others may work on for a while before it costs them the time again.
        """
        return self._make_if_due(PAUSE)

    def after_erasure(self) -> None:
        """Fulfil ``ports.AfterErasure``: a fresh backup, and none from before it that holds the person.

        Where it cannot be made now, the next one does both.
        """
        self._make_if_due(timedelta())

    def _make_if_due(self, pause: timedelta) -> BackupMade | None:
        try:
            failed_at = self.notes.state().failed_at
            waits = failed_at is not None and abs(self.clock.now() - failed_at) < pause
            return self.make() if self.is_due() and not waits else None
        except AppError as error:
            log.info("backup: not made (%s)", error.code)
            return None

    def _carry(self, backup: Backup, folder: Path | None) -> BackupMade:
        if folder is None:
            return BackupMade(backup)
        try:
            carried = self.shelf.carry(backup, folder)
            self.shelf.forget_before(_erasures(backup), folder)
            return BackupMade(backup, carried)
        except AppError as error:
            log.info("backup: no copy in the second place (%s)", error.code)
            return BackupMade(backup, None, error.code)

    def _keep(self, before: BackupState, after: BackupState) -> None:
        try:
            self.notes.keep(before, after)
        except AppError as error:
            log.info("backup: its end cannot be noted (%s)", error.code)


def _dseq(backup: Backup) -> int:
    return backup.manifest.dseq if backup.manifest else 0


def _erasures(backup: Backup) -> int:
    return backup.manifest.erasures if backup.manifest else 0
