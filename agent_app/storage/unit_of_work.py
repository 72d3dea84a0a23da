"""One writing transaction over the encrypted store, and the journal that follows its commit."""

import errno
from types import TracebackType
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from agent_app.services.failures import KeptButUnwitnessedError
from agent_app.storage.condition import Condition
from agent_app.storage.engine import shrink_log
from agent_app.storage.errors import JournalUnreadableError, StoreFullError
from agent_app.storage.failure import environment_failure
from agent_app.storage.journal import Journal
from agent_app.storage.replay import lacking
from agent_app.storage.repositories.books import SqlBooks
from agent_app.storage.repositories.device import SqlDevice
from agent_app.storage.repositories.due_lists import SqlDueLists
from agent_app.storage.repositories.edits import SqlEdits
from agent_app.storage.repositories.evening import SqlEvening
from agent_app.storage.repositories.history import SqlHistory
from agent_app.storage.repositories.households import SqlHouseholds
from agent_app.storage.repositories.imports import SqlImports
from agent_app.storage.repositories.log import SqlLog
from agent_app.storage.repositories.office import SqlOfficeOrders
from agent_app.storage.repositories.prints import SqlPrintLog
from agent_app.storage.repositories.privacy import SqlPrivacy
from agent_app.storage.repositories.receipts import SqlReceipts
from agent_app.storage.repositories.replica import SqlReplica
from agent_app.storage.repositories.route import SqlRoute
from agent_app.storage.repositories.transfers import SqlTransfers
from agent_app.storage.repositories.visits import SqlVisits
from agent_app.storage.store_files import StoreFiles


def catch_up(journal: Journal, read: Engine) -> int:
    """Copy what the log has of witnessed kinds and the journal lacks; return how many operations."""
    with Session(read) as session:
        return journal.catch_up(lambda after: lacking(session, journal, after))


def witness(files: StoreFiles, condition: Condition) -> int:
    """Let the journal catch up, where the disk is full with the room of the reserve; raise ``OSError``."""
    try:
        return catch_up(files.journal, files.read)
    except OSError as error:
        if error.errno != errno.ENOSPC or not condition.room.give_way():
            raise
        return catch_up(files.journal, files.read)


class SqlUnitOfWork:
    """Fulfils ``ports.UnitOfWork``: one transaction, entered once, committed at most once.

    ``to_the_last`` is one that may commit for as long as there is room at all: what the office answers.
    """

    def __init__(self, files: StoreFiles, condition: Condition, *, to_the_last: bool = False) -> None:
        self._files = files
        self._condition = condition
        self._to_the_last = to_the_last
        self._session: Session | None = None
        self._log: SqlLog | None = None
        self._history: SqlHistory | None = None
        self._office: SqlOfficeOrders | None = None

    @property
    def households(self) -> SqlHouseholds:
        return SqlHouseholds(self._open)

    @property
    def edits(self) -> SqlEdits:
        return SqlEdits(self._open)

    @property
    def due_lists(self) -> SqlDueLists:
        return SqlDueLists(self._open)

    @property
    def imports(self) -> SqlImports:
        return SqlImports(self._open)

    @property
    def visits(self) -> SqlVisits:
        return SqlVisits(self._open)

    @property
    def receipts(self) -> SqlReceipts:
        return SqlReceipts(self._open)

    @property
    def books(self) -> SqlBooks:
        return SqlBooks(self._open)

    @property
    def office(self) -> SqlOfficeOrders:
        if self._office is None:
            self._office = SqlOfficeOrders(self._open)
        return self._office

    @property
    def transfers(self) -> SqlTransfers:
        return SqlTransfers(self._open)

    @property
    def evening(self) -> SqlEvening:
        return SqlEvening(self._open)

    @property
    def route(self) -> SqlRoute:
        return SqlRoute(self._open)

    @property
    def prints(self) -> SqlPrintLog:
        return SqlPrintLog(self._open)

    @property
    def log(self) -> SqlLog:
        if self._log is None:
            self._log = SqlLog(self._open)
        return self._log

    @property
    def replica(self) -> SqlReplica:
        return SqlReplica(self._open)

    @property
    def device(self) -> SqlDevice:
        return SqlDevice(self._open)

    @property
    def history(self) -> SqlHistory:
        if self._history is None:
            self._history = SqlHistory(self._open)
        return self._history

    @property
    def privacy(self) -> SqlPrivacy:
        return SqlPrivacy(self._open, self._files.marks_key)

    @property
    def _open(self) -> Session:
        if self._session is None:
            raise RuntimeError("a unit of work is used between its beginning and its commit")
        return self._session

    def __enter__(self) -> Self:
        if self._session is not None:
            raise RuntimeError("a unit of work is not entered twice")
        self._condition.room.look(make=False)
        session = Session(self._files.write)
        try:
            session.connection()
        except DBAPIError as error:
            session.close()
            self._translate(error)
            raise
        self._session = session
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()
        self._translate(error)

    def _end(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = self._log = self._history = self._office = None

    def commit(self) -> None:
        """Make it last: first in the store, then, where something to be witnessed was logged, in the journal.

        After ``KeptButUnwitnessedError`` the store has kept it all; after any other failure, nothing.
        """
        session, logged_witnessed = self._open, self._log is not None and self._log.logged_witnessed
        if not self._to_the_last:
            self._condition.refuse_writing()
        try:
            if self._history is not None:
                self._history.end()  # nobody's name may stand under what others change later
            session.commit()
        except DBAPIError as error:
            self._end()
            self._translate(error)
            raise
        self._end()
        if logged_witnessed:
            self._witness()

    def _witness(self) -> None:
        try:
            witness(self._files, self._condition)
        except (OSError, DBAPIError, JournalUnreadableError) as error:
            raise KeptButUnwitnessedError from error

    def _translate(self, error: BaseException | None) -> None:
        failure = environment_failure(error)
        if failure is not None:
            if isinstance(failure, StoreFullError):
                shrink_log(self._files.write)
            raise self._condition.told(failure) from error
