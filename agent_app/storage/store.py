"""The encrypted store of one home: made once, opened by any number of processes."""

import logging
import os
from contextlib import closing
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, configure_mappers

from agent_app.runtime.durable import empty_file, sync_folder
from agent_app.runtime.home_locks import Hold, alone_in, at_work
from agent_app.runtime.paths import Home
from agent_app.services.day_paper_ports import DayPaperQueries
from agent_app.services.ports import (
    BookQueries,
    Checker,
    Clock,
    EveningQueries,
    Ids,
    NoticeQueries,
    PeopleQueries,
    PrintQueries,
    PrivacyQueries,
    Queries,
    ReceiptQueries,
    TransferQueries,
    Verifier,
)
from agent_app.services.standing import HomeStanding, Replay
from agent_app.storage import migrate
from agent_app.storage.backup_notes import SqlBackupNotes
from agent_app.storage.checker import SqlChecker
from agent_app.storage.condition import Condition
from agent_app.storage.engine import (
    DriverError,
    RawConnection,
    connect_file,
    open_first,
    read_engine,
    write_engine,
)
from agent_app.storage.errors import StoreExistsError, StoreMissingError, StoreUnusableError
from agent_app.storage.failure import driver_failure, environment_failure
from agent_app.storage.journal import Journal
from agent_app.storage.models import SigningKeyRow
from agent_app.storage.new_tables import make_tables
from agent_app.storage.queries.books import SqlBookQueries
from agent_app.storage.queries.day_papers import SqlDayPaperQueries
from agent_app.storage.queries.evening import SqlEveningQueries
from agent_app.storage.queries.notices import SqlNoticeQueries
from agent_app.storage.queries.people_queries import SqlPeopleQueries
from agent_app.storage.queries.prints import SqlPrintQueries
from agent_app.storage.queries.privacy_queries import SqlPrivacyQueries
from agent_app.storage.queries.receipt_queries import SqlReceiptQueries
from agent_app.storage.queries.store_queries import SqlQueries
from agent_app.storage.queries.transfers import SqlTransferQueries
from agent_app.storage.rehearsal import rehearse
from agent_app.storage.replay import accounted_for, agrees, replay
from agent_app.storage.room import Room
from agent_app.storage.search_index import rebuild
from agent_app.storage.standing import SqlStanding
from agent_app.storage.store_files import StoreFiles, marks_key
from agent_app.storage.unit_of_work import SqlUnitOfWork, witness
from agent_app.storage.verifier import SqlVerifier

log = logging.getLogger(__name__)


class Store:
    """An open store, for any number of threads; as long as it is open nobody replaces its files.

    ``replayed`` is what this opening has put back into it from the journal.
    """

    def __init__(
        self, files: StoreFiles, condition: Condition, hold: Hold, replayed: Replay | None = None
    ) -> None:
        self._files = files
        self._condition = condition
        self._hold = hold
        self.replayed = replayed
        self.queries: Queries = SqlQueries(files.read)
        self.receipt_queries: ReceiptQueries = SqlReceiptQueries(files.read)
        self.book_queries: BookQueries = SqlBookQueries(files.read)
        self.people_queries: PeopleQueries = SqlPeopleQueries(files.read)
        self.privacy_queries: PrivacyQueries = SqlPrivacyQueries(files.read)
        self.evening_queries: EveningQueries = SqlEveningQueries(files.read)
        self.notice_queries: NoticeQueries = SqlNoticeQueries(files.read)
        self.checker: Checker = SqlChecker(files.read, files.journal)
        self.standing: HomeStanding = SqlStanding(files.write, files.read, condition)
        self.transfer_queries: TransferQueries = SqlTransferQueries(files.read)
        self.day_paper_queries: DayPaperQueries = SqlDayPaperQueries(files.read)
        self.print_queries: PrintQueries = SqlPrintQueries(files.read)
        self.backup_notes = SqlBackupNotes(files.write, files.read)

    def unit(self) -> SqlUnitOfWork:
        """Return a unit of work that has not begun yet."""
        return SqlUnitOfWork(self._files, self._condition)

    def exchange_unit(self) -> SqlUnitOfWork:
        """Return one that keeps what the office answers, even where nothing else may be written."""
        return SqlUnitOfWork(self._files, self._condition, to_the_last=True)

    def trust(self, public_key: bytes) -> Verifier:
        """Let the checks look at signatures by this key too, and remember it for when another one signs."""
        self.checker = SqlChecker(self._files.read, self._files.journal, public_key)
        try:
            with Session(self._files.read) as session:
                known = session.get(SigningKeyRow, public_key) is not None
            if not known and self._condition.read_only is None:
                with Session(self._files.write) as session:
                    session.execute(insert(SigningKeyRow).prefix_with("OR IGNORE").values(key=public_key))
                    session.commit()
        except DBAPIError as error:
            # The key is in use all the same, and is remembered by whoever opens the home next.
            if environment_failure(error) is None:
                raise
            log.info("signing key: not remembered now, %s", type(error.orig).__name__)
        return SqlVerifier(self._files.read, self._files.journal, public_key)

    def rebuild_search(self) -> None:
        """Make what finds people and lays out the due list again; nothing else is touched."""
        try:
            with closing(self._files.write.raw_connection()) as connection:
                rebuild(cast("RawConnection", connection.driver_connection))
        except DriverError as error:
            raise driver_failure(error) or StoreUnusableError() from error

    def after_erasure(self) -> None:
        """Fulfil ``ports.AfterErasure``: let no earlier page of an erased person lie in the write-ahead log.

        Where somebody reads just now, the log is emptied by whoever comes next.
        """
        with self._files.write.connect() as connection:
            raw = connection.connection.driver_connection
            try:
                if raw is not None:
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except DriverError as error:
                log.info("write-ahead log: not emptied now, %s", type(error).__name__)

    def close(self) -> None:
        """Let go of every connection, and of the home, for good."""
        try:
            self._files.close()
        finally:
            self._hold.let_go()


@dataclass(frozen=True, slots=True)
class _World:
    clock: Clock
    ids: Ids


def prepare_store() -> None:
    """Work out ahead how rows and tables belong together, and what the first queries are in SQL."""
    configure_mappers()
    rehearse()


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
            make_tables(raw, device_id)
        finally:
            raw.close()
    except DriverError as error:
        raise driver_failure(error) or StoreUnusableError() from error
    with home.draft.open("rb+") as file:
        os.fsync(file.fileno())
    home.draft.replace(home.store)
    sync_folder(home.folder)


def open_store(home: Home, data_key: bytes, clock: Clock, ids: Ids) -> Store:
    """Open the store of a home: schema brought up to date, store and journal brought to agree.

    Args:
        home: where the files lie; they are held beside others until the store is closed.
        data_key: the key that ``keys.json`` wraps.
        clock: dates the copy that is made before a change of the schema, and what is put back.
        ids: names that copy, so that no copy replaces another.

    """
    room = Room(home)
    room.ease()
    try:
        hold = _hold_newest(home, data_key, f"{clock.now():%Y%m%d}-{ids.new()}.db")
    except (DriverError, OSError) as error:
        raise driver_failure(error) or StoreUnusableError() from error
    try:
        return _open(home, data_key, hold, Condition(room), _World(clock, ids))
    except BaseException:
        hold.let_go()
        raise


def _hold_newest(home: Home, data_key: bytes, copy_name: str) -> Hold:
    """Hold the home beside others once its schema is the newest; only to change it, be alone there."""
    if not home.store.exists():
        raise StoreMissingError
    while True:
        hold = at_work(home)
        try:
            if _is_newest(home, data_key):
                return hold
        except BaseException:
            hold.let_go()
            raise
        hold.let_go()
        with alone_in(home):
            _bring_up_to_date(home, data_key, copy_name)


def _is_newest(home: Home, data_key: bytes) -> bool:
    raw = open_first(home.store, data_key)
    try:
        return migrate.is_newest(raw)
    finally:
        raw.close()


def _bring_up_to_date(home: Home, data_key: bytes, copy_name: str) -> None:
    raw = open_first(home.store, data_key)
    try:
        migrate.migrate(raw, data_key, home.backups / copy_name)
    finally:
        raw.close()


def _open(home: Home, data_key: bytes, hold: Hold, condition: Condition, world: _World) -> Store:
    condition.room.look()
    files = StoreFiles(
        write_engine(home.store, data_key),
        read_engine(home.store, data_key),
        Journal(home.journal, data_key),
        marks_key(data_key),
    )
    condition.watch(files.write)
    condition.watch(files.read)
    try:
        replayed = _witness(files, condition, world)
    except BaseException as error:
        files.close()
        if isinstance(error, DriverError | OSError):
            raise driver_failure(error) or StoreUnusableError() from error
        if isinstance(error, DBAPIError):
            raise environment_failure(error) or error from error
        raise
    return Store(files, condition, hold, replayed)


def _witness(files: StoreFiles, condition: Condition, world: _World) -> Replay | None:
    """Hold the log against the journal: each is given what it lacks of the other's."""
    journal = files.journal
    try:
        agreed = agrees(journal, files.read)
        with Session(files.read) as session:
            journal.verify(lambda after: accounted_for(session, journal, after))
    except DBAPIError:
        if not condition.damaged:
            raise
        return None  # it opens to be read, checked and rescued
    replayed = None if agreed else replay(files, world.clock, world.ids)
    try:
        healed = witness(files, condition)
    except OSError as error:
        log.warning("journal: cannot be written (errno %s); it is made up for later", error.errno)
        return replayed
    if healed and agreed:
        log.warning("journal: %d operations made up for", healed)
    return replayed
