"""What a province or a donor adds: bases, conditions, and never more than the whole."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.due_list import Scheme
from agent_app.domain.health_premium import PremiumTerms, quote_group_member, quote_household_member
from agent_app.domain.local_support import (
    Circumstances,
    LocalBasis,
    LocalBasisError,
    LocalRule,
    LocalSupport,
    applicable,
    local_share,
)
from agent_app.domain.money import Dong
from agent_app.domain.pension_contribution import PensionGroup, PensionWish, quote_plan
from agent_app.domain.pension_plan import PaymentPlan
from agent_app.domain.rates import Certainty, Figure
from agent_app.runtime.rates import check_file
from tests.builders import TODAY, rates
from tests.workbooks.sheets import SAMPLES

LOCAL = SAMPLES / "local_support.toml"
VINH_PHUC, BINH_THUAN = ("26",), ("60",)


def total(share: str) -> LocalSupport:
    return LocalSupport(LocalBasis.TOTAL, Decimal(share))


def more(share: str) -> LocalSupport:
    return LocalSupport(LocalBasis.ADDITIONAL, Decimal(share))


def monthly(amount: int) -> LocalSupport:
    return LocalSupport(LocalBasis.AMOUNT, Decimal(amount))


def of_minimum(share: str) -> LocalSupport:
    return LocalSupport(LocalBasis.OF_MINIMUM, Decimal(share))


def test_local_support_never_takes_money_back() -> None:
    assert local_share([more("0.1")], Dong(100), Dong(150), 12) == 0


@pytest.mark.parametrize(
    ("local", "added"),
    [
        ([], 0),
        ([total("0.5")], 273_240),
        ([total("0.3")], 0),
        ([total("0.2")], 0),
        ([total("0.5"), total("0.7")], 546_480),
        ([more("0.2")], 273_240),
        ([more("0.2"), more("0.1")], 409_860),
        ([monthly(10_000)], 120_000),
        ([total("0.5"), more("0.1"), monthly(1_000)], 273_240 + 136_620 + 12_000),
        ([total("0.2"), more("0.1")], 136_620),
        ([total("1")], 956_340),
        ([total("1.2")], 956_340),
        ([more("0.8")], 956_340),
        ([monthly(66_000), more("0.5")], 956_340),
    ],
)
def test_what_is_added_to_the_states_thirty_percent(local: list[LocalSupport], added: int) -> None:
    quote = quote_group_member("GB", 12, TODAY, rates(), PremiumTerms(tuple(local)))

    assert (quote.gross, quote.support) == (1_366_200, 409_860)
    assert (quote.local_support, quote.due) == (added, 956_340 - added)


@pytest.mark.parametrize(
    ("local", "added"),
    [
        ([total("0.5")], 478_170),
        ([more("0.2")], 191_268),
        ([monthly(66_000)], 792_000),
        ([monthly(80_000)], 956_340),
    ],
)
def test_what_is_added_in_household_form(local: list[LocalSupport], added: int) -> None:
    quote = quote_household_member(2, 12, TODAY, rates(), PremiumTerms(tuple(local)))

    assert (quote.gross, quote.support, quote.local_support) == (956_340, 0, added)


@pytest.mark.parametrize(
    ("local", "added"),
    [
        ([total("0.5")], 1_980_000 - 792_000),
        ([more("0.2")], 792_000),
        ([of_minimum("0.1")], 396_000),
        ([monthly(66_000)], 792_000),
        ([of_minimum("0.1"), more("0.1")], 396_000 + 396_000),
        ([total("1"), monthly(5)], 3_168_000),
    ],
)
def test_what_is_added_to_a_pension_contribution(local: list[LocalSupport], added: int) -> None:
    wish = PensionWish(Dong(1_500_000), PaymentPlan.periodic(12), local=tuple(local))
    quote = quote_plan(wish, TODAY, rates()).quote

    assert (quote.support, quote.local_support, quote.due) == (792_000, added, 3_168_000 - added)


def test_the_least_payment_counts_and_not_the_chosen_income() -> None:
    wish = PensionWish(Dong(3_000_000), PaymentPlan.periodic(12), local=(of_minimum("0.1"),))

    assert quote_plan(wish, TODAY, rates()).quote.local_support == 396_000


def test_a_share_of_the_least_payment_has_no_meaning_for_health() -> None:
    with pytest.raises(LocalBasisError) as caught:
        quote_group_member("GB", 12, TODAY, rates(), PremiumTerms((of_minimum("0.1"),)))

    assert caught.value.facts() == {"basis": "of-minimum"}


def test_halves_of_a_dong_are_rounded_up_once() -> None:
    assert local_share([more("0.1")], Dong(5), Dong(0), 1) == 1
    assert local_share([more("0.05"), more("0.05")], Dong(5), Dong(0), 1) == 1
    assert local_share([more("0.0999")], Dong(5), Dong(0), 1) == 0


def test_local_support_is_told_step_by_step() -> None:
    figure = Figure(
        "local_support.x", Decimal("0.2"), date(2026, 1, 1), None, "NQ 1/2026", Certainty.OFFICIAL
    )
    known = replace(more("0.2"), figure=figure)
    quote = quote_household_member(1, 12, TODAY, rates(), PremiumTerms((known, monthly(1_000))))

    assert [(each.code, each.amount, dict(each.facts), each.figures) for each in quote.steps[3:]] == [
        ("local.additional", None, {"value": Decimal("0.2"), "months": 12}, (figure,)),
        ("local.amount", None, {"value": Decimal(1_000), "months": 12}, ()),
        ("local.sum", 285_240, {}, ()),
        ("due", 1_080_960, {}, ()),
    ]
    assert quote.basis[-1] == figure
    assert len(quote.basis) == 4


shares = st.decimals(0, 2, places=3)
additions = st.builds(
    LocalSupport, st.sampled_from([LocalBasis.TOTAL, LocalBasis.ADDITIONAL]), shares
) | st.builds(LocalSupport, st.just(LocalBasis.AMOUNT), st.integers(0, 300_000).map(Decimal))


@given(st.lists(additions, max_size=4), st.sampled_from(["GB", "CN", "HS"]), st.sampled_from([3, 6, 12]))
def test_all_parts_together_are_the_gross(local: list[LocalSupport], group: str, months: int) -> None:
    quote = quote_group_member(group, months, TODAY, rates(), PremiumTerms(tuple(local)))

    assert quote.support + quote.local_support + quote.due == quote.gross
    assert min(quote.support, quote.local_support, quote.due) >= 0


@given(st.lists(additions, max_size=3), additions)
def test_one_more_rule_never_makes_it_dearer(local: list[LocalSupport], another: LocalSupport) -> None:
    fewer = quote_household_member(1, 12, TODAY, rates(), PremiumTerms(tuple(local)))
    with_it = quote_household_member(1, 12, TODAY, rates(), PremiumTerms((*local, another)))

    assert with_it.due <= fewer.due


def case(group: str, *, age: int | None = None, residence: tuple[str, ...] = VINH_PHUC) -> Circumstances:
    return Circumstances(Scheme.HEALTH, group, age, residence)


@pytest.mark.parametrize(
    ("who", "on", "names"),
    [
        (case("CN"), date(2020, 11, 6), ["vinh-phuc.can-ngheo", "vinh-phuc.nguoi-thu-nhat"]),
        (case("HS", age=15), date(2020, 11, 6), ["vinh-phuc.hssv", "vinh-phuc.nguoi-thu-nhat"]),
        (case("GD", age=59), date(2020, 11, 6), ["vinh-phuc.nguoi-thu-nhat"]),
        (case("GD", age=60), date(2020, 11, 6), ["vinh-phuc.cao-tuoi", "vinh-phuc.nguoi-thu-nhat"]),
        (case("GD", age=79), date(2020, 11, 6), ["vinh-phuc.cao-tuoi", "vinh-phuc.nguoi-thu-nhat"]),
        (case("GD", age=80), date(2020, 11, 6), ["vinh-phuc.nguoi-thu-nhat"]),
        (case("GD"), date(2020, 11, 6), ["vinh-phuc.nguoi-thu-nhat"]),
        (case("CN", residence=("01",)), date(2020, 11, 6), []),
        (case("CN"), date(2019, 12, 31), []),
        (case("CN"), date(2021, 1, 1), []),
        (case("GB", residence=BINH_THUAN), date(2023, 1, 1), ["binh-thuan.muc-song-trung-binh"]),
        (case("GB", residence=BINH_THUAN), date(2023, 12, 31), ["binh-thuan.muc-song-trung-binh"]),
        (case("GB", residence=("00001", "60")), date(2023, 6, 1), ["binh-thuan.muc-song-trung-binh"]),
        (case("GB", residence=BINH_THUAN), date(2024, 1, 1), []),
        (case("GD", residence=BINH_THUAN), date(2023, 6, 1), []),
        (Circumstances(Scheme.PENSION, "khac", 30, VINH_PHUC), date(2020, 8, 1), ["vinh-phuc.bhxh"]),
        (Circumstances(Scheme.PENSION, "khac", 30, VINH_PHUC), date(2020, 7, 31), []),
    ],
)
def test_which_rules_of_a_province_apply(who: Circumstances, on: date, names: list[str]) -> None:
    found = applicable(check_file(LOCAL).local_rules, who, on)

    assert sorted(each.figure.name for each in found if each.figure) == [
        f"local_support.{name}" for name in names
    ]


def test_vinh_phuc_pays_for_near_poor_elders_pupils_and_first_members() -> None:
    rules = check_file(LOCAL).local_rules
    on = date(2020, 11, 6)
    near_poor = PremiumTerms(applicable(rules, case("CN"), on))
    elder = PremiumTerms(applicable(rules, case("GD", age=60), on))
    other = PremiumTerms(applicable(rules, case("GD", age=40), on))

    assert quote_group_member("CN", 12, on, rates(), near_poor).local_support == 241_380
    assert quote_household_member(3, 12, on, rates(), elder).due == 0
    assert quote_household_member(1, 12, on, rates(), other).due == 0
    assert quote_household_member(2, 12, on, rates(), other).due == 563_220


def test_a_rule_says_what_it_adds() -> None:
    rule = next(each for each in check_file(LOCAL).local_rules if each.place == 1)

    assert rule.support() == LocalSupport(LocalBasis.TOTAL, Decimal(1), 1, True, rule.figure)  # noqa: FBT003
    assert rule.payer == "ngân sách tỉnh"


def test_an_age_band_may_be_open_on_one_side() -> None:
    figure = Figure("local_support.x", Decimal(1), date(2026, 1, 1), None, "NQ 1/2026", Certainty.OFFICIAL)
    rule = LocalRule(figure, LocalBasis.TOTAL, Scheme.HEALTH, "tỉnh")
    young, old = replace(rule, age_below=18), replace(rule, age_from=60)

    assert [young.applies(case("GD", age=age), TODAY) for age in (0, 17, 18)] == [True, True, False]
    assert [old.applies(case("GD", age=age), TODAY) for age in (59, 60, 100)] == [False, True, True]
    assert [each.applies(case("GD"), TODAY) for each in (young, old, rule)] == [False, False, True]
    assert rule.support().holds_place
    assert rule.applies(case("GD"), date(2026, 1, 1))
    assert not rule.applies(case("GD"), date(2025, 12, 31))


def test_the_states_best_group_and_the_provinces_share_come_together() -> None:
    groups = (PensionGroup.MINORITY, PensionGroup.POOR, PensionGroup.OTHER)
    wish = PensionWish(Dong(1_500_000), PaymentPlan.periodic(1), groups, local=(more("0.1"),))

    assert quote_plan(wish, TODAY, rates()).quote.due == 330_000 - 165_000 - 33_000


def test_a_share_above_the_whole_leaves_nothing_to_pay_and_nothing_to_pay_out() -> None:
    wrong = Figure("health.support_share.GB", Decimal(30), TODAY, None, "x", Certainty.LAW)

    quote = quote_group_member("GB", 12, TODAY, rates().corrected([wrong]), PremiumTerms((more("0.2"),)))

    assert (quote.support, quote.local_support, quote.due) == (quote.gross, 0, 0)
