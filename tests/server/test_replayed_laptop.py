"""A laptop whose store fell back and whose money came back from its journal, before the office's server."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from agent_app.domain.due_list import Scheme
from agent_app.domain.enrolment import Enrolment
from agent_app.domain.receipt import Receipt
from agent_app.runtime.paths import Home
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from agent_app.storage.store import Store
from agent_app.sync.exchange import Exchange
from agent_app.sync.failures import HistoryDiffersError
from agent_app.sync.steps import Step, no_step
from provincial_server.tables import OpRow
from tests.builders import DEVICE, a_book, a_person
from tests.fakes import FixedClock, a_signer
from tests.ready_home import new_store
from tests.server.conftest import Office
from tests.services.bench import Bench
from tests.storage.till import KEY, home_at, issue, reopened

PUT_BACK = r"journal: \d+ receipts put back into the store"


@dataclass(frozen=True, slots=True)
class Direct:
    """Fulfils ``Transport`` without a network."""

    office: Office

    def exchange(self, message: bytes, step: Step = no_step) -> bytes:
        step()
        return self.office.service.answer(message)


def settle(store: Store, enrolment: Enrolment) -> None:
    """Make the home the agent's."""
    bench = Bench(store.unit, store.queries)
    bench.enrol(a_book(1, 50), enrolment)
    bench.settle_in(a_person(1), a_person(2))


def pay(store: Store, number: int) -> Receipt:
    """Take a person's money, with the visit."""
    bench = Bench(store.unit, store.queries)
    bench.ids.last = 1000 * number
    wish = PaymentRequest(a_person(number).id, Scheme.HEALTH, 12)
    return bench.receipts.issue(IssueReceipt((wish,), "Bà Hoa"))


def sync(store: Store, office: Office) -> None:
    """Exchange until nothing waits."""
    exchange = Exchange(store.exchange_unit, a_signer(), FixedClock(), "test")
    while exchange.once(Direct(office)).more:
        pass


@pytest.fixture
def home(tmp_path: Path, office: Office) -> Home:
    """An enrolled home."""
    made = home_at(tmp_path)
    enrolment = office.enrol()
    new_store(made, KEY, DEVICE)
    with reopened(made) as store:
        settle(store, enrolment)
    return made


@pytest.mark.logs_warning(PUT_BACK)
@pytest.mark.parametrize("sent", [True, False])
def test_over_a_hole_the_office_sees_a_fork_and_no_money_is_lost(
    home: Home, office: Office, *, sent: bool
) -> None:
    with reopened(home) as store:
        first = pay(store, 1)
        sync(store, office)
    older = home.store.read_bytes()
    with reopened(home) as store:
        second = pay(store, 2)
        if sent:
            sync(store, office)
    known = office.count(OpRow)
    home.store.write_bytes(older)

    with reopened(home) as store:
        with pytest.raises(HistoryDiffersError):
            sync(store, office)
        status = store.queries.sync_status()
        assert (status.waiting_receipts, status.waiting_money) == (1, second.total)
        assert status.received_money == first.total
    assert office.count(OpRow) == known


@pytest.mark.logs_warning(PUT_BACK)
def test_what_continues_its_log_goes_to_the_office_as_if_nothing_had_been(home: Home, office: Office) -> None:
    with reopened(home) as store:
        pay(store, 1)
        sync(store, office)
    older = home.store.read_bytes()
    with reopened(home) as store:
        for _ in range(2):
            issue(store)
        before = store.queries.sync_status()
    home.store.write_bytes(older)

    with reopened(home) as store:
        assert store.queries.sync_status() == before
        sync(store, office)
        assert store.queries.sync_status().waiting_operations == 0
    assert office.count(OpRow) == 4
