from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.calendar import PartialDate, add_months, shown_date


@pytest.mark.parametrize(
    ("iso", "shown", "last"),
    [
        ("1978", "1978", date(1978, 12, 31)),
        ("2026-11", "11/2026", date(2026, 11, 30)),
        ("2024-02", "02/2024", date(2024, 2, 29)),
        ("2026-11-27", "27/11/2026", date(2026, 11, 27)),
    ],
)
def test_a_date_keeps_the_precision_of_its_source(iso: str, shown: str, last: date) -> None:
    partial = PartialDate.parse(iso)

    assert (partial.iso, partial.shown, partial.last_day) == (iso, shown, last)


@pytest.mark.parametrize(
    "text", ["x", "78", "2026-13", "2026-02-30", "27/11/2026", "2026-1-2", "2026-11-27T00:00"]
)
def test_a_date_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(text)


def test_a_day_needs_its_month() -> None:
    with pytest.raises(ValueError, match="month"):
        PartialDate(2026, None, 3)


@given(st.dates())
def test_a_whole_date_survives_writing_and_reading(day: date) -> None:
    assert PartialDate.parse(PartialDate.of(day).iso) == PartialDate.of(day)
    assert PartialDate.of(day).last_day == day


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_are_added_up_to_the_end_of_a_shorter_month(day: date, months: int, moved: date) -> None:
    assert add_months(day, months) == moved


def test_a_date_is_shown_day_first() -> None:
    assert shown_date(date(2026, 11, 1)) == "01/11/2026"
