"""A server on a real socket that answers a laptop's messages as a test wants, be it true or not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from agent_app.sync.wire.messages import MEDIA_TYPE


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer; ``missing`` bytes of the length that it announces never come."""

    body: bytes
    status: int = 200
    kind: str = MEDIA_TYPE
    headers: dict[str, str] = field(default_factory=dict)
    missing: int = 0


Answerer = Callable[[bytes], Reply | None]
"""Makes the answer to a message; nothing means to hang up."""


@contextmanager
def crooked(answerer: Answerer) -> Iterator[str]:
    """Serve on a free port of loopback until the block ends; lends the address."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            reply = answerer(self.rfile.read(int(self.headers["Content-Length"])))
            self.close_connection = True
            if reply is None:
                return
            self.send_response(reply.status)
            length = str(len(reply.body) + reply.missing)
            for name, value in (
                {"Content-Type": reply.kind, "Content-Length": length} | reply.headers
            ).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_arguments: object) -> None:
            """Keep the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as http:
        thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{http.server_port}"
        finally:
            http.shutdown()
            thread.join()
