"""Who is let in: no more work at once than the database bears, and of each device one exchange at a time."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from fastapi.responses import JSONResponse

from provincial_server.errors import ExchangeRefusedError

BUSY = "server.busy"
_SOONEST, _LATEST = 2, 10
_OF_ONE_SPEAKER = 8
# Whoever is not known yet makes the server unpack: so few at a time that the rest of it goes on.
_READING = 4


def seconds() -> int:
    """Say after how many seconds to come again; not the same to all, or they would all come at once."""
    return _SOONEST + secrets.randbelow(_LATEST - _SOONEST + 1)


def busy_answer() -> JSONResponse:
    """Tell one more connection than the server bears to come later, and let it go."""
    headers = {"Retry-After": str(seconds()), "Connection": "close"}
    return JSONResponse({"error": BUSY}, HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)


def _busy() -> ExchangeRefusedError:
    return ExchangeRefusedError(BUSY, HTTPStatus.SERVICE_UNAVAILABLE, seconds())


class Admission:
    """Counts the exchanges of one process; lives in its event loop, so that nothing has to be locked."""

    def __init__(self, working: int, waiting: int) -> None:
        self._most = working + waiting
        self._inside = 0
        self._working = asyncio.Semaphore(working)
        # Waiting for it costs no thread: those are for whom something is done.
        self.reading = asyncio.Semaphore(_READING)
        self._turns: dict[bytes, tuple[asyncio.Lock, int]] = {}

    def require_room(self) -> None:
        """Refuse before anything is read where nothing could be done with it."""
        if self._inside >= self._most:
            raise _busy()

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Hold one of the bounded places of those who work or wait."""
        self.require_room()
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1

    @asynccontextmanager
    async def turn(self, speaker: bytes) -> AsyncIterator[None]:
        """Wait until the exchange before of whoever holds a key is answered, then for a place to work."""
        lock, users = self._turns.get(speaker, (asyncio.Lock(), 0))
        if users >= _OF_ONE_SPEAKER:
            raise _busy()
        self._turns[speaker] = lock, users + 1
        try:
            async with lock, self._working:
                yield
        finally:
            self._leave(speaker)

    def _leave(self, speaker: bytes) -> None:
        lock, users = self._turns[speaker]
        if users == 1:
            del self._turns[speaker]
        else:
            self._turns[speaker] = lock, users - 1
