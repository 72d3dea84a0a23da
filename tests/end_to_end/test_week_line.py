"""The bad line of a week: each fault is really what it is called."""

import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from random import Random
from threading import Thread

import pytest
import requests

from scripts.week_line import Fault, Line, laid

SEEDED = Random(7)  # noqa: S311 (where a line is cut is no secret)
BODY = bytes(range(256)) * 8
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/cbor\r\nContent-Length: 5\r\n\r\nchao!"


class Server:
    """Answers every whole request, and remembers how many bytes of each connection came."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.whole = 0
        self.cut = 0
        self._thread = Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            with connection, suppress(ConnectionError):
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        came = b""
        while not came.endswith(BODY):
            more = connection.recv(65536)
            if not more:
                self.cut += 1
                return
            came += more
        self.whole += 1
        connection.sendall(ANSWER)

    def close(self) -> None:
        """Stop listening."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that does nothing but answer."""
    with closing(Server()) as ready:
        yield ready


class Struck:
    """Counts whom the line has killed."""

    def __init__(self) -> None:
        self.servers = 0
        self.laptops = 0

    def server(self) -> None:
        """Be told to kill the server."""
        self.servers += 1

    def laptop(self) -> None:
        """Be told to kill the laptop's process."""
        self.laptops += 1


def post(line: Line) -> requests.Response | None:
    """Send one message over the line, as a laptop does; nothing where no answer comes."""
    with requests.Session() as session:
        session.trust_env = False
        try:
            return session.post(line.url, data=BODY, timeout=10)
        except requests.RequestException:
            return None


def once(server: Server, fault: Fault, struck: Struck | None = None) -> requests.Response | None:
    """Post once through one fault."""
    who = struck or Struck()
    with laid(Line(server.port, SEEDED, who.server, who.laptop, (fault,))) as line:
        answer = post(line)
        assert line.counts == {fault: 1}
        return answer


@pytest.mark.parametrize("fault", [Fault.NONE, Fault.SLOW])
def test_what_is_only_slow_comes_through(server: Server, fault: Fault) -> None:
    answer = once(server, fault)

    assert answer is not None
    assert (answer.status_code, answer.content, server.whole) == (200, b"chao!", 1)


@pytest.mark.parametrize("fault", [Fault.RESET, Fault.REFUSED])
def test_who_is_turned_away_has_reached_nobody(server: Server, fault: Fault) -> None:
    assert once(server, fault) is None
    assert (server.whole, server.cut) == (0, 0)


def test_a_cut_request_is_never_whole(server: Server) -> None:
    assert once(server, Fault.REQUEST_CUT) is None
    assert server.whole == 0


@pytest.mark.parametrize("fault", [Fault.ANSWER_CUT, Fault.ANSWER_LOST])
def test_an_answer_is_lost_after_the_server_took_the_request(server: Server, fault: Fault) -> None:
    answer = once(server, fault)

    # A head that is cut may still look like one: of an answer without a body.
    assert answer is None or answer.content != b"chao!"
    assert server.whole == 1


def test_a_request_is_posted_several_times_at_once(server: Server) -> None:
    answer = once(server, Fault.DOUBLED)

    assert answer is not None
    assert answer.status_code == 200
    assert server.whole > 1


def test_a_late_copy_comes_behind_the_next_request(server: Server) -> None:
    struck = Struck()
    with laid(Line(server.port, SEEDED, struck.server, struck.laptop, (Fault.LATE,))) as line:
        post(line)
        assert server.whole == 1
        line.mend()
        post(line)

    assert server.whole == 3


def test_a_captive_portal_and_a_busy_server_answer_in_the_servers_place(server: Server) -> None:
    portal, busy = once(server, Fault.PORTAL), once(server, Fault.BUSY)

    assert portal is not None
    assert (portal.status_code, portal.headers["Content-Type"]) == (200, "text/html")
    assert busy is not None
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "0")
    assert server.whole == 0


@pytest.mark.parametrize(
    "fault", [Fault.SERVER_KILLED_EARLY, Fault.SERVER_KILLED_AT_WORK, Fault.SERVER_KILLED_LATE]
)
def test_a_server_is_killed_and_nothing_is_answered(server: Server, fault: Fault) -> None:
    struck = Struck()

    assert once(server, fault, struck) is None
    assert struck.servers == 1


@pytest.mark.parametrize(
    "fault", [Fault.LAPTOP_KILLED_EARLY, Fault.LAPTOP_KILLED_WAITING, Fault.LAPTOP_KILLED_TAKING]
)
def test_a_laptops_process_is_killed_though_the_server_takes_what_it_sent(
    server: Server, fault: Fault
) -> None:
    struck = Struck()
    once(server, fault, struck)

    assert (struck.laptops, server.whole) == (1, 1)


def test_a_mended_line_lets_everything_through(server: Server) -> None:
    struck = Struck()
    with laid(Line(server.port, SEEDED, struck.server, struck.laptop, (Fault.RESET,))) as line:
        assert post(line) is None
        line.mend()
        assert post(line) is not None
