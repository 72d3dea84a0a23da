"""A small server on this very machine that hears one HELLO, proves its signature, and knows nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from agent_app.domain.operation import GENESIS, Position
from agent_app.runtime.office_signature import signed_with
from agent_app.sync.wire.codec import pack, unpack
from agent_app.sync.wire.messages import (
    MEDIA_TYPE,
    REQUEST,
    SYNC_PATH,
    Hello,
    MessageUnreadableError,
    Verdict,
    VerdictKind,
)

_NOT_OURS, _UNSIGNED = 400, 403


class Peer(HTTPServer):
    """Keeps what it has heard."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Listener)
        self.heard: list[Hello] = []

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, message: bytes) -> bytes | int:
        """Answer a message, or say with what status it is refused."""
        try:
            sections = unpack(message, REQUEST)
        except MessageUnreadableError:
            return _NOT_OURS
        hello = next((each for each in sections if isinstance(each, Hello)), None)
        if hello is None or hello.claim is None:
            return _NOT_OURS
        if not signed_with(hello.claim.sign_key, hello.signature, hello.signed_part()):
            return _UNSIGNED
        self.heard.append(hello)
        return pack((Verdict(VerdictKind.OK, Position(1, 0, GENESIS), server_clock=hello.clock),))


class _Listener(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        """Answer one message."""
        message = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        server = self.server
        answer = server.answer(message) if isinstance(server, Peer) and self.path == SYNC_PATH else _NOT_OURS
        if isinstance(answer, int):
            self.send_error(answer)
            return
        self.send_response(200)
        self.send_header("Content-Type", MEDIA_TYPE)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing: whoever checks tells the steps only."""


@contextmanager
def listening() -> Iterator[Peer]:
    """Let a peer listen meanwhile."""
    with Peer() as peer:
        thread = Thread(target=peer.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield peer
        finally:
            peer.shutdown()
            thread.join()
