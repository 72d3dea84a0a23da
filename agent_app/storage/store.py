"""The encrypted store of one home: made once, opened by any number of processes."""

import logging
import os
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from agent_app.domain.operation import GENESIS
from agent_app.runtime.durable import empty_file, sync_folder
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import subkey
from agent_app.services.ports import Checker, Clock, Ids, PrivacyQueries, Queries
from agent_app.storage import migrate
from agent_app.storage.checker import SqlChecker
from agent_app.storage.engine import (
    DriverError,
    connect_file,
    open_first,
    read_engine,
    write_engine,
)
from agent_app.storage.errors import StoreBehindJournalError, StoreExistsError, StoreUnusableError
from agent_app.storage.failure import driver_failure, environment_failure
from agent_app.storage.journal import Journal
from agent_app.storage.queries.privacy_queries import SqlPrivacyQueries
from agent_app.storage.queries.store_queries import SqlQueries
from agent_app.storage.repositories.log import SqlLog, money_after
from agent_app.storage.unit_of_work import SqlUnitOfWork, catch_up

log = logging.getLogger(__name__)

_FIRST_EPOCH = 1
_MARKS = "erasure.marks"


class Store:
    """An open store, for any number of threads."""

    def __init__(self, write: Engine, read: Engine, journal: Journal, marks_key: bytes) -> None:
        self._write = write
        self._read = read
        self._journal = journal
        self._marks_key = marks_key
        self.queries: Queries = SqlQueries(read)
        self.privacy_queries: PrivacyQueries = SqlPrivacyQueries(read)
        self.checker: Checker = SqlChecker(read, journal)

    def unit(self) -> SqlUnitOfWork:
        """Return a unit of work that has not begun yet."""
        return SqlUnitOfWork(self._write, self._read, self._journal, self._marks_key)

    def after_erasure(self) -> None:
        """Fulfil ``ports.AfterErasure``: let no earlier page of an erased person lie in the write-ahead log.

        Where somebody reads just now, the log is emptied by whoever comes next.
        """
        with self._write.connect() as connection:
            raw = connection.connection.driver_connection
            try:
                if raw is not None:
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except DriverError as error:
                log.info("write-ahead log: not emptied now, %s", type(error).__name__)

    def close(self) -> None:
        """Let go of every connection."""
        self._write.dispose()
        self._read.dispose()


def create_store(home: Home, data_key: bytes, device_id: UUID) -> None:
    """Make the store and the journal of a new home; a crash on the way leaves a draft and no store."""
    home.make()
    if home.store.exists() or (home.journal.exists() and not home.draft.exists()):
        raise StoreExistsError
    # A draft that was broken off may have left the journal of its own transaction behind.
    home.draft.with_name(home.draft.name + "-journal").unlink(missing_ok=True)
    empty_file(home.draft)
    Journal(home.journal, data_key).begin()
    try:
        raw = connect_file(home.draft, data_key)
        try:
            migrate.build(raw)
            raw.execute(
                "INSERT INTO device (id, device_id, epoch, claimed, turn_token, acked_epoch, acked_dseq, "
                "acked_hash) VALUES (1, ?, ?, 0, x'', ?, 0, ?)",
                (device_id.hex, _FIRST_EPOCH, _FIRST_EPOCH, GENESIS),
            )
        finally:
            raw.close()
    except DriverError as error:
        raise driver_failure(error) or StoreUnusableError() from error
    with home.draft.open("rb+") as file:
        os.fsync(file.fileno())
    home.draft.replace(home.store)
    sync_folder(home.folder)


def open_store(home: Home, data_key: bytes, clock: Clock, ids: Ids) -> Store:
    """Open the store of a home: schema brought up to date, journal caught up with the log.

    Args:
        home: where the files lie.
        data_key: the key that ``keys.json`` wraps.
        clock: dates the copy that is made before a change of the schema.
        ids: names that copy, so that no copy replaces another.

    """
    write = write_engine(home.store, data_key)
    read = read_engine(home.store, data_key)
    journal = Journal(home.journal, data_key)
    try:
        _bring_up_to_date(home, data_key, f"{clock.now():%Y%m%d}-{ids.new()}.db")
        _witness(journal, read)
    except (DriverError, OSError) as error:
        raise driver_failure(error) or StoreUnusableError() from error
    except DBAPIError as error:
        raise environment_failure(error) or error from error
    finally:
        read.dispose()
    return Store(write, read, journal, subkey(data_key, _MARKS))


def _bring_up_to_date(home: Home, data_key: bytes, copy_name: str) -> None:
    raw = open_first(home.store, data_key)
    try:
        migrate.migrate(raw, data_key, home.backups / copy_name)
    finally:
        raw.close()


def _witness(journal: Journal, read: Engine) -> None:
    """Hold the log against the journal: what the journal lacks is made up for, the reverse is refused."""
    with Session(read) as session:
        anchor = journal.anchor()
        if anchor is not None and SqlLog(session).hash_at(anchor.epoch, anchor.dseq) != anchor.hash:
            raise StoreBehindJournalError(anchor.epoch, anchor.dseq)
    with Session(read) as session:
        journal.verify(lambda dseq: money_after(session, dseq))
    try:
        healed = catch_up(journal, read)
    except OSError as error:
        log.warning("journal: cannot be written (errno %s); it is made up for later", error.errno)
        return
    if healed:
        log.warning("journal: %d operations made up for", healed)
