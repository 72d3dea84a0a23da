"""Connections to the encrypted file; every way that is not the right key ends before a byte is written."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, Protocol

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from agent_app.runtime.sealing import KEY_BYTES
from agent_app.storage.compiled_ahead import CompiledAhead
from agent_app.storage.errors import (
    EncryptionMissingError,
    ForeignStoreError,
    PlainStoreError,
    StoreClosedError,
    StoreKeyError,
    StoreMissingError,
    StoreUnusableError,
)
from agent_app.storage.failure import driver_failure
from agent_app.storage.key_check import key_fits

APPLICATION_ID = 0x44544E31
"""Marks a database as ours, in the header's field for it: DTN1."""

WAIT_SECONDS = 10
# Pages are kept decrypted; what a search walks through fits into this, and not into SQLite's 8 MB.
_READ_CACHE_KIB = 12_000
_PLAIN_HEADER = b"SQLite format 3\0"

# Of a connection that was given up because of damage, SQLAlchemy reports that it cannot be tidied up; what
# happened has been said in our own words by then.
logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())

compiled_ahead = CompiledAhead()
"""What every engine of this process begins with."""

DriverError = driver.Error
"""What the driver raises."""


class RawCursor(Protocol):
    """What a statement gave."""

    def fetchone(self) -> Sequence[object] | None:
        """Return the next row."""
        ...

    def fetchall(self) -> list[Sequence[object]]:
        """Return the rows that are left."""
        ...


class RawConnection(Protocol):
    """The driver's connection, in autocommit."""

    def execute(self, sql: str, parameters: Sequence[object] = ..., /) -> RawCursor:
        """Run one statement."""
        ...

    def backup(self, target: "RawConnection", /) -> None:
        """Copy every page into another database."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


def scalar(raw: RawConnection, sql: str) -> object:
    """Return the first value that a statement gives."""
    row = raw.execute(sql).fetchone()
    return row[0] if row else None


def connect_file(path: Path, data_key: bytes, *, create: bool = False) -> RawConnection:
    """Open a file under its key, without asking yet what it holds."""
    return _connect(path, data_key, "mode=rwc" if create else "mode=rw")


def connect_still(path: Path, data_key: bytes) -> RawConnection:
    """Open a file that nobody writes to: neither it nor what lies beside it is changed by that."""
    return _connect(path, data_key, "mode=ro&immutable=1")


def _connect(path: Path, data_key: bytes, how: str) -> RawConnection:
    _refuse_short(data_key)
    raw: RawConnection = driver.connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True,
        timeout=WAIT_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    # Quiet first: a wrong key would otherwise be written about on the console.
    raw.execute("PRAGMA cipher_log_level = NONE")
    raw.execute(f"PRAGMA key = \"x'{data_key.hex()}'\"")
    if not scalar(raw, "PRAGMA cipher_version"):
        raw.close()
        raise EncryptionMissingError
    raw.execute("PRAGMA cipher_memory_security = OFF")
    raw.execute("PRAGMA temp_store = MEMORY")
    return raw


def _refuse_short(data_key: bytes) -> None:
    if len(data_key) != KEY_BYTES:
        raise StoreKeyError


def open_first(path: Path, data_key: bytes) -> RawConnection:
    """Open a store that nobody here has opened before: by reading alone, the key must have shown to fit."""
    _refuse_short(data_key)
    _refuse_other_files(path)
    if not key_fits(path, data_key):
        raise StoreKeyError
    return open_ours(path, data_key)


def open_ours(path: Path, data_key: bytes) -> RawConnection:
    """Open a store, once it has shown to be one of this program."""
    try:
        raw = connect_file(path, data_key)
    except DriverError as error:
        raise StoreUnusableError from error
    try:
        found = scalar(raw, "PRAGMA application_id")
        version = scalar(raw, "PRAGMA user_version")
    except DriverError as error:
        raw.close()
        raise driver_failure(error) or StoreUnusableError() from error
    if found != APPLICATION_ID or version == 0:
        raw.close()
        raise ForeignStoreError
    return raw


def _refuse_other_files(path: Path) -> None:
    """Name the files that hold no encrypted database."""
    try:
        with path.open("rb") as file:
            header = file.read(len(_PLAIN_HEADER))
    except FileNotFoundError as error:
        raise StoreMissingError from error
    except OSError as error:
        raise StoreUnusableError from error
    if header == _PLAIN_HEADER:
        raise PlainStoreError
    if not header:
        raise ForeignStoreError


def _writer(path: Path, data_key: bytes) -> RawConnection:
    raw = open_ours(path, data_key)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("PRAGMA foreign_keys = ON")
    # Whatever is deleted or emptied leaves zeros behind, not its letters in a free place of a page.
    raw.execute("PRAGMA secure_delete = ON")
    return raw


def _reader(path: Path, data_key: bytes) -> RawConnection:
    raw = open_ours(path, data_key)
    raw.execute("PRAGMA query_only = ON")
    raw.execute(f"PRAGMA cache_size = -{_READ_CACHE_KIB}")
    return raw


def _engine(creator: Callable[[], RawConnection], begin: str) -> Engine:
    engine = create_engine(
        "sqlite://", creator=creator, module=driver, poolclass=QueuePool, pool_size=4, max_overflow=12
    )
    compiled_ahead.lend(engine)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def write_engine(path: Path, data_key: bytes) -> Engine:
    """Make the engine of units of work: a transaction has the right to write from its start.

    A transaction that reads first and then writes fails at once when another has written meanwhile,
    whatever the time-out says.
    """
    return _engine(lambda: _writer(path, data_key), "BEGIN IMMEDIATE")


def close_for_good(engine: Engine) -> None:
    """Let go of every connection; whoever asks for another one gets ``StoreClosedError``."""
    engine.dispose()
    engine.pool = QueuePool(_refuse_closed)


def _refuse_closed() -> NoReturn:
    raise StoreClosedError


def shrink_log(engine: Engine) -> None:
    """Give back the room that the write-ahead log takes, where nobody needs it."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 0")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
    except DriverError:
        connection.invalidate()  # somebody is reading, or there is no room even for that
    finally:
        connection.close()


def rehearsal_engine() -> Engine:
    """Make the engine of an empty database in memory, which has one connection."""
    raw: RawConnection = driver.connect(":memory:", isolation_level=None, check_same_thread=False)
    return _engine(lambda: raw, "BEGIN")


def read_engine(path: Path, data_key: bytes) -> Engine:
    """Make the engine of the read side, which cannot write and waits for nobody."""
    return _engine(lambda: _reader(path, data_key), "BEGIN")
