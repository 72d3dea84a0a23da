from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.money import Dong
from agent_app.domain.pension_contribution import (
    PensionIncomeError,
    PensionMonthsError,
    listed_income,
    quote_pension,
)
from tests.builders import rates

TODAY = date(2026, 11, 21)

days = st.dates(date(2018, 1, 1), date(2027, 12, 31))
plans = st.sampled_from([1, 3, 6, 12])


@pytest.mark.parametrize(
    ("income", "months", "on", "gross", "support"),
    [
        (1_500_000, 1, TODAY, 330_000, 66_000),
        (1_500_000, 12, TODAY, 3_960_000, 792_000),
        (1_500_000, 3, date(2025, 6, 30), 990_000, 99_000),
        (1_500_000, 3, date(2025, 7, 1), 990_000, 198_000),
        (700_000, 1, date(2021, 12, 31), 154_000, 15_400),
        (46_800_000, 1, date(2026, 6, 30), 10_296_000, 66_000),
        (50_600_000, 1, date(2026, 7, 1), 11_132_000, 66_000),
        (3_000_000, 12, TODAY, 7_920_000, 792_000),
    ],
)
def test_the_state_pays_its_share_of_the_least_contribution(
    income: int, months: int, on: date, gross: int, support: int
) -> None:
    quote = quote_pension(Dong(income), months, on, rates())

    assert (quote.gross, quote.support, quote.local_support, quote.due) == (
        gross,
        support,
        0,
        gross - support,
    )


def test_a_quote_names_the_figures_that_made_it() -> None:
    quote = quote_pension(Dong(1_500_000), 1, TODAY, rates())

    assert [(each.name, each.value) for each in quote.basis] == [
        ("pension.rate", Decimal("0.22")),
        ("poverty_line.rural", Decimal(1_500_000)),
        ("pension.support_share.khac", Decimal("0.20")),
    ]


@pytest.mark.parametrize("months", [-1, 0, 2, 4, 24, 60])
def test_other_numbers_of_months_are_refused_with_those_that_are_allowed(months: int) -> None:
    with pytest.raises(PensionMonthsError) as caught:
        quote_pension(Dong(1_500_000), months, TODAY, rates())

    assert caught.value.facts() == {"months": months, "allowed": "1, 3, 6, 12"}


@pytest.mark.parametrize(
    ("income", "on", "ceiling"),
    [
        (1_499_999, TODAY, "50.600.000"),
        (50_600_001, TODAY, "50.600.000"),
        (46_800_001, date(2026, 6, 30), "46.800.000"),
    ],
)
def test_an_income_outside_floor_and_ceiling_is_refused_with_both(
    income: int, on: date, ceiling: str
) -> None:
    with pytest.raises(PensionIncomeError) as caught:
        quote_pension(Dong(income), 1, on, rates())

    facts = caught.value.facts()
    assert (facts["floor"], facts["ceiling"]) == ("1.500.000", ceiling)


@given(days, plans, st.integers(1_500_000, 27_800_000))
def test_the_income_is_found_behind_what_a_plan_costs(on: date, months: int, income: int) -> None:
    # Steps of 50 đồng are those at which a month's contribution is a whole number.
    income -= income % 50
    due = quote_pension(Dong(income), months, on, rates()).due

    assert listed_income(due, months, on, rates()) == income


@pytest.mark.parametrize(("amount", "months", "income"), [(264_000, 1, 1_500_000), (3_102_000, 3, 5_000_000)])
def test_a_listed_amount_tells_the_income(amount: int, months: int, income: int) -> None:
    assert listed_income(Dong(amount), months, TODAY, rates()) == income


def test_a_listed_amount_that_no_income_explains_tells_none() -> None:
    assert listed_income(Dong(264_001), 1, TODAY, rates()) is None


@given(days, plans, st.integers(1_500_000, 27_800_000))
def test_support_and_due_together_are_the_gross(on: date, months: int, income: int) -> None:
    quote = quote_pension(Dong(income), months, on, rates())

    assert quote.gross == quote.support + quote.local_support + quote.due
    assert 0 < quote.support < quote.gross


@given(days, plans, st.integers(1_500_000, 27_750_000), st.integers(0, 50_000))
def test_a_higher_income_never_costs_less_and_is_never_supported_more(
    on: date, months: int, income: int, more: int
) -> None:
    lower = quote_pension(Dong(income), months, on, rates())
    higher = quote_pension(Dong(income + more), months, on, rates())

    assert higher.due >= lower.due
    assert higher.support == lower.support
