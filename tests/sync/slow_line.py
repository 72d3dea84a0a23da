"""Lines that are slow, that drip and that stall, on real sockets of loopback, in the clear and under TLS."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from agent_app.sync.wire.messages import MEDIA_TYPE

Behaviour = Callable[[socket.socket, Event], None]
"""What the other end of one connection does until the event is set."""

ANSWER = b"answer"
HEAD = f"HTTP/1.1 200 OK\r\nContent-Type: {MEDIA_TYPE}\r\nContent-Length: ".encode()


@contextmanager
def line(behaviour: Behaviour, certificate: tuple[Path, Path] | None = None) -> Iterator[str]:
    """Lend the address of a listener that behaves so on its first connection."""
    over = Event()

    def serve() -> None:
        with suppress(OSError):
            accepted, _address = listener.accept()
            with _under(certificate, accepted) as connection, suppress(OSError):
                behaviour(connection, over)

    with socket.socket() as listener:
        # A small window, so that the sender feels how slowly we read.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        thread = Thread(target=serve)
        thread.start()
        scheme = "https" if certificate else "http"
        try:
            yield f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            over.set()
            thread.join()


def _under(certificate: tuple[Path, Path] | None, accepted: socket.socket) -> socket.socket:
    accepted.settimeout(30)
    if certificate is None:
        return accepted
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context.wrap_socket(accepted, server_side=True)


def read_question(connection: socket.socket, over: Event, pause: float = 0.0, least: int = 1) -> int:
    """Read a question, with a pause after each so many bytes; return the length of its body."""
    came = bytearray()
    since = 0
    while True:
        piece = connection.recv(64 * 1024)
        if not piece:
            raise ConnectionAbortedError
        came += piece
        since += len(piece)
        if since >= least:
            since = 0
            over.wait(pause)
        head, found, body = bytes(came).partition(b"\r\n\r\n")
        if found and len(body) >= length_of(head):
            return len(body)


def length_of(head: bytes) -> int:
    """Read the length that a question announces."""
    (told,) = [each for each in head.split(b"\r\n") if each.lower().startswith(b"content-length:")]
    return int(told.partition(b":")[2])


def drip(connection: socket.socket, over: Event, begin: bytes) -> None:
    """Send a beginning, and then a byte every now and then without end."""
    connection.sendall(begin)
    while not over.wait(0.05):
        connection.sendall(b"x")
