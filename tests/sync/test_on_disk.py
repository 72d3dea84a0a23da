"""The same sync on the encrypted store: it goes the same way as the store of dicts, step by step."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import AppError
from agent_app.domain.household import PersonId
from agent_app.domain.receipt import Receipt, ReceiptState
from agent_app.domain.visit import Outcome
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from agent_app.services.visits import OutcomeRequest, RecordVisit
from agent_app.sync.exchange import Exchange, Round
from tests.builders import a_book, a_due_row, a_household, a_person, an_enrolment
from tests.fakes import CrashError, Fuse, fused
from tests.long_run import rounds
from tests.services.bench import LIST, Bench, memory_bench, sql_bench
from tests.sync.fake_server import AREA, FakeServer, Mishap

TIMES = rounds("the same steps in memory and on disk", quick=20, full=500)
TWIN_HOME = replace(a_household(), id=a_household(50).id)
TWIN = replace(a_person(), id=a_person(50).id, household_id=TWIN_HOME.id, phone="0912345678")


@dataclass(frozen=True, slots=True)
class Pair:
    """One laptop and its server."""

    bench: Bench
    server: FakeServer

    def set_up(self) -> None:
        """Enrol, and import a list of one person."""
        enrolment = an_enrolment(server_sign_keys=(self.server.public_key,))
        self.bench.enrol(a_book(1, 5000), enrolment)
        self.bench.put_list(a_due_row())
        self.bench.due_lists.import_file(LIST)

    @property
    def somebody(self) -> PersonId:
        """Whoever the list is about, by the present id."""
        with self.bench.open_unit() as unit:
            return unit.households.people_by_numbers([a_person().insurance_no or ""], [])[0].id

    def once(self, fuse: Fuse | None = None) -> Round:
        """Do one round."""
        open_unit = fused(self.bench.open_unit, fuse) if fuse else self.bench.open_unit
        return Exchange(open_unit, self.bench.signer, self.bench.clock, "test").once(self.server)

    def visit(self) -> None:
        """Find nobody at home."""
        home = self.bench.person(self.somebody).household_id
        told = (OutcomeRequest(self.somebody, Outcome.ABSENT),)
        self.bench.visits.record(RecordVisit(home, told))

    def receipt(self) -> Receipt:
        """Take a payment."""
        wish = PaymentRequest(self.somebody, Scheme.HEALTH, 3)
        return self.bench.receipts.issue(IssueReceipt((wish,), "Nguyễn Thị Ánh"))

    def seen(self) -> tuple[object, ...]:
        """Return all that can be compared between two stores."""
        somebody = self.somebody
        with self.bench.open_unit() as unit:
            person = unit.households.person(somebody)
            log = unit.log.head(), unit.log.acknowledged(), tuple(unit.log.after(0, 5000))
            cursors = sorted(unit.replica.cursors(), key=lambda each: each.scope)
            held = (
                unit.receipts.places(person.household_id, 2026),
                unit.receipts.covers(somebody, Scheme.HEALTH),
            )
            device = unit.device.identity()
        counts = self.bench.queries.counts()
        numbers = counts.households, counts.people, counts.due, counts.visits, counts.receipts
        return person, log, cursors, held, device, self.bench.queries.sync_status(), numbers


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """A laptop with an encrypted store."""
    with sql_bench(tmp_path) as bench:
        made = Pair(bench, FakeServer())
        made.set_up()
        yield made


def test_a_lost_reply_sends_nothing_twice_from_the_disk(pair: Pair) -> None:
    receipt = pair.receipt()
    pair.server.mishaps.append(Mishap.LOST_REPLY)
    with suppress(AppError):
        pair.once()
    assert pair.bench.queries.receipt(receipt.id).state is ReceiptState.SAVED

    moved = pair.once()

    assert (moved.sent, moved.more) == (2, False)
    assert pair.server.operations == pair.bench.operations()
    assert pair.bench.queries.receipt(receipt.id).state is ReceiptState.RECEIVED
    assert pair.bench.queries.sync_status().received_money == receipt.total


def test_whoever_was_made_here_goes_on_under_the_servers_id(pair: Pair) -> None:
    before = pair.somebody
    first = pair.receipt()
    pair.server.publish(TWIN_HOME, TWIN)

    pair.once()
    second = pair.receipt()

    assert pair.bench.person(before) == pair.bench.person(TWIN.id) == TWIN
    assert second.lines[0].place == first.lines[0].place == 1
    assert second.lines[0].period.start > first.lines[0].period.end
    assert pair.bench.queries.counts().people == 1
    assert pair.bench.queries.receipt(first.id).receipt == first


def test_a_crash_at_any_call_of_a_round_is_made_up_for_by_the_next(pair: Pair) -> None:
    pair.receipt()
    pair.server.publish(TWIN_HOME, TWIN, a_household(7))
    for at in range(1, 200):
        try:
            pair.once(Fuse(at))
        except CrashError:
            continue
        break

    assert pair.server.operations == pair.bench.operations()
    with pair.bench.open_unit() as unit:
        assert unit.replica.cursors() == [pair.server.scopes[AREA].cursor(AREA)]


Step = Callable[[Pair, int], object]


def _publish(pair: Pair, number: int) -> None:
    pair.server.publish(
        a_household(100 + number), a_person(100 + number, household=a_household(100 + number))
    )


def _take_back(pair: Pair, number: int) -> None:
    if a_person(100 + number).id in pair.server.projection():
        pair.server.scopes[AREA].add("person", a_person(100 + number).id, None)


def _mishap(pair: Pair, number: int) -> None:
    pair.server.mishaps.append(list(Mishap)[number % len(Mishap)])
    with suppress(AppError):
        pair.once()


def _crash(pair: Pair, number: int) -> None:
    with suppress(CrashError):
        pair.once(Fuse(number * 2 + 1))


STEPS: dict[str, Step] = {
    "visit": lambda pair, _number: pair.visit(),
    "receipt": lambda pair, _number: pair.receipt(),
    "publish": _publish,
    "publish a twin": lambda pair, _number: pair.server.publish(TWIN_HOME, TWIN),
    "take back": _take_back,
    "renew": lambda pair, _number: pair.server.renew(),
    "sync": lambda pair, _number: pair.once(),
    "mishap": _mishap,
    "crash": _crash,
    "restore": lambda pair, number: pair.server.restore(number),
}


@pytest.mark.timeout(1800)
@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 9)), min_size=5, max_size=25))
@settings(max_examples=TIMES)
def test_memory_and_disk_go_the_same_way(steps: list[tuple[str, int]]) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        benches = [stack.enter_context(make(folder)) for make in (memory_bench, sql_bench)]
        memory, disk = (Pair(bench, FakeServer(rows_at_once=3)) for bench in benches)
        for each in (memory, disk):
            each.set_up()
        for name, number in steps:
            for each in (memory, disk):
                STEPS[name](each, number)
            assert disk.seen() == memory.seen(), name
        while disk.once().more:
            pass
        assert disk.server.operations == disk.bench.operations()
