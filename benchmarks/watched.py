"""Counts what makes writing last: commits that the database runs, and files that are pushed to the disk."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Pool, event
from sqlalchemy.engine.interfaces import DBAPIConnection


@dataclass(slots=True)
class Watched:
    """What has been seen since it was last forgotten; a file that was pushed is told by its inode."""

    commits: int = 0
    synced: list[int] = field(default_factory=list)

    def forget(self) -> None:
        """Begin anew."""
        self.commits = 0
        self.synced.clear()

    def hear(self, statement: str) -> None:
        """Take notice of a statement that the database begins to run."""
        self.commits += statement.strip().upper().startswith(("COMMIT", "END"))

    def listen(self, connection: DBAPIConnection, _record: object) -> None:
        """Follow a new connection."""
        connection.set_trace_callback(self.hear)


@contextmanager
def watched() -> Iterator[Watched]:
    """Follow every connection that is made meanwhile, and every ``os.fsync`` of this process."""
    seen, fsync = Watched(), os.fsync

    def counting(handle: int) -> None:
        seen.synced.append(os.fstat(handle).st_ino)
        fsync(handle)

    event.listen(Pool, "connect", seen.listen)
    os.fsync = counting  # type: ignore[assignment]
    try:
        yield seen
    finally:
        os.fsync = fsync
        event.remove(Pool, "connect", seen.listen)
