"""The server under load: it says that it is busy before work piles up, and tells how it is."""

import json
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import event, text

from agent_app.sync.wire.codec import pack
from agent_app.sync.wire.messages import MEDIA_TYPE, SYNC_PATH, VerdictKind
from provincial_server import health
from provincial_server.backups import back_up
from provincial_server.database import Database, parse_url
from provincial_server.errors import SingleWriterError, TokenUnreadableError, WorkerFailedError
from provincial_server.exchange import Request
from provincial_server.installation import install, opened_with_keys
from provincial_server.keys import ServerKeys
from provincial_server.metrics import Metrics
from provincial_server.money import report
from provincial_server.serving import Patience, Place, Serving
from provincial_server.settings import Settings
from provincial_server.sync_service import Answered, SyncService
from provincial_server.workers import Pauses, Post, Workers, read_token, require_many_writers
from tests.builders import NOW
from tests.postgres import PostgresServer
from tests.server.conftest import Office
from tests.server.laptop import Laptop, read_answer
from tests.server.running import START_SECONDS, server_process, serving
from tests.server.side_by_side import waits
from tests.server.test_serving import environment_of

HEADERS = {"Content-Type": MEDIA_TYPE}
FULL_YEAR = 1_366_200


def sent(url: str, message: bytes) -> requests.Response:
    return requests.post(url + SYNC_PATH, data=message, headers=HEADERS, timeout=60)


@contextmanager
def told(office: Office, token: str) -> Iterator[str]:
    """Serve figures to bearers of a token only."""
    place = Serving(office.service, Place.open("127.0.0.1", 0, None), token)
    ready = threading.Event()
    thread = threading.Thread(target=place.run, args=(ready.set,))
    thread.start()
    try:
        assert ready.wait(START_SECONDS)
        yield place.url
    finally:
        place.stop()
        thread.join()


@contextmanager
def device_row_held(office: Office) -> Iterator[None]:
    """Let every exchange wait until the block ends, as behind a long transaction."""
    with office.database.write() as session:
        session.execute(text("UPDATE device SET app = app"))
        yield


def test_more_work_than_there_are_places_is_sent_away_with_a_time(office: Office) -> None:
    first, laptops = office.laptop(), list[Laptop]()
    for number in range(2, 6):
        enrolment = office.enrol(f"NVT{number}", f"AB/26:{number:04d}:{number * 50 + 1}:{number * 50 + 50}")
        laptops.append(Laptop.of(enrolment))
        office.ask(laptops[-1].message())
    narrow = replace(Patience(), working=1, waiting=1)

    with serving(office.service, narrow) as url, ThreadPoolExecutor(5) as pool:
        with device_row_held(office):
            asked = [pool.submit(sent, url, each.message()) for each in (first, *laptops)]
            while sum(each.done() for each in asked) < 3:
                pass
        answers = [each.result() for each in asked]
        again = [sent(url, each.message()) for each in (first, *laptops)]

    busy = [each for each in answers if each.status_code == 503]
    assert len(busy) == 3
    assert {each.json()["error"] for each in busy} == {"server.busy"}
    assert all(2 <= int(each.headers["Retry-After"]) <= 10 for each in busy)
    assert {each.status_code for each in again} == {200}


def test_exchanges_of_one_device_take_one_place_to_work(office: Office) -> None:
    laptop = office.laptop()
    other = Laptop.of(office.enrol("NVT2", "AB/26:0002:51:100"))
    office.ask(other.message())
    two = replace(Patience(), working=2, waiting=8)
    if office.database.engine.dialect.name == "sqlite":
        # One writer at a time there is: only the order can be seen.
        with serving(office.service, two) as url, ThreadPoolExecutor(5) as pool:
            answers = list(pool.map(lambda _: sent(url, laptop.message()), range(5)))
        assert {each.status_code for each in answers} == {200}
        return

    with serving(office.service, two) as url, ThreadPoolExecutor(5) as pool:
        with office.database.write() as session:
            session.execute(text("UPDATE device SET app = app WHERE device_id = :id"), {"id": laptop.device})
            crowd = [pool.submit(sent, url, laptop.message()) for _ in range(4)]
            assert sent(url, other.message()).status_code == 200
            assert not any(each.done() for each in crowd)
        assert {each.result().status_code for each in crowd} == {200}


def test_who_only_knows_a_laptops_id_does_not_wait_in_its_place(office: Office) -> None:
    laptop = office.laptop()
    stranger = replace(laptop, sign=Ed25519PrivateKey.generate(), code="x")
    forged = pack((stranger.hello(claim=False),))

    with serving(office.service) as url, ThreadPoolExecutor(1) as pool:
        with device_row_held(office):
            true = pool.submit(sent, url, laptop.message())
            answers = [sent(url, forged) for _ in range(10)]
            assert not true.done()
        assert true.result().status_code == 200

    assert {each.status_code for each in answers} == {401}


class Closed(SyncService):
    """A service that reads nothing before its gate is open."""

    gate = threading.Event()

    def read(self, message: bytes) -> Request | Answered:
        assert self.gate.wait(START_SECONDS)
        return super().read(message)


def test_messages_that_wait_to_be_read_hold_no_thread(office: Office) -> None:
    laptop, crowd = office.laptop(), 50
    Closed.gate.clear()
    service = Closed(office.database, office.keys, lambda: NOW)

    with serving(service) as url, ThreadPoolExecutor(crowd) as pool:
        waiting = [pool.submit(sent, url, laptop.message()) for _ in range(crowd)]
        while figures(requests.get(url + "/metrics", timeout=20))["provincial_exchanges_inside"] < crowd:
            pass
        service.gate.set()
        assert {each.result().status_code for each in waiting} <= {200, 503}


def test_a_connection_too_many_hears_when_to_come_again(office: Office) -> None:
    with serving(office.service, replace(Patience(), connections=0)) as url:
        answer = requests.get(url + "/health", timeout=20)

    assert (answer.status_code, answer.json()) == (503, {"error": "server.busy"})
    assert int(answer.headers["Retry-After"]) >= 2


def figures(answer: requests.Response) -> dict[str, float]:
    assert answer.status_code == 200, answer.text
    lines = [line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


def test_figures_tell_what_was_done_and_what_waits_and_of_nobody(office: Office) -> None:
    laptop = office.laptop()
    laptop.issue(1)
    laptop.issue(99)
    back_up(office.database, office.folder / "tinh.backup", NOW)

    with serving(office.service) as url:
        sent(url, laptop.message())
        sent(url, b"<html>")
        answer = requests.get(url + "/metrics", timeout=20)

    told = figures(answer)
    assert told['provincial_exchanges_total{verdict="ok"}'] == 1
    assert told['provincial_operations_total{outcome="accepted"}'] == 1
    assert told['provincial_operations_total{outcome="held"}'] == 1
    assert told['provincial_refused_messages_total{reason="message.unreadable"}'] == 1
    assert told['provincial_message_bytes_total{direction="in"}'] > 0
    assert told["provincial_exchange_seconds_count"] == 1
    assert told["provincial_exchanges_inside"] == 0
    assert told['provincial_waiting{what="held_operations"}'] == 1
    assert told["provincial_held_dong"] == FULL_YEAR
    assert told["provincial_last_backup_timestamp_seconds"] == NOW.timestamp()
    assert not [word for word in (laptop.agent_code, str(laptop.device), "Trần") if word in answer.text]


def test_figures_of_what_waits_read_nothing_else(office: Office) -> None:
    asked: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(office.database.engine, "before_cursor_execute", hear)
    Metrics().text(office.database)
    event.remove(office.database.engine, "before_cursor_execute", hear)

    held = [each for each in asked if "'held'" in each]
    with office.database.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET enable_seqscan = off")
        plan = "EXPLAIN" if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
        told = [str(connection.exec_driver_sql(f"{plan} {each}").all()) for each in held]
    assert [
        name for name, each in zip(("ix_op_held", "ix_receipt_held"), told, strict=True) if name in each
    ] == [
        "ix_op_held",
        "ix_receipt_held",
    ]


def test_figures_are_told_to_this_machine_or_for_a_word(office: Office) -> None:
    with serving(office.service) as url:
        through = {"X-Forwarded-For": "127.0.0.1"}
        assert requests.get(url + "/metrics", headers=through, timeout=20).status_code == 404
    with told(office, "mot-ma-rat-dai-va-kho-doan") as url:
        assert requests.get(url + "/metrics", timeout=20).status_code == 404
        wrong, right = ({"Authorization": f"Bearer {word}"} for word in ("x", "mot-ma-rat-dai-va-kho-doan"))
        assert requests.get(url + "/metrics", headers=wrong, timeout=20).status_code == 404
        assert figures(requests.get(url + "/metrics", headers=right, timeout=20))


def test_a_word_that_could_be_guessed_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "token"
    for content in ("", "short"):
        file.write_text(content, encoding="ascii")
        with pytest.raises(TokenUnreadableError):
            read_token(file)
    with pytest.raises(TokenUnreadableError):
        read_token(tmp_path / "none")


def test_health_says_what_is_wrong_and_no_secret(office: Office) -> None:
    with serving(office.service) as url:
        assert requests.get(url + "/health", timeout=20).json() == {"status": "ok"}
        with office.database.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
        answer = requests.get(url + "/health", timeout=20)
        assert (answer.status_code, answer.json()) == (
            503,
            {"status": "wrong", "wrong": "server.schema_outdated"},
        )


def test_health_is_not_well_on_a_full_disk(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_ROOM", 2**62)
    embedded = office.database.engine.dialect.name == "sqlite"
    with serving(office.service) as url:
        answer = requests.get(url + "/health", timeout=20)

    # PostgreSQL tells nobody how full its disk is; it ends what it cannot keep, and is away then.
    full = (503, {"status": "wrong", "wrong": "server.disk_full"})
    assert (answer.status_code, answer.json()) == (full if embedded else (200, {"status": "ok"}))


def test_health_knows_foreign_keys(office: Office) -> None:
    with serving(replace(office.service, keys=ServerKeys.make())) as url:
        answer = requests.get(url + "/health", timeout=20)

    assert answer.json() == {"status": "wrong", "wrong": "server.keys_mismatch"}


def test_sqlite_is_served_by_one_process(tmp_path: Path) -> None:
    settings = Settings(parse_url(f"sqlite:///{tmp_path / 'p.db'}"), tmp_path / "keys.json")

    with pytest.raises(SingleWriterError):
        require_many_writers(settings)
    with pytest.raises(SingleWriterError):
        Workers(Post(settings, Place.open("127.0.0.1", 0, None), workers=2)).run(lambda: None)


def children_of(pid: int) -> set[int]:
    """Return the processes that look after laptops; one beside them only tidies up."""
    text_ = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    found = {int(each) for each in text_.split()}
    return {each for each in found if b"spawn_main" in said_by(each)}


def said_by(pid: int) -> bytes:
    """Return the command line of a process; of one that has just ended nothing."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@pytest.mark.timeout(300)
def test_several_processes_serve_one_address_and_end_together(on_postgres: Office) -> None:
    office, laptops = on_postgres, list[Laptop]()
    for number in range(4):
        block = f"AB/26:{number:04d}:{number * 50 + 1}:{number * 50 + 50}"
        laptops.append(Laptop.of(office.enrol(f"NVT{number}", block)))
        laptops[-1].issue(number * 50 + 1)

    with server_process(environment_of(office), "--workers", "2") as (process, url):
        workers = children_of(process.pid)
        assert len(workers) == 2
        with ThreadPoolExecutor(8) as pool:
            answers = pool.map(lambda laptop: sent(url, laptop.message()), laptops * 2)
            verdicts = {read_answer(each.content).verdict.kind for each in answers}
        assert verdicts == {VerdictKind.OK}
        counted = figures(requests.get(url + "/metrics", timeout=20))
        assert counted['provincial_exchanges_total{verdict="ok"}'] == 8

        for each in workers:
            os.kill(each, signal.SIGKILL)
        # The socket outlives them: whoever comes now waits until one who took their place is ready.
        assert sent(url, laptops[0].message()).status_code == 200
        assert not children_of(process.pid) & workers

        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert not [each for each in workers if said_by(each)]
    assert report(office.database).accepted == 4 * FULL_YEAR


def test_who_falls_again_and_again_is_replaced_ever_later() -> None:
    pauses = Pauses()

    assert [pauses.after(lived=1) for _ in range(9)] == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert pauses.after(lived=3600) == 0.5


@pytest.mark.timeout(300)
@pytest.mark.logs_warning("database away: .*")
def test_a_database_that_restarts_costs_one_answer_and_nothing_else(tmp_path: Path) -> None:
    with PostgresServer() as server:
        settings = Settings(parse_url(server.url), tmp_path / "keys.json")
        install(settings, None)
        with opened_with_keys(settings) as installation:
            office = Office(settings, installation.database, installation.keys, tmp_path)
            laptop = office.laptop()
            laptop.issue(1)
            with serving(office.service) as url, ThreadPoolExecutor(1) as pool:
                held = Database(settings.database_url)
                with held.engine.connect() as connection:
                    connection.execute(text("UPDATE device SET app = app"))
                    asked = pool.submit(sent, url, laptop.message())
                    while not waits(office.database):
                        pass
                    server.restart()
                    connection.invalidate()
                held.close()
                answer = asked.result()
                assert (answer.status_code, answer.json()) == (503, {"error": "server.database"})
                assert "Retry-After" in answer.headers
                assert requests.get(url + "/health", timeout=20).json() == {"status": "ok"}
                assert sent(url, laptop.message()).status_code == 200
            assert report(office.database).accepted == FULL_YEAR


def test_a_log_line_holds_ids_and_counts(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    laptop = office.laptop()
    laptop.issue(1)
    with caplog.at_level("INFO"):
        office.ask(laptop.message())

    (facts,) = [record.__dict__["facts"] for record in caplog.records if record.message == "exchange"]
    assert facts == {"device": str(laptop.device), "verdict": "ok", "taken": 1, "rows": 0}
    assert json.dumps(facts)


@pytest.mark.timeout(120)
def test_a_worker_that_cannot_begin_is_told(on_postgres: Office) -> None:
    missing = replace(on_postgres.settings, keys_file=on_postgres.folder / "none.json")
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    try:
        with pytest.raises(WorkerFailedError):
            Workers(Post(missing, Place.open("127.0.0.1", 0, None), workers=2)).run(lambda: None)
    finally:
        signal.signal(signal.SIGINT, before[0])
        signal.signal(signal.SIGTERM, before[1])
