"""Who holds a file, among threads and processes: one alone, or several beside each other."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from agent_app.runtime.durable import OWNER_ONLY

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

    # Windows knows no shared locks of this kind: everyone who shares holds one byte of a row of seats, and
    # whoever wants to be alone holds the whole row.
    _SEATS = 64

    def try_share(file: BinaryIO) -> bool:
        """Hold the file beside others, unless somebody holds it alone; it is let go when it is closed."""
        return any(_try(file, seat, 1) for seat in range(_SEATS))

    def try_alone(file: BinaryIO) -> bool:
        """Hold the file alone, unless anybody else holds it; it is let go when it is closed."""
        return _try(file, 0, _SEATS)

    def _try(file: BinaryIO, seat: int, count: int) -> bool:
        file.seek(_FAR + seat)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, count)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        # flock belongs to the opened file, so it keeps threads of one process apart, too.
        fcntl.flock(file.fileno(), fcntl.LOCK_EX)

    def _unlock(file: BinaryIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)

    def try_share(file: BinaryIO) -> bool:
        """Hold the file beside others, unless somebody holds it alone; it is let go when it is closed."""
        return _try(file, fcntl.LOCK_SH)

    def try_alone(file: BinaryIO) -> bool:
        """Hold the file alone, unless anybody else holds it; it is let go when it is closed."""
        return _try(file, fcntl.LOCK_EX)

    def _try(file: BinaryIO, how: int) -> bool:
        try:
            fcntl.flock(file.fileno(), how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def locked(file: BinaryIO) -> Iterator[None]:
    """Hold the file; raise ``OSError`` where that cannot be had."""
    _lock(file)
    try:
        yield
    finally:
        _unlock(file)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a file that is there for this alone and goes afterwards; raise ``OSError`` where it cannot."""
    file = _hold(path)
    try:
        yield
    finally:
        if sys.platform != "win32":
            path.unlink(missing_ok=True)
        _unlock(file)
        file.close()
        if sys.platform == "win32":
            # Whoever waits has it open, which keeps it there until they are done.
            with suppress(OSError):
                path.unlink(missing_ok=True)


def open_mark(path: Path) -> BinaryIO:
    """Open the empty file that a lock lies on, made if need be; raise ``OSError`` where it cannot."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, OWNER_ONLY), "rb+", buffering=0)


def _hold(path: Path) -> BinaryIO:
    while True:
        file = open_mark(path)
        try:
            _lock(file)
            if _is_at(path, file):
                return file
        except BaseException:
            file.close()
            raise
        # The one before us has removed what we waited for: the name may be another file by now.
        file.close()


def _is_at(path: Path, file: BinaryIO) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False
