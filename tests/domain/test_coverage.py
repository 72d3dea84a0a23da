from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.coverage import (
    MonthEnd,
    OfficeRules,
    ShortGap,
    explain_cover,
    health_period,
    pension_period,
    period_end,
)
from agent_app.domain.quote import CoveragePeriod
from tests.builders import rates

days = st.dates(date(2018, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2027, 1, 1), 12, date(2027, 12, 31)),
        (date(2026, 12, 21), 12, date(2027, 12, 20)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), 6, date(2026, 9, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 1), 3, date(2027, 2, 28)),
    ],
)
def test_a_cover_ends_the_day_before_it_comes_round_again(start: date, months: int, end: date) -> None:
    assert period_end(start, months) == end


@pytest.mark.parametrize("on", [date(2026, 12, 20), date(2026, 12, 31), date(2026, 1, 2)])
def test_a_renewal_in_time_begins_the_day_after_the_last_card(on: date) -> None:
    period = health_period(on, 12, date(2026, 12, 31), rates())

    assert period == CoveragePeriod(date(2027, 1, 1), date(2027, 12, 31), 0)


def test_a_short_gap_begins_on_the_day_of_payment() -> None:
    on = date(2026, 11, 21)

    for gap in (1, 89):
        period = health_period(on, 12, on - timedelta(days=gap), rates())
        assert period == CoveragePeriod(on, date(2027, 11, 20), 0)


@pytest.mark.parametrize("gap", [90, 112, 4000])
def test_a_long_gap_waits_thirty_days(gap: int) -> None:
    on = date(2026, 11, 21)
    period = health_period(on, 12, on - timedelta(days=gap), rates())

    assert period == CoveragePeriod(date(2026, 12, 21), date(2027, 12, 20), 30)


def test_a_first_card_waits_thirty_days() -> None:
    period = health_period(date(2026, 11, 21), 3, None, rates())

    assert period == CoveragePeriod(date(2026, 12, 21), date(2027, 3, 20), 30)


@pytest.mark.parametrize(
    ("previous_end", "start", "end"),
    [
        (None, date(2026, 11, 1), date(2027, 1, 31)),
        (date(2026, 12, 31), date(2027, 1, 1), date(2027, 3, 31)),
        (date(2026, 11, 30), date(2026, 12, 1), date(2027, 2, 28)),
        (date(2026, 10, 31), date(2026, 11, 1), date(2027, 1, 31)),
        (date(2026, 6, 30), date(2026, 11, 1), date(2027, 1, 31)),
        (date(2026, 12, 9), date(2027, 1, 1), date(2027, 3, 31)),
    ],
)
def test_pension_goes_by_whole_months_from_the_current_one_or_the_next_unpaid(
    previous_end: date | None, start: date, end: date
) -> None:
    assert pension_period(date(2026, 11, 21), 3, previous_end) == CoveragePeriod(start, end)


@given(days, st.sampled_from([3, 6, 12]), st.none() | st.integers(-400, 400))
def test_a_health_cover_never_begins_in_the_past_nor_inside_the_last_one(
    on: date, months: int, ahead: int | None
) -> None:
    previous_end = None if ahead is None else on + timedelta(days=ahead)
    period = health_period(on, months, previous_end, rates())

    assert period.start >= on
    assert previous_end is None or period.start > previous_end
    assert period.end == period_end(period.start, months)
    assert period.waiting in {0, 30}


@given(days, st.integers(1, 60))
def test_two_covers_in_a_row_neither_touch_nor_leave_a_day_out(start: date, months: int) -> None:
    end = period_end(start, months)
    following = health_period(start, 12, end, rates())

    assert following.start == end + timedelta(days=1)
    assert (end - start).days <= 31 * months


@pytest.mark.parametrize(
    ("short_gap", "start"),
    [
        (ShortGap.PAYMENT, date(2026, 11, 21)),
        (ShortGap.NEXT_DAY, date(2026, 11, 22)),
        (ShortGap.EXPIRY, date(2026, 11, 2)),
    ],
)
def test_an_office_chooses_where_a_short_gap_begins(short_gap: ShortGap, start: date) -> None:
    rules = OfficeRules(short_gap)

    assert health_period(date(2026, 11, 21), 3, date(2026, 11, 1), rates(), rules).start == start
    assert health_period(date(2026, 11, 21), 3, date(2026, 12, 1), rates(), rules).start == date(2026, 12, 2)
    assert health_period(date(2026, 11, 21), 3, date(2026, 1, 1), rates(), rules).start == date(2026, 12, 21)
    assert health_period(date(2026, 11, 21), 3, None, rates(), rules).start == date(2026, 12, 21)


def test_an_office_may_end_a_card_the_day_before_the_missing_day() -> None:
    rules = OfficeRules(month_end=MonthEnd.DAY_BEFORE)
    period = health_period(date(2026, 8, 20), 6, date(2026, 8, 30), rates(), rules)

    assert period == CoveragePeriod(date(2026, 8, 31), date(2027, 2, 27))
    assert period_end(date(2026, 8, 1), 6, MonthEnd.DAY_BEFORE) == date(2027, 1, 31)


@pytest.mark.parametrize(
    ("previous_end", "reason", "gap"),
    [
        (None, "cover.first", 0),
        (date(2026, 11, 21), "cover.renewal", 0),
        (date(2026, 12, 1), "cover.renewal", -10),
        (date(2026, 11, 20), "cover.short_gap", 1),
        (date(2026, 8, 24), "cover.short_gap", 89),
        (date(2026, 8, 23), "cover.long_gap", 90),
    ],
)
def test_a_cover_tells_why_it_begins_when_it_does(previous_end: date | None, reason: str, gap: int) -> None:
    on = date(2026, 11, 21)
    period = health_period(on, 3, previous_end, rates())

    told = explain_cover(on, previous_end, rates(), period)

    assert (told.code, told.amount) == (reason, None)
    assert dict(told.facts) == {"start": period.start, "end": period.end, "gap": gap}
    assert [each.name for each in told.figures] == ["health.gap_days", "health.waiting_days"]
