"""Listening: a socket, its rules, and the web server that runs on it until it is told to stop."""

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from uvicorn import Config, Server

from agent_app.sync.wire.addresses import is_loopback
from provincial_server.app import make_app
from provincial_server.connections import connection_type
from provincial_server.errors import (
    AuthorityUnreadableError,
    CertificateUnreadableError,
    HalfTlsError,
    PlainHttpError,
    PortTakenError,
)
from provincial_server.sync_service import SyncService

_GRACE_SECONDS = 10
_BACKLOG = 2048


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the server waits for whom, and for how many at once; beyond that it says that it is busy.

    A laptop on a weak line needs its time for a mebibyte; whoever only holds connections must not get more.
    """

    head_seconds: float = 20
    body_seconds: float = 120
    keep_alive_seconds: int = 10
    connections: int = 200


@dataclass(frozen=True, slots=True)
class Tls:
    """A certificate and its private key, as files."""

    certificate: Path
    key: Path

    @classmethod
    def of(cls, certificate: Path | None, key: Path | None) -> "Tls | None":
        """Take both or none."""
        if certificate is None and key is None:
            return None
        if certificate is None or key is None:
            raise HalfTlsError
        tls = cls(certificate, key)
        tls.check()
        return tls

    def check(self) -> None:
        """Refuse files that cannot be used."""
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(self.certificate, self.key, "")
        except (OSError, ssl.SSLError) as error:
            raise CertificateUnreadableError(str(self.certificate)) from error


def read_authority(path: Path) -> str:
    """Read the certificate of a province's own authority; refuse what laptops could not use."""
    try:
        text = path.read_text(encoding="ascii").strip()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=text)
    except (OSError, ValueError, ssl.SSLError) as error:
        raise AuthorityUnreadableError(str(path)) from error
    if not context.get_ca_certs():
        raise AuthorityUnreadableError(str(path))
    return f"{text}\n"


class _Announcing(Server):
    """Says when it is ready to answer."""

    def __init__(self, config: Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


class Listener:
    """A bound socket with the server on it; ``run`` blocks until ``stop`` or a signal."""

    patience = Patience()

    def __init__(self, service: SyncService, host: str, port: int, tls: Tls | None = None) -> None:
        if tls is None and not is_loopback(host):
            raise PlainHttpError(host)
        self._service = service
        self._tls = tls
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            self._socket = socket.create_server((host, port), family=family, backlog=_BACKLOG)
        except (OSError, OverflowError) as error:
            raise PortTakenError(host, port) from error
        self._host = f"[{host}]" if ":" in host else host
        self._server: Server | None = None

    @property
    def url(self) -> str:
        """The address under which laptops reach this server."""
        port: int = self._socket.getsockname()[1]
        return f"{'https' if self._tls else 'http'}://{self._host}:{port}"

    def run(self, ready: Callable[[], None]) -> None:
        """Serve; call ``ready`` once when the first message can be answered."""
        config = Config(
            make_app(self._service, self.patience.body_seconds),
            http=connection_type(self.patience.head_seconds),
            ws="none",
            limit_concurrency=self.patience.connections,
            timeout_keep_alive=self.patience.keep_alive_seconds,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=_GRACE_SECONDS,
            ssl_certfile=self._tls.certificate if self._tls else None,
            ssl_keyfile=self._tls.key if self._tls else None,
        )
        self._server = _Announcing(config, ready)
        with self._socket:
            self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """Ask a running server to finish what it has begun and end; callable from any thread."""
        if self._server is not None:
            self._server.should_exit = True
