"""Issuing with everything: forms of receipts, plans, groups with decisions, local support, the door."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from agent_app.domain.calendar import PartialDate
from agent_app.domain.cancellation import ReplacementError
from agent_app.domain.due_list import Scheme, Sex
from agent_app.domain.eligibility import HealthQuestion, PaidWholly, PaidWhollyError
from agent_app.domain.explanation import Step
from agent_app.domain.health_premium import GroupNotPricedError
from agent_app.domain.local_support import LocalBasis, LocalRule, LocalSupport
from agent_app.domain.member_order import TakenPlace
from agent_app.domain.money import Dong
from agent_app.domain.office_setting import SettingKey
from agent_app.domain.operation_body import RECEIPT_KVER, read_receipt
from agent_app.domain.pension_contribution import PensionGroup
from agent_app.domain.pension_eligibility import (
    MissingTimeTooEarlyError,
    PensionNotOpenError,
    PensionObstacle,
    PensionQuestion,
)
from agent_app.domain.pension_plan import PlanKind
from agent_app.domain.rates import Certainty, Figure
from agent_app.domain.receipt import DoorAnswers, PlaceSource, Receipt, ReceiptForm
from agent_app.domain.receipt_book import NumberNotNextError, NumberOutsideBookError
from agent_app.domain.support_decision import DecisionEndedError, DecisionMissingError
from agent_app.domain.visit import Outcome
from agent_app.services.door import (
    OtherCardError,
    PupilError,
    UnansweredQuestionsError,
)
from agent_app.services.payments import LocalRuleError, LocalTerms, PaymentRequest, ShownDecision
from agent_app.services.receipts import IssueReceipt, NumberMissingError, NumberUnwantedError
from agent_app.services.typed_numbers import TypedNumber
from agent_app.services.visits import OutcomeRequest, RecordVisit
from tests.builders import BOOK, SYMBOL, TODAY, a_due_row, a_household, a_person
from tests.office_documents import ISSUED, a_setting
from tests.services.bench import LIST, Bench
from tests.services.test_cancelling import cancelling, void

FIRST, SECOND, THIRD = (a_person(number).id for number in (1, 2, 3))
HEALTH = PaymentRequest(FIRST, Scheme.HEALTH, 12)
PENSION = PaymentRequest(FIRST, Scheme.PENSION, 12, Dong(1_500_000))
DECISION = ShownDecision("12/QĐ-UBND", "UBND xã Suối Trúc", date(2026, 1, 1), date(2027, 12, 31))
GROUP = replace(HEALTH, health_group="GB", decision=DECISION)


def open_day(bench: Bench, **changes: object) -> None:
    bench.enrol()
    first = replace(a_person(1), **changes)  # type: ignore[arg-type]
    bench.settle_in(first, a_person(2), a_person(3))


def settle(bench: Bench, key: SettingKey, value: str) -> None:
    """Let the office say something."""
    with bench.open_unit() as unit:
        unit.office.keep(a_setting(key, value, date(2026, 1, 1)), ISSUED)
        unit.commit()


def issue(bench: Bench, *requests: PaymentRequest, **more: object) -> Receipt:
    command = IssueReceipt(requests or (HEALTH,), "Nguyễn Thị Ánh")
    return bench.receipts.issue(replace(command, **more))  # type: ignore[arg-type]


def codes(steps: Iterable[Step]) -> list[str]:
    return [each.code for each in steps]


def test_an_office_with_printed_books_types_the_number_of_the_paper(bench: Bench) -> None:
    open_day(bench)
    settle(bench, SettingKey.RECEIPT_FORM, "preprinted")
    with pytest.raises(NumberMissingError):
        issue(bench)
    with pytest.raises(NumberNotNextError):
        issue(bench, number=TypedNumber(2))
    with pytest.raises(NumberOutsideBookError):
        issue(bench, number=TypedNumber(51, BOOK))

    receipt = issue(bench, number=TypedNumber(1))

    assert (receipt.form, receipt.symbol, receipt.book, receipt.number) == (
        ReceiptForm.PREPRINTED,
        SYMBOL,
        BOOK,
        1,
    )
    assert len(bench.operations()) == 2


def test_an_e_receipt_has_no_number_and_needs_no_book(bench: Bench) -> None:
    bench.enrol()
    bench.settle_in()
    settle(bench, SettingKey.RECEIPT_FORM, "electronic")

    one, two = issue(bench), issue(bench)

    assert {(each.form, each.symbol, each.book, each.number) for each in (one, two)} == {
        (ReceiptForm.ELECTRONIC, None, None, None)
    }
    assert bench.queries.receipt(two.id).receipt == two
    assert read_receipt(bench.operations()[-1].body) == two
    with bench.open_unit() as unit:
        assert unit.receipts.book(TODAY).next == 1


@pytest.mark.parametrize("form", ["self_printed", "electronic"])
def test_a_number_is_typed_for_printed_books_alone(form: str, bench: Bench) -> None:
    open_day(bench)
    settle(bench, SettingKey.RECEIPT_FORM, form)

    with pytest.raises(NumberUnwantedError):
        issue(bench, number=TypedNumber(1))


def test_the_offices_form_of_the_receipts_day_counts(bench: Bench) -> None:
    open_day(bench)
    with bench.open_unit() as unit:
        unit.office.keep(a_setting(SettingKey.RECEIPT_FORM, "electronic", TODAY + timedelta(days=1)), ISSUED)
        unit.commit()

    assert issue(bench).form is ReceiptForm.SELF_PRINTED
    bench.clock.instant += timedelta(days=1)
    assert issue(bench).form is ReceiptForm.ELECTRONIC


def test_a_supported_group_pays_the_cheaper_form_with_its_decision(bench: Bench) -> None:
    open_day(bench)

    line = issue(bench, GROUP).lines[0]

    assert (line.group, line.place, line.quote.due) == ("GB", None, 956_340)
    assert line.decision is not None
    assert (line.decision.group, line.decision.number, line.decision.until) == (
        "GB",
        "12/QĐ-UBND",
        date(2027, 12, 31),
    )
    assert "health.support" in codes(line.quote.steps)


def test_the_household_form_is_chosen_where_it_costs_less(bench: Bench) -> None:
    open_day(bench)
    taken = tuple(TakenPlace(place, PlaceSource.ASKED) for place in (1, 2, 3, 4))

    line = issue(bench, GROUP, taken=taken).lines[0]

    assert (line.group, line.place, line.quote.due, line.decision) == ("GD", 5, 546_480, None)


def test_without_a_decision_no_support_is_given(bench: Bench) -> None:
    open_day(bench, health_group="GB")

    with pytest.raises(DecisionMissingError):
        issue(bench)

    line = issue(bench, replace(HEALTH, health_group="GD")).lines[0]
    assert (line.group, line.quote.due) == ("GD", 1_366_200)


@pytest.mark.parametrize(
    "decision",
    [
        ShownDecision("1", since=date(2025, 1, 1)),
        ShownDecision("1", since=date(2027, 1, 1)),
        ShownDecision("1", since=date(2026, 1, 1), until=date(2026, 12, 1)),
    ],
)
def test_a_decision_that_is_not_in_force_gives_nothing(decision: ShownDecision, bench: Bench) -> None:
    open_day(bench)

    with pytest.raises(DecisionEndedError):
        issue(bench, replace(GROUP, decision=decision))

    assert bench.operations() == []


def test_a_decision_without_days_holds_for_the_calendar_year(bench: Bench) -> None:
    open_day(bench)

    line = issue(bench, replace(GROUP, decision=ShownDecision("7"))).lines[0]

    assert line.decision is not None
    assert (line.decision.since, line.decision.until) == (date(2026, 1, 1), date(2026, 12, 31))


def test_a_group_that_may_not_choose_does_not_pay_as_the_household(bench: Bench) -> None:
    open_day(bench, health_group="HS")

    with pytest.raises(GroupNotPricedError):
        issue(bench, replace(HEALTH, health_group="GD"))


def test_local_support_comes_off_and_is_kept_with_its_arithmetic(bench: Bench) -> None:
    open_day(bench)
    half = LocalSupport(LocalBasis.TOTAL, Decimal("0.5"))

    receipt = issue(bench, HEALTH, PENSION, local=LocalTerms(((Scheme.HEALTH, half),)))

    health, pension = receipt.lines
    assert (health.quote.local_support, health.quote.due) == (683_100, 683_100)
    assert pension.quote.local_support == 0
    assert codes(health.quote.steps)[-4:] == ["local.total", "local.sum", "due", "cover.first"]


def a_rule(**changes: object) -> LocalRule:
    figure = Figure("local_support.tinh", Decimal(1), date(2026, 1, 1), None, "NQ 1", Certainty.OFFICIAL)
    rule = LocalRule(figure, LocalBasis.TOTAL, Scheme.HEALTH, "ngân sách tỉnh", residence=frozenset({"26"}))
    return replace(rule, **changes)  # type: ignore[arg-type]


def test_a_local_rule_that_is_named_helps_whom_it_fits(bench: Bench) -> None:
    open_day(bench)

    first, second = issue(
        bench,
        HEALTH,
        replace(HEALTH, person_id=SECOND),
        local=LocalTerms(rules=(a_rule(place=1, holds_place=False),)),
    ).lines

    assert (first.quote.due, first.place, second.quote.due, second.place) == (0, 1, 1_366_200, 1)
    with bench.open_unit() as unit:
        assert unit.receipts.places(a_household().id, TODAY.year) == {SECOND: 1}


def test_a_local_rule_that_helps_nobody_is_refused(bench: Bench) -> None:
    open_day(bench)

    with pytest.raises(LocalRuleError):
        issue(bench, local=LocalTerms(rules=(a_rule(age_from=60),)))


def test_places_taken_elsewhere_are_kept_as_the_household_said(bench: Bench) -> None:
    open_day(bench)
    taken = (TakenPlace(1, PlaceSource.ASKED), TakenPlace(2, PlaceSource.ASKED))

    receipt = issue(bench, taken=taken)

    assert receipt.door == DoorAnswers((1, 2))
    assert (receipt.lines[0].place, receipt.lines[0].place_source) == (3, PlaceSource.ASKED)
    assert bench.queries.receipt(receipt.id).receipt == receipt


def test_the_arithmetic_is_kept_in_table_and_log_and_never_made_again(bench: Bench) -> None:
    open_day(bench)
    receipt = issue(bench, HEALTH, PENSION)

    logged = bench.operations()[-1]
    assert (logged.kver, read_receipt(logged.body)) == (RECEIPT_KVER, receipt)
    held = bench.queries.receipt(receipt.id).receipt
    assert [each.quote.steps for each in held.lines] == [each.quote.steps for each in receipt.lines]
    assert codes(receipt.lines[1].quote.steps) == [
        "pension.monthly",
        "pension.periodic",
        "pension.support",
        "due",
    ]


def test_years_ahead_are_paid_with_their_discount(bench: Bench) -> None:
    open_day(bench)

    line = issue(bench, replace(PENSION, months=24, plan=PlanKind.AHEAD)).lines[0]

    assert (line.plan, line.months, line.quote.due) == (PlanKind.AHEAD, 24, 6_060_801)
    assert (line.period.start, line.period.end) == (date(2026, 11, 1), date(2028, 10, 31))


def test_missing_time_covers_no_day_and_waits_for_its_age(bench: Bench) -> None:
    missing = replace(PENSION, months=24, plan=PlanKind.MISSING)
    open_day(bench, birth=PartialDate(1968, 11, 2))
    answered = (("receives_pension", False),)

    line = issue(bench, missing, answers=answered).lines[0]

    assert (line.plan, line.period.start, line.period.end) == (
        PlanKind.MISSING,
        date(2026, 11, 1),
        date(2026, 11, 30),
    )
    assert issue(bench, PENSION, answers=answered).lines[0].period.start == date(2026, 11, 1)
    with pytest.raises(MissingTimeTooEarlyError):
        issue(bench, replace(missing, person_id=SECOND))


def test_a_pension_group_is_kept_with_what_was_shown(bench: Bench) -> None:
    open_day(bench)
    poor = replace(PENSION, group=PensionGroup.NEAR_POOR, supported_months=12)

    shown = issue(bench, replace(poor, decision=DECISION)).lines[0]

    assert (shown.group, shown.supported_before) == ("can-ngheo", 12)
    assert shown.decision == DECISION.on("can-ngheo", TODAY)
    with pytest.raises(DecisionEndedError):
        issue(bench, replace(poor, decision=ShownDecision("1", since=date(2025, 1, 1))))


def test_odd_months_are_an_offices_setting(bench: Bench) -> None:
    open_day(bench)
    settle(bench, SettingKey.ODD_MONTHS, "yes")

    assert issue(bench, replace(HEALTH, months=7)).lines[0].months == 7


def test_a_payment_can_be_asked_for_again_from_its_line(bench: Bench) -> None:
    open_day(bench)
    wishes = (GROUP, replace(PENSION, person_id=SECOND, months=24, plan=PlanKind.AHEAD))
    receipt = issue(bench, *wishes)

    again = [PaymentRequest.again(each) for each in receipt.lines]

    assert again[0] == GROUP
    assert again[1] == replace(wishes[1], group=PensionGroup.OTHER)


def test_a_card_that_was_shown_is_continued(bench: Bench) -> None:
    open_day(bench)

    line = issue(bench, replace(HEALTH, previous_end=date(2026, 12, 31))).lines[0]

    assert (line.period.start, line.period.waiting) == (date(2027, 1, 1), 0)
    assert codes(line.quote.steps)[-1] == "cover.renewal"


@pytest.mark.parametrize("group", ["CN", "can-ngheo-xa-ngheo"])
def test_whoever_could_be_near_poor_is_asked_from_seventy_on(group: str, bench: Bench) -> None:
    open_day(bench, birth=PartialDate(1955, 1, 1), health_group=group)
    wish = replace(HEALTH, health_group="GD")

    with pytest.raises(UnansweredQuestionsError):
        issue(bench, wish)
    assert issue(bench, wish, answers=(("social_pension", False),)).lines[0].group == "GD"


def test_whom_the_list_calls_near_poor_is_asked_from_seventy_on(bench: Bench) -> None:
    open_day(bench, birth=PartialDate(1955, 1, 1))
    bench.put_list(replace(a_due_row(), birth=PartialDate(1955, 1, 1), group="CN"))
    bench.due_lists.import_file(LIST)

    with pytest.raises(UnansweredQuestionsError):
        issue(bench, replace(HEALTH, health_group="GD"))


@pytest.mark.parametrize("year", [1951, 1940])
def test_old_people_are_asked_about_the_social_pension(year: int, bench: Bench) -> None:
    open_day(bench, birth=PartialDate(year, 1, 1))
    with pytest.raises(UnansweredQuestionsError) as caught:
        issue(bench)
    assert caught.value.facts() == {
        "questions": (HealthQuestion.SOCIAL_PENSION,),
        "example": "social_pension",
    }
    with pytest.raises(PaidWhollyError):
        issue(bench, answers=(("social_pension", True),))

    receipt = issue(bench, answers=(("social_pension", False),))

    assert receipt.door.answers == (("social_pension", False),)


def test_a_young_person_whom_no_list_names_is_asked_about_school(bench: Bench) -> None:
    open_day(bench, birth=PartialDate(2012, 5, 1))
    with pytest.raises(UnansweredQuestionsError) as caught:
        issue(bench)
    assert caught.value.questions == (HealthQuestion.PUPIL,)
    with pytest.raises(PupilError):
        issue(bench, answers=(("pupil", True),))

    assert issue(bench, answers=(("pupil", False),)).number == 1


def test_whom_the_list_has_in_household_form_is_not_asked_about_school(bench: Bench) -> None:
    bench.enrol()
    bench.put_list(replace(a_due_row(), birth=PartialDate(2010, 1, 1)))
    bench.due_lists.import_file(LIST)
    with bench.open_unit() as unit:
        person = unit.households.people_by_numbers([a_due_row().insurance_no or ""], [])[0]

    assert issue(bench, replace(HEALTH, person_id=person.id)).number == 1


def test_a_child_under_six_pays_nothing(bench: Bench) -> None:
    open_day(bench, birth=PartialDate(2022, 3, 1))

    with pytest.raises(PaidWhollyError) as caught:
        issue(bench)

    assert caught.value.reason is PaidWholly.UNDER_SIX


def test_whoever_says_yes_to_being_paid_for_pays_nothing(bench: Bench) -> None:
    open_day(bench)

    with pytest.raises(PaidWhollyError):
        issue(bench, answers=(("merit", True),))


def test_another_card_needs_its_last_day(bench: Bench) -> None:
    open_day(bench)
    with pytest.raises(OtherCardError):
        issue(bench, answers=(("other_card", True),))

    wish = replace(HEALTH, previous_end=date(2026, 12, 31))
    assert issue(bench, wish, answers=(("other_card", True),)).number == 1


@pytest.mark.parametrize(
    ("question", "obstacle"),
    [
        ("in_compulsory", PensionObstacle.COMPULSORY),
        ("household_business", PensionObstacle.COMPULSORY),
        ("receives_pension", PensionObstacle.PENSIONER),
        ("hamlet_officer", PensionObstacle.HAMLET_OFFICER),
        ("monthly_allowance", PensionObstacle.MONTHLY_ALLOWANCE),
    ],
)
def test_whoever_may_not_join_is_refused(question: str, obstacle: PensionObstacle, bench: Bench) -> None:
    open_day(bench)

    with pytest.raises(PensionNotOpenError) as caught:
        issue(bench, PENSION, answers=((question, True),))

    assert caught.value.obstacle is obstacle


def test_nobody_under_fifteen_joins(bench: Bench) -> None:
    open_day(bench, birth=PartialDate(2012, 1, 1))

    with pytest.raises(PensionNotOpenError):
        issue(bench, PENSION)


def test_a_visit_that_met_compulsory_insurance_counts_until_it_is_answered(bench: Bench) -> None:
    open_day(bench)
    outcome = OutcomeRequest(FIRST, Outcome.COMPULSORY)
    bench.visits.record(RecordVisit(a_household().id, (outcome,)))
    with pytest.raises(PensionNotOpenError):
        issue(bench, PENSION)

    assert issue(bench, PENSION, answers=(("in_compulsory", False),)).number == 1


def test_a_retired_person_whom_no_list_names_is_asked_about_the_pension(bench: Bench) -> None:
    open_day(bench, birth=PartialDate(1960, 1, 1), sex=Sex.MALE)

    with pytest.raises(UnansweredQuestionsError) as caught:
        issue(bench, PENSION)

    assert caught.value.questions == (PensionQuestion.RECEIVES_PENSION,)


def test_a_receipt_stands_in_the_place_of_a_cancelled_one(bench: Bench) -> None:
    open_day(bench)
    wrong = issue(bench)
    with pytest.raises(ReplacementError):
        issue(bench, replaces=wrong.id)
    cancelling(bench).cancel(void(wrong))

    right = issue(bench, replaces=wrong.id)

    assert right.replaces == wrong.id
    assert bench.queries.receipt(wrong.id).replaced_by == right.id
    with pytest.raises(ReplacementError):
        issue(bench, replaces=wrong.id)
