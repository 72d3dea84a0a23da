"""Only the office's server is spoken to: whoever else answers under TLS gets nothing."""

import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from agent_app.sync.failures import AuthorityUnreadableError, CertificateRefusedError
from agent_app.sync.transport import HttpTransport
from agent_app.sync.wire.messages import MEDIA_TYPE
from tests.certificates import Authority


class Answering(BaseHTTPRequestHandler):
    """Answers every message, and counts them."""

    asked = 0

    def do_POST(self) -> None:
        type(self).asked += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", MEDIA_TYPE)
        self.send_header("Content-Length", "6")
        self.end_headers()
        self.wfile.write(b"answer")

    def log_message(self, *_arguments: object) -> None:
        """Keep the test's output clean."""


@contextmanager
def https(certificate: Path, key: Path) -> Iterator[str]:
    """Serve under a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    Answering.asked = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as http:
        http.socket = context.wrap_socket(http.socket, server_side=True, do_handshake_on_connect=False)
        thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"https://127.0.0.1:{http.server_port}"
        finally:
            http.shutdown()
            thread.join()


def exchange(url: str, authority: str | None) -> bytes:
    with closing(HttpTransport(url, authority)) as transport:
        return transport.exchange(b"question")


def test_a_server_of_the_provinces_own_authority_is_trusted(tmp_path: Path) -> None:
    province = Authority.make()

    with https(*province.issue(tmp_path)) as url:
        assert exchange(url, province.pem) == b"answer"


REFUSED = {
    "another authority": (Authority.make().pem, timedelta(days=1), "127.0.0.1"),
    "the authorities of the system": (None, timedelta(days=1), "127.0.0.1"),
    "a certificate that has run out": ("own", timedelta(hours=-1), "127.0.0.1"),
    "a certificate for another machine": ("own", timedelta(days=1), "127.0.0.9"),
}


@pytest.mark.parametrize(("trusted", "lasts", "host"), REFUSED.values(), ids=list(REFUSED))
def test_whoever_proves_nothing_gets_nothing(
    trusted: str | None, lasts: timedelta, host: str, tmp_path: Path
) -> None:
    province = Authority.make()
    authority = province.pem if trusted == "own" else trusted

    with https(*province.issue(tmp_path, lasts, host)) as url, pytest.raises(CertificateRefusedError):
        exchange(url, authority)

    assert Answering.asked == 0


@pytest.mark.parametrize("text", ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_an_authority_that_is_none_is_an_expected_failure(text: str) -> None:
    with pytest.raises(AuthorityUnreadableError):
        HttpTransport("https://127.0.0.1:1", text)
