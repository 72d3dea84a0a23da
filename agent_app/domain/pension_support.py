"""What proves the State's higher support of BHXH tự nguyện (NĐ 159/2025/NĐ-CP, Điều 5)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from agent_app.domain.pension_contribution import PensionGroup, best_group
from agent_app.domain.rates import RateBook
from agent_app.domain.support_decision import DecisionEndedError, DecisionMissingError, SupportDecision


@dataclass(eq=False)
class PensionDecisionMissingError(DecisionMissingError):
    """No decision shows that this person has the higher support of BHXH tự nguyện."""

    code: ClassVar[str] = "support.pension_decision_missing"


@dataclass(eq=False)
class PensionDecisionEndedError(DecisionEndedError):
    """The decision on the higher support of BHXH tự nguyện does not reach the months that are paid."""

    code: ClassVar[str] = "support.pension_decision_ended"


def brings_more(group: PensionGroup, on: date, rates: RateBook) -> bool:
    """Tell whether a group has more support than those of no group, on the day of payment."""
    return best_group((group,), on, rates).value > best_group((PensionGroup.OTHER,), on, rates).value


def is_proven(decision: SupportDecision, on: date, start: date) -> bool:
    """Tell whether a decision is in force on the day of payment, and still where later months begin."""
    return decision.covers(on) and decision.covers(max(start, on))


def refuse_unproven_group(
    group: PensionGroup, decision: SupportDecision | None, on: date, start: date
) -> None:
    """Refuse the support of a group without a decision in force.

    Living on an island commune is a dated fact of the place: it is shown by a decision, too.
    """
    if decision is None:
        raise PensionDecisionMissingError(group)
    if not is_proven(decision, on, start):
        raise PensionDecisionEndedError(group, decision.number, decision.since, decision.until)
