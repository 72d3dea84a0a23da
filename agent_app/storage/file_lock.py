"""One writer of a file at a time, among threads and processes."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    # A byte far behind the end: Windows would keep even readers away from a locked one.
    _FAR = 0x7FFF_0000

    def _lock(file: BinaryIO) -> None:
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)

    def _unlock(file: BinaryIO) -> None:
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        # flock belongs to the opened file, so it keeps threads of one process apart, too.
        fcntl.flock(file.fileno(), fcntl.LOCK_EX)

    def _unlock(file: BinaryIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)


@contextmanager
def locked(file: BinaryIO) -> Iterator[None]:
    """Hold the file; raise ``OSError`` where that cannot be had."""
    _lock(file)
    try:
        yield
    finally:
        _unlock(file)
