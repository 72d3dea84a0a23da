"""A laptop and its server under any order of work and mishaps: in the end everything arrived exactly once."""

from contextlib import suppress

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from agent_app.domain.errors import AppError
from agent_app.domain.operation_body import read_receipt
from tests.builders import a_household
from tests.fakes import CrashError, Fuse
from tests.long_run import rounds
from tests.sync.device import MemoryDevice
from tests.sync.fake_server import AREA, FakeServer, Mishap

TIMES = rounds("any order of work, sync and mishap", quick=30, full=2000)


class LaptopAndServer(RuleBasedStateMachine):
    """Everything that can happen between them."""

    def __init__(self) -> None:
        super().__init__()
        self.server = FakeServer(rows_at_once=2)
        self.device = MemoryDevice(self.server)
        self.device.set_up()
        self.published = 100
        self.most = 0

    @rule()
    def record(self) -> None:
        self.device.visit()

    @rule()
    def issue(self) -> None:
        self.device.receipt()

    @rule(count=st.integers(1, 5))
    def publish(self, count: int) -> None:
        for _ in range(count):
            self.published += 1
            self.server.publish(a_household(self.published))

    @rule(number=st.integers(1, 20))
    def take_back(self, number: int) -> None:
        household = a_household(100 + number)
        if household.id in self.server.projection():
            self.server.scopes[AREA].add("household", household.id, None)

    @rule()
    def renew(self) -> None:
        self.server.renew()

    @rule(kept=st.integers(0, 20))
    def restore(self, kept: int) -> None:
        self.server.restore(kept)

    @rule()
    def sync(self) -> None:
        self.device.once()

    @rule(mishap=st.sampled_from(Mishap))
    def sync_with(self, mishap: Mishap) -> None:
        self.server.mishaps.append(mishap)
        with suppress(AppError):
            self.device.once()

    @rule(at=st.integers(1, 25))
    def crash(self, at: int) -> None:
        with suppress(CrashError):
            self.device.once(Fuse(at))

    @invariant()
    def the_server_holds_a_beginning_of_the_log(self) -> None:
        held = self.server.operations
        assert held == self.device.operations()[: len(held)]

    @invariant()
    def what_is_said_to_have_arrived_had_arrived(self) -> None:
        self.most = max(self.most, len(self.server.operations))
        assert self.device.tables.acknowledged.dseq <= self.most

    def teardown(self) -> None:
        bound = len(self.server.scopes[AREA].rows) + 3
        while self.device.once().more:
            bound -= 1
            assert bound, "the rounds do not end"
        operations = self.device.operations()
        assert self.server.operations == operations
        assert self.device.status.waiting_operations == 0
        assert len({each.op_id for each in operations}) == len(operations)
        numbers = [read_receipt(each.body).number for each in operations if each.kind == "receipt.issued"]
        assert numbers == list(range(1, len(numbers) + 1))
        scope = self.server.scopes[AREA]
        if scope.rows:
            assert self.device.tables.cursors == {AREA: scope.cursor(AREA)}
        assert self.device.server_rows() == self.server.projection()


@pytest.mark.timeout(1800)
def test_everything_arrives_exactly_once_in_any_order() -> None:
    run_state_machine_as_test(LaptopAndServer, settings=settings(max_examples=TIMES))
