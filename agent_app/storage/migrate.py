"""Brings a store's schema up to date: a copy first, then every missing step in one transaction."""

import logging
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from agent_app.runtime.durable import empty_file, make_folder, sync_folder
from agent_app.storage.engine import APPLICATION_ID, DriverError, RawConnection, connect_file, scalar
from agent_app.storage.errors import MigrationFailedError, NewerStoreError, StoreDamagedError
from agent_app.storage.failure import driver_failure
from agent_app.storage.migrations import STEPS, Step

log = logging.getLogger(__name__)


class BrokenStepError(Exception):
    """A step left the database damaged or with dangling references."""


def newest(steps: Sequence[Step] = STEPS) -> int:
    """Return the version of the schema that this program works with."""
    return steps[-1].version


def version_of(raw: RawConnection) -> int:
    """Return the version of a store's schema."""
    return int(str(scalar(raw, "PRAGMA user_version")))


def is_newest(raw: RawConnection, steps: Sequence[Step] = STEPS) -> bool:
    """Tell whether no step is missing; raise ``NewerStoreError`` where it has more than there are."""
    found = version_of(raw)
    if found > newest(steps):
        raise NewerStoreError(found, newest(steps))
    return found == newest(steps)


def build(raw: RawConnection, steps: Sequence[Step] = STEPS) -> None:
    """Make the whole schema in an empty database."""
    raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _advance(raw, steps)


def upgrade(raw: RawConnection, steps: Sequence[Step] = STEPS, *, whole: bool = True) -> None:
    """Take the missing steps in a store that is itself a copy; raise a failure of the store.

    In one that is not ``whole`` rows may refer to what is lost; whoever asked for it mends them afterwards.
    """
    found = version_of(raw)
    if found > newest(steps):
        raise NewerStoreError(found, newest(steps))
    if found < newest(steps):
        try:
            _advance(raw, steps, whole=whole)
        except BrokenStepError as error:
            raise StoreDamagedError from error


def migrate(raw: RawConnection, data_key: bytes, copy: Path, steps: Sequence[Step] = STEPS) -> None:
    """Copy the store, then take the missing steps, or none; a newer schema is refused."""
    if is_newest(raw, steps):
        return
    found = version_of(raw)
    _copy(raw, data_key, copy)
    try:
        _advance(raw, steps)
    except (DriverError, BrokenStepError) as error:
        failure = driver_failure(error)
        raise failure or MigrationFailedError(newest(steps), copy.name) from error
    log.info("schema: %d -> %d", found, newest(steps))


def _copy(raw: RawConnection, data_key: bytes, path: Path) -> None:
    """Copy the store under the same key; the draft is renamed only when it is whole and on disk."""
    make_folder(path.parent)
    draft = path.with_suffix(".new")
    empty_file(draft)
    try:
        copy = connect_file(draft, data_key, create=True)
        try:
            raw.backup(copy)
        finally:
            copy.close()
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _advance(raw: RawConnection, steps: Sequence[Step], *, whole: bool = True) -> None:
    # Rebuilding a table drops it for a moment; enforcement cannot be switched inside a transaction.
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("BEGIN IMMEDIATE")
    try:
        # Asked again under the lock: another process may just have done it.
        found = version_of(raw)
        for step in steps:
            if step.version > found:
                _take(raw, step)
        _verify(raw, whole=whole)
        raw.execute("COMMIT")
    except BaseException:
        with suppress(DriverError):  # where the disk is full the database has done so by itself
            raw.execute("ROLLBACK")
        raise
    finally:
        raw.execute("PRAGMA foreign_keys = ON")


def _take(raw: RawConnection, step: Step) -> None:
    for statement in step.statements:
        raw.execute(statement)
    if step.fill is not None:
        step.fill(raw)
    raw.execute(f"PRAGMA user_version = {step.version}")


def _verify(raw: RawConnection, *, whole: bool) -> None:
    if scalar(raw, "PRAGMA integrity_check") != "ok":
        raise BrokenStepError
    if whole and raw.execute("PRAGMA foreign_key_check").fetchall():
        raise BrokenStepError
