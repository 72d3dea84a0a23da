"""Two who write at the same moment, on PostgreSQL: the second comes in the middle of the first."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import current_thread
from typing import TypeVar

from sqlalchemy import event, text

from provincial_server.database import Database
from tests.server.conftest import Office

First = TypeVar("First")
Second = TypeVar("Second")


def waits(database: Database) -> bool:
    """Tell whether somebody waits for a lock of this database."""
    waiting = "wait_event_type = 'Lock' AND datname = current_database()"
    with database.read() as session:
        return bool(session.scalar(text(f"SELECT count(*) FROM pg_stat_activity WHERE {waiting}")))  # noqa: S608


def side_by_side(
    office: Office, words: str, first: Callable[[], First], second: Callable[[], Second]
) -> tuple[First, Second]:
    """Do the first; before its first statement with some words the second begins, and is done or waits.

    What the second raises comes out of here.
    """
    here, begun = current_thread(), list[Future[Second]]()

    def come_between(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if current_thread() is here and words in statement and not begun:
            begun.append(pool.submit(second))
            while not begun[0].done() and not waits(office.database):
                pass

    event.listen(office.database.engine, "before_cursor_execute", come_between)
    try:
        with ThreadPoolExecutor(1) as pool:
            done = first()
            assert begun, words
            return done, begun[0].result()
    finally:
        event.remove(office.database.engine, "before_cursor_execute", come_between)
