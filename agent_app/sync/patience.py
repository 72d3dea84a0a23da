"""How long a bad line is borne: a stall ends an exchange, slowness does not."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from threading import Event, Timer
from time import monotonic
from typing import Any, ClassVar

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.response import HTTPResponse

from agent_app.sync.failures import OfflineError
from agent_app.sync.steps import Step


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to connect; seconds without progress; bytes of an answer that are progress."""

    connect: float = 10
    stall: float = 60
    least: int = 16 * 1024


class Upload(BytesIO):
    """A message that is sent in pieces, so that a stall is told from a slow line; ``step`` may raise."""

    def __init__(self, message: bytes, step: Step) -> None:
        super().__init__(message)
        self._step = step

    def read(self, size: int | None = -1, /) -> bytes:
        """Give the next piece."""
        self._step()
        return super().read(size)


@dataclass(slots=True)
class Pulse:
    """Watches an answer come in; one that merely drips has stalled."""

    patience: Patience
    clock: Callable[[], float] = monotonic
    _since: float = field(init=False)
    _came: int = 0

    def __post_init__(self) -> None:
        self._since = self.clock()

    def feel(self, came: int) -> None:
        """Count bytes that came; raise ``OfflineError`` where too few have come for too long."""
        self._came += came
        if self.clock() - self._since < self.patience.stall:
            return
        if self._came < self.patience.least:
            raise OfflineError
        self._since, self._came = self.clock(), 0


class PatientAdapter(HTTPAdapter):
    """Connects soon or not at all, and then bears a slow line as long as it moves."""

    def __init__(self, patience: Patience) -> None:
        self._pools = _pools(patience)
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 (the library's own)
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        manager = super().proxy_manager_for(*arguments, **options)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _pools(patience: Patience) -> dict[str, type[HTTPConnectionPool]]:
    """Make the library's own connections patient: it would give a whole question the time to connect."""

    class Plain(_Patient, HTTPConnection):
        stall = patience.stall

    class Secure(_Patient, HTTPSConnection):
        stall = patience.stall

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


class _Patient(HTTPConnection):
    stall: ClassVar[float]

    def endheaders(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 (the library's own)
        """Connect, if need be, and give what follows the time of a line that moves."""
        super().endheaders(*arguments, **options)
        self.sock.settimeout(self.stall)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        """Wait until the head of the answer is whole; not for ever, even if it drips."""
        with _at_most(self.stall, self.sock):
            return super().getresponse()


@contextmanager
def _at_most(seconds: float, line: object) -> Iterator[None]:
    """Cut a line after so many seconds, and raise ``TimeoutError``: half an answer would pass for a whole."""
    cut = Event()
    timer = Timer(seconds, _cut, (line, cut))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if cut.is_set():
        raise TimeoutError


def _cut(line: object, cut: Event) -> None:
    cut.set()
    if isinstance(line, socket.socket):
        with suppress(OSError):
            # TLS would end its session from this thread, too: the bare line is enough.
            socket.socket.shutdown(line, socket.SHUT_RDWR)
