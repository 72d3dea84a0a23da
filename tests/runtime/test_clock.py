"""The machine's clock and ids: rising, version 7, never twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from agent_app.runtime import clock
from agent_app.runtime.clock import SystemClock, SystemIds


def test_the_clock_tells_an_aware_instant_in_utc() -> None:
    now = SystemClock().now()

    assert now.utcoffset() == timedelta(0)
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)


def test_ids_are_of_version_seven_and_carry_the_instant() -> None:
    made = SystemIds().new()

    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert abs((made.int >> 80) / 1000 - datetime.now(UTC).timestamp()) < 5


def test_ids_rise_even_within_one_millisecond() -> None:
    ids = SystemIds()
    made = [ids.new() for _ in range(20_000)]

    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_ids_rise_when_the_clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = SystemIds()
    before = ids.new()
    monkeypatch.setattr(clock, "time_ns", lambda: 1)

    assert before < ids.new() < ids.new()


def test_threads_never_get_the_same_id() -> None:
    ids = SystemIds()
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: ids.new(), range(2000)))

    assert len(set(made)) == 2000
