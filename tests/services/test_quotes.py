"""What a household's members pay together: the places of a payment year, and every refusal."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import DueRow, Scheme
from agent_app.domain.groups import PaidElsewhereError
from agent_app.domain.health_premium import GroupNotPricedError, HealthMonthsError
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.member_order import TakenPlace
from agent_app.domain.money import Dong
from agent_app.domain.office_setting import SettingKey
from agent_app.domain.pension_contribution import (
    PensionGroup,
    PensionIncomeError,
    PensionIncomeStepError,
    PensionMonthsError,
)
from agent_app.domain.receipt import EmptyReceiptError, PlaceSource, ReceiptLine
from agent_app.domain.support_decision import DecisionMissingError
from agent_app.services.failures import HouseholdUnknownError, OtherHouseholdError, PersonUnknownError
from agent_app.services.payments import ShownDecision
from agent_app.services.quotes import (
    IncomeUnknownError,
    ListedGroupError,
    PaymentRequest,
    RepeatedPaymentError,
    price,
)
from tests.builders import TODAY, a_due_row, a_household, a_person, an_id, rates
from tests.office_documents import a_setting
from tests.services.bench import LIST, Bench

HOME = a_household().id
FIRST, SECOND, THIRD = (a_person(number).id for number in (1, 2, 3))
SHOWN = ShownDecision("12/QĐ-UBND", "UBND xã Suối Trúc", date(2026, 1, 1), date(2027, 12, 31))


def health(person_id: PersonId, months: int = 12) -> PaymentRequest:
    """Ask for BHYT."""
    return PaymentRequest(person_id, Scheme.HEALTH, months)


def pension(person_id: PersonId, months: int = 3, income: int | None = 1_500_000) -> PaymentRequest:
    """Ask for BHXH tự nguyện."""
    return PaymentRequest(person_id, Scheme.PENSION, months, None if income is None else Dong(income))


def three(bench: Bench) -> None:
    """Let three members live in the first household."""
    bench.settle_in(a_person(1), a_person(2), a_person(3))


def ask(bench: Bench, *requests: PaymentRequest, on: date = TODAY) -> list[ReceiptLine]:
    """Price without keeping."""
    return list(bench.quote(HOME, requests, on))


def hold(bench: Bench, places: dict[PersonId, int], year: int = TODAY.year) -> None:
    """Let members hold places."""
    with bench.open_unit() as unit:
        unit.receipts.hold_places(HOME, year, places)
        unit.commit()


def put_on_list(bench: Bench, row: DueRow) -> PersonId:
    """Import a list of one line and say whom it is about."""
    bench.put_list(row)
    bench.due_lists.import_file(LIST)
    with bench.open_unit() as unit:
        return unit.households.people_by_numbers([row.insurance_no or ""], [])[0].id


def test_members_take_places_in_the_order_in_which_they_are_named(bench: Bench) -> None:
    three(bench)

    lines = ask(bench, health(SECOND), health(FIRST), health(THIRD))

    assert [(each.subject.person_id, each.place) for each in lines] == [(SECOND, 1), (FIRST, 2), (THIRD, 3)]
    assert [each.quote.due for each in lines] == [1_366_200, 956_340, 819_720]


def test_a_quote_holds_no_place(bench: Bench) -> None:
    three(bench)
    ask(bench, health(FIRST))

    assert ask(bench, health(SECOND))[0].place == 1


def test_a_held_place_stays_and_others_take_the_lowest_free_ones(bench: Bench) -> None:
    three(bench)
    hold(bench, {SECOND: 2})

    lines = ask(bench, health(FIRST), health(SECOND), health(THIRD))

    assert [each.place for each in lines] == [1, 2, 3]


def test_a_gap_below_a_held_place_is_taken_first(bench: Bench) -> None:
    three(bench)
    hold(bench, {THIRD: 3})

    assert [each.place for each in ask(bench, health(SECOND), health(FIRST))] == [1, 2]


def test_each_payment_year_has_its_own_places(bench: Bench) -> None:
    three(bench)
    hold(bench, {FIRST: 1}, year=2025)

    assert ask(bench, health(SECOND), on=date(2026, 1, 1))[0].place == 1


def test_a_pension_payer_takes_no_place(bench: Bench) -> None:
    three(bench)

    lines = ask(bench, pension(FIRST), health(SECOND))

    assert [each.place for each in lines] == [None, 1]


def test_one_person_may_pay_for_both_schemes(bench: Bench) -> None:
    three(bench)

    lines = ask(bench, health(FIRST), pension(FIRST))

    assert [each.scheme for each in lines] == [Scheme.HEALTH, Scheme.PENSION]
    assert lines[0].subject == lines[1].subject


def test_one_person_cannot_pay_twice_for_one_scheme(bench: Bench) -> None:
    three(bench)

    with pytest.raises(RepeatedPaymentError) as caught:
        ask(bench, health(FIRST, 3), health(FIRST, 6))

    assert caught.value.person_id == str(FIRST)


def test_a_person_of_another_household_is_refused(bench: Bench) -> None:
    other = a_household(2)
    bench.settle_in(a_person(1), a_person(2, household=other), households=(a_household(), other))

    with pytest.raises(OtherHouseholdError) as caught:
        ask(bench, health(FIRST), health(SECOND))

    assert caught.value.person_id == str(SECOND)


def test_unknown_ids_are_named(bench: Bench) -> None:
    three(bench)

    with pytest.raises(PersonUnknownError) as person:
        ask(bench, health(PersonId(an_id(99))))
    with pytest.raises(HouseholdUnknownError) as household:
        bench.quote(HouseholdId(an_id(98)), [health(FIRST)], TODAY)

    assert person.value.person_id == str(an_id(99))
    assert household.value.household_id == str(an_id(98))


def test_nothing_asked_is_no_receipt(bench: Bench) -> None:
    three(bench)

    with pytest.raises(EmptyReceiptError):
        ask(bench)


@pytest.mark.parametrize("months", [1, 2, 4, 24])
def test_other_months_of_health_cover_are_refused(months: int, bench: Bench) -> None:
    three(bench)

    with pytest.raises(HealthMonthsError):
        ask(bench, health(FIRST, months))


@pytest.mark.parametrize("group", ["XX", "co-so-50x"])
def test_a_group_of_the_list_that_nobody_knows_is_not_priced(group: str, bench: Bench) -> None:
    person_id = put_on_list(bench, replace(a_due_row(), group=group))
    home = bench.person(person_id).household_id

    with pytest.raises(GroupNotPricedError) as caught:
        bench.quote(home, [health(person_id)], TODAY)

    assert caught.value.group == group


def test_a_supported_group_of_the_list_asks_for_its_decision(bench: Bench) -> None:
    person_id = put_on_list(bench, replace(a_due_row(), group="GB"))
    home = bench.person(person_id).household_id

    with pytest.raises(DecisionMissingError) as caught:
        bench.quote(home, [health(person_id)], TODAY)

    assert caught.value.group == "GB"


def test_whoever_the_state_pays_for_is_not_priced(bench: Bench) -> None:
    person_id = put_on_list(bench, replace(a_due_row(), group="HN"))
    home = bench.person(person_id).household_id

    with pytest.raises(PaidElsewhereError):
        bench.quote(home, [health(person_id)], TODAY)


def test_the_groups_word_of_the_register_counts_where_the_list_is_silent(bench: Bench) -> None:
    bench.settle_in(replace(a_person(), health_group="CN"))

    with pytest.raises(DecisionMissingError):
        ask(bench, health(FIRST))


def test_a_person_of_unknown_group_pays_as_the_household_does(bench: Bench) -> None:
    bench.settle_in(replace(a_person(), health_group=None))

    assert ask(bench, health(FIRST))[0].quote.due == 1_366_200


def test_the_list_tells_on_which_income_a_pension_is_paid(bench: Bench) -> None:
    row = replace(a_due_row(scheme=Scheme.PENSION), months=12, amount=Dong(3_168_000))
    person_id = put_on_list(bench, row)
    home = bench.person(person_id).household_id

    line = bench.quote(home, [pension(person_id, 12, None)], TODAY)[0]

    assert (line.income, line.quote.due) == (1_500_000, 3_168_000 - 0 * 12)


@pytest.mark.parametrize("change", [{"months": None}, {"amount": None}, {"amount": Dong(1_000_001)}])
def test_an_income_that_the_list_does_not_tell_is_asked_for(
    change: dict[str, Dong | None], bench: Bench
) -> None:
    row = replace(a_due_row(scheme=Scheme.PENSION), **change)  # type: ignore[arg-type]
    person_id = put_on_list(bench, row)
    home = bench.person(person_id).household_id

    with pytest.raises(IncomeUnknownError) as caught:
        bench.quote(home, [pension(person_id, 3, None)], TODAY)

    assert caught.value.person_id == str(person_id)


def test_an_income_that_is_typed_outranks_the_list(bench: Bench) -> None:
    person_id = put_on_list(bench, a_due_row(scheme=Scheme.PENSION))
    home = bench.person(person_id).household_id

    line = bench.quote(home, [pension(person_id, 3, 2_000_000)], TODAY)[0]

    assert line.income == 2_000_000


def test_a_pension_outside_its_limits_is_refused(bench: Bench) -> None:
    three(bench)

    with pytest.raises(PensionMonthsError):
        ask(bench, pension(FIRST, 7))
    for income in (1_499_999, 1_000_000_000):
        with pytest.raises(PensionIncomeError):
            ask(bench, pension(FIRST, 3, income))


def test_a_cover_begins_after_the_one_that_the_list_knows(bench: Bench) -> None:
    person_id = put_on_list(bench, a_due_row())
    home = bench.person(person_id).household_id

    line = bench.quote(home, [health(person_id)], TODAY)[0]

    assert (line.period.start, line.period.end) == (date(2027, 1, 1), date(2027, 12, 31))


def test_a_first_cover_waits(bench: Bench) -> None:
    three(bench)

    line = ask(bench, health(FIRST))[0]

    assert line.period.waiting == 30
    assert line.period.start == date(2026, 12, 21)


def test_what_was_priced_together_is_told_line_by_line(bench: Bench) -> None:
    three(bench)
    with bench.open_unit() as unit:
        priced = price(unit, HOME, [health(FIRST), pension(SECOND), health(THIRD)], TODAY, rates())

    alone = list(priced.one_by_one())

    assert [each.lines for each in alone] == [(each,) for each in priced.lines]
    assert [each.people for each in alone] == [(each,) for each in priced.people]
    assert [each.household for each in alone] == [priced.household] * 3
    assert priced.new_places
    assert not any(each.new_places for each in alone)


def test_places_asked_for_at_the_door_are_left_to_their_holders(bench: Bench) -> None:
    three(bench)
    taken = [TakenPlace(1, PlaceSource.ASKED), TakenPlace(3, PlaceSource.SYNCED, THIRD)]

    lines = bench.quote(HOME, [health(FIRST), health(THIRD), pension(SECOND)], TODAY, taken)

    assert [(each.place, each.place_source) for each in lines] == [
        (2, PlaceSource.ASKED),
        (3, PlaceSource.SYNCED),
        (None, None),
    ]
    assert lines[0].quote.due == 956_340


def test_an_income_between_two_steps_is_refused(bench: Bench) -> None:
    three(bench)

    with pytest.raises(PensionIncomeStepError):
        ask(bench, pension(FIRST, 3, 1_520_000))


def test_a_listed_amount_between_two_steps_tells_no_income(bench: Bench) -> None:
    row = replace(a_due_row(scheme=Scheme.PENSION), months=1, amount=Dong(265_100))
    person_id = put_on_list(bench, row)
    home = bench.person(person_id).household_id

    with pytest.raises(IncomeUnknownError):
        bench.quote(home, [pension(person_id, 1, None)], TODAY)


def test_a_pension_inside_its_window_goes_on_where_it_ended(bench: Bench) -> None:
    row = replace(a_due_row(scheme=Scheme.PENSION), covered_to=PartialDate(2026, 9))
    person_id = put_on_list(bench, row)
    home = bench.person(person_id).household_id

    line = bench.quote(home, [pension(person_id, 3)], TODAY)[0]

    assert (line.period.start, line.period.end) == (date(2026, 10, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("group", "support"),
    [(None, 198_000), ("khac", 198_000), ("can-ngheo", 396_000), ("ngheo", 495_000), ("dtts", 297_000)],
)
def test_a_pension_payer_gets_the_support_of_the_group(group: str | None, support: int, bench: Bench) -> None:
    three(bench)
    wish = replace(pension(FIRST), group=PensionGroup(group) if group else None, decision=SHOWN)

    line = ask(bench, wish)[0]

    assert (line.quote.gross, line.quote.support) == (990_000, support)


def test_a_group_that_is_named_outranks_the_list_and_makes_its_amount_clear(bench: Bench) -> None:
    row = replace(a_due_row(scheme=Scheme.PENSION), group="HN", months=12, amount=Dong(2_376_000))
    person_id = put_on_list(bench, row)
    home = bench.person(person_id).household_id
    wish = replace(pension(person_id, 12, None), group=PensionGroup.NEAR_POOR, decision=SHOWN)

    line = bench.quote(home, [wish], TODAY)[0]

    assert (line.income, line.quote.due) == (1_500_000, 2_376_000)


def test_a_group_of_the_list_counts_where_none_is_named(bench: Bench) -> None:
    person_id = put_on_list(bench, replace(a_due_row(scheme=Scheme.PENSION), group="can-ngheo"))
    home = bench.person(person_id).household_id

    assert bench.quote(home, [pension(person_id)], TODAY)[0].quote.support == 396_000


def test_a_listed_group_that_bhxh_does_not_know_is_asked_for(bench: Bench) -> None:
    person_id = put_on_list(bench, replace(a_due_row(scheme=Scheme.PENSION), group="HN"))
    home = bench.person(person_id).household_id

    with pytest.raises(ListedGroupError) as caught:
        bench.quote(home, [pension(person_id)], TODAY)

    assert (caught.value.person_id, caught.value.group) == (str(person_id), "HN")


def test_months_supported_before_end_the_support(bench: Bench) -> None:
    three(bench)

    line = ask(bench, replace(pension(FIRST), supported_months=118))[0]

    assert line.quote.support == 132_000


def test_a_synced_place_that_own_receipts_gave_to_another_is_not_given_twice(bench: Bench) -> None:
    three(bench)
    hold(bench, {FIRST: 1})
    taken = [TakenPlace(1, PlaceSource.SYNCED, SECOND)]

    lines = bench.quote(HOME, [health(FIRST), health(SECOND)], TODAY, taken)

    assert [each.place for each in lines] == [1, 2]


def settle(bench: Bench, key: SettingKey, value: str, since: date = TODAY) -> None:
    """Let the office settle something."""
    with bench.open_unit() as unit:
        unit.office.keep(a_setting(key, value, since), bench.clock.now())
        unit.commit()


def test_odd_months_are_refused_until_the_office_allows_them(bench: Bench) -> None:
    three(bench)
    with pytest.raises(HealthMonthsError):
        ask(bench, health(FIRST, 5))

    settle(bench, SettingKey.ODD_MONTHS, "yes")

    assert ask(bench, health(FIRST, 5))[0].quote.due == 569_250
    with pytest.raises(HealthMonthsError):
        ask(bench, health(FIRST, 13))


def test_odd_months_are_allowed_by_the_date_of_the_receipt(bench: Bench) -> None:
    three(bench)
    settle(bench, SettingKey.ODD_MONTHS, "yes", TODAY + timedelta(days=1))

    with pytest.raises(HealthMonthsError):
        ask(bench, health(FIRST, 5))
    assert len(ask(bench, health(FIRST, 5), on=TODAY + timedelta(days=1))) == 1


@pytest.mark.parametrize(("practice", "days"), [("payment", 0), ("next-day", 1), ("expiry", -9)])
def test_a_cover_after_a_short_gap_begins_as_the_office_has_it(
    bench: Bench, practice: str, days: int
) -> None:
    row = replace(a_due_row(), covered_to=PartialDate.of(TODAY - timedelta(days=10)))
    person_id = put_on_list(bench, row)
    settle(bench, SettingKey.SHORT_GAP, practice)

    with bench.open_unit() as unit:
        home = unit.households.person(person_id).household_id
    (line,) = bench.quote(home, [health(person_id)], TODAY)

    assert line.period.start == TODAY + timedelta(days=days)
