from datetime import timedelta

import pytest
from sqlalchemy import update

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.operation import GENESIS, Operation, OperationState, Position
from agent_app.domain.receipt import ReceiptState
from agent_app.services.kind_counts import KindCounts
from agent_app.services.lines import RunLine
from agent_app.storage.errors import ForeignPositionError
from agent_app.storage.models import OperationRow
from agent_app.storage.store import Store
from tests.builders import DEVICE, NOW, an_enrolment
from tests.storage.till import issue

BEGINNING = Position(1, 0, GENESIS)


@pytest.fixture
def three(till: Store) -> list[Operation]:
    """Three receipts in the log."""
    return [issue(till)[1] for _ in range(3)]


def confirm(store: Store, operation: Operation, custody: bytes = b"custody") -> None:
    with store.unit() as unit:
        unit.log.confirm(operation.position, custody, NOW)
        unit.commit()


def settle(store: Store, operation: Operation, state: OperationState, reason: str | None = None) -> None:
    with store.unit() as unit:
        unit.log.settle([(operation.op_id, state, reason)])
        unit.commit()


def test_an_empty_log_stands_at_its_beginning(store: Store) -> None:
    with store.unit() as unit:
        assert unit.log.head() == unit.log.acknowledged() == BEGINNING
        assert unit.log.hash_at(1, 0) == GENESIS
        assert unit.log.hash_at(1, 1) is None
        assert unit.log.after(0, 10) == []


def test_operations_are_chained_in_order(till: Store, three: list[Operation]) -> None:
    with till.unit() as unit:
        assert unit.log.after(0, 10) == three
        assert unit.log.after(1, 1) == three[1:2]
        assert unit.log.head() == three[-1].position
        assert [unit.log.hash_at(1, each.dseq) for each in three] == [each.hash for each in three]
        assert unit.log.hash_at(2, 1) is None
    assert [each.prev_hash for each in three] == [GENESIS, three[0].hash, three[1].hash]


def test_the_acknowledged_position_only_moves_forward(till: Store, three: list[Operation]) -> None:
    confirm(till, three[1], b"two")
    confirm(till, three[0], b"one")

    with till.unit() as unit:
        assert unit.log.acknowledged() == three[1].position


def test_a_position_that_is_not_in_the_log_is_not_believed(till: Store, three: list[Operation]) -> None:
    foreign = Position(1, 2, bytes(32))

    with till.unit() as unit:
        with pytest.raises(ForeignPositionError):
            unit.log.confirm(foreign, b"custody", NOW)
        with pytest.raises(ForeignPositionError):
            unit.log.fall_back(foreign)
        assert unit.log.acknowledged() == BEGINNING
    assert len(three) == 3


def test_what_the_office_says_of_an_operation_is_the_state_of_its_receipt(
    till: Store, three: list[Operation]
) -> None:
    for operation in three:
        confirm(till, operation)
    settle(till, three[0], OperationState.ACCEPTED)
    settle(till, three[1], OperationState.HELD, "number.taken")
    settle(till, three[2], OperationState.MERGED)

    views = till.queries.receipts(10)

    assert [(view.receipt.number, view.state, view.reason) for view in views] == [
        (3, ReceiptState.RECEIVED, None),
        (2, ReceiptState.REVIEW, "number.taken"),
        (1, ReceiptState.RECEIVED, None),
    ]
    held = till.queries.sync_status().held
    assert [(line.op_id, line.receipt_number, line.amount, line.reason) for line in held] == [
        (three[1].op_id, "0000002", 1_366_200, "number.taken")
    ]


def test_what_is_said_of_an_operation_beyond_the_acknowledged_one_is_not_believed(
    till: Store, three: list[Operation]
) -> None:
    confirm(till, three[0])
    for operation in three:
        settle(till, operation, OperationState.HELD, "amount")
    confirm(till, three[1])

    states = [view.state for view in till.queries.receipts(10)]

    assert states == [ReceiptState.SAVED, ReceiptState.SAVED, ReceiptState.REVIEW]
    status = till.queries.sync_status()
    assert ([line.op_id for line in status.held], status.waiting_receipts) == ([three[0].op_id], 2)


def test_a_state_without_an_acknowledgement_in_a_home_of_before_makes_no_receipt_received(
    till: Store, three: list[Operation]
) -> None:
    with till.unit() as unit:
        session = unit.log._session
        session.execute(update(OperationRow).values(state=OperationState.ACCEPTED.value))
        unit.commit()

    assert {view.state for view in till.queries.receipts(10)} == {ReceiptState.SAVED}
    assert {found.state for found in till.queries.find_receipts("0000001", 10)} == {ReceiptState.SAVED}
    assert till.queries.sync_status().waiting_receipts == len(three)


def test_after_a_fall_back_what_follows_waits_again(till: Store, three: list[Operation]) -> None:
    for operation in three:
        confirm(till, operation)
        settle(till, operation, OperationState.ACCEPTED)
    assert till.queries.sync_status().waiting_operations == 0

    with till.unit() as unit:
        unit.log.fall_back(three[0].position)
        unit.commit()

    status = till.queries.sync_status()
    assert (status.waiting_operations, status.waiting_receipts) == (2, 2)
    assert status.waiting_kinds == KindCounts(issued=2)
    assert (status.waiting_money, status.received_money) == (2 * 1_366_200, 1_366_200)
    assert [view.state for view in till.queries.receipts(10)] == [ReceiptState.SAVED] * 2 + [
        ReceiptState.RECEIVED
    ]


def test_what_the_server_has_not_answered_for_waits_even_if_acknowledged(
    till: Store, three: list[Operation]
) -> None:
    confirm(till, three[2])
    settle(till, three[0], OperationState.ACCEPTED)

    status = till.queries.sync_status()

    assert (status.waiting_receipts, status.received_receipts) == (2, 1)
    assert status.oldest_waiting == NOW
    assert status.last_custody_at == NOW


def test_an_enrolment_is_kept_word_for_word(store: Store) -> None:
    enrolment: Enrolment = an_enrolment()
    with store.unit() as unit:
        unit.device.enrol(enrolment)
        unit.device.remember_turn(b"token")
        unit.commit()

    with store.unit() as unit:
        identity = unit.device.identity()
    assert (identity.device_id, identity.epoch, identity.enrolment) == (DEVICE, 1, enrolment)
    assert (identity.claimed, identity.turn_token) == (True, b"token")
    assert store.queries.sync_status().agent_code == enrolment.agent_code


def test_another_enrolment_has_yet_to_be_claimed(store: Store) -> None:
    with store.unit() as unit:
        unit.device.enrol(an_enrolment())
        unit.device.remember_turn(b"token")
        unit.device.enrol(an_enrolment(code="OTHER"))

        assert (unit.device.identity().claimed, unit.device.identity().turn_token) == (False, b"")


def test_a_code_can_be_presented_again(store: Store) -> None:
    with store.unit() as unit:
        unit.device.enrol(an_enrolment())
        unit.device.remember_turn(b"token")
        unit.device.present_again()

        assert (unit.device.identity().claimed, unit.device.identity().turn_token) == (False, b"token")


def test_the_last_runs_are_told_newest_first(store: Store) -> None:
    runs = [RunLine(NOW + timedelta(hours=each), 1.5, each, 0, 100, 200, None) for each in range(25)]
    with store.unit() as unit:
        for run in runs:
            unit.device.add_run(run)
        unit.commit()

    assert store.queries.sync_status().runs == tuple(reversed(runs[5:]))
