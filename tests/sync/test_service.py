"""A whole sync: until nothing waits, with every run kept, whatever its end."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.runtime.home_locks import HomeSyncingError, syncing
from agent_app.runtime.paths import Home
from agent_app.services.ports import CancelledWorkError
from agent_app.sync.failures import OfflineError, ServerBusyError, ServerUnknownError
from agent_app.sync.pace import LEAST_BYTES, MOST_BYTES, Pace
from agent_app.sync.service import LONGEST_WAIT, MAX_CUTS, RunReport
from agent_app.sync.wire.messages import MAX_ROWS, Ack, Pull, Push, Section, Segment
from tests.builders import a_household, an_enrolment
from tests.sync.device import MemoryDevice
from tests.sync.fake_server import AREA, FakeServer, Mishap

LAST = MAX_CUTS + 1


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
    server.mishaps.extend([Mishap.LOST_REPLY] * LAST)
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
    server.mishaps.extend([Mishap.DELIVERED_TWICE, *[Mishap.LOST_REQUEST] * LAST])

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


def test_giving_up_is_heard_while_an_answer_is_awaited(device: MemoryDevice, server: FakeServer) -> None:
    device.visit()
    told: list[int] = []

    def give_up(done: int, _total: int) -> None:
        told.append(done)
        if len(told) > 1:
            raise CancelledWorkError

    with pytest.raises(CancelledWorkError):
        device.service().run(give_up)

    assert server.requests == []
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


def test_a_cut_line_is_tried_again_and_carries_less(device: MemoryDevice, server: FakeServer) -> None:
    for _ in range(250):
        device.visit()
    server.mishaps.extend([Mishap.LOST_REQUEST, Mishap.LOST_REPLY])

    assert device.service().run().sent == 250

    assert device.operations() == server.operations
    asked = [next(each for each in sections if isinstance(each, Pull)) for sections in server.requests]
    pushed = [each for sections in server.requests for each in sections if isinstance(each, Push)]
    assert asked[0].max_rows < MAX_ROWS, "the first request did not arrive; the second asks for less"
    assert len(pushed) > 2
    assert 0.5 <= sum(device.slept) <= 3


@given(st.lists(st.booleans(), max_size=40), st.floats(0, 1))
def test_a_pace_stays_within_its_bounds(cuts: list[bool], chance: float) -> None:
    pace = Pace()
    for cut in cuts:
        pace = pace.after_cut() if cut else pace.after_round()

        assert LEAST_BYTES <= pace.push_bytes <= MOST_BYTES
        assert 0 < pace.rows <= MAX_ROWS
        assert 0.5 <= pace.pause(chance) <= 60


def test_a_bad_line_that_gets_better_carries_everything_again() -> None:
    pace = Pace().after_cut().after_cut().after_cut()
    assert pace.push_bytes == LEAST_BYTES

    for _ in range(10):
        pace = pace.after_round()

    assert pace == Pace()


def test_each_pause_is_longer_than_the_one_before() -> None:
    first = Pace().after_cut()
    second = first.after_cut()

    assert first.pause(1) <= second.pause(0.999_999)


def refuse_for(seconds: int, times: int) -> Callable[[tuple[Section, ...]], tuple[Section, ...]]:
    """Be busy so many times."""
    left = iter(range(times))

    def answer(sections: tuple[Section, ...]) -> tuple[Section, ...]:
        if next(left, None) is not None:
            raise ServerBusyError(seconds)
        return sections

    return answer


def test_a_busy_server_is_asked_again_when_it_said(device: MemoryDevice, server: FakeServer) -> None:
    device.receipt()
    server.change_answer = refuse_for(7, 1)

    assert device.service().run().waiting_operations == 0

    assert sum(device.slept) == pytest.approx(7)


def test_a_server_that_is_busy_for_long_is_left_alone(device: MemoryDevice, server: FakeServer) -> None:
    device.receipt()
    server.change_answer = refuse_for(LONGEST_WAIT + 1, 1)

    with pytest.raises(ServerBusyError):
        device.service().run()

    assert device.slept == []
    assert device.status.runs[0].failure == "sync.server_busy"


def test_waiting_after_a_cut_can_be_stopped(device: MemoryDevice, server: FakeServer) -> None:
    device.receipt()
    server.mishaps.append(Mishap.LOST_REQUEST)

    def stop_while_it_waits(_done: int, _total: int) -> None:
        if device.slept:
            raise CancelledWorkError

    with pytest.raises(CancelledWorkError):
        device.service().run(stop_while_it_waits)

    assert device.status.runs[0].failure == "sync.cancelled"
    assert len(device.slept) == 1


def test_two_programs_never_exchange_for_one_home_at_once(tmp_path: Path) -> None:
    home = Home(tmp_path)

    with syncing(home), pytest.raises(HomeSyncingError), syncing(home):
        raise AssertionError("both may")

    with syncing(home):
        pass
