from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.household_status import (
    StatusId,
    StatusRecord,
    StatusState,
    holding,
    proof,
    state_of,
)
from agent_app.domain.people_edit import RecordSource
from agent_app.domain.support_decision import SupportDecision, refuse_unproven
from tests.builders import NOW, a_household, an_id

THIS_YEAR = SupportDecision("CN", "12/QĐ-UBND", "UBND xã Suối Trúc", date(2026, 1, 1), date(2026, 12, 31))
NEXT_YEAR = replace(THIS_YEAR, number="9/QĐ-UBND", since=date(2027, 1, 1), until=date(2027, 12, 31))


def a_record(
    decision: SupportDecision = THIS_YEAR, number: int = 1, *, withdrawn: bool = False
) -> StatusRecord:
    home = a_household().id
    return StatusRecord(
        StatusId(an_id(0x900 + number)), home, None, decision, RecordSource.TYPED, NOW, withdrawn
    )


def test_a_decision_in_force_proves_its_group() -> None:
    assert proof([a_record()], "CN", date(2026, 11, 21)) == THIS_YEAR


def test_a_near_poor_household_is_near_poor_for_the_pension_too() -> None:
    found = proof([a_record()], "can-ngheo", date(2026, 11, 21))

    assert found == replace(THIS_YEAR, group="can-ngheo")


def test_another_group_is_not_proven() -> None:
    assert proof([a_record()], "GB", date(2026, 11, 21)) is None


def test_next_years_decision_lets_a_cover_that_begins_in_january_be_priced() -> None:
    on, start = date(2026, 12, 28), date(2027, 1, 1)

    found = proof([a_record(), a_record(NEXT_YEAR, 2)], "CN", on)

    refuse_unproven("CN", found, on, start)
    assert found is not None
    assert found.number == "12/QĐ-UBND; 9/QĐ-UBND"
    assert (found.since, found.until) == (date(2026, 1, 1), date(2027, 12, 31))


def test_a_decision_behind_a_gap_prolongs_nothing() -> None:
    later = replace(NEXT_YEAR, since=date(2027, 1, 2))

    assert proof([a_record(), a_record(later, 2)], "CN", date(2026, 12, 28)) == THIS_YEAR


def test_where_none_is_in_force_the_last_is_named() -> None:
    assert proof([a_record()], "CN", date(2027, 1, 5)) == THIS_YEAR
    assert proof([a_record(NEXT_YEAR)], "CN", date(2026, 12, 5)) == NEXT_YEAR


def test_a_decision_that_was_taken_back_proves_nothing() -> None:
    records = [a_record(), a_record(number=2, withdrawn=True)]

    assert proof(records, "CN", date(2026, 11, 21)) is None
    assert [each.withdrawn for each in holding(records)] == [True]


def test_a_decision_that_was_written_down_again_has_its_later_dates() -> None:
    mended = replace(THIS_YEAR, until=date(2026, 6, 30))

    assert proof([a_record(), a_record(mended, 2)], "CN", date(2026, 3, 1)) == mended


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2025, 12, 31), StatusState.COMING),
        (date(2026, 11, 21), StatusState.IN_FORCE),
        (date(2026, 12, 1), StatusState.AWAITING_NEXT),
        (date(2027, 1, 15), StatusState.AWAITING_NEXT),
        (date(2027, 4, 1), StatusState.ENDED),
    ],
)
def test_around_the_end_of_the_year_the_next_decision_is_awaited(on: date, state: StatusState) -> None:
    assert state_of(a_record(), [a_record()], on) is state


def test_nothing_is_awaited_once_next_years_decision_is_here() -> None:
    records = [a_record(), a_record(NEXT_YEAR, 2)]

    assert state_of(records[0], records, date(2026, 12, 20)) is StatusState.IN_FORCE
    assert state_of(records[0], records, date(2027, 1, 2)) is StatusState.ENDED


@given(
    starts=st.lists(st.integers(0, 700), min_size=1, max_size=5),
    lengths=st.lists(st.integers(0, 400), min_size=5, max_size=5),
    day=st.integers(0, 1100),
)
def test_what_is_proven_on_a_day_is_covered_by_a_decision_of_that_day(
    starts: list[int], lengths: list[int], day: int
) -> None:
    first, on = date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=day)
    records = [
        a_record(
            replace(
                THIS_YEAR,
                number=f"{place}/QĐ",
                since=first + timedelta(days=start),
                until=first + timedelta(days=start + length),
            ),
            place,
        )
        for place, (start, length) in enumerate(zip(starts, lengths, strict=False))
    ]

    found = proof(records, "CN", on)

    assert found is not None
    assert found.covers(on) == any(each.decision.covers(on) for each in records)
    if found.covers(on):
        whole = (found.since + timedelta(days=each) for each in range((found.until - found.since).days + 1))
        assert all(any(each.decision.covers(day) for each in records) for day in whole)
