import json
import random
import signal
import socket
import ssl
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from http.client import HTTPSConnection
from pathlib import Path

import pytest
import requests
import zstandard
from uvicorn import Config, Server

from agent_app.sync.wire.messages import MEDIA_TYPE, SYNC_PATH, VerdictKind
from provincial_server.connections import connection_type
from provincial_server.errors import (
    CertificateUnreadableError,
    HalfTlsError,
    PlainHttpError,
    PortTakenError,
)
from provincial_server.money import report
from provincial_server.serving import Listener, Patience, Tls
from provincial_server.sync_service import MAX_REQUEST
from provincial_server.tables import DeviceRow, OpRow, ReceiptRow
from tests.certificates import Authority
from tests.long_run import rounds
from tests.server.conftest import Office
from tests.server.laptop import Laptop, read_answer
from tests.server.running import server_process, serving

HEADERS = {"Content-Type": MEDIA_TYPE}
FULL_YEAR = 1_366_200
BOOK = 50
MUCH = 32 * 2**20


def post(url: str, message: bytes) -> bytes:
    response = requests.post(url + SYNC_PATH, data=message, headers=HEADERS, timeout=20)
    response.raise_for_status()
    assert response.headers["Content-Type"] == MEDIA_TYPE
    return response.content


def test_five_parallel_posts_of_a_first_push_count_once(office: Office) -> None:
    laptop = Laptop.of(office.enrol())
    for number in range(1, 11):
        laptop.issue(number)
    message = laptop.message()

    with serving(office.service) as url, ThreadPoolExecutor(5) as pool:
        answers = [read_answer(each) for each in pool.map(lambda _: post(url, message), range(5))]

    assert {each.verdict.kind for each in answers} == {VerdictKind.OK}
    assert {each.ack.position for each in answers if each.ack} == {laptop.head()}
    assert len({each.ack.outcomes for each in answers if each.ack}) == 1
    assert office.count(DeviceRow) == 1
    assert office.count(OpRow) == office.count(ReceiptRow) == 10


def test_many_laptops_at_once_are_all_taken(office: Office) -> None:
    laptops = []
    for number in range(8):
        laptop = Laptop.of(
            office.enrol(f"NVT{number}", f"AB/26:{number:04d}:{number * 50 + 1}:{number * 50 + 50}")
        )
        laptop.issue(number * 50 + 1)
        laptop.visit()
        laptops.append(laptop)

    with serving(office.service) as url, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda laptop: post(url, laptop.message()), laptops))

    assert office.count(OpRow) == 16
    assert report(office.database).accepted == 8 * FULL_YEAR


def environment_of(office: Office) -> dict[str, str]:
    url = office.settings.database_url.render_as_string(hide_password=False)
    return {"PROVINCIAL_DATABASE_URL": url, "PROVINCIAL_KEYS_FILE": str(office.settings.keys_file)}


def push_until_killed(office: Office, laptop: Laptop, acknowledged: int, delay: float) -> int:
    """Write and push while the server is killed at some moment; return what the laptop knows is taken."""
    with server_process(environment_of(office)) as (process, url):
        timer = threading.Timer(delay, process.send_signal, [signal.SIGKILL])
        timer.start()
        while True:
            laptop.issue(len(laptop.operations) % BOOK + 1)
            try:
                ack = read_answer(post(url, laptop.message(acknowledged + 1))).ack
            except requests.RequestException:
                timer.join()
                return acknowledged
            assert ack is not None
            acknowledged = ack.position.dseq


def stored_upto(office: Office, laptop: Laptop) -> int:
    with office.database.read() as session:
        return session.get_one(DeviceRow, laptop.device).head_dseq


@pytest.mark.timeout(1200)
def test_a_killed_server_has_everything_once_or_not_yet(office: Office) -> None:
    laptop, acknowledged = office.laptop(), 0
    chance = random.Random(7)  # noqa: S311 (moments, not secrets)
    harness = f"server on {office.database.engine.dialect.name} killed in the middle of pushes"

    for _ in range(rounds(harness, quick=5, full=100)):
        acknowledged = push_until_killed(office, laptop, acknowledged, chance.uniform(0.0, 0.3))
        # What the server has is a whole beginning of the laptop's own log, with all it has answered for.
        stored = stored_upto(office, laptop)
        assert office.count(OpRow) == office.count(ReceiptRow) == stored
        assert acknowledged <= stored <= len(laptop.operations)
    office.ask(laptop.message(acknowledged + 1))

    sums = report(office.database)
    assert office.count(OpRow) == office.count(ReceiptRow) == len(laptop.operations)
    assert sums.total == len(laptop.operations) * FULL_YEAR
    assert sums.accepted == min(BOOK, len(laptop.operations)) * FULL_YEAR


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_in_order(office: Office, number: signal.Signals) -> None:
    with server_process(environment_of(office)) as (process, address):
        assert requests.get(address + "/health", timeout=10).json() == {"status": "ok"}
        process.send_signal(number)

        assert process.wait(20) == 0


@pytest.fixture
def url(office: Office) -> Iterator[str]:
    with serving(office.service) as url:
        yield url


def said(response: requests.Response) -> tuple[int, object]:
    return response.status_code, response.json()


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"<html>", HEADERS, 400, "message.unreadable"),
        (b"", {"Content-Type": "text/html"}, 415, "message.media_type"),
        (bytes(MAX_REQUEST + 1), HEADERS, 413, "message.too_large"),
    ],
)
def test_every_refusal_has_a_code(
    url: str, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    answer = requests.post(url + SYNC_PATH, data=body, headers=headers, timeout=20)

    assert said(answer) == (status, {"error": code})


def test_a_body_without_a_declared_length_is_bounded_too(url: str) -> None:
    pieces = (bytes(1024 * 1024) for _ in range(9))

    answer = requests.post(url + SYNC_PATH, data=pieces, headers=HEADERS, timeout=20)

    assert said(answer) == (413, {"error": "message.too_large"})


@contextmanager
def connected(url: str, sent: bytes) -> Iterator[socket.socket]:
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(sent)
        yield connection


HEAD = f"POST {SYNC_PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: {MEDIA_TYPE}\r\n".encode()


async def much(_scope: object, _receive: object, send: Callable[[object], Awaitable[None]]) -> None:
    """Answer with more than any socket holds."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": bytes(MUCH)})


@contextmanager
def answering_much() -> Iterator[tuple[Server, socket.socket]]:
    kind = connection_type(20, idle_seconds=0.3, most=9)
    server = Server(Config(much, http=kind, ws="none", lifespan="off", log_config=None, access_log=False))
    bound = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([bound],))
    thread.start()
    try:
        with socket.create_connection(bound.getsockname()) as reader:
            reader.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            yield server, reader
    finally:
        server.should_exit = True
        thread.join()


def test_who_does_not_take_an_answer_is_let_go() -> None:
    with answering_much() as (server, reader):
        assert reader.recv(1)
        while server.server_state.connections:
            pass


def test_who_takes_an_answer_slowly_gets_all_of_it() -> None:
    with answering_much() as (_server, reader):
        taken = 0
        while piece := reader.recv(2**20):
            taken += len(piece)
            time.sleep(0.02)

    assert taken > MUCH


HASTY = Patience(head_seconds=0.2, body_seconds=0.2, keep_alive_seconds=1, connections=3)


def test_a_body_that_drips_is_refused_and_let_go(office: Office) -> None:
    begun = HEAD + b"Content-Length: 1000\r\n\r\n"
    with serving(office.service, HASTY) as url, connected(url, begun) as connection:
        answer = connection.recv(4096)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"message.slow" in answer + connection.recv(4096)
        connection.sendall(b"drop")
        assert connection.recv(4096) == b""


def test_a_head_that_never_ends_is_let_go(office: Office) -> None:
    with serving(office.service, HASTY) as url, connected(url, HEAD) as connection:
        assert connection.recv(4096) == b""


def test_a_second_head_that_never_ends_is_let_go(office: Office) -> None:
    whole = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
    with serving(office.service, HASTY) as url, connected(url, whole) as connection:
        assert connection.recv(4096).startswith(b"HTTP/1.1 200 ")
        connection.sendall(HEAD)
        while connection.recv(4096):
            pass


def test_more_connections_than_the_server_bears_are_told_so_and_the_next_ones_are_served(
    office: Office,
) -> None:
    with serving(office.service, replace(HASTY, head_seconds=20)) as url:
        with connected(url, b""), connected(url, b""), connected(url, b""):
            assert requests.get(url + "/health", timeout=20).status_code == 503

        # The server learns of a closed connection a moment later.
        while requests.get(url + "/health", timeout=20).status_code != 200:
            pass


def test_many_bombs_at_once_are_refused_while_laptops_are_served(office: Office) -> None:
    laptop = Laptop.of(office.enrol())
    crowd = b"\x82\x01\x9a\x00\x20\x00\x00" + b"\x80" * 0x200000
    bomb = zstandard.ZstdCompressor().compress(crowd)

    with serving(office.service) as url, ThreadPoolExecutor(20) as pool:
        refused = pool.map(
            lambda _: requests.post(url + SYNC_PATH, data=bomb, headers=HEADERS, timeout=20), range(60)
        )
        answer = read_answer(post(url, laptop.message()))
        assert {said(each)[0] for each in refused} == {400}

    assert answer.verdict.kind is VerdictKind.OK


def test_unknown_pages_and_ways_are_typed_answers(url: str) -> None:
    assert said(requests.get(url + "/docs", timeout=20)) == (404, {"error": "http.not_found"})
    assert said(requests.get(url + SYNC_PATH, timeout=20)) == (405, {"error": "http.method_not_allowed"})


@pytest.mark.logs_warning("failed: OperationalError|failed: ProgrammingError")
def test_a_bug_or_a_lost_database_is_a_typed_answer(url: str, office: Office) -> None:
    message = Laptop.of(office.enrol()).message()
    with office.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE device RENAME TO lost")

    answer = requests.post(url + SYNC_PATH, data=message, headers=HEADERS, timeout=20)

    assert said(answer) == (500, {"error": "internal"})


def test_outside_loopback_only_tls_is_spoken(office: Office) -> None:
    for host in ("0.0.0.0", "192.0.2.7", "example.vn"):  # noqa: S104 (refused is the point)
        with pytest.raises(PlainHttpError):
            Listener(office.service, host, 0)


def test_a_taken_port_is_named(office: Office) -> None:
    with serving(office.service) as url, pytest.raises(PortTakenError):
        Listener(office.service, "127.0.0.1", int(url.rpartition(":")[2]))


def test_tls_needs_two_files_that_can_be_used(tmp_path: Path) -> None:
    assert Tls.of(None, None) is None
    with pytest.raises(HalfTlsError):
        Tls.of(tmp_path / "cert.pem", None)
    with pytest.raises(CertificateUnreadableError):
        Tls.of(tmp_path / "cert.pem", tmp_path / "key.pem")


@pytest.mark.parametrize(
    ("days", "left", "said"), [(400, 399, ""), (9, 8, "còn 8 ngày"), (-2, -3, "đã hết hạn")]
)
def test_a_certificate_that_runs_out_is_told_in_time(
    office: Office, tmp_path: Path, days: int, left: int, said: str
) -> None:
    authority = Authority.make()
    certificate, key = authority.issue(tmp_path, timedelta(days=days) - timedelta(hours=1))
    arguments = ("--tls-cert", str(certificate), "--tls-key", str(key))
    with server_process(environment_of(office), *arguments, stderr=tmp_path / "stderr") as (_process, url):
        answer = health_whatever_the_day(url, authority)

    told = (tmp_path / "stderr").read_text(encoding="utf-8")
    assert said in told
    assert ("Chú ý" in told) is bool(said)
    assert answer["certificate_days_left"] == left
    assert answer.get("wrong") == ("server.certificate_expired" if days < 0 else None)


def health_whatever_the_day(url: str, authority: Authority) -> dict[str, object]:
    """Ask as if the certificates were good: only who looks after the server does."""
    context = ssl.create_default_context(cadata=authority.pem)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = HTTPSConnection(url.removeprefix("https://"), context=context, timeout=20)
    with closing(connection):
        connection.request("GET", "/health")
        found: dict[str, object] = json.loads(connection.getresponse().read())
    return found
