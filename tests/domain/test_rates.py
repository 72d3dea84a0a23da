from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.rates import Certainty, Figure, FigureMissingError, FiguresOverlapError, RateBook
from tests.builders import rates

CHANGES = {
    "base_salary": {
        date(2018, 7, 1): (1_300_000, 1_390_000),
        date(2019, 7, 1): (1_390_000, 1_490_000),
        date(2023, 7, 1): (1_490_000, 1_800_000),
        date(2024, 7, 1): (1_800_000, 2_340_000),
        date(2026, 7, 1): (2_340_000, 2_530_000),
    },
    "poverty_line.rural": {date(2022, 1, 1): (700_000, 1_500_000)},
}


def a_figure(since: date, until: date | None = None, *, name: str = "rate", value: str = "1") -> Figure:
    return Figure(name, Decimal(value), since, until, "QĐ 1/2020", Certainty.LAW)


@pytest.mark.parametrize("name", list(CHANGES))
def test_a_figure_changes_on_its_day_and_not_the_day_before(name: str) -> None:
    for day, (before, after) in CHANGES[name].items():
        assert rates().at(name, day - timedelta(days=1)).value == before
        assert rates().at(name, day).value == after


def test_the_support_changes_on_its_day_and_not_the_day_before() -> None:
    share = "pension.support_share.khac"

    assert rates().at(share, date(2025, 6, 30)).value == Decimal("0.10")
    assert rates().at(share, date(2025, 7, 1)).value == Decimal("0.20")


def test_a_day_without_a_figure_is_refused_by_name() -> None:
    book = RateBook([a_figure(date(2020, 1, 1), date(2020, 12, 31))])

    for name, day in (("rate", date(2019, 12, 31)), ("rate", date(2021, 1, 1)), ("other", date(2020, 6, 1))):
        with pytest.raises(FigureMissingError) as caught:
            book.at(name, day)
        assert caught.value.facts() == {"name": name, "on": day}


@pytest.mark.parametrize("until", [None, date(2021, 1, 1)])
def test_two_rows_for_one_day_are_refused(until: date | None) -> None:
    with pytest.raises(FiguresOverlapError) as caught:
        RateBook([a_figure(date(2021, 1, 1)), a_figure(date(2020, 1, 1), until)])

    assert caught.value.facts() == {"name": "rate", "since": date(2021, 1, 1)}


def test_figures_of_one_kind_come_by_name_and_only_while_in_force() -> None:
    book = RateBook(
        [
            a_figure(date(2020, 1, 1), name="share.2"),
            a_figure(date(2020, 1, 1), name="share.1"),
            a_figure(date(2020, 1, 1), date(2020, 6, 30), name="share.3"),
            a_figure(date(2021, 1, 1), name="share.4"),
            a_figure(date(2020, 1, 1), name="other"),
        ]
    )

    assert [each.name for each in book.beginning("share.", date(2020, 12, 31))] == ["share.1", "share.2"]
    assert [each.name for each in book.beginning("share.", date(2020, 6, 30))] == [
        "share.1",
        "share.2",
        "share.3",
    ]


@given(st.lists(st.integers(1, 400), min_size=1, max_size=6), st.integers(0, 2_500))
def test_exactly_one_row_of_a_chain_holds_on_any_day(lengths: list[int], ahead: int) -> None:
    starts = [date(2020, 1, 1) + timedelta(days=sum(lengths[:index])) for index in range(len(lengths))]
    chain = [
        a_figure(start, start + timedelta(days=length - 1), value=str(index))
        for index, (start, length) in enumerate(zip(starts, lengths, strict=True))
    ]
    day = date(2020, 1, 1) + timedelta(days=ahead % sum(lengths))
    expected = max(index for index, start in enumerate(starts) if start <= day)

    assert RateBook(reversed(chain)).at("rate", day).value == expected


def test_an_announced_figure_is_shown_and_not_priced_with() -> None:
    book = RateBook([a_figure(date(2020, 1, 1))], [a_figure(date(2027, 1, 1), value="2")])

    assert book.at("rate", date(2030, 1, 1)).value == 1
    assert [each.value for each in book.announced] == [2]
    assert len(book.rows()) == 1
    assert [each.value for each in rates().announced] == [2_200_000]
    assert rates().at("poverty_line.rural", date(2027, 1, 1)).value == 1_500_000


def test_what_is_coming_is_found_within_its_days() -> None:
    book = RateBook(
        [a_figure(date(2020, 1, 1), date(2020, 1, 9)), a_figure(date(2020, 1, 10))],
        [a_figure(date(2020, 1, 20), value="3"), a_figure(date(2020, 1, 15), name="other")],
    )

    for day, days, found in (
        (1, 8, []),
        (1, 9, [10]),
        (9, 1, [10]),
        (10, 9, []),
        (10, 10, [20]),
        (9, 90, [10, 20]),
    ):
        coming = book.coming("rate", date(2020, 1, day), days)
        assert [each.since.day for each in coming] == found
    assert book.coming("nothing", date(2020, 1, 1), 90) == []


def test_a_name_is_known_on_any_day() -> None:
    book = RateBook([a_figure(date(2020, 1, 1), date(2020, 1, 2))])

    assert book.knows("rate")
    assert not book.knows("other")
    assert book.find("rate", date(2021, 1, 1)) is None


@pytest.mark.parametrize(
    ("since", "until", "left"),
    [
        (date(2020, 3, 1), date(2020, 3, 31), [(1, 1, 2, 29), (4, 1, 12, 31)]),
        (date(2020, 1, 1), date(2020, 3, 31), [(4, 1, 12, 31)]),
        (date(2020, 3, 1), date(2020, 12, 31), [(1, 1, 2, 29)]),
        (date(2020, 3, 1), None, [(1, 1, 2, 29)]),
        (date(2019, 1, 1), date(2021, 1, 1), []),
        (date(2019, 1, 1), date(2019, 12, 31), [(1, 1, 12, 31)]),
        (date(2021, 1, 1), None, [(1, 1, 12, 31)]),
        (date(2019, 1, 1), date(2020, 1, 1), [(1, 2, 12, 31)]),
        (date(2020, 12, 31), None, [(1, 1, 12, 30)]),
    ],
)
def test_a_correction_takes_the_place_of_the_days_that_it_holds(
    since: date, until: date | None, left: list[tuple[int, int, int, int]]
) -> None:
    book = RateBook(
        [a_figure(date(2020, 1, 1), date(2020, 12, 31)), a_figure(date(2020, 1, 1), name="other")]
    ).corrected([a_figure(since, until, value="9")])

    kept = [each for each in book.rows() if each.name == "rate" and each.value == 1]
    assert [(each.since.month, each.since.day, *day_of(each.until)) for each in kept] == left
    assert book.at("rate", since).value == 9
    assert book.at("other", since if since.year > 2019 else date(2020, 1, 1)).value == 1


def day_of(day: date | None) -> tuple[int, int]:
    assert day is not None
    return day.month, day.day


def test_a_correction_without_an_end_cuts_a_figure_without_one() -> None:
    book = RateBook([a_figure(date(2020, 1, 1))], [a_figure(date(2030, 1, 1))])
    later = book.corrected([a_figure(date(2021, 1, 1), date(2021, 1, 31), value="9")])

    assert [(str(each.value), each.since, each.until) for each in later.rows()] == [
        ("1", date(2020, 1, 1), date(2020, 12, 31)),
        ("9", date(2021, 1, 1), date(2021, 1, 31)),
        ("1", date(2021, 2, 1), None),
    ]
    assert later.announced == book.announced


def test_figures_of_one_kind_are_found_anew_for_each_day() -> None:
    book = RateBook(
        [a_figure(date(2020, 1, 1), date(2020, 1, 1), name="a.1"), a_figure(date(2020, 1, 2), name="a.2")]
    )

    assert [each.name for each in book.beginning("a.", date(2020, 1, 1))] == ["a.1"]
    assert [each.name for each in book.beginning("a.", date(2020, 1, 2))] == ["a.2"]
    assert book.beginning("b.", date(2020, 1, 2)) == []


def test_the_day_before_and_the_day_of_every_dated_change() -> None:
    rows = rates().rows()

    for earlier, later in pairwise(rows):
        day_before = later.since - timedelta(days=1)
        assert rates().at(later.name, later.since) is later
        if earlier.name == later.name:
            assert rates().at(later.name, day_before) is earlier
        else:
            assert rates().find(later.name, day_before) is None
            assert (
                earlier.until is None or rates().find(earlier.name, earlier.until + timedelta(days=1)) is None
            )


def test_an_announced_figure_stays_visible_until_a_figure_settles_it() -> None:
    announced = a_figure(date(2027, 1, 1), value="9")
    open_book = RateBook([a_figure(date(2020, 1, 1))], [announced])

    for day in (date(2026, 12, 31), date(2027, 1, 1), date(2029, 1, 1)):
        assert open_book.coming("rate", day, 1) == [announced]
    for since in (date(2027, 1, 1), date(2027, 7, 1)):
        assert RateBook([a_figure(since)], [announced]).announced == ()
        assert RateBook([a_figure(since, name="other")], [announced]).announced == (announced,)


def test_a_correction_settles_what_was_announced_for_its_first_day() -> None:
    announced = a_figure(date(2027, 1, 1), value="9")
    book = RateBook([a_figure(date(2020, 1, 1))], [announced])

    assert book.corrected([announced]).announced == ()
    assert book.corrected([a_figure(date(2026, 1, 1), date(2026, 12, 31))]).announced == (announced,)


def test_what_a_correction_announces_counts() -> None:
    announced = a_figure(date(2027, 1, 1), value="9")
    other = a_figure(date(2027, 1, 1), value="8")
    later = a_figure(date(2028, 1, 1), value="7")
    book = RateBook([a_figure(date(2020, 1, 1))], [announced]).corrected([], [later, other])

    assert book.announced == (other, later)
