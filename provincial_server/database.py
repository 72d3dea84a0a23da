"""The connection to PostgreSQL or SQLite: who writes, who reads one snapshot."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, func, make_url, select, true
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2

from provincial_server.errors import DatabaseUrlError, NotInitialisedError

BUSY_SECONDS = 20
# A database that is gone without a word is noticed within a minute, not in the hours of the system.
_LINE = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 40_000,
}
# Lost connections, lack of room or connections, a server that stops or starts, transactions in a circle.
_AWAY = ("08", "40", "53", "55P03", "57", "58")
# A transaction that others stood in the way of, and that PostgreSQL ended for it.
_IN_THE_WAY = ("40", "55P03")
_SQLITE_AWAY = ("database is locked", "database or disk is full", "disk I/O error", "unable to open")
_POSTGRESQL = {"postgresql", "postgresql+psycopg"}


class _Cursor(Protocol):
    def execute(self, statement: str) -> object: ...


class _SqliteConnection(Protocol):
    def cursor(self) -> _Cursor: ...


def parse_url(address: str) -> URL:
    """Read ``postgresql://…`` or ``sqlite:///file``; refuse any other."""
    try:
        url = make_url(address.strip())
    except ArgumentError as error:
        raise DatabaseUrlError from error
    if url.drivername in _POSTGRESQL and url.database:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database and url.database != ":memory:":
        return url
    raise DatabaseUrlError


def sqlite_file(url: URL) -> Path | None:
    """Return the file of an embedded database, nothing for PostgreSQL."""
    return Path(url.database) if url.drivername == "sqlite" and url.database else None


def make_sqlite_file(path: Path) -> None:
    """Make an empty database file that only its owner may read; leave one that is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def is_lost(error: DBAPIError) -> bool:
    """Tell whether an error says that the database is away, full or too busy, and not that we are wrong."""
    if error.connection_invalidated:
        return True
    if isinstance(error.orig, psycopg.OperationalError):
        state = error.orig.sqlstate
        return state is None or state.startswith(_AWAY)
    text = str(error.orig)
    return any(each in text for each in _SQLITE_AWAY)


def was_in_the_way(error: DBAPIError) -> bool:
    """Tell whether a transaction was ended because others wrote the same at the same moment."""
    state = getattr(error.orig, "sqlstate", None) or ""
    return state.startswith(_IN_THE_WAY)


class Database:
    """Opens units of work on one database; safe to share between threads."""

    def __init__(self, url: URL) -> None:
        path = sqlite_file(url)
        if path is not None and not path.exists():
            raise NotInitialisedError
        self.file = path
        # An error's text goes to logs and consoles: it must not quote what people are called.
        self.engine = _postgresql(url) if path is None else _sqlite(path)
        self._snapshots = (
            self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            if path is None
            else self.engine.execution_options(reading=True)
        )

    @contextmanager
    def write(self, patience: int | None = None) -> Iterator[Session]:
        """Open a writing transaction that is committed at the end of the block.

        With ``patience`` it waits no more seconds for any lock of PostgreSQL; SQLite never waits longer.
        """
        with Session(self.engine) as session, session.begin():
            if patience is not None and self.engine.dialect.name == "postgresql":
                session.execute(select(func.set_config("lock_timeout", f"{patience}s", true())))
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a reading transaction that sees one moment of the database."""
        with Session(self._snapshots) as session, session.begin():
            yield session

    def room(self) -> int | None:
        """Return how many bytes are free where an SQLite file lies; PostgreSQL keeps that to itself."""
        return None if self.file is None else shutil.disk_usage(self.file.parent).free

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def _postgresql(url: URL) -> Engine:
    # A connection that the database has closed since is noticed and made anew before it is used.
    return create_engine(
        url,
        hide_parameters=True,
        pool_size=10,
        max_overflow=5,
        pool_timeout=BUSY_SECONDS,
        pool_pre_ping=True,
        # What the address says for itself goes before.
        connect_args={name: value for name, value in _LINE.items() if name not in url.query},
    )


def _sqlite(path: Path) -> Engine:
    # The SQLite inside Python may have the WAL-reset bug (before 3.51.3); the encrypted store's library is
    # newer, and without a key it reads and writes ordinary SQLite files.
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: dbapi2.connect(
            str(path), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        ),
        poolclass=QueuePool,
        pool_size=10,
        max_overflow=30,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: _SqliteConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        # REPLACE passes by the triggers that forbid a deletion, unless triggers are recursive.
        "recursive_triggers=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later would fail at once when another has written between.
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
