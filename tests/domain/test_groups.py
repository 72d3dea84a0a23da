"""Who pays for whom, on which day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.groups import (
    GroupNotInForceError,
    GroupUnknownError,
    PaidBy,
    PaidElsewhereError,
    benefit_level,
    may_choose_form,
    paid_by,
    refuse_paid_elsewhere,
    support_share,
)
from agent_app.domain.health_premium import (
    HealthMonthsError,
    PlaceMissingError,
    PremiumTerms,
    quote_group_member,
    quote_household_member,
)
from tests.builders import TODAY, rates

STATE = [
    "CC",
    "CK",
    "CB",
    "KC",
    "HN",
    "DT",
    "DK",
    "XD",
    "BT",
    "TS",
    "TC",
    "TE",
    "HD",
    "TQ",
    "TA",
    "TY",
    "HG",
    "LS",
    "PV",
    "MS",
    "XN",
    "QN",
    "CA",
    "CY",
]
FUND = ["HT", "TB", "NO", "CT", "XB", "TN", "CS"]
EMPLOYER = ["DN", "HX", "CH", "NN", "TK", "HC", "XK"]


@pytest.mark.parametrize(
    ("group", "payer"),
    [
        *((group, PaidBy.STATE) for group in [*STATE, "LH"]),
        *((group, PaidBy.FUND) for group in FUND),
        *((group, PaidBy.EMPLOYER) for group in EMPLOYER),
    ],
)
def test_no_money_is_taken_for_whom_others_pay(group: str, payer: PaidBy) -> None:
    with pytest.raises(PaidElsewhereError) as caught:
        quote_group_member(group, 12, TODAY, rates())

    assert caught.value.facts() == {"group": group, "paid_by": payer}
    assert paid_by(group, TODAY, rates()) is payer


@pytest.mark.parametrize("group", ["GD", "GB", "CN", "HS", "SV", "dtts-70", "bom-min", "k5-d"])
def test_whoever_pays_a_part_is_not_refused(group: str) -> None:
    refuse_paid_elsewhere(group, TODAY, rates())

    assert paid_by(group, TODAY, rates()) is None


@pytest.mark.parametrize("group", ["XX", "gd", "", "GD "])
def test_a_group_that_nobody_knows_is_bad_input(group: str) -> None:
    with pytest.raises(GroupUnknownError) as caught:
        refuse_paid_elsewhere(group, TODAY, rates())

    assert caught.value.facts() == {"group": group}


@pytest.mark.parametrize(
    ("group", "on"),
    [
        ("LH", date(2025, 6, 30)),
        ("co-so-50", date(2025, 6, 30)),
        ("mua-ban-nguoi", date(2025, 6, 30)),
        ("bom-min", date(2025, 6, 30)),
        ("dtts-70", date(2023, 12, 2)),
    ],
)
def test_a_group_of_later_days_is_refused_with_the_day(group: str, on: date) -> None:
    with pytest.raises(GroupNotInForceError) as caught:
        quote_group_member(group, 12, on, rates())

    assert caught.value.facts() == {"group": group, "on": on}


@pytest.mark.parametrize(
    "group", ["CN", "GB", "dtts-70", "can-ngheo-xa-ngheo", "co-so-50", "bom-min", "mua-ban-nguoi"]
)
def test_supported_groups_choose_their_form_from_july_2025(group: str) -> None:
    assert may_choose_form(group, date(2025, 7, 1), rates())
    assert not may_choose_form(group, date(2025, 6, 30), rates())


@pytest.mark.parametrize("group", ["HS", "SV", "GD", "k5-d"])
def test_pupils_students_and_single_payers_do_not(group: str) -> None:
    assert not may_choose_form(group, TODAY, rates())


@pytest.mark.parametrize(
    ("group", "on", "level"),
    [
        ("CN", date(2025, 12, 31), 3),
        ("CN", date(2026, 1, 1), 2),
        ("LH", date(2025, 12, 31), 4),
        ("LH", date(2026, 1, 1), 2),
        ("LH", date(2025, 6, 30), None),
        ("TE", TODAY, 1),
        ("HN", TODAY, 2),
        ("HT", TODAY, 3),
        ("GD", TODAY, 4),
        ("QN", TODAY, 5),
        ("XX", TODAY, None),
    ],
)
def test_benefit_levels_are_dated(group: str, on: date, level: int | None) -> None:
    assert benefit_level(group, on, rates()) == level


@pytest.mark.parametrize(
    ("group", "on", "share"),
    [
        ("HS", date(2025, 6, 30), "0.3"),
        ("HS", date(2025, 7, 1), "0.5"),
        ("SV", date(2018, 1, 1), "0.3"),
        ("GB", date(2018, 1, 1), "0.3"),
        ("GB", date(2025, 7, 1), "0.3"),
        ("CN", date(2018, 12, 1), "0.7"),
        ("dtts-70", date(2023, 12, 3), "0.7"),
        ("can-ngheo-xa-ngheo", date(2018, 1, 1), "1"),
    ],
)
def test_the_states_share_of_a_day(group: str, on: date, share: str) -> None:
    assert str(support_share(group, on, rates()).value) == share


def test_the_price_of_a_group_tells_its_arithmetic() -> None:
    quote = quote_group_member("GB", 3, TODAY, rates())

    assert [(each.code, each.amount, dict(each.facts)) for each in quote.steps] == [
        ("health.monthly", 113_850, {}),
        ("health.months", 341_550, {"months": 3}),
        ("health.support", 102_465, {"group": "GB"}),
        ("due", 239_085, {}),
    ]
    assert [[figure.name for figure in each.figures] for each in quote.steps] == [
        ["base_salary", "health.rate"],
        [],
        ["health.support_share.GB"],
        [],
    ]
    assert [each.name for each in quote.basis] == ["health.rate", "base_salary", "health.support_share.GB"]


def test_the_price_in_household_form_tells_its_arithmetic() -> None:
    quote = quote_household_member(3, 6, TODAY, rates())

    assert [(each.code, each.amount, dict(each.facts)) for each in quote.steps] == [
        ("health.monthly", 113_850, {}),
        ("health.order", 68_310, {"place": 3}),
        ("health.months", 409_860, {"months": 6}),
        ("due", 409_860, {}),
    ]
    assert [[figure.name for figure in each.figures] for each in quote.steps] == [
        ["base_salary", "health.rate"],
        ["health.order_share.3"],
        [],
        [],
    ]


@pytest.mark.parametrize("place", [0, -1])
def test_a_place_counts_from_one(place: int) -> None:
    with pytest.raises(PlaceMissingError):
        quote_household_member(place, 12, TODAY, rates())


@pytest.mark.parametrize("months", [1, 2, 4, 5, 7, 8, 9, 10, 11])
def test_odd_months_are_priced_where_the_office_allows_them(months: int) -> None:
    terms = PremiumTerms(odd_months=True)

    assert quote_household_member(1, months, TODAY, rates(), terms).due == 113_850 * months
    assert quote_group_member("HS", months, TODAY, rates(), terms).due == 56_925 * months
    with pytest.raises(HealthMonthsError):
        quote_group_member("HS", months, TODAY, rates())


@pytest.mark.parametrize("months", [-1, 0, 13, 24])
def test_more_than_a_year_is_never_sold(months: int) -> None:
    with pytest.raises(HealthMonthsError) as caught:
        quote_household_member(1, months, TODAY, rates(), PremiumTerms(odd_months=True))

    assert caught.value.facts() == {"months": months, "allowed": "3, 6, 12"}


def test_the_states_own_groups_are_refused_before_their_months() -> None:
    with pytest.raises(PaidElsewhereError):
        quote_group_member("HN", 5, TODAY, rates())


@given(
    st.dates(date(2018, 1, 1), date(2027, 12, 31)),
    st.sampled_from(["GB", "CN", "HS"]),
    st.integers(1, 8),
    st.integers(1, 11),
)
def test_more_months_cost_more_in_either_form(on: date, group: str, place: int, months: int) -> None:
    terms = PremiumTerms(odd_months=True)

    def dues(count: int) -> tuple[int, int]:
        in_group = quote_group_member(group, count, on, rates(), terms)
        return in_group.due, quote_household_member(place, count, on, rates(), terms).due

    for fewer, more, year in zip(dues(months), dues(months + 1), dues(12), strict=True):
        assert 0 < fewer < more
        assert fewer * 12 == year * months
