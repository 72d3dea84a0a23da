"""A whole sync: until nothing waits, with every run kept, whatever its end."""

from dataclasses import replace

import pytest

from agent_app.services.ports import CancelledWorkError
from agent_app.sync.failures import OfflineError, ServerUnknownError
from agent_app.sync.service import RunReport
from agent_app.sync.wire.messages import Ack, Section, Segment
from tests.builders import a_household, an_enrolment
from tests.sync.device import MemoryDevice
from tests.sync.fake_server import AREA, FakeServer, Mishap


def test_a_sync_goes_on_until_nothing_waits_on_either_side(device: MemoryDevice, server: FakeServer) -> None:
    server.rows_at_once = 2
    server.publish(*(a_household(number) for number in range(10, 15)))
    for _ in range(201):
        device.visit()

    report = device.service().run()

    assert report == RunReport(sent=201, received=5, waiting_operations=0, waiting_money=report.waiting_money)
    assert report.waiting_money == 0
    assert device.operations() == server.operations
    assert len(server.requests) == 3
    assert server.closed


def test_each_run_is_kept_with_what_it_moved(device: MemoryDevice, server: FakeServer) -> None:
    device.receipt()
    server.mishaps.append(Mishap.LOST_REPLY)
    with pytest.raises(OfflineError):
        device.service().run()

    device.service().run()

    failed, done = device.status.runs
    assert (failed.sent, failed.received, failed.failure) == (0, 0, "sync.offline")
    assert (done.sent, done.failure) == (2, None)
    assert (failed.bytes_up, done.bytes_up > 0) == (0, True)


def test_a_cut_in_the_middle_keeps_the_rounds_before_it(device: MemoryDevice, server: FakeServer) -> None:
    for _ in range(250):
        device.visit()
    server.mishaps.extend([Mishap.DELIVERED_TWICE, Mishap.LOST_REQUEST])

    with pytest.raises(OfflineError):
        device.service().run()

    assert device.status.waiting_operations == 50
    assert device.status.runs[0].sent == 200


def test_giving_up_keeps_the_rounds_before_it(device: MemoryDevice) -> None:
    for _ in range(250):
        device.visit()

    def give_up(done: int, total: int) -> None:
        assert total >= done
        if done == 1:
            raise CancelledWorkError

    with pytest.raises(CancelledWorkError):
        device.service().run(give_up)

    assert device.status.waiting_operations == 50
    assert device.status.runs[0].failure == "sync.cancelled"


def test_without_an_address_the_sync_says_so(device: MemoryDevice, server: FakeServer) -> None:
    with device.store.unit() as unit:
        enrolment = replace(an_enrolment(), server_url=None, server_sign_keys=(server.public_key,))
        unit.device.enrol(enrolment)
        unit.commit()

    with pytest.raises(ServerUnknownError):
        device.service().run()

    assert device.service().run(url="http://127.0.0.1:1").waiting_operations == 0
    assert [each.failure for each in device.status.runs] == ["sync.server_unknown", None]


def test_a_server_that_never_acknowledges_is_not_asked_for_ever(
    device: MemoryDevice, server: FakeServer
) -> None:
    def say_nothing(sections: tuple[Section, ...]) -> tuple[Section, ...]:
        assert len(server.requests) < 20, "still asking"
        return tuple(each for each in sections if not isinstance(each, Ack))

    device.visit()
    server.change_answer = say_nothing

    device.service().run()

    assert device.status.waiting_operations == 1


def test_a_server_that_always_promises_more_is_not_asked_for_ever(
    device: MemoryDevice, server: FakeServer
) -> None:
    def promise(sections: tuple[Section, ...]) -> tuple[Section, ...]:
        assert len(server.requests) < 20, "still asking"
        return (*sections, Segment(AREA, 1, 0, 0, (), 0, 0, 0, more=True))

    server.change_answer = promise

    assert device.service().run().received == 0


def test_a_bug_is_not_kept_as_a_good_run(device: MemoryDevice, server: FakeServer) -> None:
    def break_down(_sections: tuple[Section, ...]) -> tuple[Section, ...]:
        raise ZeroDivisionError

    server.change_answer = break_down

    with pytest.raises(ZeroDivisionError):
        device.service().run()

    assert device.status.runs[0].failure == "unexpected"
