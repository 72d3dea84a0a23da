"""When a clock counts as fallen behind."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.calendar import civil_date
from agent_app.services.standing import clock_behind
from tests.builders import NOW, TODAY

MINUTES = st.integers(-3_000_000, 3_000_000).map(lambda each: timedelta(minutes=each))


def test_nothing_written_says_nothing_of_the_clock() -> None:
    assert clock_behind(NOW, None, None) is None


@given(MINUTES)
def test_a_clock_that_goes_on_is_never_suspected(after: timedelta) -> None:
    now = NOW + abs(after)

    assert clock_behind(now, TODAY, NOW) is None


@pytest.mark.parametrize("minutes", [0, 1, 5])
def test_a_few_minutes_are_what_a_clock_is_set_right_by(minutes: int) -> None:
    assert clock_behind(NOW - timedelta(minutes=minutes), TODAY, NOW) is None


def test_more_than_a_few_minutes_are_told_with_the_day_of_what_was_written() -> None:
    assert clock_behind(NOW - timedelta(minutes=6), TODAY, NOW) == civil_date(NOW)


def test_a_receipt_of_a_later_day_is_enough() -> None:
    assert clock_behind(NOW - timedelta(days=731), TODAY, None) == TODAY
    assert clock_behind(NOW - timedelta(days=731), TODAY, NOW - timedelta(days=740)) == TODAY


@given(MINUTES, MINUTES)
def test_the_day_that_is_told_is_the_latest_that_was_written(one: timedelta, other: timedelta) -> None:
    issued_on, recorded_at = civil_date(NOW + one), NOW + other
    told = clock_behind(NOW, issued_on, recorded_at)

    assert told is None or told in {issued_on, civil_date(recorded_at)}
    assert told is None or told >= civil_date(NOW)
