"""A proxy of one request, which kills the server at a chosen moment of it."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum, auto
from threading import Thread

_CHUNK = 65536


class Moment(Enum):
    """When the server dies."""

    HALF_THE_REQUEST = auto()
    WHILE_IT_WORKS = auto()
    BEFORE_THE_REPLY_ARRIVES = auto()


@dataclass(slots=True)
class KillingProxy:
    """Carries one request from a laptop to the server, and the server to its grave."""

    listener: socket.socket
    server: subprocess.Popen[bytes]
    server_port: int
    moment: Moment
    delay: float

    @property
    def url(self) -> str:
        """Where the laptop finds the proxy."""
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def carry(self) -> None:
        """Carry the request until the moment has come; the laptop then sees a broken line."""
        laptop, _address = self.listener.accept()
        # Whoever tries again finds nobody.
        self.listener.close()
        with laptop, socket.create_connection(("127.0.0.1", self.server_port)) as office:
            request = _whole_request(laptop)
            if self.moment is Moment.HALF_THE_REQUEST:
                office.sendall(request[: len(request) // 2])
            else:
                office.sendall(request)
            if self.moment is Moment.WHILE_IT_WORKS:
                time.sleep(self.delay)
            if self.moment is Moment.BEFORE_THE_REPLY_ARRIVES:
                office.recv(_CHUNK)
            self.server.kill()
            self.server.wait()


def _whole_request(laptop: socket.socket) -> bytes:
    """Read the head, then as many bytes as it announces."""
    request = b""
    while b"\r\n\r\n" not in request:
        request += laptop.recv(_CHUNK)
    head, _, body = request.partition(b"\r\n\r\n")
    lines = (line.lower() for line in head.split(b"\r\n"))
    length = next(int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length"))
    while len(body) < length:
        more = laptop.recv(_CHUNK)
        request, body = request + more, body + more
    return request


@contextmanager
def killing(
    server: subprocess.Popen[bytes], server_port: int, moment: Moment, delay: float
) -> Iterator[KillingProxy]:
    """Stand between laptop and server for one request."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = KillingProxy(listener, server, server_port, moment, delay)
        thread = Thread(target=proxy.carry)
        thread.start()
        try:
            yield proxy
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join()
