"""Connections that must say what they want in time: uvicorn itself waits for ever for a head that drips."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

from provincial_server.admission import busy_answer


class _Connection(H11Protocol):
    """Is let go where no whole head of a request has come in its time; one too many is told to come later."""

    head_seconds: float
    most: int
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.most:
            self.app = busy_answer()
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def _watch(self) -> None:
        """Wait for a head only while no request is being read or answered."""
        if not getattr(self.cycle, "response_complete", True):
            self._forget()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(self.head_seconds, self.transport.close)

    def _forget(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def connection_type(head_seconds: float, most: int) -> type[asyncio.Protocol]:
    """Make the kind of connection that waits so long for a head, and is one of so many at most."""
    return type("Connection", (_Connection,), {"head_seconds": head_seconds, "most": most})
