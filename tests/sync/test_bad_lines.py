"""A slow line carries everything, a stalled one ends the exchange, and a stop is heard while bytes move."""

import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from agent_app.services.ports import CancelledWorkError
from agent_app.sync.failures import OfflineError
from agent_app.sync.patience import Patience, Pulse
from agent_app.sync.transport import HttpTransport
from tests.certificates import Authority
from tests.sync.slow_line import ANSWER, HEAD, drip, line, read_question

LARGE = bytes(range(256)) * 4 * 6144
"""6 MiB: more than the buffers of the machine swallow at once."""

BRIEF = Patience(connect=2, stall=0.5)
SLOW = Patience(connect=2, stall=30)


@pytest.fixture(params=["in the clear", "under TLS"])
def certificate(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, tuple[Path, Path]] | None:
    """The certificate that the server shows, with the authority that it is trusted by."""
    if request.param == "in the clear":
        return None
    province = Authority.make()
    return province.pem, province.issue(tmp_path)


Certificate = tuple[str, tuple[Path, Path]] | None


def ask(
    behaviour: Callable[[socket.socket, Event], None],
    certificate: Certificate,
    patience: Patience = BRIEF,
    message: bytes = b"question",
    step: Callable[[], None] = lambda: None,
) -> bytes:
    authority, files = certificate or (None, None)
    with (
        line(behaviour, files) as url,
        closing(HttpTransport(url, authority, patience=patience)) as transport,
    ):
        return transport.exchange(message, step)


def read_nothing(_connection: socket.socket, over: Event) -> None:
    over.wait(30)


def read_a_little(connection: socket.socket, _over: Event) -> None:
    connection.recv(1000)


def stop_when(reached: Callable[[], bool]) -> Callable[[], None]:
    def step() -> None:
        if reached():
            raise CancelledWorkError

    return step


def test_a_slow_upload_that_moves_may_take_longer_than_connecting(certificate: Certificate) -> None:
    came: list[int] = []

    def read_slowly(connection: socket.socket, over: Event) -> None:
        came.append(read_question(connection, over, pause=0.4, least=1024 * 1024))
        connection.sendall(HEAD + b"6\r\n\r\n" + ANSWER)

    assert ask(read_slowly, certificate, SLOW, LARGE) == ANSWER
    assert came == [len(LARGE)]


def test_an_upload_that_stalls_is_a_cut(certificate: Certificate) -> None:
    with pytest.raises(OfflineError):
        ask(read_nothing, certificate, message=LARGE)


def test_a_line_that_ends_during_an_upload_is_a_cut(certificate: Certificate) -> None:
    with pytest.raises(OfflineError):
        ask(read_a_little, certificate, SLOW, LARGE)


def test_a_stop_is_heard_while_a_question_goes_up(certificate: Certificate) -> None:
    began = Event()

    def behave(connection: socket.socket, over: Event) -> None:
        connection.recv(1)
        began.set()
        while connection.recv(64 * 1024):
            over.wait(0.01)

    with pytest.raises(CancelledWorkError):
        ask(behave, certificate, SLOW, LARGE, stop_when(began.is_set))


def dripping(begin: bytes) -> Callable[[socket.socket, Event], None]:
    def behave(connection: socket.socket, over: Event) -> None:
        read_question(connection, over)
        drip(connection, over, begin)

    return behave


@pytest.mark.parametrize(
    "begin", [HEAD + b"1000000\r\n\r\n", HEAD, b""], ids=["the body", "the head", "the first line"]
)
def test_an_answer_that_drips_is_a_cut(begin: bytes, certificate: Certificate) -> None:
    with pytest.raises(OfflineError):
        ask(dripping(begin), certificate)


def test_a_stop_is_heard_while_an_answer_drips(certificate: Certificate) -> None:
    began = Event()

    def behave(connection: socket.socket, over: Event) -> None:
        read_question(connection, over)
        began.set()
        drip(connection, over, HEAD + b"1000000\r\n\r\n")

    with pytest.raises(CancelledWorkError):
        ask(behave, certificate, SLOW, step=stop_when(began.is_set))


def test_what_comes_slowly_and_steadily_is_no_stall() -> None:
    now = [0.0]
    pulse = Pulse(Patience(stall=60, least=100), lambda: now[0])
    for _minute in range(1000):
        now[0] += 30
        pulse.feel(50)
        now[0] += 31
        pulse.feel(50)

    now[0] += 31
    pulse.feel(99)
    now[0] += 60
    with pytest.raises(OfflineError):
        pulse.feel(0)
