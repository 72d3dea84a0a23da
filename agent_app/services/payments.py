"""What people ask for when they pay: months, plan, group, and what they show."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import InputError, RuleError
from agent_app.domain.household import PersonId
from agent_app.domain.household_quote import PremiumForm
from agent_app.domain.local_support import Circumstances, LocalRule, LocalSupport, applicable
from agent_app.domain.money import Dong
from agent_app.domain.pension_contribution import PensionGroup
from agent_app.domain.pension_plan import PlanKind
from agent_app.domain.receipt import ReceiptLine
from agent_app.domain.support_decision import SupportDecision

USUAL_MONTHS = 12
"""For how many months most people pay, where neither they nor the list say."""


@dataclass(eq=False)
class RepeatedPaymentError(InputError):
    """One person was named twice for one scheme."""

    code: ClassVar[str] = "quote.repeated"
    person_id: str


@dataclass(eq=False)
class LocalRuleError(RuleError):
    """A local rule was named that holds for nobody on the receipt."""

    code: ClassVar[str] = "quote.local_rule"
    rule: str
    on: date


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """A decision as it was shown at the door; without its days it holds for the calendar year."""

    number: str
    issuer: str = ""
    since: date | None = None
    until: date | None = None

    def on(self, group: str, day: date) -> SupportDecision:
        """Take it as evidence of a group on a civil day."""
        return SupportDecision(
            group,
            self.number,
            self.issuer,
            self.since or date(day.year, 1, 1),
            self.until or date((self.since or day).year, 12, 31),
        )


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """One person's wish to pay for a scheme.

    ``income`` (the chosen monthly income in đồng), ``group``, ``supported_months`` (those that the State has
    supported before) and ``plan`` are for BHXH. Without them the list tells the income and the group.
    ``health_group`` names an object code in the place of the list's; ``previous_end`` is the last day of
    another card that was shown; ``decision`` proves a supported group. ``group_listed`` says that the list
    named the group when this was first priced: whichever list is here by now, no paper is asked for.
    ``form`` is how the household wants to pay for BHYT where the law leaves a choice; without it the cheaper
    form is taken.
    """

    person_id: PersonId
    scheme: Scheme
    months: int
    income: Dong | None = None
    group: PensionGroup | None = None
    supported_months: int = 0
    plan: PlanKind = PlanKind.PERIODIC
    health_group: str | None = None
    previous_end: date | None = None
    decision: ShownDecision | None = None
    group_listed: bool = False
    form: PremiumForm | None = None

    @classmethod
    def again(cls, line: ReceiptLine) -> "PaymentRequest":
        """Ask once more for what a line has priced, as when its money comes on a later day."""
        pension = line.scheme is Scheme.PENSION
        proof = line.decision
        supported = pension and line.group not in {None, PensionGroup.OTHER}
        return cls(
            line.subject.person_id,
            line.scheme,
            line.months,
            line.income,
            PensionGroup(line.group) if pension and line.group else None,
            line.supported_before,
            line.plan,
            None if pension else line.group,
            decision=ShownDecision(proof.number, proof.issuer, proof.since, proof.until) if proof else None,
            group_listed=supported and proof is None,
        )


@dataclass(frozen=True, slots=True)
class LocalTerms:
    """Local support that somebody names: typed additions for all, and rules for those whom they fit.

    Who names a rule says that its residence fits: the store knows no codes of communes.
    """

    typed: tuple[tuple[Scheme | None, LocalSupport], ...] = ()
    rules: tuple[LocalRule, ...] = ()

    def fitting(self, scheme: Scheme, group: str, age: int | None, on: date) -> tuple[LocalSupport, ...]:
        """Return what is added for a person, whatever the place in the household."""
        typed = (support for meant, support in self.typed if meant in {None, scheme})
        cases = (Circumstances(scheme, group, age, tuple(each.residence)) for each in self.rules)
        ruled = (
            support
            for rule, case in zip(self.rules, cases, strict=True)
            for support in applicable([rule], case, on)
        )
        return (*typed, *ruled)


NO_LOCAL = LocalTerms()
