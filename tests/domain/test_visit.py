from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.visit import Outcome, PromiseWithoutDateError, RefusalWithoutReasonError, closes
from tests.builders import TODAY, a_subject, a_visit, an_outcome

PLAIN = [each for each in Outcome if each not in {Outcome.PROMISED, Outcome.REFUSED}]


@pytest.mark.parametrize("outcome", PLAIN)
def test_most_outcomes_stand_by_themselves(outcome: Outcome) -> None:
    assert a_visit(an_outcome(outcome)).outcomes[0].outcome is outcome


@pytest.mark.parametrize("promised_on", [None, date(2026, 11, 20), date(2020, 1, 1)])
def test_a_promise_without_a_day_to_come_is_refused(promised_on: date | None) -> None:
    with pytest.raises(PromiseWithoutDateError) as caught:
        a_visit(an_outcome(), an_outcome(Outcome.PROMISED, a_subject(2), promised_on=promised_on))

    assert caught.value.facts() == {"person_id": str(a_subject(2).person_id)}


@given(st.dates(TODAY, date(2030, 1, 1)))
def test_a_promise_for_today_or_later_stands(promised_on: date) -> None:
    visit = a_visit(an_outcome(Outcome.PROMISED, promised_on=promised_on))

    assert visit.outcomes[0].promised_on == promised_on


@pytest.mark.parametrize("reason", [None, ""])
def test_a_refusal_without_its_reason_is_refused(reason: str | None) -> None:
    with pytest.raises(RefusalWithoutReasonError) as caught:
        a_visit(an_outcome(Outcome.REFUSED, reason=reason))

    assert caught.value.facts() == {"person_id": str(a_subject().person_id)}


def test_a_refusal_with_its_reason_stands() -> None:
    assert a_visit(an_outcome(Outcome.REFUSED, reason="chưa có tiền")).outcomes[0].reason == "chưa có tiền"


@pytest.mark.parametrize("outcome", [Outcome.MOVED, Outcome.DIED, Outcome.ELSEWHERE, Outcome.COMPULSORY])
def test_who_pays_nothing_here_any_more_is_answered_for_the_lists_of_that_time(outcome: Outcome) -> None:
    assert closes(outcome, date(2026, 11, 1), "2026-12")
    assert not closes(outcome, date(2026, 10, 31), "2026-12")


@pytest.mark.parametrize("outcome", [Outcome.PAID, Outcome.PROMISED, Outcome.REFUSED, Outcome.ABSENT])
def test_who_may_still_pay_is_not_answered_by_a_visit(outcome: Outcome) -> None:
    assert not closes(outcome, date(2026, 12, 1), "2026-12")
