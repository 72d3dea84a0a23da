"""Who is due, and what each is told to pay: places of the year, both forms, and why there is no price."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import Scheme
from agent_app.domain.household_quote import PremiumForm
from agent_app.domain.household_status import StatusId, StatusRecord
from agent_app.domain.known_covers import CoverSource, KnownCover
from agent_app.domain.office_setting import OfficeSettings
from agent_app.domain.pension_renewal import PensionMove
from agent_app.domain.people_edit import RecordSource
from agent_app.domain.support_decision import SupportDecision
from agent_app.services.notice_lines import NoticeHome, NoticeLine, NoticePrice
from agent_app.services.notice_pricing import LAPSED, SOON, HomeReads, NoticePricing
from agent_app.services.payments import PaymentRequest
from agent_app.services.quotes import price
from tests.builders import NOW, TODAY, a_household, a_person, an_id, rates
from tests.printing.notices import Due, Home

FIVE = tuple(Due(f"Trần Văn {at}") for at in range(1, 6))
FIRST, SECOND = a_person(1).id, a_person(2).id


def lines(home: NoticeHome, on: date = TODAY) -> tuple[NoticeLine, ...]:
    return NoticePricing(OfficeSettings(), rates(), on).lines(home)


def yearly(found: tuple[NoticeLine, ...]) -> list[int]:
    return [each.prices[-1].due for each in found]


def proven(group: str) -> tuple[StatusRecord, ...]:
    decision = SupportDecision(group, "12/QĐ-UBND", "UBND xã", date(2026, 1, 1), date(2027, 12, 31))
    return (StatusRecord(StatusId(an_id(1)), a_household().id, None, decision, RecordSource.TYPED, NOW),)


def test_members_take_their_places_in_the_order_of_the_list() -> None:
    found = lines(Home(FIVE).read())

    assert yearly(found) == [1_366_200, 956_340, 819_720, 683_100, 546_480]
    assert [each.place for each in found] == [1, 2, 3, 4, 5]
    assert [price.months for price in found[0].prices] == [3, 6, 12]


def test_a_place_that_was_taken_this_year_is_kept() -> None:
    home = Home(FIVE[:2], places={SECOND: 1}).read()

    assert yearly(lines(home)) == [956_340, 1_366_200]


def test_the_year_s_places_begin_anew() -> None:
    home = replace(Home(FIVE[:2]).read(), places={})

    assert [each.place for each in lines(home, date(2027, 1, 2))] == [1, 2]


def test_who_proves_a_group_pays_in_the_cheaper_form_and_is_told_the_other() -> None:
    found = lines(Home((Due("A", group="GB"),), statuses=proven("GB")).read())[0]

    assert (found.form, found.prices[-1].due) == (PremiumForm.GROUP, 956_340)
    assert found.other is not None
    assert (found.other.form, found.other.place, found.other.unproven) == (PremiumForm.HOUSEHOLD, 1, False)
    assert found.other.prices[-1] == NoticePrice(12, found.other.prices[-1].due)
    assert found.other.prices[-1].due == 1_366_200
    assert found.usual == NoticePrice(12, found.prices[-1].due)


def test_a_household_of_five_is_cheaper_in_household_form() -> None:
    home = Home(tuple(replace(each, group="GB") for each in FIVE), statuses=proven("GB")).read()
    found = lines(home)

    assert {each.form for each in found} == {PremiumForm.HOUSEHOLD}
    assert sum(yearly(found)) == 4_371_840
    assert [each.other.prices[-1].due for each in found if each.other] == [956_340] * 5


def test_a_group_without_its_decision_is_told_both_and_its_price_is_not_settled() -> None:
    found = lines(Home((Due("A", group="CN"), Due("B"))).read())

    assert found[0].other is not None
    assert (found[0].other.group, found[0].other.unproven) == ("CN", True)
    assert found[0].other.prices[-1].due == 409_860
    assert found[0].usual is None
    assert found[1].usual is not None


def test_who_may_not_choose_and_proves_nothing_is_told_the_price_of_the_group_alone() -> None:
    found = lines(Home((Due("A", group="HS"),)).read())[0]

    assert found.prices == ()
    assert found.failure is not None
    assert found.failure.code == "support.decision_missing"
    assert found.other is not None
    assert found.other.prices[-1].due == 683_100


def test_one_who_cannot_be_priced_leaves_the_others_their_prices_and_places() -> None:
    found = lines(Home((Due("A", group="HN"), Due("B"), Due("C"))).read())

    assert found[0].failure is not None
    assert yearly(found[1:]) == [1_366_200, 956_340]


def test_old_people_are_asked_before_anybody_asks_them_for_money() -> None:
    found = lines(Home((Due("A", birth=PartialDate(1950, 1, 1)),)).read())[0]

    assert found.to_ask
    assert found.usual is None


@pytest.mark.parametrize("group", ["CN", "HN", "can-ngheo-xa-ngheo"])
def test_whoever_could_be_near_poor_is_asked_from_seventy_on(group: str) -> None:
    home = Home((Due("A", birth=PartialDate(1955, 1, 1)),)).read()
    known = tuple(replace(each, health_group=group) for each in home.people)

    assert not lines(home)[0].to_ask
    assert lines(replace(home, people=known))[0].to_ask


@pytest.mark.parametrize(
    ("end", "due"),
    [
        (TODAY + SOON, True),
        (TODAY + SOON + timedelta(1), False),
        (TODAY - LAPSED, True),
        (TODAY - LAPSED - timedelta(1), False),
    ],
)
def test_a_cover_that_only_receipts_know_of_is_due_near_its_end(end: date, due: bool) -> None:  # noqa: FBT001
    covers = {(FIRST, Scheme.HEALTH): (KnownCover(None, end, CoverSource.PAID),)}
    home = replace(Home(FIVE[:1]).read(), listed={}, covers=covers)

    assert bool(lines(home)) is due


def test_a_line_that_was_answered_or_is_of_an_older_list_is_not_due() -> None:
    home = Home(FIVE[:1]).read()
    key, line = next(iter(home.listed.items()))
    later = {key: (KnownCover(None, TODAY + timedelta(400), CoverSource.PAID),)}

    assert lines(replace(home, listed={key: replace(line, open=False)}, covers=later)) == ()
    assert lines(replace(home, listed={key: replace(line, newest=False)}, covers=later)) == ()
    assert lines(replace(home, gone=frozenset({FIRST}))) == ()


def test_pension_is_told_with_its_turn() -> None:
    found = lines(Home((Due("A", health=False, pension_ends=date(2026, 10, 31)),)).read())[0]

    assert found.prices == (NoticePrice(12, found.prices[0].due),)
    assert found.prices[0].due == 3_168_000
    assert found.turn is not None
    assert (found.turn.move, found.turn.first_month) == (PensionMove.CONTINUED, date(2026, 11, 1))


def test_pension_that_fits_no_income_is_told_as_the_list_has_it() -> None:
    due = Due("A", health=False, pension_ends=date(2026, 10, 31), pension=(6, 1_600_123))
    found = lines(Home((due,)).read())[0]

    assert found.as_listed
    assert found.usual is None
    assert (found.prices[0].months, found.prices[0].due) == (6, 1_600_123)


EIGHT = (Due("Trần Thị Nhất", birth=PartialDate(1950, 1, 1)), *(Due(f"Trần Văn {at}") for at in range(2, 9)))


def test_whoever_is_to_be_asked_takes_no_place_before_those_who_are_settled() -> None:
    found = lines(Home(EIGHT).read())

    assert [each.place for each in found] == [8, 1, 2, 3, 4, 5, 6, 7]
    assert sum(each.usual.due for each in found if each.usual) == 5_464_800
    assert (found[0].apart, found[0].usual, found[0].prices[-1].due) == (True, None, 546_480)


def test_a_decision_that_is_not_here_takes_no_place() -> None:
    found = lines(Home((Due("A", group="CN"), Due("B"), Due("C"))).read())

    assert [(each.place, each.apart) for each in found] == [(3, True), (1, False), (2, False)]


def test_whoever_needs_a_decision_only_without_the_one_who_is_asked_first_is_not_settled() -> None:
    old = Due("A", birth=PartialDate(1950, 1, 1))
    found = lines(Home((old, *(Due(f"B {at}", group="GB") for at in range(2, 5)))).read())

    assert [each.usual for each in found] == [None] * 4
    assert all(each.failure is None and each.prices and each.apart for each in found)
    assert all(each.other is not None and each.other.unproven for each in found[1:])


def test_a_person_for_whom_the_state_pays_takes_no_place() -> None:
    found = lines(Home((Due("A", birth=PartialDate(2024, 5, 1)), Due("B"))).read())

    assert found[0].prices == ()
    assert (found[1].place, found[1].prices[-1].due) == (1, 1_366_200)


DUES = st.builds(
    Due,
    st.just("Trần Văn A"),
    ends=st.sampled_from([date(2026, 11, 29), date(2026, 8, 1), None]),
    group=st.sampled_from(["GD", "CN", "GB", "HN", "HS", "ZZ", None]),
    birth=st.sampled_from([PartialDate(year, 1, 1) for year in (1950, 1955, 1980, 2010, 2024)]),
    pension_ends=st.sampled_from([None, date(2026, 10, 31)]),
    pension=st.sampled_from([(12, 3_168_000), (6, 1_600_123), (None, None)]),
    health=st.booleans(),
)


@given(
    st.lists(DUES, min_size=1, max_size=8), st.sampled_from([(), proven("GB"), proven("CN")]), st.booleans()
)
def test_what_a_notice_adds_up_is_what_a_receipt_for_exactly_those_costs(
    dues: list[Due],
    statuses: tuple[StatusRecord, ...],
    paid: bool,  # noqa: FBT001
) -> None:
    home = Home(dues, statuses=statuses, places={FIRST: 1} if paid else {}).read()
    settled = [(each, each.usual) for each in lines(home) if each.usual]
    for months in (3, 6, 12) if settled else ():
        told = [(line, _of(line, months, usual)) for line, usual in settled]
        wishes = [PaymentRequest(line.person.id, line.scheme, each.months) for line, each in told]
        made = price(HomeReads(home, OfficeSettings()), home.household.id, wishes, TODAY, rates()).lines

        assert [each.quote.due for each in made] == [each.due for _, each in told]
        assert [each.place for each in made] == [line.place for line, _ in told]


def _of(line: NoticeLine, months: int, usual: NoticePrice) -> NoticePrice:
    return next((each for each in line.prices if each.months == months), usual)
