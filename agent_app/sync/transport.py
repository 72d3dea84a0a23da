"""One message there, one message back, over HTTPS."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests

from agent_app.sync.authority import AuthorityAdapter
from agent_app.sync.failures import (
    CaptivePortalError,
    CertificateRefusedError,
    InsecureServerError,
    OfflineError,
    ProxyRefusedError,
    ServerAddressError,
    ServerBusyError,
    ServerFailedError,
)
from agent_app.sync.wire.addresses import is_loopback
from agent_app.sync.wire.messages import MAX_MESSAGE, MEDIA_TYPE, SYNC_PATH, MessageUnreadableError

_CONNECT_SECONDS = 10
_READ_SECONDS = 60
_CHUNK = 64 * 1024
_LONGEST_WAIT_SECONDS = 3600
_USUAL_WAIT_SECONDS = 30
_BUSY = frozenset({requests.codes.too_many_requests, requests.codes.service_unavailable})
# What a network says that wants somebody to log in first.
_LOGIN_WANTED = 511
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(slots=True)
class HttpTransport:
    """Speaks to a provincial server; plain HTTP only to this very machine.

    ``authority`` (PEM) is the province's own: then no other is trusted.
    """

    url: str
    authority: str | None = None
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        """Refuse to send people's data in the clear, and to show a proxy what stays on this machine."""
        scheme, host = _address(self.url)
        if scheme != "https" and not (scheme == "http" and is_loopback(host)):
            raise InsecureServerError
        if not host:
            raise ServerAddressError
        self.session.trust_env = not is_loopback(host)
        if self.authority is not None:
            self.session.mount("https://", AuthorityAdapter(self.authority))

    def exchange(self, message: bytes) -> bytes:
        """Post one message and return the answer's bytes."""
        try:
            with self.session.post(
                self.url.rstrip("/") + SYNC_PATH,
                data=message,
                headers={"Content-Type": MEDIA_TYPE, "Accept": MEDIA_TYPE},
                timeout=(_CONNECT_SECONDS, _READ_SECONDS),
                allow_redirects=False,
                stream=True,
            ) as response:
                return _body(response)
        except requests.exceptions.ProxyError as error:
            raise ProxyRefusedError from error
        except requests.exceptions.SSLError as error:
            raise CertificateRefusedError from error
        except requests.RequestException as error:
            raise OfflineError from error

    def close(self) -> None:
        """Let the connections go."""
        self.session.close()


def _address(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise ServerAddressError from error
    return parts.scheme, host or ""


def _body(response: requests.Response) -> bytes:
    _refuse_other_answers(response)
    body = bytearray()
    for chunk in response.iter_content(_CHUNK):
        body += chunk
        if len(body) > MAX_MESSAGE:
            raise MessageUnreadableError
    return bytes(body)


def _refuse_other_answers(response: requests.Response) -> None:
    """Tell a server that is busy or fails from a network that answers in its place."""
    status = response.status_code
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if status == _LOGIN_WANTED or response.is_redirect or (response.ok and kind in _PAGES):
        raise CaptivePortalError
    if status in _BUSY:
        raise ServerBusyError(_wait(response.headers.get("Retry-After", "")))
    if status >= requests.codes.bad_request:
        raise ServerFailedError(status)
    if kind != MEDIA_TYPE:
        raise MessageUnreadableError


def _wait(told: str) -> int:
    """Read how many seconds a busy server asks for; a date, or nothing, means the usual ones."""
    seconds = int(told) if told.isascii() and told.isdecimal() else _USUAL_WAIT_SECONDS
    return min(seconds, _LONGEST_WAIT_SECONDS)
