"""A wrong clock of this machine is found out by the exchange, kept, and stops nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agent_app.domain.clocks import ahead_of
from agent_app.runtime.clock_words import clock_sentence
from agent_app.sync.wire.messages import Section, Verdict
from tests.builders import NOW
from tests.sync.device import MemoryDevice
from tests.sync.fake_server import FakeServer

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("off", [timedelta(0), 11 * MINUTE, timedelta(days=-3653), timedelta(days=3653)])
def test_an_exchange_keeps_how_far_the_clocks_are_apart(
    off: timedelta, device: MemoryDevice, server: FakeServer
) -> None:
    device.clock.instant = NOW + off
    device.visit()

    device.once()

    assert device.status.clock_ahead == off
    assert device.status.waiting_operations == 0
    device.clock.instant = NOW
    device.once()
    assert device.status.clock_ahead == timedelta(0)
    assert server.operations


@pytest.mark.parametrize("told", [-(2**63), 0, 2**63 - 1])
def test_a_clock_of_the_server_that_cannot_be_hinders_nothing(
    told: int, device: MemoryDevice, server: FakeServer
) -> None:
    def change(sections: tuple[Section, ...]) -> tuple[Section, ...]:
        return tuple(
            replace(each, server_clock=told) if isinstance(each, Verdict) else each for each in sections
        )

    server.change_answer = change
    device.visit()

    device.once()

    assert device.status.waiting_operations == 0


def test_a_slow_answer_makes_no_clock_wrong() -> None:
    asked, answered = NOW, NOW + 90 * MINUTE

    assert ahead_of(NOW + 45 * MINUTE, asked, answered) == timedelta(0)
    assert ahead_of(NOW - 20 * MINUTE, asked, answered) == 20 * MINUTE
    assert ahead_of(NOW + 100 * MINUTE, asked, answered) == -10 * MINUTE


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (10 * MINUTE, ""),
        (-10 * MINUTE, ""),
        (11 * MINUTE, "nhanh 11 phút"),
        (-200 * MINUTE, "chậm 3 giờ"),
        (timedelta(days=400), "nhanh 400 ngày"),
    ],
)
def test_a_clock_is_told_of_where_it_is_more_than_ten_minutes_off(ahead: timedelta, said: str) -> None:
    sentence = clock_sentence(ahead)

    assert said in sentence
    assert bool(sentence) == bool(said)
