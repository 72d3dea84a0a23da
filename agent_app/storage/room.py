"""Room on the disk for finishing what was begun: a reserve file that is given up when the disk fills."""

import logging
import os
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from agent_app.runtime.durable import empty_file
from agent_app.runtime.paths import Home

log = logging.getLogger(__name__)

MIB = 1024 * 1024
RESERVE_BYTES = 8 * MIB
"""What a few dozen receipts and their sync need."""

LOW_BYTES = 4 * MIB
"""With less than this left the reserve is given up."""

LAST_BYTES = MIB
"""With less than this left and no reserve nothing new is begun."""

_LOOK_SECONDS = 2.0


def free_bytes(folder: Path) -> int:
    """Ask how much this user may still write there."""
    return shutil.disk_usage(folder).free


class Room:
    """The room that a home has; any number of processes may look after the same reserve."""

    def __init__(
        self,
        home: Home,
        free: Callable[[Path], int] = free_bytes,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._home = home
        self._free = free
        self._monotonic = monotonic
        self._looked: float | None = None
        self._lock = threading.Lock()
        self.low = False
        self.full = False

    def look(self, *, again: bool = False, make: bool = True) -> None:
        """See how much is free, seldom unless ``again``: give the reserve up or make it once more.

        Who has no time to wait for a file that is written does not ``make`` it.
        """
        with self._lock:
            now = self._monotonic()
            if not again and self._looked is not None and now - self._looked < _LOOK_SECONDS:
                return
            self._looked = now
            self._judge(make=make)

    def ease(self) -> None:
        """Give the reserve up where there is little room, and make none: the home may be no home of ours."""
        with self._lock:
            if self._measure() < LOW_BYTES:
                self._release()

    def give_way(self) -> bool:
        """Give the reserve up, whatever is said to be free; return whether there was one."""
        with self._lock:
            given = self._release()
            self._looked = self._monotonic()
            self.low, self.full = True, self._measure() < LAST_BYTES
        return given

    def _judge(self, *, make: bool) -> None:
        free = self._measure()
        reserved = self._home.reserve.exists()
        if reserved and free < LOW_BYTES:
            self._release()
            reserved, free = False, self._measure()
        elif make and not reserved and free >= RESERVE_BYTES + 2 * LOW_BYTES:
            reserved = self._make()
        self.low, self.full = not reserved, not reserved and free < LAST_BYTES

    def _measure(self) -> int:
        try:
            return self._free(self._home.folder)
        except OSError:
            # A disk that does not tell is tried; it says so itself when it is full.
            return LOW_BYTES

    def _release(self) -> bool:
        self._drop_draft()
        try:
            self._home.reserve.unlink()
        except OSError:
            return False
        log.info("disk: little room; the reserve was given up")
        return True

    def _make(self) -> bool:
        draft = self._draft
        try:
            empty_file(draft)
            with draft.open("rb+", buffering=0) as file:
                _fill(file)
                os.fsync(file.fileno())
            draft.replace(self._home.reserve)
        except OSError as error:
            # Another process may just have made it, and have given the draft its name.
            log.info("disk: no reserve was made (errno %s)", error.errno)
            self._drop_draft()
            return self._home.reserve.exists()
        return True

    @property
    def _draft(self) -> Path:
        return self._home.reserve.with_name(self._home.reserve.name + ".new")

    def _drop_draft(self) -> None:
        with suppress(OSError):
            self._draft.unlink(missing_ok=True)


def _fill(file: BinaryIO) -> None:
    """Take the blocks for real: a hole in a file keeps no room."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file.fileno(), 0, RESERVE_BYTES)
        return
    file.writelines(os.urandom(MIB) for _each in range(RESERVE_BYTES // MIB))
