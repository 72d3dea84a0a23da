"""What goes wrong on the way to the office's real server: a typed answer, nothing lost, nothing doubled."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from itertools import product
from pathlib import Path

import psycopg
import pytest
import requests
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_app.domain.operation import OperationState, from_millis
from agent_app.sync.wire.codec import pack
from agent_app.sync.wire.messages import MEDIA_TYPE, SYNC_PATH, Pull, VerdictKind, custody_payload
from provincial_server.database import parse_url
from provincial_server.money import report
from provincial_server.settings import Settings
from provincial_server.sync_service import SyncService
from provincial_server.tables import DeviceRow, OpRow, QuarantineRow, ReceiptRow
from scripts.power_shim import Shim, build
from tests.builders import NOW
from tests.long_run import rounds
from tests.server.conftest import Office, office_at
from tests.server.laptop import Answer, Laptop, read_answer
from tests.server.running import server_process, serving
from tests.server.test_serving import FULL_YEAR, HEADERS, connected, environment_of, post, said

TIMES = rounds("changed messages to the server's socket", quick=25, full=3000)
TEN_YEARS = timedelta(days=3653)


def ask(url: str, message: bytes) -> requests.Response:
    return requests.post(url + SYNC_PATH, data=message, headers=HEADERS, timeout=30)


@pytest.fixture
def laptop(office: Office) -> Laptop:
    """A laptop that is known, with three receipts that are not sent yet."""
    made = office.laptop()
    for number in (1, 2, 3):
        made.issue(number)
    return made


def has_everything_once(office: Office, laptop: Laptop) -> bool:
    counted = office.count(OpRow), office.count(ReceiptRow), report(office.database).accepted
    receipts = len(laptop.operations)
    return counted == (receipts, receipts, receipts * FULL_YEAR)


@pytest.mark.timeout(1800)
def test_a_message_with_any_byte_changed_is_a_typed_answer_and_the_true_one_counts_once(
    office: Office, laptop: Laptop
) -> None:
    true = laptop.message()
    plain = zstandard.ZstdDecompressor().decompress(true)

    with serving(office.service) as url:

        @settings(max_examples=TIMES, suppress_health_check=list(HealthCheck), deadline=None)
        @given(st.integers(0, len(plain) - 1), st.binary(max_size=3), st.integers(0, 3))
        def send(at: int, noise: bytes, dropped: int) -> None:
            false = plain[:at] + noise + plain[at + dropped :]
            answer = ask(url, zstandard.ZstdCompressor().compress(false))
            if false == plain or answer.status_code == HTTPStatus.OK:
                assert read_answer(answer.content).verdict.kind in VerdictKind
            else:
                assert answer.status_code in {400, 401, 413}
                assert set(answer.json()) == {"error"}

        send()
        assert office.count(OpRow) in {0, 3}
        post(url, true)

    assert has_everything_once(office, laptop)


def test_what_another_key_signed_is_refused_by_name(office: Office, laptop: Laptop) -> None:
    thief = replace(laptop, sign=Ed25519PrivateKey.generate())

    with serving(office.service) as url:
        refused = said(ask(url, pack((thief.hello(claim=False), thief.push(), Pull()))))
        pushed = said(ask(url, pack((laptop.hello(), thief.push(), Pull()))))
        assert office.count(OpRow) == 0
        post(url, laptop.message())

    assert refused == (401, {"error": "hello.signature"})
    assert pushed == (400, {"error": "push.signature"})
    assert has_everything_once(office, laptop)


def test_an_old_message_heard_again_later_moves_nothing(office: Office, laptop: Laptop) -> None:
    old = laptop.message()
    with serving(office.service) as url:
        first = read_answer(post(url, old))
        laptop.issue(4)
        newest = read_answer(post(url, laptop.message(4)))
        again = read_answer(post(url, old))

    # Whoever says again where he stood before has fallen back: he learns nothing that he did not know.
    assert again.verdict.kind is VerdictKind.ROLLED_BACK
    assert again.ack is None
    assert first.ack is not None
    assert newest.ack is not None
    assert newest.ack.position == again.verdict.position == laptop.head()
    assert has_everything_once(office, laptop)


def proven(office: Office, laptop: Laptop, answer: Answer) -> bool:
    assert answer.ack is not None
    payload = custody_payload(laptop.device, answer.ack.position, answer.ack.server_clock)
    office.keys.sign.public_key().verify(answer.ack.custody, payload)
    return answer.ack.position == laptop.head()


@pytest.mark.parametrize("ahead", [-TEN_YEARS, TEN_YEARS])
def test_a_server_whose_clock_is_ten_years_wrong_takes_money_and_proves_it(
    office: Office, laptop: Laptop, ahead: timedelta
) -> None:
    wrong = SyncService(office.database, office.keys, lambda: NOW + ahead)

    with serving(wrong) as url:
        answer = read_answer(post(url, laptop.message()))
    assert proven(office, laptop, answer)
    assert from_millis(answer.verdict.server_clock) == NOW + ahead

    laptop.issue(4)
    with serving(office.service) as url:
        assert proven(office, laptop, read_answer(post(url, laptop.message(4))))
    assert has_everything_once(office, laptop)


@pytest.mark.parametrize("ahead", [-TEN_YEARS, TEN_YEARS])
def test_a_laptop_whose_clock_is_ten_years_wrong_is_heard_and_its_money_counts(
    office: Office, laptop: Laptop, ahead: timedelta
) -> None:
    when = NOW + ahead
    laptop.issue(4, issued_on=when.date(), recorded_at=when)
    hello = laptop.hello(clock=int(when.timestamp() * 1000))

    with serving(office.service) as url:
        answer = read_answer(post(url, pack((hello, laptop.push(), Pull()))))

    assert proven(office, laptop, answer)
    assert answer.ack is not None
    assert {each.state for each in answer.ack.outcomes} == {OperationState.ACCEPTED}
    assert has_everything_once(office, laptop)


@pytest.mark.parametrize("declared", [10 * 1024**3, 2**63, 10**400])
def test_ten_declared_gigabytes_are_refused_before_they_come(office: Office, declared: int) -> None:
    head = f"POST {SYNC_PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: {MEDIA_TYPE}\r\n"
    with (
        serving(office.service) as url,
        connected(url, f"{head}Content-Length: {declared}\r\n\r\n".encode()) as connection,
    ):
        answer = connection.recv(4096)

    assert answer.split()[1] in {b"413", b"400"}


def test_a_head_that_is_too_long_is_refused(office: Office, laptop: Laptop) -> None:
    endless = b"GET /health HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 70_000
    with serving(office.service) as url:
        with connected(url, endless) as connection:
            assert connection.recv(4096).split()[1] in {b"400", b"431"}
        post(url, laptop.message())

    assert has_everything_once(office, laptop)


@pytest.mark.parametrize(
    "noise", [b"no http at all\r\n\r\n", b"GET /health HTTP/1.1\r\nX-Long: " + b"x" * 70_000]
)
def test_what_is_no_http_is_answered_with_a_code_too(office: Office, noise: bytes) -> None:
    with serving(office.service) as url, connected(url, noise) as connection:
        answer = b""
        while piece := connection.recv(4096):
            answer += piece

    head, _empty, body = answer.partition(b"\r\n\r\n")
    assert head.split()[1] == b"400"
    assert b"content-type: application/json" in head.lower()
    assert json.loads(body) == {"error": "http.bad_request"}


def test_slow_senders_hold_up_nobody(office: Office, laptop: Laptop) -> None:
    begun = f"POST {SYNC_PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: {MEDIA_TYPE}\r\n".encode()
    bodies = begun + b"Content-Length: 100000\r\n\r\n\x28"
    with (
        serving(office.service) as url,
        connected(url, begun) as head,
        connected(url, bodies) as body,
        connected(url, b"P") as word,
    ):
        post(url, laptop.message())
        for each in (head, body, word):
            each.sendall(b"x")

    assert has_everything_once(office, laptop)


@pytest.mark.logs_warning("database away: ")
def test_a_question_whose_database_goes_away_midway_is_taken_whole_by_the_next(
    new_postgres_tables: Callable[[], str], tmp_path: Path
) -> None:
    made = Settings(parse_url(new_postgres_tables()), tmp_path / "keys.json")
    address = made.database_url.set(drivername="postgresql").render_as_string(hide_password=False)
    with (
        office_at(made, tmp_path) as office,
        serving(office.service) as url,
        ThreadPoolExecutor(1) as pool,
        psycopg.connect(address) as held,
    ):
        laptop = office.laptop()
        laptop.issue(1)
        held.execute("SELECT 1 FROM device FOR UPDATE")
        waiting = pool.submit(ask, url, laptop.message())
        with psycopg.connect(address, autocommit=True) as other:
            cut_off(other)
        held.rollback()
        answer = waiting.result(30)
        assert answer.status_code in {500, 503}
        assert set(answer.json()) == {"error"}
        assert office.count(OpRow) == 0
        post(url, laptop.message())

    assert has_everything_once(office, laptop)


def cut_off(connection: psycopg.Connection) -> None:
    """End the server's session as soon as it waits for a lock, as a stop of the database does."""
    waiting = (
        "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    while not (found := connection.execute(waiting).fetchall()):
        time.sleep(0.01)
    for (pid,) in found:
        connection.execute("SELECT pg_terminate_backend(%s)", [pid])


@contextmanager
def on_failing_disk(folder: Path) -> Iterator[tuple[Office, Shim, str]]:
    """Run a server of its own whose database lies on a disk that can be made full."""
    disk = folder / "disk"
    disk.mkdir()
    shim = Shim(build(folder), disk)
    made = Settings(parse_url(f"sqlite:///{disk / 'provincial.db'}"), folder / "keys.json")
    with (
        office_at(made, folder) as office,
        server_process({**environment_of(office), **shim.environment()}) as (_process, url),
    ):
        yield office, shim, url


@pytest.mark.timeout(600)
def test_a_server_whose_disk_is_full_or_broken_takes_nothing_until_it_is_mended(tmp_path: Path) -> None:
    with on_failing_disk(tmp_path) as (office, shim, url):
        laptop = Laptop.of(office.enrol())
        laptop.issue(1)
        post(url, laptop.message())
        laptop.issue(2)
        for fault, call in product((Shim.full_from, Shim.broken_from), (1, 2)):
            fault(shim, call)
            answer = ask(url, laptop.message(2))
            shim.lift()
            if answer.status_code == HTTPStatus.OK:  # the fault lay behind the commit
                assert proven(office, laptop, read_answer(answer.content))
            else:
                assert answer.status_code in {500, 503}
                assert set(answer.json()) == {"error"}
                assert office.count(OpRow) == 1

        assert proven(office, laptop, read_answer(post(url, laptop.message(2))))
        assert has_everything_once(office, laptop)


@pytest.mark.logs_warning("is quarantined")
def test_a_later_message_of_a_known_id_is_an_alarm_and_the_first_one_stays(
    office: Office, laptop: Laptop
) -> None:
    with serving(office.service) as url:
        post(url, laptop.message())
        laptop.log(laptop.operations[0].kind, laptop.operations[1].body, op_id=laptop.operations[0].op_id)
        answer = read_answer(post(url, laptop.message(4)))

        assert answer.ack is not None
        assert [each.state for each in answer.ack.outcomes] == [OperationState.HELD]
        assert office.count(QuarantineRow) == 1
        assert (office.count(OpRow), office.count(ReceiptRow)) == (4, 3)
        with office.database.read() as session:
            assert session.get_one(OpRow, laptop.operations[0].op_id).hash == laptop.operations[0].hash


def test_one_message_on_many_connections_at_once_counts_once(office: Office, laptop: Laptop) -> None:
    message = laptop.message()
    together = threading.Barrier(5)

    def send(url: str) -> Answer:
        together.wait()
        return read_answer(post(url, message))

    with serving(office.service) as url, ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(send, [url] * 5))

    assert {each.ack.position for each in answers if each.ack} == {laptop.head()}
    assert office.count(DeviceRow) == 1
    assert has_everything_once(office, laptop)
