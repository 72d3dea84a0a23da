"""From whom BHYT money may be taken, and what to ask first (Luật 51/2024/QH15, Điều 12 and 13)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from agent_app.domain.ages import age_on, birthday
from agent_app.domain.calendar import PartialDate, add_months
from agent_app.domain.errors import RuleError
from agent_app.domain.groups import refuse_paid_elsewhere
from agent_app.domain.quote import CoveragePeriod
from agent_app.domain.rates import RateBook


class PaidWholly(StrEnum):
    """What makes the State or the insurance fund pay a person's whole premium."""

    SOCIAL_PENSION = "social_pension"
    MONTHLY_ALLOWANCE = "monthly_allowance"
    SURVIVOR_ALLOWANCE = "survivor_allowance"
    POOR = "poor"
    MINORITY_IN_DIFFICULT_AREA = "minority_in_difficult_area"
    NEAR_POOR_IN_DIFFICULT_AREA = "near_poor_in_difficult_area"
    DIFFICULT_COMMUNE = "difficult_commune"
    ISLAND = "island"
    SAFE_ZONE = "safe_zone"
    MERIT = "merit"
    VETERAN = "veteran"
    UNDER_SIX = "under_six"
    UNEMPLOYMENT_BENEFIT = "unemployment_benefit"
    PENSIONER = "pensioner"


class HealthQuestion(StrEnum):
    """What to ask at the door before taking money."""

    OTHER_CARD = "other_card"
    PAID_WHOLLY = "paid_wholly"
    SOCIAL_PENSION = "social_pension"
    PUPIL = "pupil"


@dataclass(eq=False)
class PaidWhollyError(RuleError):
    """Someone else pays this person's whole premium, so that no money may be taken."""

    code: ClassVar[str] = "health.paid_wholly"
    reason: PaidWholly


@dataclass(eq=False)
class CoverOverlapError(RuleError):
    """Another card covers days of this period."""

    code: ClassVar[str] = "health.cover_overlap"
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class HealthStanding:
    """What is known of a person at the door; ``answers`` are those that were said to be true."""

    group: str
    birth: PartialDate | None = None
    near_poor: bool = False
    answers: frozenset[PaidWholly] = frozenset()


def could_be_near_poor(*groups: str | None) -> bool:
    """Tell whether one of a person's groups, listed, recorded or paid for, lets them be near-poor."""
    return not _NEAR_POOR.isdisjoint(groups)


def refuse_health(standing: HealthStanding, period: CoveragePeriod, on: date, rates: RateBook) -> None:
    """Refuse money for whoever is paid for wholly: by object code, by answer, or by being under six."""
    refuse_paid_elsewhere(standing.group, on, rates)
    for reason in PaidWholly:
        if reason in standing.answers:
            raise PaidWhollyError(reason)
    if standing.birth is not None and period.start <= under_six_card_end(standing.birth):
        raise PaidWhollyError(PaidWholly.UNDER_SIX)


def health_questions(standing: HealthStanding, on: date, rates: RateBook) -> tuple[HealthQuestion, ...]:
    """Return what to ask; people of 75 or more, near-poor ones of 70, may have the social pension."""
    return tuple(_questions(standing, on, rates))


def _questions(standing: HealthStanding, on: date, rates: RateBook) -> Iterator[HealthQuestion]:
    yield HealthQuestion.OTHER_CARD
    yield HealthQuestion.PAID_WHOLLY
    age = None if standing.birth is None else age_on(standing.birth, on)
    least = rates.find("health.social_pension_age.near_poor" if standing.near_poor else _SOCIAL_PENSION, on)
    if least is not None and age is not None and age >= least.value:
        yield HealthQuestion.SOCIAL_PENSION
    if age is not None and _PUPIL_FROM <= age <= _PUPIL_TO:
        yield HealthQuestion.PUPIL


_NEAR_POOR = frozenset({"CN", "HN", "can-ngheo-xa-ngheo"})
_SOCIAL_PENSION = "health.social_pension_age.all"
_PUPIL_FROM, _PUPIL_TO = 6, 22


def under_six_card_end(birth: PartialDate) -> date:
    """Return the last day of a child's first card: 30/09, or the end of the birthday's month after it."""
    sixth = add_months(birthday(birth), 72)
    school = date(sixth.year, 9, 30)
    return school if sixth <= school else PartialDate(sixth.year, sixth.month).last_day


def overlaps(one: CoveragePeriod, other: CoveragePeriod) -> bool:
    """Tell whether two covers share a day; it is the periods that count, at any distance in time."""
    return one.start <= other.end and other.start <= one.end


def refuse_overlap(period: CoveragePeriod, others: Iterable[CoveragePeriod]) -> None:
    """Refuse a cover for days that another card of the person covers already."""
    for other in others:
        if overlaps(period, other):
            raise CoverOverlapError(other.start, other.end)
