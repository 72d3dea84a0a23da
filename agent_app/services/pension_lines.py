"""What a person pays for BHXH tự nguyện: by any plan, with the support of a group and of the place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from agent_app.domain.ages import age_on
from agent_app.domain.calendar import add_months
from agent_app.domain.coverage import pension_period, period_end
from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import RuleError
from agent_app.domain.household import Household, Person, PersonId, Subject
from agent_app.domain.known_covers import KnownCover, continued_end
from agent_app.domain.money import Dong
from agent_app.domain.pension_contribution import (
    PensionGroup,
    PensionIncomeStepError,
    PensionWish,
    listed_income,
    quote_plan,
    refuse_off_step,
)
from agent_app.domain.pension_eligibility import MissingTimeTooEarlyError, retirement_day
from agent_app.domain.pension_plan import PaymentPlan, PlanKind
from agent_app.domain.pension_support import brings_more, is_proven, refuse_unproven_group
from agent_app.domain.quote import CoveragePeriod
from agent_app.domain.rates import RateBook
from agent_app.domain.receipt import ReceiptLine
from agent_app.domain.support_decision import SupportDecision
from agent_app.services.payments import LocalTerms, PaymentRequest
from agent_app.services.ports import Listed, PricingUnit


@dataclass(eq=False)
class IncomeUnknownError(RuleError):
    """The list does not tell on which monthly income this person pays BHXH tự nguyện."""

    code: ClassVar[str] = "quote.income_unknown"
    person_id: str


@dataclass(eq=False)
class ListedGroupError(RuleError):
    """The list names a group that BHXH tự nguyện does not know, so the State's support is not known."""

    code: ClassVar[str] = "quote.listed_group"
    person_id: str
    group: str
    known: str


@dataclass(frozen=True, slots=True)
class PensionPricing:
    """Prices payments of BHXH on one civil day."""

    unit: PricingUnit
    household: Household
    on: date
    rates: RateBook
    local: LocalTerms

    def line(
        self, person: Person, wish: PaymentRequest, covers: Sequence[KnownCover], listed: Listed | None
    ) -> ReceiptLine:
        """Price one person's payment."""
        group = wish.group or _listed_group(person.id, listed)
        income = self._income(person.id, wish, listed, group)
        period = self._period(person, wish, covers)
        plan = PaymentPlan(wish.plan, wish.months)
        age = age_on(person.birth, self.on) if person.birth else None
        local = self.local.fitting(Scheme.PENSION, group.value, age, self.on)
        terms = PensionWish(income, plan, (group,), wish.supported_months, local)
        return ReceiptLine(
            Subject.of(person, self.household),
            Scheme.PENSION,
            wish.months,
            period,
            quote_plan(terms, self.on, self.rates).quote,
            income=income,
            group=group.value,
            plan=wish.plan,
            supported_before=wish.supported_months,
            decision=self._proof(person.id, wish, group, _names(listed, group), period.start),
        )

    def _income(
        self, person_id: PersonId, wish: PaymentRequest, listed: Listed | None, group: PensionGroup
    ) -> Dong:
        income = wish.income
        if income is None and listed and listed.amount and listed.months:
            told = listed_income(listed.amount, listed.months, self.on, self.rates, group)
            income = _on_step(told, self.on, self.rates)
        if income is None:
            raise IncomeUnknownError(str(person_id))
        return income

    def _period(self, person: Person, wish: PaymentRequest, covers: Sequence[KnownCover]) -> CoveragePeriod:
        if wish.plan is PlanKind.MISSING:
            self._refuse_early(person)
            month = self.on.replace(day=1)
            return CoveragePeriod(month, period_end(month, 1))
        ends = (continued_end(covers, self.on, timedelta(days=1)), wish.previous_end)
        previous_end = max((end for end in ends if end is not None), default=None)
        return pension_period(self.on, wish.months, previous_end, self.rates)

    def _refuse_early(self, person: Person) -> None:
        """Refuse missing time before the month before retirement age, where that can be told."""
        if person.birth is None or person.sex is None:
            return
        reached = retirement_day(person.birth, person.sex, self.rates)
        earliest = add_months(reached.replace(day=1), -1)
        if self.on < earliest:
            raise MissingTimeTooEarlyError(earliest)

    def _proof(
        self,
        person_id: PersonId,
        wish: PaymentRequest,
        group: PensionGroup,
        is_listed: bool,  # noqa: FBT001
        start: date,
    ) -> SupportDecision | None:
        """Return what proves the group; a list that names it needs no paper, a paper shown must hold."""
        if group is PensionGroup.OTHER:
            return None
        shown = wish.decision
        proof = (
            shown.on(group.value, self.on)
            if shown
            else self.unit.households.decision(person_id, group.value, self.on)
        )
        trusted = is_listed or wish.group_listed or not brings_more(group, self.on, self.rates)
        if shown or not trusted:
            refuse_unproven_group(group, proof, self.on, start)
        return proof if proof and is_proven(proof, self.on, start) else None


def _listed_group(person_id: PersonId, listed: Listed | None) -> PensionGroup:
    """Return the group that a list's line names; most name none and mean no supported group."""
    if listed is None or listed.group is None:
        return PensionGroup.OTHER
    try:
        return PensionGroup(listed.group)
    except ValueError as error:
        raise ListedGroupError(str(person_id), listed.group, ", ".join(PensionGroup)) from error


def _names(listed: Listed | None, group: PensionGroup) -> bool:
    return listed is not None and listed.group == group.value


def _on_step(income: Dong | None, on: date, rates: RateBook) -> Dong | None:
    """Let go of an income between two steps: the listed amount was then made in another way."""
    if income is None:
        return None
    try:
        refuse_off_step(income, on, rates)
    except PensionIncomeStepError:
        return None
    return income
