"""Connections that must speak and listen in time: uvicorn itself waits for ever for either."""

import asyncio
import json
from http import HTTPStatus

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from provincial_server.admission import busy_answer

BAD_REQUEST = "http.bad_request"


class _Connection(H11Protocol):
    """Is let go where no whole head of a request has come in its time; one too many is told to come later.

    So is one that takes nothing of its answer for a while: what waits to be taken fills the memory.
    """

    head_seconds: float
    idle_seconds: float
    most: int
    _deadline: asyncio.TimerHandle | None = None
    _listening: asyncio.TimerHandle | None = None
    _untaken = 0

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
        if self._listening is not None:
            self._listening.cancel()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._expect_taking()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._expect_taking()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 (said to nobody)
        """Answer what is no HTTP like everything else: with a code, not with a sentence."""
        body = json.dumps({"error": BAD_REQUEST}).encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        events = (
            h11.Response(status_code=HTTPStatus.BAD_REQUEST, headers=headers, reason=b"Bad Request"),
            h11.Data(data=body),
            h11.EndOfMessage(),
        )
        for each in events:
            self.transport.write(self.conn.send(each) or b"")
        self.transport.close()

    def _watch(self) -> None:
        """Wait for a head only while no request is being read or answered."""
        if not getattr(self.cycle, "response_complete", True):
            self._forget()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(self.head_seconds, self._close)

    def _close(self) -> None:
        self.transport.close()
        self._expect_taking()

    def _expect_taking(self) -> None:
        if self._listening is None:
            self._untaken = self.transport.get_write_buffer_size()
            self._listening = self.loop.call_later(self.idle_seconds, self._look)

    def _look(self) -> None:
        """Go on as long as something was taken since the last look."""
        self._listening = None
        left = self.transport.get_write_buffer_size()
        if left and left >= self._untaken:
            self.transport.abort()
        elif left:
            self._expect_taking()

    def _forget(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def connection_type(head_seconds: float, idle_seconds: float, most: int) -> type[asyncio.Protocol]:
    """Make the kind of connection that waits so long for a head and for a reader, one of so many at most."""
    bounds = {"head_seconds": head_seconds, "idle_seconds": idle_seconds, "most": most}
    return type("Connection", (_Connection,), bounds)
