"""The proof of a book's numbers, and its stock over a period."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.book_report import BookLimits, FateRun, report_book
from agent_app.domain.book_stock import BookStock, Leaving, Period, PeriodError, stock_of
from agent_app.domain.number_fate import PASSED_FATES, NumberFate
from tests.builders import BOOK, SYMBOL

ISSUED, CANCELLED, SPOILED, LOST, RETURNED, BLANK = NumberFate
DAY = date(2026, 11, 1)
DAYS = st.integers(0, 60).map(lambda days: DAY + timedelta(days=days))
LEAVINGS = st.lists(
    st.one_of(
        st.builds(
            lambda on, count, later: Leaving(
                on, count, ISSUED, on + timedelta(days=later) if later else None
            ),
            DAYS,
            st.integers(1, 4),
            st.integers(0, 40),
        ),
        st.builds(Leaving, DAYS, st.integers(1, 4), st.sampled_from(PASSED_FATES)),
    ),
    max_size=12,
)


def limits(first: int = 1, last: int = 10, following: int = 7) -> BookLimits:
    return BookLimits(SYMBOL, BOOK, first, last, following)


TOLD = (
    FateRun(1, 1, ISSUED),
    FateRun(2, 2, CANCELLED),
    FateRun(3, 4, SPOILED),
    FateRun(5, 5, ISSUED),
    FateRun(6, 6, ISSUED),
)


def test_every_number_of_a_sound_book_has_one_fate() -> None:
    report = report_book(limits(), TOLD)

    assert report.runs == (
        FateRun(1, 1, ISSUED),
        FateRun(2, 2, CANCELLED),
        FateRun(3, 4, SPOILED),
        FateRun(5, 6, ISSUED),
        FateRun(7, 10, BLANK),
    )
    assert report.counts == {ISSUED: 3, CANCELLED: 1, SPOILED: 2, LOST: 0, RETURNED: 0, BLANK: 4}
    assert (sum(report.counts.values()), report.size, report.sound) == (10, 10, True)


@pytest.mark.parametrize(
    ("told", "holes", "doubles", "outside"),
    [
        (TOLD[:2] + TOLD[3:], (3, 4), (), ()),
        ((*TOLD, FateRun(4, 4, ISSUED)), (), (4,), ()),
        ((*TOLD, FateRun(9, 9, LOST)), (), (), (9,)),
        ((*TOLD, FateRun(11, 11, ISSUED)), (), (), (11,)),
    ],
)
def test_a_missing_a_double_or_a_foreign_number_is_named(
    told: tuple[FateRun, ...], holes: tuple[int, ...], doubles: tuple[int, ...], outside: tuple[int, ...]
) -> None:
    report = report_book(limits(), told)

    assert (report.holes, report.doubles, report.outside) == (holes, doubles, outside)
    assert not report.sound


@given(st.lists(st.tuples(st.sampled_from([ISSUED, CANCELLED, *PASSED_FATES]), st.integers(1, 5))))
def test_the_counts_of_a_book_add_up_to_its_size(runs: list[tuple[NumberFate, int]]) -> None:
    told, following = list[FateRun](), 1
    for fate, count in runs:
        told.append(FateRun(following, following + count - 1, fate))
        following += count
    report = report_book(limits(1, following + 3, following), told)

    assert report.sound
    assert sum(report.counts.values()) == report.size == following + 3
    assert report.counts[BLANK] == 4


@given(LEAVINGS, st.one_of(st.none(), DAYS), DAYS, DAYS)
def test_what_was_there_and_came_is_what_left_and_is_there(
    leavings: list[Leaving], received_on: date | None, one: date, other: date
) -> None:
    size = sum(each.count for each in leavings) + 3

    stock = stock_of(size, received_on, leavings, Period(min(one, other), max(one, other)))

    assert stock.balanced
    counted = (stock.opening, stock.received, stock.used, stock.cancelled, stock.closing)
    assert min(counted) >= 0
    assert stock.opening == 0 or stock.received == 0


@given(LEAVINGS, st.one_of(st.none(), DAYS), st.lists(DAYS, min_size=2, max_size=5, unique=True))
def test_a_period_begins_with_what_the_one_before_has_left(
    leavings: list[Leaving], received_on: date | None, days: list[date]
) -> None:
    size, days = sum(each.count for each in leavings) + 3, sorted(days)
    periods = [Period(day, after - timedelta(days=1)) for day, after in pairwise(days)]
    stocks = [stock_of(size, received_on, leavings, each) for each in periods]
    whole = stock_of(size, received_on, leavings, Period(days[0], days[-1] - timedelta(days=1)))

    for before, after in pairwise(stocks):
        assert before.closing == after.opening
    added = sum(stocks, BookStock())
    assert (added.received, added.spoiled, added.lost, added.returned) == (
        whole.received,
        whole.spoiled,
        whole.lost,
        whole.returned,
    )
    assert added.used + added.cancelled == whole.used + whole.cancelled


def test_the_stock_of_a_past_month_does_not_change_when_a_receipt_is_cancelled_later() -> None:
    november, december = Period(DAY, date(2026, 11, 30)), Period(date(2026, 12, 1), date(2026, 12, 31))
    kept = [Leaving(DAY, 5, ISSUED)]
    cancelled = [Leaving(DAY, 4, ISSUED), Leaving(DAY, 1, ISSUED, date(2026, 12, 3))]

    assert stock_of(50, DAY, kept, november) == stock_of(50, DAY, cancelled, november)
    later = stock_of(50, DAY, cancelled, december)
    assert (later.used, later.cancelled, later.cancelled_later, later.closing) == (0, 0, 1, 45)


def test_a_book_counts_as_received_on_its_day_and_not_before() -> None:
    assert stock_of(50, DAY, [], Period(DAY, DAY)) == BookStock(received=50, closing=50)
    before = DAY - timedelta(days=1)
    assert stock_of(50, DAY, [], Period(before, before)) == BookStock()


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(PeriodError):
        Period(DAY, DAY - timedelta(days=1))


@given(
    st.integers(1, 6),
    st.integers(0, 12),
    st.integers(0, 12),
    st.lists(st.tuples(st.integers(1, 20), st.integers(0, 4), st.sampled_from([ISSUED, LOST])), max_size=6),
)
def test_holes_doubles_and_strangers_are_those_that_counting_one_by_one_finds(
    first: int, used: int, blank: int, told: list[tuple[int, int, NumberFate]]
) -> None:
    runs = [FateRun(start, start + more, fate) for start, more, fate in told]
    times = Counter(number for run in runs for number in range(run.first, run.last + 1))
    passed, size = range(first, first + used), used + max(blank, 1 - used)

    report = report_book(limits(first, first + size - 1, first + used), runs)

    assert report.holes == tuple(number for number in passed if not times[number])
    assert report.outside == tuple(sorted(number for number in times if number not in passed))
    assert set(report.doubles) == {number for number, count in times.items() if count > 1}
    assert sum(report.counts.values()) == size - len(report.holes)
