"""A bad line between a laptop and the server: each exchange meets a fault drawn from a shuffled deck."""

import socket
import struct
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from random import Random
from threading import Event, Thread

_CHUNK = 65536
_PATIENCE = 60.0
_SHUT_SECONDS = 0.06
_LONGEST_DELAY = 0.1
_LONGEST_BLINK = 0.03
_MOST_COPIES = 5

_PORTAL = b"<!DOCTYPE html><html><body>Wi-Fi: xin moi dang nhap</body></html>"
_PORTAL_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(_PORTAL) + _PORTAL
)
_BUSY_ANSWER = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"
_RESET = struct.pack("ii", 1, 0)


class Fault(Enum):
    """What befalls an exchange: its name in the table, and how often it lies in a deck."""

    NONE = "none", 12
    SLOW = "delayed", 2
    REQUEST_CUT = "request cut at a random byte", 2
    ANSWER_CUT = "answer cut at a random byte", 2
    ANSWER_LOST = "answer lost after the server took it", 2
    DOUBLED = "posted 2 to 5 times at once", 2
    LATE = "posted again after the next one", 2
    PORTAL = "captive portal's page, HTML 200", 1
    BUSY = "busy, 503 with Retry-After", 1
    RESET = "connection reset", 1
    REFUSED = "connections refused for a while", 1
    SERVER_KILLED_EARLY = "server killed in half a request", 1
    SERVER_KILLED_AT_WORK = "server killed while it works", 1
    SERVER_KILLED_LATE = "server killed before its answer is out", 1
    LAPTOP_KILLED_EARLY = "laptop's process killed before the server hears it", 1
    LAPTOP_KILLED_WAITING = "laptop's process killed before its answer", 1
    LAPTOP_KILLED_TAKING = "laptop's process killed as it takes the answer", 2

    @property
    def title(self) -> str:
        """What it is called in the table."""
        return self.value[0]


DECK = tuple(fault for fault in Fault for _ in range(fault.value[1]))


class CutOffError(Exception):
    """Nothing more comes over this connection."""


@dataclass(slots=True)
class Line:
    """Carries one laptop's requests, one at a time, to the server's port, through faults until it is mended.

    ``kill_server`` returns when another server answers; ``kill_laptop`` ends what the laptop runs just now.
    """

    server_port: int
    random: Random
    kill_server: Callable[[], None]
    kill_laptop: Callable[[], None]
    deck: tuple[Fault, ...] = DECK
    counts: Counter[Fault] = field(default_factory=Counter)
    exchanges: int = 0
    bytes_carried: int = 0
    _listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    _left: list[Fault] = field(default_factory=list)
    _late: bytes | None = None
    _laptop: socket.socket | None = None
    _good: Event = field(default_factory=Event)
    _over: Event = field(default_factory=Event)

    @property
    def port(self) -> int:
        """Where the laptop finds the line."""
        port: int = self._listener.getsockname()[1]
        return port

    @property
    def url(self) -> str:
        """The address that the laptop is given."""
        return f"http://127.0.0.1:{self.port}"

    def mend(self) -> None:
        """Let everything through from now on."""
        self._good.set()

    def carry(self) -> None:
        """Carry until the line is taken down."""
        while not self._over.is_set():
            try:
                laptop, _address = self._listener.accept()
            except OSError:
                return
            with laptop, suppress(OSError, CutOffError):
                self._laptop = laptop
                laptop.settimeout(_PATIENCE)
                while not self._over.is_set():
                    self._exchange(laptop, _read_message(laptop))

    def take_down(self) -> None:
        """End ``carry``."""
        self._over.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        if self._laptop is not None:
            with suppress(OSError):
                self._laptop.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the port, once nothing is carried any more."""
        self._listener.close()

    # One exchange

    def _exchange(self, laptop: socket.socket, request: bytes) -> None:
        fault = self._draw()
        self.counts[fault] += 1
        self.exchanges += 1
        late, self._late = self._late, None
        try:
            self._meet(fault, laptop, request)
        finally:
            if late is not None:
                with suppress(OSError, CutOffError):
                    self._ask(late)

    def _draw(self) -> Fault:
        if self._good.is_set():
            return Fault.NONE
        if not self._left:
            self._left = self.random.sample(self.deck, len(self.deck))
        return self._left.pop()

    def _meet(self, fault: Fault, laptop: socket.socket, request: bytes) -> None:
        match fault:
            case Fault.PORTAL:
                laptop.sendall(_PORTAL_ANSWER)
            case Fault.BUSY:
                laptop.sendall(_BUSY_ANSWER)
            case Fault.RESET | Fault.REFUSED:
                self._turn_away(laptop, shut=fault is Fault.REFUSED)
            case Fault.REQUEST_CUT:
                with self._server() as office:
                    office.sendall(request[: self.random.randrange(len(request))])
                raise CutOffError
            case Fault.SERVER_KILLED_EARLY | Fault.SERVER_KILLED_AT_WORK | Fault.SERVER_KILLED_LATE:
                self._kill_server(fault, request)
            case Fault.LAPTOP_KILLED_EARLY:
                self.kill_laptop()
                self._ask(request)
            case _:
                self._bring(fault, laptop, self._answer(fault, request))

    def _answer(self, fault: Fault, request: bytes) -> bytes:
        if fault is Fault.DOUBLED:
            copies = self.random.randint(2, _MOST_COPIES)
            with ThreadPoolExecutor(copies) as posts:
                return next(iter(posts.map(self._ask, [request] * copies)))
        if fault is Fault.SLOW:
            time.sleep(self.random.uniform(0, _LONGEST_DELAY))
        if fault is Fault.LATE:
            self._late = request
        return self._ask(request)

    def _bring(self, fault: Fault, laptop: socket.socket, answer: bytes) -> None:
        if fault is Fault.ANSWER_LOST:
            raise CutOffError
        if fault is Fault.ANSWER_CUT:
            laptop.sendall(answer[: self.random.randrange(len(answer))])
            raise CutOffError
        if fault is Fault.LAPTOP_KILLED_WAITING:
            self.kill_laptop()
        laptop.sendall(answer)
        if fault is Fault.LAPTOP_KILLED_TAKING:
            time.sleep(self.random.uniform(0, _LONGEST_BLINK))
            self.kill_laptop()

    def _turn_away(self, laptop: socket.socket, *, shut: bool) -> None:
        """Reset the connection; where the line is shut, nobody else is let in for a while."""
        port = self.port
        laptop.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        if shut:
            self._listener.close()
        laptop.close()
        if shut:
            time.sleep(_SHUT_SECONDS)
            self._listener = socket.create_server(("127.0.0.1", port))
        raise CutOffError

    def _kill_server(self, fault: Fault, request: bytes) -> None:
        with self._server() as office:
            if fault is Fault.SERVER_KILLED_EARLY:
                office.sendall(request[: len(request) // 2])
            else:
                office.sendall(request)
            if fault is Fault.SERVER_KILLED_AT_WORK:
                time.sleep(self.random.uniform(0, _LONGEST_BLINK))
            if fault is Fault.SERVER_KILLED_LATE:
                office.recv(_CHUNK)
            self.kill_server()
        raise CutOffError

    def _ask(self, request: bytes) -> bytes:
        with self._server() as office:
            office.sendall(request)
            answer = _read_message(office)
        self.bytes_carried += len(request) + len(answer)
        return answer

    def _server(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.server_port), _PATIENCE)


def _read_message(source: socket.socket) -> bytes:
    """Read a head, then as many bytes as it announces; raise ``CutOffError`` where they do not come."""
    message = b""
    while b"\r\n\r\n" not in message:
        message += _more(source)
    head, _, body = message.partition(b"\r\n\r\n")
    lines = (line.lower() for line in head.split(b"\r\n"))
    sizes = (int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length"))
    wanted = len(head) + 4 + next(sizes, 0)
    parts = [message]
    got = len(head) + 4 + len(body)
    while got < wanted:
        parts.append(_more(source))
        got += len(parts[-1])
    return b"".join(parts)


def _more(source: socket.socket) -> bytes:
    chunk = source.recv(_CHUNK)
    if not chunk:
        raise CutOffError
    return chunk


@contextmanager
def laid(line: Line) -> Iterator[Line]:
    """Let a line carry, in a thread of its own."""
    thread = Thread(target=line.carry)
    thread.start()
    try:
        yield line
    finally:
        line.take_down()
        thread.join()
        line.close()
