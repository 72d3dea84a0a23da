from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.health_premium import GroupNotPricedError, HealthMonthsError, quote_household_member
from agent_app.domain.rates import Certainty, Figure
from tests.builders import rates

# A receipt's date, months, and what the members 1 to 5 pay.
PREMIUMS = [
    (date(2018, 7, 1), 12, (750_600, 525_420, 450_360, 375_300, 300_240)),
    (date(2019, 7, 1), 12, (804_600, 563_220, 482_760, 402_300, 321_840)),
    (date(2023, 6, 30), 12, (804_600, 563_220, 482_760, 402_300, 321_840)),
    (date(2023, 7, 1), 12, (972_000, 680_400, 583_200, 486_000, 388_800)),
    (date(2024, 6, 30), 12, (972_000, 680_400, 583_200, 486_000, 388_800)),
    (date(2024, 7, 1), 12, (1_263_600, 884_520, 758_160, 631_800, 505_440)),
    (date(2024, 7, 1), 3, (315_900, 221_130, 189_540, 157_950, 126_360)),
    (date(2024, 7, 1), 6, (631_800, 442_260, 379_080, 315_900, 252_720)),
    (date(2025, 6, 30), 12, (1_263_600, 884_520, 758_160, 631_800, 505_440)),
    (date(2025, 7, 1), 12, (1_263_600, 884_520, 758_160, 631_800, 505_440)),
    (date(2026, 6, 30), 12, (1_263_600, 884_520, 758_160, 631_800, 505_440)),
    (date(2026, 7, 1), 3, (341_550, 239_085, 204_930, 170_775, 136_620)),
    (date(2026, 7, 1), 6, (683_100, 478_170, 409_860, 341_550, 273_240)),
    (date(2026, 7, 1), 12, (1_366_200, 956_340, 819_720, 683_100, 546_480)),
    (date(2026, 11, 21), 12, (1_366_200, 956_340, 819_720, 683_100, 546_480)),
]

days = st.dates(date(2017, 7, 1), date(2027, 12, 31))
periods = st.sampled_from([3, 6, 12])


@pytest.mark.parametrize(("on", "months", "premiums"), PREMIUMS)
def test_each_member_pays_the_share_of_the_place(on: date, months: int, premiums: tuple[int, ...]) -> None:
    quotes = [quote_household_member(place, months, on, rates()) for place in range(1, 6)]

    assert tuple(quote.due for quote in quotes) == premiums


@pytest.mark.parametrize(("on", "total"), [(date(2026, 6, 30), 4_043_520), (date(2026, 7, 1), 4_371_840)])
def test_a_household_of_five_pays_the_published_sum(on: date, total: int) -> None:
    assert sum(quote_household_member(place, 12, on, rates()).due for place in range(1, 6)) == total


def test_the_receipts_date_decides_even_where_the_cover_goes_on_past_a_change() -> None:
    before = quote_household_member(1, 12, date(2026, 6, 30), rates())
    after = quote_household_member(1, 12, date(2026, 7, 1), rates())

    assert (before.due, after.due) == (1_263_600, 1_366_200)


def test_a_quote_names_the_figures_that_made_it() -> None:
    quote = quote_household_member(2, 12, date(2026, 11, 21), rates())

    assert [(each.name, each.value) for each in quote.basis] == [
        ("health.rate", Decimal("0.045")),
        ("base_salary", Decimal(2_530_000)),
        ("health.order_share.2", Decimal("0.7")),
    ]


@pytest.mark.parametrize("months", [-3, 0, 1, 2, 4, 9, 24])
def test_other_numbers_of_months_are_refused_with_those_that_are_allowed(months: int) -> None:
    with pytest.raises(HealthMonthsError) as caught:
        quote_household_member(1, months, date(2026, 11, 21), rates())

    assert caught.value.facts() == {"months": months, "allowed": "3, 6, 12"}


def test_a_group_that_is_not_priced_is_named() -> None:
    assert GroupNotPricedError("HN").facts() == {"group": "HN"}


@given(days, periods, st.integers(1, 30))
def test_a_later_place_never_pays_more(on: date, months: int, place: int) -> None:
    here = quote_household_member(place, months, on, rates())
    later = quote_household_member(place + 1, months, on, rates())

    assert 0 < later.due <= here.due


@given(days, periods, st.integers(5, 30))
def test_every_place_after_the_fourth_pays_the_same(on: date, months: int, place: int) -> None:
    fifth, later = (quote_household_member(each, months, on, rates()) for each in (5, place))

    assert replace(later, steps=()) == replace(fifth, steps=())


@given(days, periods, st.integers(1, 9))
def test_support_and_due_together_are_the_gross(on: date, months: int, place: int) -> None:
    quote = quote_household_member(place, months, on, rates())

    assert quote.gross == quote.support + quote.local_support + quote.due


@given(days, st.integers(1, 9))
def test_a_year_costs_four_quarters_or_two_halves(on: date, place: int) -> None:
    quarter, half, year = (quote_household_member(place, months, on, rates()).due for months in (3, 6, 12))

    assert year == 2 * half == 4 * quarter


def test_the_share_of_a_tenth_member_is_the_tenth() -> None:
    since = date(2026, 1, 1)
    more = [
        Figure(f"health.order_share.{place}", Decimal("0.3"), since, None, "x", Certainty.LAW)
        for place in range(6, 11)
    ]
    book = rates().corrected(more)

    dues = [quote_household_member(place, 12, date(2026, 11, 21), book).due for place in (1, 2, 5, 6, 10, 11)]

    assert dues == [1_366_200, 956_340, 546_480, 409_860, 409_860, 409_860]
