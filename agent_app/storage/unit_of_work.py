"""One writing transaction over the encrypted store, and the journal that follows its commit."""

from types import TracebackType
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from agent_app.services.failures import KeptButUnwitnessedError
from agent_app.storage.errors import JournalUnreadableError
from agent_app.storage.failure import environment_failure
from agent_app.storage.journal import Journal
from agent_app.storage.repositories.device import SqlDevice
from agent_app.storage.repositories.due_lists import SqlDueLists
from agent_app.storage.repositories.households import SqlHouseholds
from agent_app.storage.repositories.imports import SqlImports
from agent_app.storage.repositories.log import SqlLog, money_after
from agent_app.storage.repositories.receipts import SqlReceipts
from agent_app.storage.repositories.replica import SqlReplica
from agent_app.storage.repositories.visits import SqlVisits


def catch_up(journal: Journal, read: Engine) -> int:
    """Copy money that the log has and the journal lacks; return how many operations."""
    with Session(read) as session:
        return journal.catch_up(lambda dseq: money_after(session, dseq))


class SqlUnitOfWork:
    """Fulfils ``ports.UnitOfWork``: one transaction, entered once, committed at most once."""

    def __init__(self, write: Engine, read: Engine, journal: Journal) -> None:
        self._write = write
        self._read = read
        self._journal = journal
        self._session: Session | None = None
        self._log: SqlLog | None = None

    @property
    def households(self) -> SqlHouseholds:
        return SqlHouseholds(self._open)

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
    def _open(self) -> Session:
        if self._session is None:
            raise RuntimeError("a unit of work is used between its beginning and its commit")
        return self._session

    def __enter__(self) -> Self:
        if self._session is not None:
            raise RuntimeError("a unit of work is not entered twice")
        session = Session(self._write)
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
        if self._session is not None:
            self._session.close()
            self._session = self._log = None
        self._translate(error)

    def commit(self) -> None:
        """Make it last: first in the store, then, where money was logged, in the journal.

        After ``KeptButUnwitnessedError`` the store has kept it all; after any other failure, nothing.
        """
        session, logged_money = self._open, self._log is not None and self._log.logged_money
        try:
            session.commit()
        except DBAPIError as error:
            self._translate(error)
            raise
        session.close()
        self._session = self._log = None
        if logged_money:
            try:
                catch_up(self._journal, self._read)
            except (OSError, DBAPIError, JournalUnreadableError) as error:
                raise KeptButUnwitnessedError from error

    @staticmethod
    def _translate(error: BaseException | None) -> None:
        failure = environment_failure(error)
        if failure is not None:
            raise failure from error
