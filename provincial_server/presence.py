"""Who serves a database, so that nobody puts another one in its place meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import psycopg
from sqlalchemy import Connection, event, text

from agent_app.runtime.file_lock import open_mark, try_alone, try_share
from provincial_server.backup_errors import ServingMeanwhileError
from provincial_server.database import Database
from provincial_server.errors import DatabaseUnreachableError, FileNotWrittenError

_MARK = "hashtextextended('serving ' || current_schema(), 0)"


@contextmanager
def announced(database: Database) -> Iterator[None]:
    """Let others see for the block that this process serves; wait, or fail, while one restores."""
    if database.file is None:
        # Each connection says so for as long as it lives, those too that are made anew later.
        event.listen(database.engine, "connect", _announce)
        database.engine.dispose()
        # One at once: the pool keeps it, so that nobody finds this process silent before its first laptop.
        with database.engine.connect():
            pass
        yield
        return
    with _opened(database.file) as mark:
        if not try_share(mark):
            raise DatabaseUnreachableError
        yield


@contextmanager
def nobody_serves(connection: Connection, file: Path | None) -> Iterator[None]:
    """Keep servers away for the block; raise ``ServingMeanwhileError`` where one is there."""
    if file is None:
        if not connection.scalar(text(f"SELECT pg_try_advisory_xact_lock({_MARK})")):
            raise ServingMeanwhileError
        yield
        return
    with _opened(file) as mark:
        if not try_alone(mark):
            raise ServingMeanwhileError
        yield


def _announce(connection: psycopg.Connection, _record: object) -> None:
    connection.execute(f"SELECT pg_advisory_lock_shared({_MARK})")
    connection.commit()


def _opened(database: Path) -> BinaryIO:
    mark = database.with_name(f"{database.name}.serving")
    try:
        return open_mark(mark)
    except OSError as error:
        raise FileNotWrittenError(str(mark)) from error
