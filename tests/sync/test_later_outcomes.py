"""What an officer decides after an operation was answered comes down and is shown."""

import pytest

from agent_app.domain.operation import OperationState
from agent_app.domain.replica import OUTCOME, answers_scope, outcome_row
from agent_app.sync.failures import SegmentBrokenError
from agent_app.sync.wire.messages import OperationOutcome
from tests.builders import DEVICE, an_id
from tests.sync.device import MemoryDevice
from tests.sync.fake_server import AREA, FakeServer, Scope

ANSWERS = answers_scope(DEVICE)


@pytest.fixture(autouse=True)
def office(device: MemoryDevice, server: FakeServer) -> None:
    """A server that holds everything, and tells later what has become of it."""
    server.judge = lambda operation: OperationOutcome(operation.op_id, OperationState.HELD, "amount")
    server.scopes[ANSWERS] = Scope()
    server.granted.insert(0, ANSWERS)
    device.receipt()
    device.once()


def decide(server: FakeServer, number: int, state: OperationState, reason: str | None = None) -> None:
    op_id = server.operations[number].op_id
    server.scopes[ANSWERS].add(OUTCOME, op_id, outcome_row(state, reason))


def test_a_released_receipt_needs_no_look_any_more(device: MemoryDevice, server: FakeServer) -> None:
    before = device.status
    decide(server, 0, OperationState.ACCEPTED)

    assert device.once().received == 1

    after = device.status
    assert (len(before.held), len(after.held)) == (2, 1)
    assert after.waiting_operations == 0


def test_the_last_word_counts(device: MemoryDevice, server: FakeServer) -> None:
    decide(server, 1, OperationState.ACCEPTED)
    decide(server, 1, OperationState.REFUSED, "officer")

    device.once()

    (refused,) = [each for each in device.status.held if each.reason == "officer"]
    assert refused.op_id == server.operations[1].op_id


def test_a_log_that_begins_again_says_the_same(device: MemoryDevice, server: FakeServer) -> None:
    decide(server, 0, OperationState.ACCEPTED)
    device.once()
    server.renew(ANSWERS)

    device.once()

    assert len(device.status.held) == 1


def test_the_outcome_of_an_operation_of_nobody_changes_nothing(
    device: MemoryDevice, server: FakeServer
) -> None:
    server.scopes[ANSWERS].add(OUTCOME, an_id(7), outcome_row(OperationState.ACCEPTED, None))

    device.once()

    assert len(device.status.held) == 2


@pytest.mark.parametrize("body", [b"", b"\xa0", b"no CBOR", outcome_row(OperationState.HELD, None)[:-1]])
def test_an_outcome_that_cannot_be_read_is_not_guessed(
    body: bytes, device: MemoryDevice, server: FakeServer
) -> None:
    server.scopes[ANSWERS].add(OUTCOME, server.operations[0].op_id, body)

    with pytest.raises(SegmentBrokenError):
        device.once()

    assert len(device.status.held) == 2


def test_an_area_decides_nothing_about_operations(device: MemoryDevice, server: FakeServer) -> None:
    server.scopes[AREA].add(OUTCOME, server.operations[0].op_id, outcome_row(OperationState.ACCEPTED, None))

    with pytest.raises(SegmentBrokenError):
        device.once()

    assert len(device.status.held) == 2
