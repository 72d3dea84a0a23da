"""One message there, one message back, over HTTPS."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests

from agent_app.sync.failures import InsecureServerError, OfflineError, ServerAddressError, ServerFailedError
from agent_app.sync.wire.addresses import is_loopback
from agent_app.sync.wire.messages import MAX_MESSAGE, MEDIA_TYPE, SYNC_PATH, MessageUnreadableError

_CONNECT_SECONDS = 10
_READ_SECONDS = 60
_CHUNK = 64 * 1024


@dataclass(slots=True)
class HttpTransport:
    """Speaks to a provincial server; plain HTTP only to this very machine."""

    url: str
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        """Refuse to send people's data in the clear, and to show a proxy what stays on this machine."""
        scheme, host = _address(self.url)
        if scheme != "https" and not (scheme == "http" and is_loopback(host)):
            raise InsecureServerError
        if not host:
            raise ServerAddressError
        self.session.trust_env = not is_loopback(host)

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
    if response.status_code >= requests.codes.bad_request:
        raise ServerFailedError(response.status_code)
    if response.headers.get("Content-Type") != MEDIA_TYPE:
        raise MessageUnreadableError
    body = bytearray()
    for chunk in response.iter_content(_CHUNK):
        body += chunk
        if len(body) > MAX_MESSAGE:
            raise MessageUnreadableError
    return bytes(body)
