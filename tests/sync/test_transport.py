"""The transport over a real socket of loopback: whatever answers, nothing but a message gets through."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from agent_app.domain.errors import AppError
from agent_app.sync.failures import (
    CaptivePortalError,
    InsecureServerError,
    OfflineError,
    ProxyRefusedError,
    ServerBusyError,
    ServerFailedError,
)
from agent_app.sync.transport import HttpTransport
from agent_app.sync.wire.messages import MAX_MESSAGE, MEDIA_TYPE, SYNC_PATH, MessageUnreadableError
from tests.postgres import free_port


@dataclass(slots=True)
class Reply:
    """What the server says next; ``claimed`` is the length it announces."""

    status: int = 200
    kind: str | None = MEDIA_TYPE
    body: bytes = b"answer"
    claimed: int | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class LoopbackServer:
    """A server in a thread, with what it was asked."""

    url: str
    reply: Reply = field(default_factory=Reply)
    asked: list[tuple[str, str, bytes]] = field(default_factory=list)


@contextmanager
def serving() -> Iterator[LoopbackServer]:
    """Serve until the end of the block."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            running.asked.append((self.path, self.headers.get("Content-Type", ""), body))
            reply = running.reply
            self.send_response(reply.status)
            headers = {"Content-Length": str(reply.claimed or len(reply.body))} | reply.headers
            if reply.kind:
                headers["Content-Type"] = reply.kind
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)
            self.close_connection = True

        def log_message(self, *_arguments: object) -> None:
            """Keep the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as http:
        running = LoopbackServer(f"http://127.0.0.1:{http.server_port}")
        thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield running
        finally:
            http.shutdown()
            thread.join()


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    """A server of loopback."""
    with serving() as running:
        yield running


def exchange(url: str, message: bytes = b"question") -> bytes:
    """Do one exchange and let the connection go."""
    with closing(HttpTransport(url)) as transport:
        return transport.exchange(message)


def test_a_message_goes_there_and_its_answer_comes_back(server: LoopbackServer) -> None:
    assert exchange(server.url + "/") == b"answer"
    assert server.asked == [(SYNC_PATH, MEDIA_TYPE, b"question")]


def test_one_connection_serves_many_exchanges(server: LoopbackServer) -> None:
    with closing(HttpTransport(server.url)) as transport:
        assert [transport.exchange(b"%d" % number) for number in range(3)] == [b"answer"] * 3


CAPTIVE: dict[str, Reply] = {
    "a login page": Reply(kind="text/html; charset=utf-8", body=b"<html>"),
    "a way to a login page": Reply(302, "text/html", headers={"Location": "http://login.example/"}),
    "a network that says so": Reply(511, "text/html", b"<html>"),
}


@pytest.mark.parametrize("reply", CAPTIVE.values(), ids=list(CAPTIVE))
def test_a_captive_portal_is_named(reply: Reply, server: LoopbackServer) -> None:
    server.reply = reply

    with pytest.raises(CaptivePortalError):
        exchange(server.url)

    assert len(server.asked) == 1


OTHERS: dict[str, Reply] = {
    "no kind": Reply(kind=None),
    "another kind": Reply(kind="application/cbor"),
    "nothing": Reply(204, None, b""),
}


@pytest.mark.parametrize("reply", OTHERS.values(), ids=list(OTHERS))
def test_an_answer_of_another_kind_is_no_message(reply: Reply, server: LoopbackServer) -> None:
    server.reply = reply

    with pytest.raises(MessageUnreadableError):
        exchange(server.url)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 500, 502])
def test_a_failing_server_is_named_by_its_status(status: int, server: LoopbackServer) -> None:
    server.reply = Reply(status)

    with pytest.raises(ServerFailedError) as caught:
        exchange(server.url)

    assert caught.value.status == status


def test_a_question_that_took_too_long_is_a_cut(server: LoopbackServer) -> None:
    server.reply = Reply(408)

    with pytest.raises(OfflineError):
        exchange(server.url)


@pytest.mark.parametrize(
    ("told", "seconds"), [("7", 7), ("999999", 3600), ("Fri, 27 Nov 2026 07:28:00 GMT", 30), (None, 30)]
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_says_when_to_come_back(
    status: int, told: str | None, seconds: int, server: LoopbackServer
) -> None:
    server.reply = Reply(status, headers={} if told is None else {"Retry-After": told})

    with pytest.raises(ServerBusyError) as caught:
        exchange(server.url)

    assert caught.value.seconds == seconds


def test_a_proxy_that_lets_nothing_through_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{free_port()}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)

    with pytest.raises(ProxyRefusedError):
        exchange("https://bhxh.example")


def test_an_answer_that_is_cut_off_is_no_answer(server: LoopbackServer) -> None:
    server.reply = Reply(body=b"half", claimed=100)

    with pytest.raises(OfflineError):
        exchange(server.url)


def test_an_endless_answer_is_refused(server: LoopbackServer) -> None:
    server.reply = Reply(body=bytes(MAX_MESSAGE + 1))

    with pytest.raises(MessageUnreadableError):
        exchange(server.url)


def test_the_longest_answer_is_taken(server: LoopbackServer) -> None:
    server.reply = Reply(body=bytes(MAX_MESSAGE))

    assert len(exchange(server.url)) == MAX_MESSAGE


def test_nobody_there_is_being_offline() -> None:
    with pytest.raises(OfflineError):
        exchange(f"http://127.0.0.1:{free_port()}")


def test_a_hang_up_is_being_offline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def hang_up() -> None:
            connection, _address = listener.accept()
            connection.close()

        closer = Thread(target=hang_up)
        closer.start()
        with pytest.raises(OfflineError):
            exchange(f"http://127.0.0.1:{listener.getsockname()[1]}")
        closer.join()


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "http://localhost", "http://[::1]:80", "https://bhxh.example"]
)
def test_this_address_is_safe(url: str) -> None:
    with closing(HttpTransport(url)) as transport:
        assert transport.url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://bhxh.example",
        "http://192.168.1.5:8000",
        "http://127.0.0.1.example",
        "http://localhost.example",
        "http://0.0.0.0:8000",
        "ftp://127.0.0.1",
        "127.0.0.1:8000",
        "",
    ],
)
def test_in_the_clear_nothing_leaves_this_machine(url: str) -> None:
    with pytest.raises(InsecureServerError):
        HttpTransport(url)


@pytest.mark.parametrize(
    "url", ["http://[::1", "https://bhxh.example:99999", "https://", "https://a b", "http://127.0.0.1:x"]
)
def test_a_mistyped_address_is_an_expected_failure(url: str) -> None:
    with pytest.raises(AppError):
        exchange(url)


def test_a_proxy_of_the_machine_never_sees_what_goes_to_this_machine(
    server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with serving() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        exchange(server.url)

        assert proxy.asked == []
    assert len(server.asked) == 1
