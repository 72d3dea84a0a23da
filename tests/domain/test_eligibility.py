"""From whom BHYT money may be taken, what to ask, and which covers clash."""

from dataclasses import replace
from datetime import date

import pytest

from agent_app.domain.calendar import PartialDate
from agent_app.domain.eligibility import (
    CoverOverlapError,
    HealthQuestion,
    HealthStanding,
    PaidWholly,
    PaidWhollyError,
    could_be_near_poor,
    health_questions,
    overlaps,
    refuse_health,
    refuse_overlap,
    under_six_card_end,
)
from agent_app.domain.groups import PaidElsewhereError
from agent_app.domain.quote import CoveragePeriod
from agent_app.domain.support_decision import (
    DecisionEndedError,
    DecisionMissingError,
    SupportDecision,
    refuse_unproven,
)
from tests.builders import TODAY, rates

YEAR = CoveragePeriod(date(2026, 12, 21), date(2027, 12, 20))
ADULT = HealthStanding("GD", PartialDate(1980, 3, 5))


def test_an_ordinary_member_may_pay() -> None:
    refuse_health(ADULT, YEAR, TODAY, rates())
    refuse_health(replace(ADULT, birth=None), YEAR, TODAY, rates())


@pytest.mark.parametrize("reason", PaidWholly)
def test_each_answer_that_means_paid_wholly_refuses_money(reason: PaidWholly) -> None:
    with pytest.raises(PaidWhollyError) as caught:
        refuse_health(replace(ADULT, answers=frozenset({reason})), YEAR, TODAY, rates())

    assert caught.value.facts() == {"reason": reason}


def test_an_object_code_that_is_paid_for_refuses_money() -> None:
    with pytest.raises(PaidElsewhereError):
        refuse_health(replace(ADULT, group="HN"), YEAR, TODAY, rates())


@pytest.mark.parametrize(
    ("birth", "end"),
    [
        (PartialDate(2020, 3, 5), date(2026, 9, 30)),
        (PartialDate(2020, 9, 30), date(2026, 9, 30)),
        (PartialDate(2020, 10, 1), date(2026, 10, 31)),
        (PartialDate(2020, 12, 24), date(2026, 12, 31)),
        (PartialDate(2020, 2, 29), date(2026, 9, 30)),
        (PartialDate(2020), date(2026, 9, 30)),
    ],
)
def test_a_childs_card_ends_with_september_or_its_birthdays_month(birth: PartialDate, end: date) -> None:
    assert under_six_card_end(birth) == end


def test_nothing_is_taken_for_days_that_a_childs_card_covers() -> None:
    child = replace(ADULT, birth=PartialDate(2020, 12, 24))
    after = CoveragePeriod(date(2027, 1, 1), date(2027, 12, 31))

    refuse_health(child, after, TODAY, rates())
    with pytest.raises(PaidWhollyError) as caught:
        refuse_health(child, replace(after, start=date(2026, 12, 31)), TODAY, rates())
    assert caught.value.reason is PaidWholly.UNDER_SIX


ALWAYS = [HealthQuestion.OTHER_CARD, HealthQuestion.PAID_WHOLLY]
SOCIAL = [*ALWAYS, HealthQuestion.SOCIAL_PENSION]
PUPIL = [*ALWAYS, HealthQuestion.PUPIL]


@pytest.mark.parametrize(
    ("birth", "near_poor", "on", "questions"),
    [
        (PartialDate(1951, 11, 21), False, TODAY, SOCIAL),
        (PartialDate(1951, 11, 22), False, TODAY, ALWAYS),
        (PartialDate(1956, 11, 21), True, TODAY, SOCIAL),
        (PartialDate(1956, 11, 22), True, TODAY, ALWAYS),
        (PartialDate(1956, 11, 21), False, TODAY, ALWAYS),
        (PartialDate(1940), False, date(2025, 6, 30), ALWAYS),
        (PartialDate(1940), False, date(2025, 7, 1), SOCIAL),
        (PartialDate(2020, 11, 21), False, TODAY, PUPIL),
        (PartialDate(2020, 11, 22), False, TODAY, ALWAYS),
        (PartialDate(2004, 11, 21), False, TODAY, PUPIL),
        (PartialDate(2003, 11, 21), False, TODAY, ALWAYS),
        (None, False, TODAY, ALWAYS),
    ],
)
def test_what_is_asked_depends_on_age(
    birth: PartialDate | None, near_poor: object, on: date, questions: list[HealthQuestion]
) -> None:
    standing = HealthStanding("GD", birth, bool(near_poor))

    assert list(health_questions(standing, on, rates())) == questions


@pytest.mark.parametrize(
    ("start", "end", "shared"),
    [
        (date(2026, 1, 1), date(2026, 12, 20), False),
        (date(2026, 1, 1), date(2026, 12, 21), True),
        (date(2027, 12, 20), date(2028, 1, 1), True),
        (date(2027, 12, 21), date(2028, 1, 1), False),
        (date(2027, 3, 1), date(2027, 3, 1), True),
        (date(2020, 1, 1), date(2030, 1, 1), True),
    ],
)
def test_covers_clash_where_they_share_a_day(start: date, end: date, shared: object) -> None:
    other = CoveragePeriod(start, end)

    assert overlaps(YEAR, other) is overlaps(other, YEAR) is shared


def test_a_clash_names_the_other_card() -> None:
    past = CoveragePeriod(date(2026, 1, 1), date(2026, 12, 20))
    refuse_overlap(YEAR, [past])

    with pytest.raises(CoverOverlapError) as caught:
        refuse_overlap(YEAR, [past, CoveragePeriod(date(2027, 5, 1), date(2027, 12, 31))])
    assert caught.value.facts() == {"start": date(2027, 5, 1), "end": date(2027, 12, 31)}


def test_nobody_is_taken_for_near_poor_unless_known() -> None:
    standing = HealthStanding("GD", PartialDate(1956, 11, 21))

    assert list(health_questions(standing, TODAY, rates())) == ALWAYS


def test_one_group_of_the_poor_is_enough_to_be_asked() -> None:
    assert all(could_be_near_poor("GD", each, None) for each in ("CN", "HN", "can-ngheo-xa-ngheo"))
    assert not could_be_near_poor("GD", "GB", None)


DECISION = SupportDecision("GB", "12/QĐ-UBND", "UBND xã Suối Trúc", date(2026, 1, 1), date(2026, 12, 31))


def test_a_decision_in_force_proves_the_group() -> None:
    refuse_unproven("GB", DECISION, date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize("decision", [None, replace(DECISION, group="CN")])
def test_without_a_decision_of_the_group_nothing_is_priced_as_supported(
    decision: SupportDecision | None,
) -> None:
    with pytest.raises(DecisionMissingError) as caught:
        refuse_unproven("GB", decision, TODAY, TODAY)

    assert caught.value.facts() == {"group": "GB"}


@pytest.mark.parametrize(
    ("on", "start"),
    [
        (date(2026, 12, 20), date(2027, 1, 1)),
        (date(2027, 1, 2), date(2027, 1, 2)),
        (date(2025, 12, 31), date(2026, 1, 1)),
    ],
)
def test_around_new_year_the_next_decision_is_awaited(on: date, start: date) -> None:
    with pytest.raises(DecisionEndedError) as caught:
        refuse_unproven("GB", DECISION, on, start)

    assert caught.value.facts() == {
        "group": "GB",
        "number": "12/QĐ-UBND",
        "since": date(2026, 1, 1),
        "until": date(2026, 12, 31),
    }
