"""Recording what came of a call at a door."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from agent_app.domain.calendar import civil_date
from agent_app.domain.errors import InputError
from agent_app.domain.household import Household, HouseholdId, PersonId, Subject
from agent_app.domain.names import clean
from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.operation_body import visit_body
from agent_app.domain.visit import Outcome, PersonOutcome, Visit, VisitId
from agent_app.services.failures import OtherHouseholdError
from agent_app.services.ports import Clock, Ids, OpenUnit, UnitOfWork


@dataclass(eq=False)
class EmptyVisitError(InputError):
    """A visit needs the outcome of at least one person."""

    code: ClassVar[str] = "visit.empty"


@dataclass(eq=False)
class RepeatedOutcomeError(InputError):
    """One person was given two outcomes in one visit."""

    code: ClassVar[str] = "visit.repeated_outcome"
    person_id: str


@dataclass(eq=False)
class VisitInFutureError(InputError):
    """A visit that has not taken place cannot be recorded."""

    code: ClassVar[str] = "visit.in_future"
    on: date


@dataclass(frozen=True, slots=True)
class OutcomeRequest:
    """What a visit came to for one person."""

    person_id: PersonId
    outcome: Outcome
    promised_on: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RecordVisit:
    """Record one call at a household; no ``visited_on`` means today, or the last receipt's day."""

    household_id: HouseholdId
    outcomes: tuple[OutcomeRequest, ...]
    met: str = ""
    visited_on: date | None = None


@dataclass(frozen=True, slots=True)
class VisitService:
    """Records visits."""

    open_unit: OpenUnit
    clock: Clock
    ids: Ids

    def record(self, command: RecordVisit) -> Visit:
        """Keep a visit and log it for the server, both or neither."""
        if not command.outcomes:
            raise EmptyVisitError
        recorded_at = self.clock.now()
        with self.open_unit() as unit:
            visited_on = _visited_on(command.visited_on, recorded_at, unit.receipts.last_issued_on())
            household = unit.households.get(command.household_id)
            outcomes = _outcomes(unit, household, command.outcomes)
            visit = Visit(
                VisitId(self.ids.new()), household.id, visited_on, recorded_at, clean(command.met), outcomes
            )
            unit.visits.add(visit)
            kind = OperationKind.VISIT_RECORDED
            unit.log.append(Entry(self.ids.new(), kind, 1, recorded_at, visit_body(visit)))
            unit.commit()
        return visit


def _visited_on(wanted: date | None, now: datetime, last_issued_on: date | None) -> date:
    """Choose a visit's civil date: never after today, or the last receipt's where the clock is behind it."""
    today = civil_date(now)
    latest = today if last_issued_on is None else max(today, last_issued_on)
    if wanted is not None and wanted > latest:
        raise VisitInFutureError(wanted)
    return wanted or latest


def _outcomes(
    unit: UnitOfWork, household: Household, requests: tuple[OutcomeRequest, ...]
) -> tuple[PersonOutcome, ...]:
    told: dict[PersonId, PersonOutcome] = {}
    for request in requests:
        person = unit.households.person(request.person_id)
        if person.household_id != household.id:
            raise OtherHouseholdError(str(person.id))
        if person.id in told:
            raise RepeatedOutcomeError(str(person.id))
        subject = Subject.of(person, household)
        told[person.id] = PersonOutcome(
            subject, request.outcome, request.promised_on, clean(request.reason or "") or None
        )
    return tuple(told.values())
