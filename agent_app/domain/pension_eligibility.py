"""Who may join BHXH tự nguyện, and who may pay for missing time (Luật 41/2024/QH15, Điều 2 and 36)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from agent_app.domain.ages import birthday, months_old
from agent_app.domain.calendar import PartialDate, add_months
from agent_app.domain.due_list import Sex
from agent_app.domain.errors import RuleError
from agent_app.domain.pension_plan import refuse_missing_months
from agent_app.domain.rates import RateBook


class PensionObstacle(StrEnum):
    """Why a person may not join."""

    TOO_YOUNG = "too_young"
    COMPULSORY = "compulsory"
    PENSIONER = "pensioner"
    MONTHLY_ALLOWANCE = "monthly_allowance"
    HAMLET_OFFICER = "hamlet_officer"


class PensionQuestion(StrEnum):
    """What to ask before money is taken."""

    IN_COMPULSORY = "in_compulsory"
    RECEIVES_PENSION = "receives_pension"
    HAMLET_OFFICER = "hamlet_officer"
    HOUSEHOLD_BUSINESS = "household_business"
    SUPPORTED_MONTHS = "supported_months"


@dataclass(eq=False)
class PensionNotOpenError(RuleError):
    """The person may not join BHXH tự nguyện (Luật 41/2024/QH15, Điều 2 khoản 4)."""

    code: ClassVar[str] = "pension.not_open"
    obstacle: PensionObstacle


@dataclass(eq=False)
class MissingTimeTooEarlyError(RuleError):
    """Missing time is paid from the month before retirement age on (Luật 41/2024/QH15, Điều 36 khoản 3)."""

    code: ClassVar[str] = "pension.missing_too_early"
    earliest: date


@dataclass(eq=False)
class MissingTimeTooMuchError(RuleError):
    """With these months the person would have more than the pension needs."""

    code: ClassVar[str] = "pension.missing_too_much"
    months: int
    missing: int


@dataclass(frozen=True, slots=True)
class PensionStanding:
    """What is known of a person at the door; ``birth`` may be unknown.

    ``suspended_contract``: in compulsory insurance, with a contract that is suspended.
    """

    birth: PartialDate | None = None
    compulsory: bool = False
    suspended_contract: bool = False
    pensioner: bool = False
    monthly_allowance: bool = False
    hamlet_officer: bool = False


def refuse_pension(standing: PensionStanding, on: date, rates: RateBook) -> None:
    """Refuse whoever may not join; people of a suspended contract may."""
    obstacle = _obstacle(standing, on, rates)
    if obstacle is not None:
        raise PensionNotOpenError(obstacle)


def _obstacle(standing: PensionStanding, on: date, rates: RateBook) -> PensionObstacle | None:
    least = int(rates.at("pension.age_least", on).value)
    if standing.birth is not None and months_old(standing.birth, on) < least * 12:
        return PensionObstacle.TOO_YOUNG
    if standing.compulsory and not standing.suspended_contract:
        return PensionObstacle.COMPULSORY
    if standing.pensioner:
        return PensionObstacle.PENSIONER
    if standing.monthly_allowance:
        return PensionObstacle.MONTHLY_ALLOWANCE
    if standing.hamlet_officer and rates.find("pension.hamlet_officers_compulsory", on):
        return PensionObstacle.HAMLET_OFFICER
    return None


def pension_questions(on: date, rates: RateBook) -> tuple[PensionQuestion, ...]:
    """Return what to ask before taking money on a civil date."""
    hamlet = rates.find("pension.hamlet_officers_compulsory", on) is not None
    return tuple(each for each in PensionQuestion if hamlet or each is not PensionQuestion.HAMLET_OFFICER)


def retirement_day(birth: PartialDate, sex: Sex, rates: RateBook) -> date:
    """Return the day on which a person reaches retirement age, as the ages of the years go up.

    The ages are figures in months, dated by the year in which they are reached.
    """
    name = f"retirement.age_months.{sex.name.lower()}"
    day = birthday(birth)
    reached = add_months(day, int(rates.at(name, _FIRST_AGES).value))
    while (later := add_months(day, int(rates.at(name, max(reached, _FIRST_AGES)).value))) > reached:
        reached = later
    return reached


_FIRST_AGES = date(2018, 1, 1)


@dataclass(frozen=True, slots=True)
class MissingTime:
    """Missing months that a person wants to pay for, and the months ``contributed`` before."""

    months: int
    contributed: int
    birth: PartialDate
    sex: Sex


def refuse_missing_time(wanted: MissingTime, on: date, rates: RateBook) -> None:
    """Refuse missing time that is too long, too early, or more than what is missing on a civil date."""
    months = wanted.months
    refuse_missing_months(months, on, rates)
    earliest = add_months(retirement_day(wanted.birth, wanted.sex, rates).replace(day=1), -1)
    if on < earliest:
        raise MissingTimeTooEarlyError(earliest)
    missing = int(rates.at("pension.months_needed", on).value) - wanted.contributed
    if months > missing:
        raise MissingTimeTooMuchError(months, missing)
