"""What laptops tell of their sync runs: told once, kept once, and never in the way of an exchange."""

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from agent_app.domain.errors import AppError
from agent_app.services.lines import RunLine
from agent_app.storage.store import Store
from agent_app.sync.exchange import Exchange
from agent_app.sync.failures import OfflineError
from agent_app.sync.service import SyncService
from agent_app.sync.steps import Step, no_step
from agent_app.sync.wire.codec import pack
from agent_app.sync.wire.messages import MAX_RUNS, Pull, Run, RunTold, VerdictKind
from provincial_server.run_tables import DeviceRunRow
from provincial_server.runs import DeviceRun, device_runs
from tests.builders import AGENT, DEVICE, NOW, a_book, a_person
from tests.fakes import a_signer
from tests.ready_home import new_store
from tests.server.conftest import Office
from tests.server.laptop import Laptop
from tests.server.test_cli import Shell
from tests.services.bench import Bench
from tests.storage.till import KEY, home_at, opened

TOLD = RunTold(1_764_000_000_000, 1500, 3, 40, 900, 80_000, None)


@dataclass
class Line:
    """Fulfils ``ClosableTransport``; it may be cut."""

    office: Office
    cut: bool = False

    def exchange(self, message: bytes, step: Step = no_step) -> bytes:
        step()
        if self.cut:
            raise OfflineError
        return self.office.service.answer(message)

    def close(self) -> None:
        """Nothing to let go."""


@dataclass
class Till:
    """An enrolled laptop."""

    store: Store
    bench: Bench
    line: Line

    def run(self) -> None:
        """Sync, a minute after the last time."""
        self.bench.clock.instant += timedelta(minutes=1)
        exchange = Exchange(self.store.exchange_unit, a_signer(), self.bench.clock, "agent-app 7")
        sync = SyncService(
            exchange,
            self.store.unit,
            self.store.queries,
            self.bench.clock,
            lambda _url, _authority: self.line,
            sleep=lambda _seconds: None,
        )
        with suppress(AppError):
            sync.run()


@pytest.fixture
def till(office: Office, tmp_path: Path) -> Iterator[Till]:
    home = home_at(tmp_path)
    new_store(home, KEY, DEVICE)
    with closing(opened(home)) as store:
        bench = Bench(store.unit, store.queries)
        bench.enrol(a_book(1, 50), office.enrol())
        bench.settle_in(a_person())
        yield Till(store, bench, Line(office))


def known(office: Office) -> list[DeviceRun]:
    return device_runs(office.database, None, 1000)


def test_the_office_hears_how_runs_went_with_the_next_exchange(office: Office, till: Till) -> None:
    till.run()
    assert known(office) == []
    till.line.cut = True
    till.run()
    till.line.cut = False
    till.run()

    heard = known(office)
    own = till.store.queries.sync_status().runs[1:]
    assert [each.failure for each in heard] == ["sync.offline", None]
    assert [(each.started_at, each.bytes_up, each.bytes_down) for each in heard] == [
        (each.started_at, each.bytes_up, each.bytes_down) for each in own
    ]
    assert {(each.agent_code, each.app) for each in heard} == {(AGENT, "agent-app 7")}


def test_a_run_is_told_once_and_many_are_told_bit_by_bit(office: Office, till: Till) -> None:
    till.run()
    with till.store.unit() as unit:
        for number in range(2 * MAX_RUNS):
            unit.device.add_run(RunLine(NOW - timedelta(days=number + 1), 0.5, 0, 0, 1, 1, None))
        unit.commit()

    heard = []
    for _ in range(4):
        till.run()
        heard.append(office.count(DeviceRunRow))

    assert heard == [MAX_RUNS, 2 * MAX_RUNS, 2 * MAX_RUNS + 3, 2 * MAX_RUNS + 4]


def test_a_lost_answer_tells_again_and_nothing_stands_twice(office: Office) -> None:
    laptop = office.laptop()
    message = pack((laptop.hello(), Pull(), Run((TOLD, TOLD))))

    assert office.ask(message).verdict.kind is VerdictKind.OK
    assert office.ask(message).verdict.limits["runs"] == MAX_RUNS
    assert office.count(DeviceRunRow) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        replace(TOLD, started_at=-1),
        replace(TOLD, started_at=2**62),
        replace(TOLD, millis=-1),
        replace(TOLD, bytes_up=2**62),
        replace(TOLD, failure="a\0b"),
    ],
)
def test_what_cannot_be_a_run_is_passed_over_and_stops_nothing(office: Office, wrong: RunTold) -> None:
    laptop = office.laptop()
    laptop.issue(1)

    answer = office.ask(pack((laptop.hello(), laptop.push(), Pull(), Run((wrong, TOLD)))))

    assert answer.ack is not None
    assert answer.ack.position == laptop.head()
    assert [each.started_at.timestamp() for each in known(office)] == [TOLD.started_at / 1000]


def test_a_server_that_does_not_ask_for_runs_is_told_none(till: Till) -> None:
    with till.store.unit() as unit:
        unit.device.add_run(RunLine(NOW, 0.5, 0, 0, 1, 1, None))
        assert unit.device.untold_runs() == []


@pytest.mark.parametrize("statement", ["DELETE FROM device_run", "UPDATE device_run SET sent = 9"])
def test_what_was_told_stays_as_it_was(office: Office, statement: str) -> None:
    laptop = office.laptop()
    office.ask(pack((laptop.hello(), Run((TOLD,)))))

    with pytest.raises(DatabaseError, match="append-only"), office.database.write() as session:
        session.execute(text(statement))


def test_the_command_lists_runs_of_one_agent_or_all(office: Office) -> None:
    url = office.settings.database_url.render_as_string(hide_password=False)
    shell = Shell({"PROVINCIAL_DATABASE_URL": url, "PROVINCIAL_KEYS_FILE": str(office.settings.keys_file)})
    assert "Chưa máy nào" in shell("runs", "list").output
    laptop = Laptop.of(office.enrol())
    failed = replace(TOLD, started_at=TOLD.started_at + 1, failure="sync.offline")
    office.ask(pack((laptop.hello(), Run((TOLD, failed)))))

    newest, oldest = cast("list[dict[str, object]]", shell.json("runs", "list")["runs"])
    assert (newest["failure"], newest["device_id"]) == ("sync.offline", str(laptop.device))
    assert (oldest["failure"], oldest["seconds"]) == (None, 1.5)
    assert shell.json("runs", "list", "--agent", "nobody") == {"runs": []}
    assert "dừng (sync.offline)" in shell("runs", "list", "--agent", AGENT).output
