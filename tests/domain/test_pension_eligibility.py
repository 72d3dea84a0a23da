"""Who may join, and who may pay for missing time."""

from dataclasses import replace
from datetime import date

import pytest

from agent_app.domain.ages import age_on, months_old
from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import Sex
from agent_app.domain.pension_eligibility import (
    MissingTime,
    MissingTimeTooEarlyError,
    MissingTimeTooMuchError,
    PensionNotOpenError,
    PensionObstacle,
    PensionQuestion,
    PensionStanding,
    pension_questions,
    refuse_missing_time,
    refuse_pension,
    retirement_day,
)
from agent_app.domain.pension_plan import MissingMonthsError
from tests.builders import TODAY, rates

ADULT = PensionStanding(PartialDate(1980, 3, 5))


@pytest.mark.parametrize(
    "standing",
    [
        ADULT,
        PensionStanding(),
        PensionStanding(PartialDate(2011, 11, 21)),
        PensionStanding(PartialDate(2011)),
        replace(ADULT, compulsory=True, suspended_contract=True),
    ],
)
def test_whoever_may_join_is_not_refused(standing: PensionStanding) -> None:
    refuse_pension(standing, TODAY, rates())


@pytest.mark.parametrize(
    ("standing", "obstacle"),
    [
        (PensionStanding(PartialDate(2011, 11, 22)), PensionObstacle.TOO_YOUNG),
        (PensionStanding(PartialDate(2012)), PensionObstacle.TOO_YOUNG),
        (replace(ADULT, compulsory=True), PensionObstacle.COMPULSORY),
        (replace(ADULT, pensioner=True), PensionObstacle.PENSIONER),
        (replace(ADULT, monthly_allowance=True), PensionObstacle.MONTHLY_ALLOWANCE),
        (replace(ADULT, hamlet_officer=True), PensionObstacle.HAMLET_OFFICER),
    ],
)
def test_whoever_may_not_is_told_why(standing: PensionStanding, obstacle: PensionObstacle) -> None:
    with pytest.raises(PensionNotOpenError) as caught:
        refuse_pension(standing, TODAY, rates())

    assert caught.value.facts() == {"obstacle": obstacle}


def test_hamlet_officers_are_compulsory_since_july_2025() -> None:
    officer = replace(ADULT, hamlet_officer=True)

    refuse_pension(officer, date(2025, 6, 30), rates())
    with pytest.raises(PensionNotOpenError):
        refuse_pension(officer, date(2025, 7, 1), rates())


def test_the_questions_are_those_of_the_day() -> None:
    assert pension_questions(date(2025, 7, 1), rates()) == tuple(PensionQuestion)
    assert PensionQuestion.HAMLET_OFFICER not in pension_questions(date(2025, 6, 30), rates())
    assert len(pension_questions(date(2025, 6, 30), rates())) == 4


@pytest.mark.parametrize(
    ("birth", "sex", "day"),
    [
        (PartialDate(1965, 1, 10), Sex.MALE, date(2026, 7, 10)),
        (PartialDate(1969, 6, 10), Sex.FEMALE, date(2026, 6, 10)),
        (PartialDate(1966, 10, 1), Sex.MALE, date(2028, 10, 1)),
        (PartialDate(1965, 7, 1), Sex.MALE, date(2027, 4, 1)),
        (PartialDate(1990, 6, 30), Sex.MALE, date(2052, 6, 30)),
        (PartialDate(1990, 6, 30), Sex.FEMALE, date(2050, 6, 30)),
        (PartialDate(1960, 1, 1), Sex.MALE, date(2020, 1, 1)),
        (PartialDate(1960, 12, 1), Sex.MALE, date(2020, 12, 1)),
        (PartialDate(1961, 1, 1), Sex.MALE, date(2021, 4, 1)),
        (PartialDate(1965, 12, 31), Sex.FEMALE, date(2020, 12, 31)),
        (PartialDate(1966, 1, 1), Sex.FEMALE, date(2021, 5, 1)),
        (PartialDate(1969), Sex.FEMALE, date(2025, 9, 1)),
        (PartialDate(1940, 5, 6), Sex.FEMALE, date(1995, 5, 6)),
    ],
)
def test_retirement_age_goes_up_by_the_years(birth: PartialDate, sex: Sex, day: date) -> None:
    assert retirement_day(birth, sex, rates()) == day


WOMAN = MissingTime(24, 156, PartialDate(1969, 12, 20), Sex.FEMALE)


def test_missing_time_is_open_from_the_month_before_retirement_age() -> None:
    reached = retirement_day(WOMAN.birth, WOMAN.sex, rates())
    assert reached == date(2026, 12, 20)

    refuse_missing_time(WOMAN, date(2026, 11, 1), rates())
    with pytest.raises(MissingTimeTooEarlyError) as caught:
        refuse_missing_time(WOMAN, date(2026, 10, 31), rates())
    assert caught.value.facts() == {"earliest": date(2026, 11, 1)}


def test_missing_time_fills_up_to_fifteen_years_and_no_more() -> None:
    with pytest.raises(MissingTimeTooMuchError) as caught:
        refuse_missing_time(replace(WOMAN, contributed=157), TODAY, rates())

    assert caught.value.facts() == {"months": 24, "missing": 23}


@pytest.mark.parametrize("months", [0, 61])
def test_missing_time_is_at_most_sixty_months(months: int) -> None:
    refuse_missing_time(replace(WOMAN, months=60, contributed=120), TODAY, rates())
    with pytest.raises(MissingMonthsError) as caught:
        refuse_missing_time(replace(WOMAN, months=months, contributed=100), TODAY, rates())
    assert caught.value.facts() == {"months": months, "most": 60}


@pytest.mark.parametrize(
    ("birth", "on", "months"),
    [
        (PartialDate(2020, 2, 29), date(2026, 2, 27), 71),
        (PartialDate(2020, 2, 29), date(2026, 2, 28), 72),
        (PartialDate(2020, 3, 15), date(2026, 3, 14), 71),
        (PartialDate(2020, 3, 15), date(2026, 3, 15), 72),
        (PartialDate(2020), date(2026, 1, 1), 72),
        (PartialDate(2020, 6), date(2026, 5, 31), 71),
        (PartialDate(2027), date(2026, 5, 31), 0),
    ],
)
def test_ages_in_months(birth: PartialDate, on: date, months: int) -> None:
    assert months_old(birth, on) == months
    assert age_on(birth, on) == months // 12
