from dataclasses import replace
from datetime import date

import pytest

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import Scheme
from agent_app.domain.household import HouseholdId
from agent_app.domain.money import Dong
from agent_app.domain.purpose_code import PurposeCode
from agent_app.domain.receipt import ReceiptId
from agent_app.services.lines import AwaitedLine, CoverLine, HouseholdPage, MemberLine
from agent_app.ui.pages.collect.presenter import first_payer
from agent_app.ui.pages.households.presenter import Draft
from agent_app.ui.pages.households.wish import Wish, first_wish
from tests.builders import TODAY, a_household, an_id
from tests.ui.fake_core import FakeCore, make_member
from tests.ui.fake_offers import OPTIONS

UNTIL = date(2026, 12, 31)
FIRST = HouseholdId(an_id(1))


def page_of(*months: int | None, scheme: Scheme = Scheme.HEALTH) -> HouseholdPage:
    """Make a household whose members the list names with these months."""
    members = tuple(
        replace(
            make_member(at, f"Người {at}", 9),
            covers=(CoverLine(scheme, "GD", UNTIL, None, listed, due_item=True),),
        )
        for at, listed in enumerate(months)
    )
    return HouseholdPage(a_household(), members, ())


@pytest.mark.parametrize(
    ("scheme", "listed", "wished"),
    [
        (Scheme.HEALTH, (6, 6), 6),
        (Scheme.HEALTH, (12, 3, 3), 3),
        (Scheme.HEALTH, (3, 12), 3),
        (Scheme.HEALTH, (7, 7, 6), 6),
        (Scheme.HEALTH, (None, 7), 12),
        (Scheme.PENSION, (1,), 1),
        (Scheme.PENSION, (24, None), 3),
    ],
)
def test_the_months_of_the_list_are_proposed_where_they_can_be_chosen(
    scheme: Scheme, listed: tuple[int | None, ...], wished: int
) -> None:
    assert first_wish(page_of(*listed, scheme=scheme), OPTIONS.months).months_of(scheme) == wished


def test_the_months_of_people_who_have_paid_do_not_count() -> None:
    page = page_of(6, 6, 3)
    paid = tuple(
        replace(each, covers=(replace(each.covers[0], receipt_id=ReceiptId(an_id(9))),))
        for each in page.members[:2]
    )
    wish = first_wish(replace(page, members=(*paid, page.members[2])))

    assert wish.months_of(Scheme.HEALTH) == 3
    assert wish.ticked == {(page.members[2].id, Scheme.HEALTH)}


def test_payments_follow_the_order_of_the_page() -> None:
    page = page_of(12, 12, 12)
    backwards = replace(page, members=page.members[::-1])
    wish = first_wish(backwards)

    assert [each.person_id for each in wish.requests(backwards.members)] == [
        each.id for each in backwards.members
    ]


@pytest.mark.parametrize(
    ("relations", "births", "payer"),
    [
        ((None, "CHỦ HỘ", None), (1960, 1990, 1970), "Người 1"),
        ((None, None, None), (1990, 1960, 1970), "Người 1"),
        ((None, None, None), (2015, 2009, None), "Người 0"),
        ((None, None, None), (None, 2015, 1980), "Người 2"),
    ],
)
def test_the_head_or_the_eldest_who_pays_is_proposed_as_payer(
    core: FakeCore, relations: tuple[str | None, ...], births: tuple[int | None, ...], payer: str
) -> None:
    members = tuple(
        replace(member, relation=relation, birth=PartialDate(birth) if birth else None)
        for member, relation, birth in zip(page_of(12, 12, 12).members, relations, births, strict=True)
    )

    assert first_payer(draft_of(core, members, members)) == payer


def test_the_eldest_who_does_not_pay_is_not_proposed(core: FakeCore) -> None:
    old, young = (
        replace(member, relation=None, birth=PartialDate(birth))
        for member, birth in zip(page_of(12, 12).members, (1950, 1990), strict=True)
    )

    assert first_payer(draft_of(core, (old, young), (young,))) == young.name


def draft_of(core: FakeCore, members: tuple[MemberLine, ...], paying: tuple[MemberLine, ...]) -> Draft:
    core.queries.members[FIRST] = members
    page = core.queries.household(FIRST, 2026)
    requests = Wish(frozenset((each.id, Scheme.HEALTH) for each in paying)).requests(members)
    return Draft(page, requests, core.quote(FIRST, requests, TODAY), TODAY)


def test_who_is_awaited_by_transfer_is_not_ticked() -> None:
    page = page_of(6, 3)
    awaited = AwaitedLine(Scheme.HEALTH, PurposeCode("X"), Dong(1_571_130))
    wish = first_wish(replace(page, members=(replace(page.members[0], awaited=(awaited,)), page.members[1])))

    assert wish.ticked == {(page.members[1].id, Scheme.HEALTH)}
    assert wish.months_of(Scheme.HEALTH) == 3
