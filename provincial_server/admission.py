"""Who is let in: no more work at once than the database bears, and of each device one exchange at a time."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from uuid import UUID

from fastapi.responses import JSONResponse

from provincial_server.errors import ExchangeRefusedError

BUSY = "server.busy"
_SOONEST, _LATEST = 2, 10
_OF_ONE_DEVICE = 8


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
        self._turns: dict[UUID, tuple[asyncio.Lock, int]] = {}

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
    async def turn(self, device: UUID) -> AsyncIterator[None]:
        """Wait until the device's exchange before is answered, then for a place to work."""
        lock, users = self._turns.get(device, (asyncio.Lock(), 0))
        if users >= _OF_ONE_DEVICE:
            raise _busy()
        self._turns[device] = lock, users + 1
        try:
            async with lock, self._working:
                yield
        finally:
            self._leave(device)

    def _leave(self, device: UUID) -> None:
        lock, users = self._turns[device]
        if users == 1:
            del self._turns[device]
        else:
            self._turns[device] = lock, users - 1
