"""Periods that share a day with a cover: refused where it was paid, asked about where a list has it."""

from dataclasses import replace
from datetime import date

import pytest

from agent_app.domain.calendar import PartialDate
from agent_app.services.door import (
    CoverListedError,
    CoverTakenError,
)
from agent_app.services.payments import PaymentRequest
from tests.builders import a_due_row
from tests.services.bench import LIST, Bench
from tests.services.test_issuing import HEALTH, issue, open_day


def far_list(bench: Bench, start: PartialDate, end: PartialDate) -> PaymentRequest:
    """Let the office's list name a cover that lies behind a hole."""
    bench.put_list(replace(a_due_row(), covered_from=start, covered_to=end))
    bench.due_lists.import_file(LIST)
    with bench.open_unit() as unit:
        person = unit.households.people_by_numbers([a_due_row().insurance_no or ""], [])[0]
    return replace(HEALTH, person_id=person.id)


def test_a_listed_cover_at_any_distance_is_asked_about(bench: Bench) -> None:
    bench.enrol()
    wish = far_list(bench, PartialDate(2027, 6, 1), PartialDate(2028, 5, 31))
    with pytest.raises(CoverListedError) as caught:
        issue(bench, wish)
    assert (caught.value.start, caught.value.end) == (date(2027, 6, 1), date(2028, 5, 31))

    receipt = issue(bench, wish, overlap="  Thẻ cũ đã trả lại ")

    assert receipt.door.overlap == "Thẻ cũ đã trả lại"
    assert bench.queries.receipt(receipt.id).receipt == receipt


def test_an_answer_to_an_overlap_that_is_none_is_not_kept(bench: Bench) -> None:
    open_day(bench)

    assert issue(bench, overlap="Không có").door.overlap is None


def test_a_cover_that_was_paid_at_any_distance_is_refused(bench: Bench) -> None:
    open_day(bench)
    issue(bench, replace(HEALTH, previous_end=date(2027, 10, 31)))

    with pytest.raises(CoverTakenError) as caught:
        issue(bench, HEALTH, overlap="Vẫn đóng")

    assert caught.value.start == date(2027, 11, 1)
    assert issue(bench, replace(HEALTH, months=6)).lines[0].period.start == date(2026, 12, 21)
