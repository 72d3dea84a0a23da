"""How long what is kept about people is kept: dated rules, asked by kind and civil date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from agent_app.domain.calendar import add_months
from agent_app.domain.errors import EnvironmentFailure
from agent_app.domain.rates import Certainty


class RetentionKind(StrEnum):
    """What a rule is about."""

    MONEY_BODY = "money_body"
    OTHER_BODY = "other_body"
    REPLACED_LIST = "replaced_list"
    IMPORT_REPORT = "import_report"
    ACCESS_LOG = "access_log"
    BANK_WORDS = "bank_words"
    PRINT_LOG = "print_log"


@dataclass(eq=False)
class RetentionRuleMissingError(EnvironmentFailure):
    """No rule says how long something is kept, so nothing is removed."""

    code: ClassVar[str] = "privacy.retention_missing"
    kind: RetentionKind
    on: date


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """Keep a kind of thing so many months and days, from one civil date to another, by some document."""

    kind: RetentionKind
    months: int
    days: int
    since: date
    until: date | None
    document: str
    certainty: Certainty

    def holds_on(self, day: date) -> bool:
        """Tell whether the rule is in force."""
        return self.since <= day and (self.until is None or day <= self.until)


class RetentionRules:
    """All rules; the longest of those in force decides, for what is gone cannot come back."""

    def __init__(self, rules: Iterable[RetentionRule]) -> None:
        self._rules = tuple(rules)

    def oldest_kept(self, kind: RetentionKind, on: date) -> date:
        """Return the first civil day from which a kind is still kept; raise ``RetentionRuleMissingError``."""
        held = [rule for rule in self._rules if rule.kind is kind and rule.holds_on(on)]
        if not held:
            raise RetentionRuleMissingError(kind, on)
        return min(add_months(on, -rule.months) - timedelta(days=rule.days) for rule in held)
