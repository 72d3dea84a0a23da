"""Who pays in which form: against a search of all choices, with places of a payment year."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.coverage import OfficeRules, ShortGap
from agent_app.domain.groups import GroupUnknownError, PaidElsewhereError
from agent_app.domain.health_premium import HealthMonthsError, quote_group_member, quote_household_member
from agent_app.domain.household_quote import (
    Member,
    MemberQuote,
    PlaceTwiceError,
    PremiumForm,
    quote_household,
)
from agent_app.domain.local_support import LocalBasis, LocalSupport
from tests.builders import TODAY, rates

FREE = LocalSupport(LocalBasis.TOTAL, Decimal(1))


def shown(quoted: tuple[MemberQuote, ...]) -> list[tuple[str, int | None, int, int | None]]:
    """Write a household's quotes short."""
    return [(each.form.value, each.place, each.quote.due, each.alternative) for each in quoted]


def due(quoted: tuple[MemberQuote, ...]) -> int:
    return sum(each.quote.due for each in quoted)


def cost(members: list[Member], forms: tuple[PremiumForm, ...], taken: frozenset[int]) -> int:
    """Price one choice of forms, as anybody would by hand."""
    used = taken | {each.place for each in members if each.place is not None}
    free = (place for place in count(1) if place not in used)
    total = 0
    for member, form in zip(members, forms, strict=True):
        if form is PremiumForm.GROUP:
            total += quote_group_member(member.group, member.months, TODAY, rates()).due
        else:
            place = member.place or next(free)
            total += quote_household_member(place, member.months, TODAY, rates()).due
    return total


FORMS = {
    "GD": [PremiumForm.HOUSEHOLD],
    "HS": [PremiumForm.GROUP],
    "GB": [PremiumForm.GROUP, PremiumForm.HOUSEHOLD],
    "CN": [PremiumForm.GROUP, PremiumForm.HOUSEHOLD],
    "co-so-50": [PremiumForm.GROUP, PremiumForm.HOUSEHOLD],
}
members = st.builds(Member, st.sampled_from(list(FORMS)), st.sampled_from([3, 6, 12]))


@given(
    st.lists(members, min_size=1, max_size=6),
    st.frozensets(st.integers(1, 6), max_size=3),
    st.sampled_from(["first renews", "all new"]),
)
def test_no_other_choice_of_forms_costs_less(
    household: list[Member], taken: frozenset[int], who: str
) -> None:
    if who == "first renews":
        household[0] = replace(household[0], place=max(taken, default=0) + 1)
    quoted = quote_household(household, TODAY, rates(), taken)

    choices = list(product(*(FORMS[each.group] for each in household)))
    by_cost = {choice: cost(household, choice, taken) for choice in choices}
    least = min(by_cost.values())
    chosen = tuple(each.form for each in quoted)
    assert due(quoted) == by_cost[chosen] == least
    in_household = min(
        choice.count(PremiumForm.HOUSEHOLD) for choice, price in by_cost.items() if price == least
    )
    assert chosen.count(PremiumForm.HOUSEHOLD) == in_household


def test_the_lowest_free_places_go_to_those_named_first() -> None:
    quoted = quote_household([Member("GD", 12)] * 3, TODAY, rates(), frozenset({1, 3}))

    assert [each.place for each in quoted] == [2, 4, 5]
    assert [each.quote.due for each in quoted] == [956_340, 683_100, 546_480]


def test_a_half_year_payer_who_renews_in_july_keeps_januarys_place() -> None:
    renewal = Member("GD", 6, date(2026, 7, 14), 1)
    quoted = quote_household([Member("GD", 12), renewal], date(2026, 7, 10), rates(), frozenset({2}))

    assert [(each.place, each.quote.due) for each in quoted] == [(3, 819_720), (1, 683_100)]
    assert quoted[1].period.start == date(2026, 7, 15)


def test_across_new_year_the_order_starts_anew() -> None:
    old = quote_household([Member("GD", 12)], date(2026, 12, 31), rates(), frozenset({1, 2}))
    new = quote_household([Member("GD", 12)], date(2027, 1, 1), rates())

    assert (old[0].place, new[0].place) == (3, 1)
    assert (old[0].quote.due, new[0].quote.due) == (819_720, 1_366_200)


def test_before_july_2025_nobody_chooses() -> None:
    quoted = quote_household([Member("GB", 12)] * 5, date(2025, 6, 30), rates())

    assert shown(quoted) == [("group", None, 884_520, None)] * 5


def test_from_july_2025_on_the_form_is_chosen() -> None:
    quoted = quote_household([Member("GB", 12)] * 5, date(2025, 7, 1), rates())

    assert due(quoted) == 4_043_520


def test_pupils_may_not_choose_and_the_household_form_has_no_other() -> None:
    quoted = quote_household([Member("HS", 12), Member("GD", 12)], TODAY, rates())

    assert shown(quoted) == [("group", None, 683_100, None), ("household", 1, 1_366_200, None)]


def test_the_other_form_is_told_for_the_one_person_alone() -> None:
    four = quote_household([Member("GB", 12)] * 4, TODAY, rates())
    late = quote_household([Member("GD", 12), Member("GB", 12)], TODAY, rates())

    assert shown(four) == [("group", None, 956_340, 1_366_200)] * 4
    assert shown(late) == [("household", 1, 1_366_200, None), ("group", None, 956_340, 956_340)]


def test_a_later_place_makes_the_household_form_cheaper_for_one() -> None:
    quoted = quote_household([Member("GB", 12)], TODAY, rates(), frozenset({1, 2}))

    assert shown(quoted) == [("household", 3, 819_720, 956_340)]


def test_one_who_holds_a_place_chooses_by_it() -> None:
    quoted = quote_household([Member("GB", 12, None, 4), Member("GB", 12, None, 1)], TODAY, rates())

    assert shown(quoted) == [("household", 4, 683_100, 956_340), ("group", None, 956_340, 1_366_200)]


@pytest.mark.parametrize(
    ("members", "taken"),
    [
        ([Member("GD", 12, None, 2), Member("GD", 12, None, 2)], frozenset()),
        ([Member("GD", 12, None, 2)], frozenset({2})),
    ],
)
def test_a_place_for_two_people_is_named(members: list[Member], taken: frozenset[int]) -> None:
    with pytest.raises(PlaceTwiceError) as caught:
        quote_household(members, TODAY, rates(), taken)

    assert caught.value.facts() == {"place": 2}


def test_whoever_is_paid_for_is_refused_with_the_household() -> None:
    with pytest.raises(PaidElsewhereError):
        quote_household([Member("GD", 12), Member("TE", 12)], TODAY, rates())
    with pytest.raises(GroupUnknownError):
        quote_household([Member("XX", 12)], TODAY, rates())


def test_odd_months_need_the_offices_setting() -> None:
    odd = [Member("GD", 7), Member("GB", 5)]

    with pytest.raises(HealthMonthsError):
        quote_household(odd, TODAY, rates())
    quoted = quote_household(odd, TODAY, rates(), rules=OfficeRules(odd_months=True))

    assert [each.quote.due for each in quoted] == [7 * 113_850, 5 * 79_695]


def test_the_offices_rule_for_short_gaps_holds_for_all() -> None:
    rules = OfficeRules(ShortGap.NEXT_DAY)
    quoted = quote_household([Member("GD", 3, date(2026, 11, 1))], TODAY, rates(), rules=rules)

    assert quoted[0].period.start == date(2026, 11, 22)


def test_nobody_costs_nothing() -> None:
    assert quote_household([], TODAY, rates()) == ()


def test_a_fully_supported_first_member_holds_place_one() -> None:
    first = replace(FREE, place=1)
    quoted = quote_household([Member("GD", 12, local=(first,))] * 2, TODAY, rates())

    assert shown(quoted) == [("household", 1, 0, None), ("household", 2, 956_340, None)]


def test_where_the_rule_says_so_the_first_place_is_left_to_the_next() -> None:
    first = replace(FREE, place=1, holds_place=False)
    quoted = quote_household([Member("GD", 12, local=(first,))] * 3, TODAY, rates())

    assert shown(quoted) == [
        ("household", 1, 0, None),
        ("household", 1, 1_366_200, None),
        ("household", 2, 956_340, None),
    ]


def test_a_place_is_left_only_by_whom_the_support_pays_for_in_full() -> None:
    half = LocalSupport(LocalBasis.TOTAL, Decimal("0.5"), holds_place=False)
    quoted = quote_household([Member("GD", 12, local=(half,))] * 2, TODAY, rates())

    assert shown(quoted) == [("household", 1, 683_100, None), ("household", 2, 478_170, None)]


def test_supported_elders_leave_their_places_one_after_another() -> None:
    elder = replace(FREE, holds_place=False)
    quoted = quote_household(
        [Member("GD", 12, local=(elder,)), Member("GD", 12, local=(elder,)), Member("GD", 12)], TODAY, rates()
    )

    assert shown(quoted) == [
        ("household", 1, 0, None),
        ("household", 1, 0, None),
        ("household", 1, 1_366_200, None),
    ]


def test_what_one_left_the_first_place_with_does_not_take_support_for_all_from_the_next() -> None:
    first = replace(FREE, place=1, holds_place=False)
    share = LocalSupport(LocalBasis.ADDITIONAL, Decimal("0.1"))
    quoted = quote_household([Member("GD", 12, local=(first, share))] * 2, TODAY, rates())

    assert [each.quote.due for each in quoted] == [0, 1_229_580]


def test_support_for_the_first_place_is_no_use_in_the_groups_form() -> None:
    first = replace(FREE, place=1)
    quoted = quote_household([Member("GB", 12, local=(first,)), Member("GB", 12)], TODAY, rates())

    assert shown(quoted) == [("household", 1, 0, 956_340), ("group", None, 956_340, 956_340)]


def test_a_holder_whom_support_pays_for_still_holds_the_place() -> None:
    leaving = replace(FREE, holds_place=False)
    quoted = quote_household([Member("GD", 6, None, 1, (leaving,)), Member("GD", 12)], TODAY, rates())

    assert shown(quoted) == [("household", 1, 0, None), ("household", 2, 956_340, None)]


FIRST_ONLY = replace(FREE, place=1, holds_place=False)
ELDER = replace(FREE, holds_place=False)


def test_an_elder_is_still_paid_for_after_the_first_place_was_left() -> None:
    quoted = quote_household(
        [Member("GD", 12, local=(FIRST_ONLY,)), Member("GD", 12, local=(FIRST_ONLY, ELDER))], TODAY, rates()
    )

    assert [each.quote.due for each in quoted] == [0, 0]


def test_support_for_a_later_place_stays_after_the_first_was_left() -> None:
    second = replace(FREE, place=2)
    quoted = quote_household([Member("GD", 12, local=(FIRST_ONLY, second))] * 3, TODAY, rates())

    assert shown(quoted) == [
        ("household", 1, 0, None),
        ("household", 1, 1_366_200, None),
        ("household", 2, 0, None),
    ]


def test_whoever_is_paid_for_twice_over_has_still_used_the_first_places_support() -> None:
    quoted = quote_household(
        [Member("GD", 12, local=(FIRST_ONLY, ELDER)), Member("GD", 12, local=(FIRST_ONLY,))], TODAY, rates()
    )

    assert [each.quote.due for each in quoted] == [0, 1_366_200]


def test_one_dong_that_is_left_to_pay_takes_the_place() -> None:
    nearly = LocalSupport(LocalBasis.AMOUNT, Decimal("113849.7"), holds_place=False)
    quoted = quote_household([Member("GD", 3, local=(nearly,)), Member("GD", 3)], TODAY, rates())

    assert shown(quoted) == [("household", 1, 1, None), ("household", 2, 239_085, None)]
