"""What proves that a household or a person is supported: dated decisions, several, none ever changed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType
from uuid import UUID

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.people_edit import RecordSource
from agent_app.domain.support_decision import SupportDecision

StatusId = NewType("StatusId", UUID)

# One decision names a household near-poor or poor; BHYT and BHXH tự nguyện have each their word for that.
_SAME_STANDING = (frozenset({"CN", "can-ngheo"}), frozenset({"HN", "ngheo"}))
# Lists of poor, near-poor and average income end with the year, and next year's come weeks later.
_YEARLY_END = (12, 31)
_ASK_BEFORE, _WAIT_AFTER = timedelta(days=31), timedelta(days=90)


class AreaFact(StrEnum):
    """What a decision says of a commune, for whoever lives there."""

    ISLAND = "xa-dao"
    DIFFICULT = "dac-biet-kho-khan"
    SAFE_ZONE = "atk"
    K1 = "K1"
    K2 = "K2"
    K3 = "K3"


class StatusState(StrEnum):
    """Where a decision stands on a civil day."""

    COMING = "coming"
    IN_FORCE = "in_force"
    AWAITING_NEXT = "awaiting_next"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class StatusRecord:
    """One decision as it was shown: of a whole household, or of one person where ``person_id`` names them.

    A later record of the same holder, group and number holds in the place of an earlier one;
    ``withdrawn`` takes it back.
    """

    id: StatusId
    household_id: HouseholdId | None
    person_id: PersonId | None
    decision: SupportDecision
    source: RecordSource
    recorded_at: datetime
    withdrawn: bool = False


def stands_for(recorded: str, asked: str) -> bool:
    """Tell whether a decision on one group proves another: the same standing has two words."""
    return recorded == asked or any({recorded, asked} <= words for words in _SAME_STANDING)


def holding(records: Iterable[StatusRecord]) -> list[StatusRecord]:
    """Keep the last word on each decision, oldest decision first; those taken back stay among them.

    ``records`` come in the order in which they were made.
    """
    last = {
        (each.household_id, each.person_id, each.decision.group, each.decision.number): each
        for each in records
    }
    return sorted(last.values(), key=lambda each: (each.decision.since, each.decision.until))


def proof(records: Iterable[StatusRecord], group: str, on: date) -> SupportDecision | None:
    """Choose the decision that proves a group on a civil day, with the one that follows without a gap.

    Where none is in force that day, the last that was, else the next to come: whoever asks can then say what
    is missing. The answer bears the group that was asked for.
    """
    decisions = [
        each.decision
        for each in holding(records)
        if not each.withdrawn and stands_for(each.decision.group, group)
    ]
    in_force = [each for each in decisions if each.covers(on)]
    ended = [each for each in decisions if each.until < on]
    chosen = (
        max(in_force, key=lambda each: each.until)
        if in_force
        else max(ended, key=lambda each: each.until)
        if ended
        else min(decisions, key=lambda each: each.since, default=None)
    )
    return None if chosen is None else replace(_continued(chosen, decisions), group=group)


def _continued(first: SupportDecision, decisions: Iterable[SupportDecision]) -> SupportDecision:
    """Let next year's decision prolong this one where it begins the day after, or before."""
    joined = first
    for each in decisions:
        if joined.until < each.until and each.since <= joined.until + timedelta(days=1):
            number = f"{joined.number}; {each.number}" if each.number != joined.number else joined.number
            issuer = f"{joined.issuer}; {each.issuer}" if each.issuer != joined.issuer else joined.issuer
            joined = replace(joined, number=number, issuer=issuer, until=each.until)
    return joined


def state_of(record: StatusRecord, records: Iterable[StatusRecord], on: date) -> StatusState:
    """Say where a decision stands on a civil day; around 31/12 next year's is awaited."""
    decision = record.decision
    if record.withdrawn:
        return StatusState.WITHDRAWN
    if on < decision.since:
        return StatusState.COMING
    yearly = (decision.until.month, decision.until.day) == _YEARLY_END
    near = decision.until - _ASK_BEFORE < on <= decision.until + _WAIT_AFTER
    if yearly and near and not any(_follows(each, record) for each in records):
        return StatusState.AWAITING_NEXT
    return StatusState.IN_FORCE if decision.covers(on) else StatusState.ENDED


def _follows(other: StatusRecord, record: StatusRecord) -> bool:
    return (
        not other.withdrawn
        and stands_for(other.decision.group, record.decision.group)
        and other.decision.until > record.decision.until
    )
