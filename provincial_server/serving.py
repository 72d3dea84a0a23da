"""Listening: a socket, its rules, and the web server that runs on it until it is told to stop."""

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from uvicorn import Config, Server

from agent_app.sync.wire.addresses import is_loopback
from provincial_server.app import Bounds, make_app
from provincial_server.connections import connection_type
from provincial_server.errors import (
    AuthorityUnreadableError,
    CertificateUnreadableError,
    HalfTlsError,
    PlainHttpError,
    PortTakenError,
)
from provincial_server.sync_service import SyncService

GRACE_SECONDS = 10
_BACKLOG = 2048


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the server waits for whom, and for how many at once; beyond that it says that it is busy.

    A laptop on a weak line needs its time for a mebibyte; whoever only holds connections must not get more.
    """

    head_seconds: float = 20
    body_seconds: float = 120
    idle_seconds: float = 60
    keep_alive_seconds: int = 10
    connections: int = 200
    working: int = 8
    waiting: int = 64


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

    def ends(self) -> datetime:
        """Return when the certificate runs out."""
        try:
            own = x509.load_pem_x509_certificates(self.certificate.read_bytes())[0]
        except (OSError, ValueError) as error:
            raise CertificateUnreadableError(str(self.certificate)) from error
        return own.not_valid_after_utc

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


@dataclass(frozen=True, slots=True)
class Place:
    """A socket that is bound, and what is spoken on it; processes can share it."""

    socket: socket.socket
    host: str
    tls: Tls | None

    @classmethod
    def open(cls, host: str, port: int, tls: Tls | None) -> "Place":
        """Bind; without TLS to loopback only."""
        if tls is None and not is_loopback(host):
            raise PlainHttpError(host)
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            bound = socket.create_server((host, port), family=family, backlog=_BACKLOG)
        except (OSError, OverflowError) as error:
            raise PortTakenError(host, port) from error
        return cls(bound, f"[{host}]" if ":" in host else host, tls)

    @property
    def url(self) -> str:
        """The address under which laptops reach this server."""
        port: int = self.socket.getsockname()[1]
        return f"{'https' if self.tls else 'http'}://{self.host}:{port}"


class Serving:
    """The web server on a place; ``run`` blocks until ``stop`` or a signal."""

    patience = Patience()

    def __init__(self, service: SyncService, place: Place, token: str | None = None) -> None:
        self._service = service
        self._place = place
        self._token = token
        self._server: Server | None = None

    @property
    def url(self) -> str:
        """The address under which laptops reach this server."""
        return self._place.url

    def run(self, ready: Callable[[], None]) -> None:
        """Serve; call ``ready`` once when the first message can be answered."""
        patience, tls = self.patience, self._place.tls
        bounds = Bounds(patience.body_seconds, patience.working, patience.waiting)
        config = Config(
            make_app(self._service, bounds, self._token, tls.ends() if tls else None),
            http=connection_type(patience.head_seconds, patience.idle_seconds, patience.connections),
            ws="none",
            timeout_keep_alive=patience.keep_alive_seconds,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=GRACE_SECONDS,
            ssl_certfile=tls.certificate if tls else None,
            ssl_keyfile=tls.key if tls else None,
        )
        self._server = _Announcing(config, ready)
        with self._place.socket:
            self._server.run(sockets=[self._place.socket])

    def stop(self) -> None:
        """Ask a running server to finish what it has begun and end; callable from any thread."""
        if self._server is not None:
            self._server.should_exit = True


class Listener(Serving):
    """The web server on a place of its own."""

    def __init__(self, service: SyncService, host: str, port: int, tls: Tls | None = None) -> None:
        super().__init__(service, Place.open(host, port, tls))
