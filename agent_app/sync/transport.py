"""One message there, one message back, over HTTPS."""

import ssl
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, MaxRetryError

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
from agent_app.sync.patience import Patience, PatientAdapter, Pulse, Upload
from agent_app.sync.steps import Step, no_step
from agent_app.sync.wire.addresses import is_loopback
from agent_app.sync.wire.messages import MAX_MESSAGE, MEDIA_TYPE, SYNC_PATH, MessageUnreadableError

_CHUNK = 64 * 1024
_LONGEST_WAIT_SECONDS = 3600
_USUAL_WAIT_SECONDS = 30
_BUSY = frozenset({requests.codes.too_many_requests, requests.codes.service_unavailable})
_CUTS = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
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
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        """Refuse to send people's data in the clear, and to show a proxy what stays on this machine."""
        scheme, host = _address(self.url)
        if scheme != "https" and not (scheme == "http" and is_loopback(host)):
            raise InsecureServerError
        if not host:
            raise ServerAddressError
        self.session.trust_env = not is_loopback(host)
        self.session.mount("http://", PatientAdapter(self.patience))
        secure = PatientAdapter(self.patience)
        if self.authority is not None:
            secure = AuthorityAdapter(self.authority, self.patience)
        self.session.mount("https://", secure)

    def exchange(self, message: bytes, step: Step = no_step) -> bytes:
        """Post one message and return the answer's bytes; ``step`` is called at every piece, may raise."""
        try:
            with self.session.post(
                self.url.rstrip("/") + SYNC_PATH,
                data=Upload(message, step),
                headers={"Content-Type": MEDIA_TYPE, "Accept": MEDIA_TYPE},
                timeout=(self.patience.connect, self.patience.stall),
                allow_redirects=False,
                stream=True,
            ) as response:
                return _body(response, Pulse(self.patience), step)
        except requests.exceptions.ProxyError as error:
            raise ProxyRefusedError from error
        except requests.exceptions.SSLError as error:
            raise OfflineError if _was_cut(error) else CertificateRefusedError from error
        except (requests.RequestException, HTTPError) as error:
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


def _was_cut(error: BaseException) -> bool:
    """Tell a line that ended under TLS from a certificate that is refused; libraries wrap both."""
    found: object = error
    while isinstance(found, BaseException):
        if isinstance(found, _CUTS):
            return True
        found = found.reason if isinstance(found, MaxRetryError) else next(iter(found.args), None)
    return False


def _body(response: requests.Response, pulse: Pulse, step: Step) -> bytes:
    _refuse_other_answers(response)
    body = bytearray()
    # What has come by now, and not as much as was asked for: of a line that drips, too.
    while chunk := response.raw.read1(_CHUNK, decode_content=True):
        step()
        pulse.feel(len(chunk))
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
    if status == requests.codes.request_timeout:
        # What was sent took the server too long: less of it gets through.
        raise OfflineError
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
