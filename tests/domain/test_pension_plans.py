"""Plans, groups, bounds and steps of BHXH tự nguyện, and how the price is told."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.money import Dong, to_dong
from agent_app.domain.pension_contribution import (
    PensionGroup,
    PensionIncomeError,
    PensionIncomeStepError,
    PensionWish,
    best_group,
    coming_bounds,
    income_bounds,
    listed_income,
    quote_pension,
    quote_plan,
)
from agent_app.domain.pension_plan import (
    DiscountRateMissingError,
    MissingMonthsError,
    PaymentPlan,
    PensionMonthsError,
    PensionYearsError,
    PlanKind,
    discount_rate,
)
from agent_app.domain.pension_prepayment import paid_ahead, paid_late
from agent_app.domain.rates import Certainty, Figure, FigureMissingError
from tests.builders import TODAY, rates

LINE = Dong(1_500_000)
NEW_LAW = date(2025, 7, 1)

steps_above = st.integers(0, 982).map(lambda count: Dong(LINE + 50_000 * count))
plans = (
    st.sampled_from([1, 3, 6, 12]).map(PaymentPlan.periodic)
    | st.sampled_from([2, 3, 4, 5]).map(PaymentPlan.ahead)
    | st.integers(1, 60).map(PaymentPlan.missing)
)
yields = st.decimals(0, "0.02", places=4)


def wish(plan: PaymentPlan, income: int = LINE, **more: object) -> PensionWish:
    return PensionWish(Dong(income), plan, **more)  # type: ignore[arg-type]


@given(st.integers(1, 60), st.integers(1, 60), yields)
def test_years_ahead_are_the_sum_of_the_law(months: int, first: int, rate: Decimal) -> None:
    month, grown = Decimal(330_000), 1 + Fraction(rate)
    first = min(first, months)

    expected = sum(Fraction(month) / grown ** (i - 1) for i in range(first, months + 1))

    assert paid_ahead(month, months, rate, first) == expected


@given(st.integers(1, 60), yields)
def test_missing_time_is_the_sum_of_the_law(months: int, rate: Decimal) -> None:
    month, grown = Decimal(330_000), 1 + Fraction(rate)

    expected = sum(Fraction(month) * grown**i for i in range(1, months + 1))

    assert paid_late(month, months, rate) == expected


@given(plans, steps_above, st.sampled_from(PensionGroup), st.integers(0, 200))
def test_all_parts_together_are_the_gross(
    plan: PaymentPlan, income: Dong, group: PensionGroup, before: int
) -> None:
    price = quote_plan(wish(plan, income, groups=(group,), supported_before=before), TODAY, rates())

    quote = price.quote
    assert quote.gross == quote.support + quote.local_support + quote.due
    assert min(quote.support, quote.due) >= 0
    assert price.supported_months == max(0, min(plan.months, 120 - before))


@given(plans, steps_above)
def test_a_higher_income_never_costs_less(plan: PaymentPlan, income: Dong) -> None:
    higher = min(Dong(50_600_000), Dong(income + 50_000))

    assert quote_plan(wish(plan, higher), TODAY, rates()).quote.due >= (
        quote_plan(wish(plan, income), TODAY, rates()).quote.due
    )


@given(steps_above, st.integers(1, 59))
def test_more_missing_months_cost_more(income: Dong, months: int) -> None:
    fewer, more = (
        quote_plan(wish(PaymentPlan.missing(each), income), TODAY, rates()).quote
        for each in (months, months + 1)
    )

    assert more.due > fewer.due


@given(steps_above)
def test_more_years_ahead_cost_more_and_less_than_by_the_month(income: Dong) -> None:
    quotes = [
        quote_plan(wish(PaymentPlan.ahead(years), income), TODAY, rates()).quote for years in (2, 3, 4, 5)
    ]

    assert sorted({each.due for each in quotes}) == [each.due for each in quotes]
    for years, quote in zip((2, 3, 4, 5), quotes, strict=True):
        assert quote.gross < income * 22 // 100 * 12 * years
        assert quote.support == 66_000 * 12 * years


@pytest.mark.parametrize("months", [2, 4, 5, 7, 24])
def test_other_months_are_no_plan(months: int) -> None:
    with pytest.raises(PensionMonthsError) as caught:
        quote_plan(wish(PaymentPlan.periodic(months)), TODAY, rates())

    assert caught.value.facts() == {"months": months, "allowed": "1, 3, 6, 12"}


@pytest.mark.parametrize("years", [0, 1, 6, 10])
def test_two_to_five_years_can_be_paid_ahead(years: int) -> None:
    with pytest.raises(PensionYearsError) as caught:
        quote_plan(wish(PaymentPlan.ahead(years)), TODAY, rates())

    assert caught.value.facts() == {"years": years, "allowed": "2, 3, 4, 5"}


@pytest.mark.parametrize(
    ("on", "most"), [(TODAY, 60), (NEW_LAW, 60), (NEW_LAW - timedelta(days=1), 120), (date(2018, 1, 1), 120)]
)
def test_missing_time_has_a_limit_of_its_day(on: date, most: int) -> None:
    rate = Decimal("0.0031")
    assert quote_plan(wish(PaymentPlan.missing(most), rate=rate), on, rates()).quote.gross > 0

    for months in (0, most + 1):
        with pytest.raises(MissingMonthsError) as caught:
            quote_plan(wish(PaymentPlan.missing(months), rate=rate), on, rates())
        assert caught.value.facts() == {"months": months, "most": most}


@pytest.mark.parametrize("plan", [PaymentPlan.ahead(2), PaymentPlan.missing(1)])
@pytest.mark.parametrize("on", [date(2025, 12, 31), date(2027, 1, 1)])
def test_a_year_without_a_yield_is_refused_until_one_is_typed(plan: PaymentPlan, on: date) -> None:
    with pytest.raises(DiscountRateMissingError) as caught:
        quote_plan(wish(plan), on, rates())
    assert caught.value.facts() == {"year": on.year}

    typed = quote_plan(wish(plan, rate=Decimal("0.0031")), on, rates()).quote
    assert typed.gross == quote_plan(wish(plan), TODAY, rates()).quote.gross


def test_a_typed_yield_outranks_the_announced_one() -> None:
    typed = quote_plan(wish(PaymentPlan.ahead(2), rate=Decimal(0)), TODAY, rates()).quote

    assert typed.gross == 7_920_000
    assert discount_rate(TODAY, rates(), Decimal("0.004")) == Figure(
        "pension.discount_rate", Decimal("0.004"), TODAY, TODAY, "", Certainty.DOUBTFUL
    )
    assert discount_rate(TODAY, rates()).value == Decimal("0.0031")


def test_a_month_needs_no_yield() -> None:
    assert quote_plan(wish(PaymentPlan.periodic(12)), date(2027, 12, 31), rates()).quote.due == 3_168_000


@pytest.mark.parametrize(
    ("on", "floor", "ceiling"),
    [
        (date(2018, 1, 1), 700_000, 26_000_000),
        (date(2018, 7, 1), 700_000, 27_800_000),
        (date(2021, 12, 31), 700_000, 29_800_000),
        (date(2022, 1, 1), 1_500_000, 29_800_000),
        (date(2023, 7, 1), 1_500_000, 36_000_000),
        (date(2026, 6, 30), 1_500_000, 46_800_000),
        (date(2026, 7, 1), 1_500_000, 50_600_000),
        (date(2027, 12, 31), 1_500_000, 50_600_000),
    ],
)
def test_floor_and_ceiling_are_those_of_the_day_of_payment(on: date, floor: int, ceiling: int) -> None:
    assert income_bounds(on, rates()) == (floor, ceiling)
    for income in (floor, ceiling):
        assert (
            quote_plan(wish(PaymentPlan.periodic(1), income), on, rates()).quote.gross == income * 22 // 100
        )
    for income in (floor - 50_000, ceiling + 50_000):
        with pytest.raises(PensionIncomeError):
            quote_plan(wish(PaymentPlan.periodic(1), income), on, rates())


@pytest.mark.parametrize("income", [1_500_001, 1_525_000, 1_549_999])
def test_an_income_between_two_steps_is_refused_with_its_neighbours(income: int) -> None:
    with pytest.raises(PensionIncomeStepError) as caught:
        quote_plan(wish(PaymentPlan.periodic(1), income), TODAY, rates())

    shown = f"{income:,}".replace(",", ".")
    assert caught.value.facts() == {
        "income": shown,
        "step": "50.000",
        "lower": "1.500.000",
        "higher": "1.550.000",
    }


@pytest.mark.parametrize(
    ("groups", "before", "after"),
    [
        ((PensionGroup.OTHER,), "0.10", "0.20"),
        ((PensionGroup.MINORITY,), "0.10", "0.30"),
        ((PensionGroup.NEAR_POOR,), "0.25", "0.40"),
        ((PensionGroup.POOR,), "0.30", "0.50"),
        ((PensionGroup.ISLAND,), "0.10", "0.50"),
        ((PensionGroup.MINORITY, PensionGroup.NEAR_POOR), "0.25", "0.40"),
        ((PensionGroup.POOR, PensionGroup.OTHER), "0.30", "0.50"),
    ],
)
def test_the_highest_group_wins_by_the_shares_of_the_day(
    groups: tuple[PensionGroup, ...], before: str, after: str
) -> None:
    assert best_group(groups, date(2025, 6, 30), rates()).value == Decimal(before)
    assert best_group(groups, NEW_LAW, rates()).value == Decimal(after)


def test_there_was_no_support_before_2018() -> None:
    with pytest.raises(FigureMissingError):
        quote_plan(wish(PaymentPlan.periodic(1), 700_000), date(2017, 12, 31), rates())


def test_a_month_tells_its_arithmetic() -> None:
    quote = quote_plan(wish(PaymentPlan.periodic(3), 2_000_000), TODAY, rates()).quote

    assert [(each.code, each.amount, dict(each.facts)) for each in quote.steps] == [
        ("pension.monthly", 440_000, {"income": 2_000_000}),
        ("pension.periodic", 1_320_000, {"months": 3}),
        ("pension.support", 198_000, {"months": 3}),
        ("due", 1_122_000, {}),
    ]
    assert [[figure.name for figure in each.figures] for each in quote.steps] == [
        ["pension.rate"],
        [],
        ["poverty_line.rural", "pension.rate", "pension.support_share.khac"],
        [],
    ]


def test_years_ahead_show_the_yield_and_the_doubt() -> None:
    quote = quote_plan(wish(PaymentPlan.ahead(2), supported_before=110), TODAY, rates()).quote

    assert [(each.code, each.amount, dict(each.facts)) for each in quote.steps] == [
        ("pension.monthly", 330_000, {"income": 1_500_000}),
        ("pension.ahead", 7_644_801, {"months": 24}),
        ("pension.support", 660_000, {"months": 10}),
        ("pension.support_limit", None, {"before": 110, "most": 120}),
        ("due", 6_984_801, {}),
    ]
    assert [figure.name for figure in quote.steps[1].figures] == ["pension.discount_rate"]
    assert quote.steps[2].figures[-1].certainty is Certainty.DOUBTFUL
    assert [each.name for each in quote.basis] == [
        "pension.rate",
        "poverty_line.rural",
        "pension.support_share.khac",
        "pension.discount_rate",
        "pension.support_is_flat",
    ]


def test_an_office_may_have_support_discounted_alike() -> None:
    discounted = rates().corrected(
        [Figure("pension.support_is_flat", Decimal(0), date(2026, 1, 1), None, "CV 1", Certainty.OFFICIAL)]
    )
    month, rate = Decimal(66_000), Decimal("0.0031")

    ahead = quote_plan(wish(PaymentPlan.ahead(2)), TODAY, discounted).quote
    late = quote_plan(wish(PaymentPlan.missing(24)), TODAY, discounted).quote
    none = quote_plan(wish(PaymentPlan.ahead(2), supported_before=120), TODAY, discounted).quote
    monthly = quote_plan(wish(PaymentPlan.periodic(3)), TODAY, discounted).quote

    assert ahead.support == to_dong(paid_ahead(month, 24, rate)) < 24 * 66_000
    assert late.support == to_dong(paid_late(month, 24, rate)) > 24 * 66_000
    assert none.support == 0
    assert monthly.support == 198_000


def test_support_never_exceeds_what_is_supported() -> None:
    dear = wish(PaymentPlan.ahead(5), groups=(PensionGroup.POOR,), rate=Decimal("0.09"))
    quote = quote_plan(dear, TODAY, rates()).quote

    assert (quote.support, quote.due) == (quote.gross, 0)


def test_late_payers_are_warned_from_november_of_a_new_floor() -> None:
    assert [each.name for each in coming_bounds(date(2026, 10, 31), rates())] == []
    assert [(each.name, each.value) for each in coming_bounds(date(2026, 11, 1), rates())] == [
        ("poverty_line.rural", Decimal(2_200_000))
    ]
    assert coming_bounds(date(2026, 12, 31), rates()) != []
    for day in (date(2027, 1, 1), date(2027, 6, 30), date(2028, 1, 1)):
        assert [each.value for each in coming_bounds(day, rates())] == [2_200_000]


def test_a_new_ceiling_is_seen_coming() -> None:
    assert [(each.name, each.value) for each in coming_bounds(date(2026, 6, 1), rates())] == [
        ("base_salary", Decimal(2_530_000))
    ]
    assert coming_bounds(date(2026, 7, 1), rates()) == []


def test_a_plan_knows_its_months() -> None:
    assert PaymentPlan.periodic(3) == PaymentPlan(PlanKind.PERIODIC, 3)
    assert PaymentPlan.ahead(2) == PaymentPlan(PlanKind.AHEAD, 24)
    assert PaymentPlan.missing(7) == PaymentPlan(PlanKind.MISSING, 7)


@pytest.mark.parametrize("on", [date(2025, 6, 30), NEW_LAW, date(2026, 12, 31)])
def test_the_short_way_and_the_whole_way_agree(on: date) -> None:
    short = quote_pension(Dong(2_000_000), 12, on, rates())

    assert quote_plan(wish(PaymentPlan.periodic(12), 2_000_000), on, rates()).quote == short


@pytest.mark.parametrize("months", [0, -3])
def test_an_amount_for_no_months_tells_no_income(months: int) -> None:
    assert listed_income(Dong(792_000), months, TODAY, rates()) is None
    assert listed_income(Dong(264_000), 1, TODAY, rates()) == 1_500_000


def test_steps_are_counted_from_the_floor_of_the_day() -> None:
    odd_floor = rates().corrected(
        [Figure("poverty_line.rural", Decimal(1_520_000), date(2026, 1, 1), None, "x", Certainty.OFFICIAL)]
    )

    assert quote_plan(wish(PaymentPlan.periodic(1), 1_570_000), TODAY, odd_floor).quote.gross == 345_400
    with pytest.raises(PensionIncomeStepError):
        quote_plan(wish(PaymentPlan.periodic(1), 1_550_000), TODAY, odd_floor)


def test_whoever_was_never_supported_has_all_months_before_them() -> None:
    wanted = wish(PaymentPlan.missing(120), rate=Decimal("0.0031"))

    assert quote_plan(wanted, date(2024, 1, 1), rates()).supported_months == 120
