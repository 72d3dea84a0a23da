"""Rounds with an unlucky network and an honest server: everything arrives, and arrives once."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent_app.domain.operation import Entry, Operation, OperationState, link
from agent_app.services.failures import NotEnrolledError
from agent_app.sync.failures import (
    CustodyUnprovenError,
    DeviceRevokedError,
    DeviceUnknownError,
    HistoryDiffersError,
    OfflineError,
    SegmentBrokenError,
    UpgradeNeededError,
)
from agent_app.sync.pace import MOST_BYTES
from agent_app.sync.wire.messages import (
    Ack,
    Hello,
    MessageUnreadableError,
    OperationOutcome,
    Push,
    Section,
    Segment,
    Verdict,
    VerdictKind,
)
from tests.builders import GENESIS_POSITION, a_household, a_person, an_id
from tests.fakes import MemoryStore, a_signer
from tests.sync.device import MemoryDevice
from tests.sync.fake_server import AREA, FakeServer, Mishap, Scope


def pushes(server: FakeServer) -> list[Push]:
    """Return what was pushed, in order."""
    return [each for sections in server.requests for each in sections if isinstance(each, Push)]


def hellos(server: FakeServer) -> list[Hello]:
    """Return who spoke, in order."""
    return [each for sections in server.requests for each in sections if isinstance(each, Hello)]


def agree(device: MemoryDevice, server: FakeServer) -> bool:
    """Tell whether both hold the same log and the same rows, and nothing waits."""
    cursors = {name: device.tables.cursors.get(name) for name in server.granted if server.scopes[name].rows}
    return (
        device.operations() == server.operations
        and device.status.waiting_operations == 0
        and device.server_rows() == server.projection()
        and cursors == {name: server.scopes[name].cursor(name) for name in cursors}
    )


def test_one_round_brings_a_receipt_there_and_the_area_here(device: MemoryDevice, server: FakeServer) -> None:
    receipt = device.receipt()
    server.publish(a_household(7), a_person(7, household=a_household(7)))

    moved = device.once()

    assert (moved.sent, moved.received, moved.more) == (2, 2, False)
    assert moved.bytes_up > 0 < moved.bytes_down
    assert agree(device, server)
    assert device.status.received_money == receipt.total
    assert device.tables.people[a_person(7).id].name == a_person(7).name


def test_a_round_with_nothing_to_say_moves_nothing(device: MemoryDevice, server: FakeServer) -> None:
    device.once()

    moved = device.once()

    assert (moved.sent, moved.received, moved.more) == (0, 0, False)
    assert pushes(server) == []


def test_only_the_first_exchange_presents_the_code(device: MemoryDevice, server: FakeServer) -> None:
    device.once()
    device.once()

    first, second = hellos(server)
    assert first.claim is not None
    assert (first.claim.sign_key, first.claim.seal_key) == a_signer().public_keys()
    assert (second.claim, second.turn_token) == (None, b"turn 1")


def test_a_lost_first_reply_presents_the_code_again(device: MemoryDevice, server: FakeServer) -> None:
    server.mishaps.append(Mishap.LOST_REPLY)
    with pytest.raises(OfflineError):
        device.once()

    device.once()

    assert [each.claim is not None for each in hellos(server)] == [True, True]


def test_a_lost_reply_sends_nothing_twice(device: MemoryDevice, server: FakeServer) -> None:
    device.receipt()
    server.mishaps.append(Mishap.LOST_REPLY)
    with pytest.raises(OfflineError):
        device.once()
    assert device.status.waiting_receipts == 1

    moved = device.once()

    assert moved.sent == 2
    assert agree(device, server)


def test_what_is_recorded_after_a_lost_reply_follows_in_the_same_round(
    device: MemoryDevice, server: FakeServer
) -> None:
    device.receipt()
    server.mishaps.append(Mishap.LOST_REPLY)
    with pytest.raises(OfflineError):
        device.once()
    device.receipt()

    device.once()

    assert len(server.operations) == 4
    assert agree(device, server)


def test_a_lost_request_costs_nothing(device: MemoryDevice, server: FakeServer) -> None:
    device.receipt()
    server.mishaps.append(Mishap.LOST_REQUEST)
    with pytest.raises(OfflineError):
        device.once()
    assert server.operations == []

    device.once()

    assert agree(device, server)


def test_a_request_that_is_delivered_twice_is_taken_once(device: MemoryDevice, server: FakeServer) -> None:
    device.receipt()
    server.publish(a_household(7))
    server.mishaps.append(Mishap.DELIVERED_TWICE)

    device.once()

    assert agree(device, server)


@pytest.mark.parametrize("mishap", [Mishap.CAPTIVE_PORTAL, Mishap.CUT_REPLY])
def test_an_answer_of_something_else_changes_nothing(
    mishap: Mishap, device: MemoryDevice, server: FakeServer
) -> None:
    device.receipt()
    before = device.tables
    server.mishaps.append(mishap)

    with pytest.raises(MessageUnreadableError):
        device.once()

    assert device.tables is before
    device.once()
    assert agree(device, server)


def test_an_acknowledgement_under_another_key_is_not_believed(
    device: MemoryDevice, server: FakeServer
) -> None:
    device.receipt()
    server.key = Ed25519PrivateKey.generate()

    with pytest.raises(CustodyUnprovenError):
        device.once()

    assert device.status.waiting_receipts == 1
    assert device.tables.custody is None


VERDICTS = [
    (VerdictKind.REVOKED, DeviceRevokedError),
    (VerdictKind.UPGRADE, UpgradeNeededError),
    (VerdictKind.UNKNOWN_DEVICE, DeviceUnknownError),
    (VerdictKind.CLONE, HistoryDiffersError),
    (VerdictKind.ROLLED_BACK, HistoryDiffersError),
    (VerdictKind.FORK, HistoryDiffersError),
]


@pytest.mark.parametrize(("kind", "failure"), VERDICTS)
def test_a_refused_device_keeps_everything(
    kind: VerdictKind, failure: type[Exception], device: MemoryDevice, server: FakeServer
) -> None:
    device.receipt()
    server.verdict = kind
    before = device.tables

    with pytest.raises(failure):
        device.once()

    assert device.tables is before


def another(operation: Operation) -> Entry:
    """Say the same under another id."""
    return Entry(an_id(5), operation.kind, 1, operation.recorded_at, operation.body)


def test_a_fork_is_noticed_and_nothing_is_sent_over_it(device: MemoryDevice, server: FakeServer) -> None:
    device.receipt()
    device.once()
    last = server.operations[-1]
    before = server.operations[-2].position
    server.operations[-1] = link(device.tables.identity.device_id, before, another(last))

    with pytest.raises(HistoryDiffersError):
        device.once()

    assert server.operations[-1] != last
    assert device.status.waiting_operations == 0


def test_a_home_that_is_nobodys_asks_nothing(server: FakeServer) -> None:
    device = MemoryDevice(server, MemoryStore())

    with pytest.raises(NotEnrolledError):
        device.once()

    assert server.requests == []


def test_what_the_office_must_look_at_blocks_nothing(device: MemoryDevice, server: FakeServer) -> None:
    def hold(operation: Operation) -> OperationOutcome:
        return OperationOutcome(operation.op_id, OperationState.HELD, "number_taken")

    server.judge = hold
    device.receipt()

    device.once()

    assert agree(device, server)
    assert [each.reason for each in device.status.held] == ["number_taken"] * 2


def test_a_long_log_travels_in_batches(device: MemoryDevice, server: FakeServer) -> None:
    for _ in range(450):
        device.visit()

    rounds = [device.once() for _ in range(3)]

    assert [each.sent for each in rounds] == [200, 200, 50]
    assert [each.more for each in rounds] == [True, True, False]
    assert agree(device, server)


def test_heavy_operations_travel_in_smaller_batches(device: MemoryDevice, server: FakeServer) -> None:
    for _ in range(5):
        device.visit()
    with device.store.unit() as unit:
        first = unit.log.after(0, 1)[0]
        for number in (1, 2, 3):
            entry = replace(another(first), op_id=an_id(number), body=bytes(MOST_BYTES // 2 + 1))
            unit.log.append(entry)
        unit.commit()

    while device.once().more:
        pass

    assert [len(each.entries) for each in pushes(server)] == [6, 1, 1]
    assert agree(device, server)


def test_a_large_area_comes_in_pieces(device: MemoryDevice, server: FakeServer) -> None:
    server.rows_at_once = 3
    server.publish(*(a_household(number) for number in range(10, 20)))

    received = [device.once() for _ in range(4)]

    assert [(each.received, each.more) for each in received] == [(3, True), (3, True), (3, True), (1, False)]
    assert agree(device, server)


def test_nothing_of_an_area_is_seen_before_it_is_whole(device: MemoryDevice, server: FakeServer) -> None:
    server.rows_at_once = 3
    homes = [a_household(number) for number in range(10, 18)]
    server.publish(*homes)

    seen = []
    for _ in range(3):
        device.once()
        seen.append(len({each.id for each in homes} & set(device.tables.households)))

    assert seen == [0, 0, 8]
    server.publish(*(a_household(number) for number in range(20, 24)))
    device.once()
    assert len(device.tables.cursors) == 1
    assert a_household(20).id in device.tables.households  # an area that is there goes on from place to place


def test_an_area_that_begins_again_in_pieces_is_exchanged_at_once(
    device: MemoryDevice, server: FakeServer
) -> None:
    server.publish(*(replace(a_household(number), address="Số 1") for number in range(10, 15)))
    device.once()
    server.publish(*(replace(a_household(number), address="Số 2") for number in range(10, 15)))
    server.rows_at_once = 2
    server.renew()

    addresses: list[set[str]] = []
    while not addresses or device.once().more:
        addresses.append({device.tables.households[a_household(each).id].address for each in range(10, 15)})

    assert addresses == [{"Số 1"}] * 3
    assert agree(device, server)
    assert {device.tables.households[a_household(each).id].address for each in range(10, 15)} == {"Số 2"}


def test_a_scope_that_was_not_granted_is_not_taken_in(device: MemoryDevice, server: FakeServer) -> None:
    server.publish(a_household(7))

    def withdraw(sections: tuple[Section, ...]) -> tuple[Section, ...]:
        return tuple(
            replace(each, memberships=()) if isinstance(each, Verdict) else each for each in sections
        )

    server.change_answer = withdraw

    assert device.once().received == 0
    assert device.tables.cursors == {}


def test_a_scope_that_begins_again_drops_what_did_not_come_again(
    device: MemoryDevice, server: FakeServer
) -> None:
    server.rows_at_once = 2
    server.publish(*(a_household(number) for number in range(10, 15)))
    while device.once().more:
        pass
    server.scopes[AREA].add("household", a_household(11).id, None)
    server.renew()

    first = device.once()

    assert first.more
    assert a_household(11).id in device.tables.households
    while device.once().more:
        pass
    assert agree(device, server)
    assert a_household(11).id not in device.tables.households


def test_people_made_here_are_taken_over_by_the_servers(device: MemoryDevice, server: FakeServer) -> None:
    home = replace(a_household(), id=a_household(50).id)
    person = replace(a_person(), id=a_person(50).id, household_id=home.id, phone="0912345678")
    first = device.receipt()
    server.publish(home, person)

    device.once()
    second = device.receipt()

    assert list(device.tables.people.values()) == [person]
    assert second.lines[0].subject.person_id == person.id
    assert second.household_id == home.id
    assert second.lines[0].place == first.lines[0].place == 1
    assert second.lines[0].period.start > first.lines[0].period.end


def broken(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Give every segment a wrong sum."""
    return tuple(replace(each, sum=1) if isinstance(each, Segment) else each for each in sections)


def test_news_that_do_not_add_up_are_not_taken_in(device: MemoryDevice, server: FakeServer) -> None:
    server.publish(a_household(7))
    server.change_answer = broken

    with pytest.raises(SegmentBrokenError) as caught:
        device.once()

    assert caught.value.scope == AREA
    assert device.tables.cursors == {}
    assert a_household(7).id not in device.tables.households


def test_broken_news_do_not_take_the_offices_receipt_of_money_with_them(
    device: MemoryDevice, server: FakeServer
) -> None:
    device.receipt()
    server.publish(a_household(7))
    server.change_answer = broken

    with pytest.raises(SegmentBrokenError):
        device.once()

    assert device.status.waiting_receipts == 0


def test_a_restored_server_gets_again_what_it_lost(device: MemoryDevice, server: FakeServer) -> None:
    for _ in range(3):
        device.receipt()
        device.once()
    server.restore(1)
    device.receipt()

    while device.once().more:
        pass

    assert agree(device, server)
    assert len(server.operations) == 8


def test_a_restored_server_is_healed_even_where_nothing_new_waits(
    device: MemoryDevice, server: FakeServer
) -> None:
    device.receipt()
    device.once()
    server.restore(0)

    for _ in range(3):
        device.once()

    assert agree(device, server)


def test_a_server_that_always_wants_to_begin_again_is_not_asked_for_ever(
    device: MemoryDevice, server: FakeServer
) -> None:
    def begin_again(sections: tuple[Section, ...]) -> tuple[Section, ...]:
        ack = Ack(GENESIS_POSITION, rehello=True)
        return tuple(ack if isinstance(each, Ack) else each for each in sections)

    device.receipt()
    device.once()
    device.receipt()
    server.change_answer = begin_again

    assert device.once().more
    with pytest.raises(HistoryDiffersError):
        device.once()


def test_a_call_to_begin_again_further_on_is_no_receipt(device: MemoryDevice, server: FakeServer) -> None:
    def begin_further_on(sections: tuple[Section, ...]) -> tuple[Section, ...]:
        ack = Ack(server.head, rehello=True)
        return tuple(ack if isinstance(each, Ack) else each for each in sections)

    device.receipt()
    server.change_answer = begin_further_on

    with pytest.raises(HistoryDiffersError):
        device.once()

    assert device.status.waiting_receipts == 1


def test_a_scope_of_its_own_has_its_own_cursor(device: MemoryDevice, server: FakeServer) -> None:
    server.scopes["area:23000"] = Scope()
    server.granted.append("area:23000")
    server.publish(a_household(7))
    server.publish(a_household(8), scope="area:23000")

    device.once()

    assert set(device.tables.cursors) == {AREA, "area:23000"}
