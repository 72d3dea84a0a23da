"""The decision that proves a person's support; lists of poor, near-poor, average income are yearly."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from agent_app.domain.errors import RuleError


@dataclass(eq=False)
class DecisionMissingError(RuleError):
    """No decision shows that this person belongs to the supported group."""

    code: ClassVar[str] = "support.decision_missing"
    group: str


@dataclass(eq=False)
class DecisionEndedError(RuleError):
    """The decision does not reach the cover: next year's has to come before a supported price."""

    code: ClassVar[str] = "support.decision_ended"
    group: str
    number: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class SupportDecision:
    """Evidence of a supported group: its number, who issued it, and its first and last civil day."""

    group: str
    number: str
    issuer: str
    since: date
    until: date

    def covers(self, day: date) -> bool:
        """Tell whether it is in force on a civil date."""
        return self.since <= day <= self.until


def refuse_unproven(group: str, decision: SupportDecision | None, on: date, start: date) -> None:
    """Refuse a supported price unless a decision is in force on the day of payment and at the cover's start.

    Args:
        group: the supported group that the price is for.
        decision: what the person showed, or the office sent.
        on: civil date of payment.
        start: first day of the cover.

    """
    if decision is None or decision.group != group:
        raise DecisionMissingError(group)
    if not (decision.covers(on) and decision.covers(start)):
        raise DecisionEndedError(group, decision.number, decision.since, decision.until)
