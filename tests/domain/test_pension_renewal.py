"""Windows, the next month due, and what a payment is called."""

from datetime import date

import pytest

from agent_app.domain.coverage import pension_period
from agent_app.domain.pension_renewal import PensionMove, PensionTurn, payment_deadline, pension_turn
from agent_app.domain.quote import CoveragePeriod
from tests.builders import rates

SEPTEMBER = date(2026, 9, 30)


@pytest.mark.parametrize(
    ("months", "deadline"),
    [
        (1, date(2026, 10, 31)),
        (3, date(2026, 12, 31)),
        (6, date(2027, 1, 31)),
        (12, date(2027, 4, 30)),
        (24, date(2026, 10, 31)),
    ],
)
def test_a_plan_is_paid_within_its_window(months: int, deadline: date) -> None:
    assert payment_deadline(date(2026, 10, 1), months, SEPTEMBER, rates()) == deadline

    inside = pension_turn(deadline, months, SEPTEMBER, rates())
    assert inside == PensionTurn(date(2026, 10, 1), PensionMove.CONTINUED, deadline)
    past = date.fromordinal(deadline.toordinal() + 1)
    outside = pension_turn(past, months, SEPTEMBER, rates())
    assert outside == PensionTurn(past.replace(day=1), PensionMove.RESUMED, deadline)


def test_a_first_payment_is_for_the_current_month() -> None:
    turn = pension_turn(date(2026, 11, 21), 3, None, rates())

    assert turn == PensionTurn(date(2026, 11, 1), PensionMove.NEW)
    assert turn.skipped(None) == 0


@pytest.mark.parametrize(
    ("on", "months", "skipped"),
    [
        (date(2026, 10, 5), 1, 0),
        (date(2026, 11, 1), 1, 1),
        (date(2027, 3, 1), 3, 5),
        (date(2026, 9, 5), 1, 0),
    ],
)
def test_left_out_months_are_counted_for_the_office_to_answer(on: date, months: int, skipped: int) -> None:
    assert pension_turn(on, months, SEPTEMBER, rates()).skipped(SEPTEMBER) == skipped


@pytest.mark.parametrize(
    ("on", "previous_end", "months", "start", "end"),
    [
        (date(2026, 11, 21), SEPTEMBER, 3, date(2026, 10, 1), date(2026, 12, 31)),
        (date(2026, 11, 21), SEPTEMBER, 1, date(2026, 11, 1), date(2026, 11, 30)),
        (date(2027, 1, 21), SEPTEMBER, 3, date(2027, 1, 1), date(2027, 3, 31)),
        (date(2026, 11, 21), date(2026, 12, 31), 12, date(2027, 1, 1), date(2027, 12, 31)),
        (date(2026, 11, 21), None, 24, date(2026, 11, 1), date(2028, 10, 31)),
    ],
)
def test_a_payment_inside_its_window_goes_on_where_the_last_one_ended(
    on: date, previous_end: date | None, months: int, start: date, end: date
) -> None:
    assert pension_period(on, months, previous_end, rates()) == CoveragePeriod(start, end)


def test_the_moves_are_the_codes_of_the_form() -> None:
    assert [each.value for each in PensionMove] == ["TM", "DT", "DL"]
