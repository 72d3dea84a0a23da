"""From whom money may be taken: what the data decides, what has to be asked, which covers overlap."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from agent_app.domain.due_list import Scheme
from agent_app.domain.eligibility import (
    HealthQuestion,
    HealthStanding,
    PaidWholly,
    could_be_near_poor,
    health_questions,
    refuse_health,
)
from agent_app.domain.errors import RuleError
from agent_app.domain.groups import HOUSEHOLD_GROUP
from agent_app.domain.household import Person
from agent_app.domain.known_covers import CoverSource, KnownCover
from agent_app.domain.pension_eligibility import (
    PensionQuestion,
    PensionStanding,
    refuse_pension,
    retirement_day,
)
from agent_app.domain.pension_plan import PlanKind
from agent_app.domain.rates import RateBook
from agent_app.domain.receipt import ReceiptLine
from agent_app.domain.visit import Outcome
from agent_app.services.payments import PaymentRequest
from agent_app.services.ports import Listed, UnitOfWork
from agent_app.services.quotes import Priced

QUESTIONS: tuple[HealthQuestion | PensionQuestion | PaidWholly, ...] = (
    *HealthQuestion,
    *(each for each in PensionQuestion if each is not PensionQuestion.SUPPORTED_MONTHS),
    *(each for each in PaidWholly if each.value not in set(HealthQuestion)),
)
"""What may be answered with yes or no; how many months were supported is a number of the payment itself."""


@dataclass(eq=False)
class UnansweredQuestionsError(RuleError):
    """Something has to be asked before money is taken from these people."""

    code: ClassVar[str] = "receipt.questions"
    questions: tuple[HealthQuestion | PensionQuestion, ...]
    example: str


@dataclass(eq=False)
class PupilError(RuleError):
    """A pupil's or student's BHYT is paid at school."""

    code: ClassVar[str] = "receipt.pupil"


@dataclass(eq=False)
class OtherCardError(RuleError):
    """Another card is said to exist, and its last day is not named."""

    code: ClassVar[str] = "receipt.other_card"
    person_id: str


@dataclass(eq=False)
class CoverTakenError(RuleError):
    """The person has paid for days of this period already."""

    code: ClassVar[str] = "receipt.cover_taken"
    person_id: str
    start: date | None
    end: date


@dataclass(eq=False)
class CoverListedError(RuleError):
    """The office's list has a cover for days of this period: the household has to be asked."""

    code: ClassVar[str] = "receipt.cover_listed"
    person_id: str
    start: date | None
    end: date


@dataclass(frozen=True, slots=True)
class Door:
    """What was answered at the door, held against what is known of those who pay."""

    unit: UnitOfWork
    on: date
    rates: RateBook
    answers: Mapping[str, bool]

    def check(self, priced: Priced, requests: Sequence[PaymentRequest]) -> None:
        """Refuse whoever pays nothing or may not join, and what has not been asked."""
        unanswered = list[HealthQuestion | PensionQuestion]()
        asked_of = zip(priced.lines, priced.people, requests, priced.listed, strict=True)
        for line, person, wish, listed in asked_of:
            questions = (
                self._health(line, person, wish, listed)
                if line.scheme is Scheme.HEALTH
                else self._pension(person, listed)
            )
            unanswered += [each for each in questions if each.value not in self.answers]
        if unanswered:
            asked = tuple(dict.fromkeys(unanswered))
            raise UnansweredQuestionsError(asked, asked[0].value)

    def _health(
        self, line: ReceiptLine, person: Person, wish: PaymentRequest, listed: Listed | None
    ) -> list[HealthQuestion]:
        said = frozenset(each for each in PaidWholly if self._is_yes(each.value))
        group = line.group or HOUSEHOLD_GROUP
        near_poor = could_be_near_poor(group, person.health_group, listed.group if listed else None)
        standing = HealthStanding(group, person.birth, near_poor, said)
        refuse_health(standing, line.period, self.on, self.rates)
        if self._is_yes(HealthQuestion.PUPIL.value):
            raise PupilError
        if self._is_yes(HealthQuestion.OTHER_CARD.value) and wish.previous_end is None:
            raise OtherCardError(str(person.id))
        must = {HealthQuestion.SOCIAL_PENSION}
        if listed is None:
            must.add(HealthQuestion.PUPIL)  # whom the office lists for household form is at no school
        return [each for each in health_questions(standing, self.on, self.rates) if each in must]

    def _pension(self, person: Person, listed: Listed | None) -> list[PensionQuestion]:
        seen = self.unit.visits.last_outcome(person.id)
        compulsory = self.answers.get(PensionQuestion.IN_COMPULSORY.value, seen is Outcome.COMPULSORY)
        owner = self._is_yes(PensionQuestion.HOUSEHOLD_BUSINESS.value)
        standing = PensionStanding(
            person.birth,
            compulsory=compulsory or owner,
            pensioner=self._is_yes(PensionQuestion.RECEIVES_PENSION.value),
            monthly_allowance=self._is_yes(PaidWholly.MONTHLY_ALLOWANCE.value),
            hamlet_officer=self._is_yes(PensionQuestion.HAMLET_OFFICER.value),
        )
        refuse_pension(standing, self.on, self.rates)
        if person.birth is None or person.sex is None:
            return []
        retired = retirement_day(person.birth, person.sex, self.rates) <= self.on
        return [PensionQuestion.RECEIVES_PENSION] if retired and listed is None else []

    def _is_yes(self, question: str) -> bool:
        return self.answers.get(question, False)


def overlapping(priced: Priced) -> Iterator[tuple[ReceiptLine, KnownCover]]:
    """Yield each line with a known cover that shares a day with it, at any distance in time."""
    for line, covers in zip(priced.lines, priced.covers, strict=True):
        if line.plan is not PlanKind.MISSING:
            yield from ((line, each) for each in covers if each.overlaps(line.period))


def refuse_overlaps(priced: Priced, answer: str | None) -> bool:
    """Refuse a period that is paid for, and one that a list covers until the household was asked.

    Return whether the answer was needed.
    """
    needed = False
    for line, cover in overlapping(priced):
        about = (str(line.subject.person_id), cover.start, cover.end)
        if cover.source is CoverSource.PAID:
            raise CoverTakenError(*about)
        if answer is None:
            raise CoverListedError(*about)
        needed = True
    return needed
