"""What proves the State's higher support of BHXH tự nguyện: the list, a paper, a recorded decision."""

from dataclasses import replace
from datetime import date

import pytest

from agent_app.domain.due_list import Scheme
from agent_app.domain.pension_contribution import PensionGroup
from agent_app.domain.pension_support import (
    PensionDecisionEndedError,
    PensionDecisionMissingError,
    brings_more,
)
from agent_app.domain.support_decision import SupportDecision
from agent_app.runtime.messages import sentence
from agent_app.services.payments import PaymentRequest
from agent_app.services.people import PeopleService
from agent_app.services.people_commands import RecordStatus
from tests.builders import a_due_row, a_household, rates
from tests.services.bench import LIST, Bench
from tests.services.test_issuing import PENSION, issue, open_day


def record(bench: Bench, decision: SupportDecision) -> None:
    """Write down what a household showed."""
    told = (decision.group, decision.number, decision.issuer, decision.since, decision.until)
    people = PeopleService(bench.open_unit, bench.clock, bench.ids, rates())
    people.record_status(RecordStatus(a_household().id, *told))


@pytest.mark.parametrize("group", [each for each in PensionGroup if each is not PensionGroup.OTHER])
def test_a_typed_group_of_more_support_needs_a_decision(group: PensionGroup, bench: Bench) -> None:
    open_day(bench)

    with pytest.raises(PensionDecisionMissingError) as caught:
        issue(bench, replace(PENSION, group=group))

    assert caught.value.group is group
    assert "khác" in sentence(caught.value)
    assert "hộ gia đình" not in sentence(caught.value)
    assert "household status" in sentence(caught.value)


def test_a_recorded_decision_proves_a_typed_group_and_stays_on_the_receipt(bench: Bench) -> None:
    open_day(bench)
    wish = replace(PENSION, group=PensionGroup.POOR)
    record(bench, SupportDecision("HN", "12/QĐ", "UBND", date(2025, 1, 1), date(2025, 12, 31)))

    with pytest.raises(PensionDecisionEndedError):
        issue(bench, wish)
    record(bench, SupportDecision("HN", "13/QĐ", "UBND", date(2026, 1, 1), date(2027, 12, 31)))
    proof = issue(bench, wish).lines[0].decision

    assert proof is not None
    assert (proof.group, proof.number) == ("ngheo", "13/QĐ")


def test_a_group_that_brought_no_more_support_then_needs_no_decision() -> None:
    assert not brings_more(PensionGroup.ISLAND, date(2025, 6, 30), rates())
    assert brings_more(PensionGroup.ISLAND, date(2025, 7, 1), rates())


def test_a_group_that_the_list_named_when_a_transfer_was_awaited_is_asked_for_no_paper(
    bench: Bench,
) -> None:
    bench.enrol()
    bench.put_list(replace(a_due_row(scheme=Scheme.PENSION), group="can-ngheo"))
    bench.due_lists.import_file(LIST)
    with bench.open_unit() as unit:
        who = unit.households.people_by_numbers([a_due_row().insurance_no or ""], [])[0].id
    line = issue(bench, replace(PENSION, person_id=who)).lines[0]
    bench.put_list(replace(a_due_row(scheme=Scheme.PENSION), group=None), mark=b"later")
    bench.due_lists.import_file(LIST)

    again = issue(bench, PaymentRequest.again(line)).lines[0]

    assert (line.group, line.decision) == ("can-ngheo", None)
    assert (again.group, again.decision) == ("can-ngheo", None)
    with pytest.raises(PensionDecisionMissingError):
        issue(bench, replace(PENSION, person_id=who, group=PensionGroup.NEAR_POOR))
