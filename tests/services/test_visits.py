"""Recording visits: every outcome, every refusal, and both or neither of visit and log."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from unicodedata import normalize

import pytest

from agent_app.domain.due_list import Scheme
from agent_app.domain.household import HouseholdId, PersonId, Subject
from agent_app.domain.operation_body import read_visit
from agent_app.domain.visit import Outcome, PromiseWithoutDateError, RefusalWithoutReasonError, Visit
from agent_app.services.failures import HouseholdUnknownError, OtherHouseholdError, PersonUnknownError
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from agent_app.services.visits import (
    EmptyVisitError,
    OutcomeRequest,
    RecordVisit,
    RepeatedOutcomeError,
    VisitInFutureError,
)
from tests.builders import TODAY, a_household, a_person, an_id
from tests.fakes import CrashError, Fuse, fused
from tests.services.bench import Bench

HOME = a_household().id
FIRST, SECOND = a_person(1).id, a_person(2).id
DETAILS = {
    Outcome.PROMISED: {"promised_on": TODAY + timedelta(days=3)},
    Outcome.REFUSED: {"reason": "chưa có tiền"},
}


def an_outcome_of(outcome: Outcome, person_id: PersonId = FIRST) -> OutcomeRequest:
    """Ask for an outcome with what it needs."""
    plain = OutcomeRequest(person_id, outcome)
    return replace(plain, **DETAILS.get(outcome, {}))  # type: ignore[arg-type]


def record(bench: Bench, *outcomes: OutcomeRequest, on: date | None = None, met: str = "Chủ hộ") -> Visit:
    """Record a visit to the first household."""
    return bench.visits.record(RecordVisit(HOME, outcomes, met, on))


def test_a_visit_is_kept_and_logged_as_it_was_told(bench: Bench) -> None:
    bench.settle_in(a_person(1), a_person(2))
    told = tuple(
        an_outcome_of(each, who) for each, who in ((Outcome.PROMISED, FIRST), (Outcome.REFUSED, SECOND))
    )

    visit = record(bench, *told)

    (operation,) = bench.operations()
    assert read_visit(operation.body) == visit
    assert (operation.kind, operation.kver, operation.recorded_at) == (
        "visit.recorded",
        1,
        bench.clock.instant,
    )
    assert bench.queries.counts().visits == 1
    assert visit.outcomes[0].subject == Subject.of(a_person(1), a_household())


@pytest.mark.parametrize("outcome", Outcome)
def test_each_outcome_can_be_recorded(outcome: Outcome, bench: Bench) -> None:
    bench.settle_in()

    visit = record(bench, an_outcome_of(outcome))

    assert visit.outcomes[0].outcome is outcome
    assert read_visit(bench.operations()[0].body) == visit


def test_a_visit_without_a_date_is_of_today_in_viet_nam(bench: Bench) -> None:
    bench.settle_in()
    bench.clock.instant = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)

    assert record(bench, an_outcome_of(Outcome.ABSENT)).visited_on == date(2026, 11, 21)


def test_a_visit_of_an_earlier_day_may_be_recorded_later(bench: Bench) -> None:
    bench.settle_in()

    visit = record(bench, an_outcome_of(Outcome.ABSENT), on=date(2026, 11, 1))

    assert (visit.visited_on, visit.recorded_at) == (date(2026, 11, 1), bench.clock.instant)


def refused(bench: Bench, error: type[Exception], command: RecordVisit) -> None:
    """See a command refused with nothing kept of it."""
    with pytest.raises(error):
        bench.visits.record(command)
    assert bench.operations() == []
    assert bench.queries.counts().visits == 0


def test_a_visit_that_cannot_be_is_refused_and_leaves_nothing(bench: Bench) -> None:
    bench.settle_in(
        a_person(1), a_person(2, household=a_household(2)), households=(a_household(), a_household(2))
    )
    absent = an_outcome_of(Outcome.ABSENT)
    tomorrow, yesterday = TODAY + timedelta(days=1), TODAY - timedelta(days=1)

    refused(bench, EmptyVisitError, RecordVisit(HOME, ()))
    refused(bench, VisitInFutureError, RecordVisit(HOME, (absent,), visited_on=tomorrow))
    refused(bench, RepeatedOutcomeError, RecordVisit(HOME, (absent, absent)))
    refused(bench, OtherHouseholdError, RecordVisit(HOME, (replace(absent, person_id=SECOND),)))
    refused(bench, PersonUnknownError, RecordVisit(HOME, (replace(absent, person_id=PersonId(an_id(99))),)))
    refused(bench, HouseholdUnknownError, RecordVisit(HouseholdId(an_id(98)), (absent,)))
    refused(bench, PromiseWithoutDateError, RecordVisit(HOME, (OutcomeRequest(FIRST, Outcome.PROMISED),)))
    refused(
        bench,
        PromiseWithoutDateError,
        RecordVisit(HOME, (OutcomeRequest(FIRST, Outcome.PROMISED, yesterday),)),
    )
    refused(bench, RefusalWithoutReasonError, RecordVisit(HOME, (OutcomeRequest(FIRST, Outcome.REFUSED),)))


def test_words_typed_with_loose_marks_are_kept_in_one_form(bench: Bench) -> None:
    bench.settle_in()
    request = OutcomeRequest(FIRST, Outcome.REFUSED, reason=normalize("NFD", "chưa có tiền"))

    visit = record(bench, request, met=normalize("NFD", "Chủ hộ Ánh"))

    assert (visit.met, visit.outcomes[0].reason) == ("Chủ hộ Ánh", "chưa có tiền")


def test_a_crash_at_any_call_leaves_neither_visit_nor_log(bench: Bench) -> None:
    bench.settle_in()
    crashes = 0
    while True:
        broken = replace(bench.visits, open_unit=fused(bench.open_unit, Fuse(at=crashes + 1)))
        try:
            broken.record(RecordVisit(HOME, (an_outcome_of(Outcome.ABSENT),)))
        except CrashError:
            crashes += 1
            assert bench.operations() == []
            assert bench.queries.counts().visits == 0
        else:
            break

    assert crashes == 6
    assert len(bench.operations()) == 1


def test_a_clock_that_fell_behind_the_last_receipt_stops_no_visit(bench: Bench) -> None:
    bench.enrol()
    bench.settle_in(a_person(1))
    bench.receipts.issue(IssueReceipt((PaymentRequest(FIRST, Scheme.HEALTH, 12),), "Bà Hoa"))
    bench.clock.instant -= timedelta(days=731)

    plain = record(bench, an_outcome_of(Outcome.ABSENT))
    dated = record(bench, an_outcome_of(Outcome.PROMISED), on=TODAY)
    earlier = record(bench, an_outcome_of(Outcome.ABSENT), on=TODAY - timedelta(days=900))

    assert (plain.visited_on, dated.visited_on) == (TODAY, TODAY)
    assert plain.recorded_at == bench.clock.instant
    assert [read_visit(each.body) for each in bench.operations()[-3:]] == [plain, dated, earlier]
    with pytest.raises(VisitInFutureError):
        record(bench, an_outcome_of(Outcome.ABSENT), on=TODAY + timedelta(days=1))
