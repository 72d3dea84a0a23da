"""A call at one household's door, and what came of it for each person."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, NewType
from uuid import UUID

from agent_app.domain.calendar import add_months
from agent_app.domain.errors import InputError
from agent_app.domain.household import HouseholdId, Subject

VisitId = NewType("VisitId", UUID)


class Outcome(StrEnum):
    """What a visit came to for one person."""

    PAID = "paid"
    PROMISED = "promised"
    REFUSED = "refused"
    ABSENT = "absent"
    MOVED = "moved"
    DIED = "died"
    ELSEWHERE = "elsewhere"
    COMPULSORY = "compulsory"


_CLOSING = frozenset({Outcome.MOVED, Outcome.DIED, Outcome.ELSEWHERE, Outcome.COMPULSORY})


def closes(outcome: Outcome, visited_on: date, month: str) -> bool:
    """Tell whether a visit's outcome answers the lines of a person in the list of a month (``YYYY-MM``).

    What was said long before the list was made does not answer it.
    """
    return outcome in _CLOSING and visited_on >= add_months(date.fromisoformat(f"{month}-01"), -1)


@dataclass(eq=False)
class PromiseWithoutDateError(InputError):
    """A promise needs the civil date on which the agent shall come again, not before the visit."""

    code: ClassVar[str] = "visit.promise_without_date"
    person_id: str


@dataclass(eq=False)
class RefusalWithoutReasonError(InputError):
    """A refusal needs its reason."""

    code: ClassVar[str] = "visit.refusal_without_reason"
    person_id: str


@dataclass(frozen=True, slots=True)
class PersonOutcome:
    """The outcome for one person; a promise carries its date, a refusal its reason."""

    subject: Subject
    outcome: Outcome
    promised_on: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One call at a household: ``visited_on`` is the civil date, ``recorded_at`` the UTC instant."""

    id: VisitId
    household_id: HouseholdId
    visited_on: date
    recorded_at: datetime
    met: str
    outcomes: tuple[PersonOutcome, ...]

    def __post_init__(self) -> None:
        """Refuse a promise without a date to come, and a refusal without its reason."""
        for each in self.outcomes:
            person_id = str(each.subject.person_id)
            if each.outcome is Outcome.PROMISED and (
                each.promised_on is None or each.promised_on < self.visited_on
            ):
                raise PromiseWithoutDateError(person_id)
            if each.outcome is Outcome.REFUSED and not each.reason:
                raise RefusalWithoutReasonError(person_id)
