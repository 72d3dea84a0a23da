from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import DueListReading
from agent_app.domain.household import Person
from agent_app.domain.money import Dong
from agent_app.domain.receipt import ReceiptState
from agent_app.domain.visit import Outcome, Visit, VisitId
from agent_app.services.day_lines import DoorFilter, DoorLine
from agent_app.services.import_lines import Proposal, ProposalKind
from agent_app.services.ports import DueItem
from agent_app.services.route import RouteService
from agent_app.storage.store import Store
from tests.builders import (
    NOW,
    TODAY,
    a_due_row,
    a_household,
    a_person,
    an_id,
    an_outcome,
)
from tests.storage.till import issue, settle_in

HOMES = {
    1: a_household(11, address="Số 8, Thôn 2", hamlet="Thôn 2"),
    2: a_household(12, address="Số 12, Thôn 2", hamlet="Thôn 2"),
    3: a_household(13, address="Số 1, Thôn 10", hamlet="Thôn 10"),
    4: a_household(14, address="Số 40, Thôn 2", hamlet="Thôn 2"),
}
DAYS = {1: 20, 2: -10, 3: 3, 4: 5}
HERE = "Thôn 2"


def person(at: int) -> Person:
    return replace(a_person(20 + at, f"Trần Văn {at}"), household_id=HOMES[at].id)


@pytest.fixture
def walked(store: Store) -> Store:
    """A list of four people: three live in one hamlet, one in another."""
    rows = [
        replace(
            a_due_row(),
            row=11 + at,
            covered_to=PartialDate.of(TODAY + timedelta(days)),
            amount=Dong(1_000 * at),
            agent_code="NVT2" if at == 4 else None,
        )
        for at, days in DAYS.items()
    ]
    items = [
        DueItem(an_id(700 + at), person(at).id, HOMES[at].id, row)
        for at, row in zip(HOMES, rows, strict=True)
    ]
    with store.unit() as unit:
        unit.households.add_households(list(HOMES.values()), "import")
        unit.households.add_people([person(at) for at in HOMES], "import")
        unit.due_lists.replace(
            an_id(699), DueListReading("2026-12", tuple(rows), (), 0, 0, bytes(32)), items, NOW
        )
        unit.commit()
    return store


def doors(store: Store, hamlet: str | None = HERE, *, planned: bool = False) -> list[DoorLine]:
    return store.queries.doors(DoorFilter(TODAY, hamlet, planned))


def names(lines: Sequence[DoorLine]) -> str:
    return "".join(line.name[-1] for line in lines)


def visit(store: Store, at: int, outcome: Outcome, on: date = TODAY, promised_on: date | None = None) -> None:
    with store.unit() as unit:
        found = unit.households.person(person(at).id)
        told = an_outcome(outcome, promised_on=promised_on)
        told = replace(told, subject=replace(told.subject, person_id=found.id, name=found.name))
        number = 900 + at + on.toordinal() * 10
        unit.visits.add(Visit(VisitId(an_id(number)), found.household_id, on, NOW, "", (told,)))
        unit.commit()


def test_a_hamlet_is_walked_from_the_longest_expired_to_the_soonest_to_end(walked: Store) -> None:
    first, *_ = lines = doors(walked)

    assert names(lines) == "241"
    assert (first.people, first.open, first.amount, first.due_on) == (1, 1, 2_000, TODAY - timedelta(10))
    assert first.address == "Số 12, Thôn 2"
    assert not first.placed


def test_all_hamlets_are_walked_one_after_the_other(walked: Store) -> None:
    assert names(doors(walked, None)) == "2413"


def test_lines_of_another_collector_are_left_out(walked: Store) -> None:
    wanted = DoorFilter(TODAY, HERE, agent="NVT1")

    assert names(walked.queries.doors(wanted)) == "21"


def test_a_promise_comes_back_on_its_day_from_wherever_it_was_made(walked: Store) -> None:
    visit(walked, 3, Outcome.PROMISED, TODAY - timedelta(3), TODAY)
    first, *_ = lines = doors(walked)

    assert names(lines) == "3241"
    assert first.promised_on == TODAY


def test_a_promise_for_another_day_is_last_and_one_that_was_kept_is_none(walked: Store) -> None:
    visit(walked, 2, Outcome.PROMISED, TODAY - timedelta(3), TODAY + timedelta(1))
    visit(walked, 1, Outcome.PROMISED, TODAY - timedelta(9), TODAY - timedelta(2))
    visit(walked, 1, Outcome.ABSENT, TODAY - timedelta(1))

    assert names(doors(walked)) == "412"


def test_whoever_was_visited_today_stays_where_they_are(walked: Store) -> None:
    visit(walked, 2, Outcome.ABSENT)
    first, *_ = lines = doors(walked)

    assert names(lines) == "241"
    assert first.is_done(TODAY)
    assert first.outcome is Outcome.ABSENT


@pytest.mark.parametrize("outcome", [Outcome.MOVED, Outcome.DIED, Outcome.ELSEWHERE, Outcome.COMPULSORY])
def test_who_need_not_be_asked_again_is_left_out_from_the_next_day_on(
    walked: Store, outcome: Outcome
) -> None:
    visit(walked, 2, outcome, TODAY - timedelta(1))

    assert names(doors(walked)) == "41"


def test_what_was_said_before_the_list_of_this_month_does_not_close_a_door(walked: Store) -> None:
    visit(walked, 2, Outcome.MOVED, TODAY - timedelta(60))

    assert names(doors(walked)) == "241"


def test_the_agents_own_order_is_followed_within_the_hamlet(walked: Store) -> None:
    route = RouteService(walked.unit)
    route.arrange([HOMES[1].id, HOMES[4].id])
    lines = doors(walked)
    assert names(lines) == "142"
    assert [line.placed for line in lines] == [True, True, False]
    route.forget([HOMES[1].id, HOMES[4].id])

    assert names(doors(walked)) == "241"


def test_whom_one_means_to_visit_today_is_shown_alone_where_that_is_asked_for(walked: Store) -> None:
    route = RouteService(walked.unit)
    route.plan([HOMES[3].id], TODAY)
    assert walked.queries.planned_count(TODAY) == 1
    assert names(doors(walked, planned=True)) == "3"
    assert names(doors(walked)) == "2413"
    route.plan([HOMES[1].id], TODAY + timedelta(1))

    assert walked.queries.planned_count(TODAY) == 0
    assert doors(walked, planned=True) == []


def test_the_order_follows_a_household_that_was_joined_to_another(walked: Store) -> None:
    RouteService(walked.unit).arrange([HOMES[1].id, HOMES[4].id])
    with walked.unit() as unit:
        unit.imports.propose(
            an_id(699), [Proposal(an_id(5), ProposalKind.HOUSEHOLD, HOMES[4].id, HOMES[2].id)]
        )
        unit.imports.settle(an_id(5), joined=True)
        unit.commit()

    assert names(doors(walked)) == "12"
    with walked.unit() as unit:
        assert unit.route.order() == [HOMES[1].id, HOMES[2].id]


def test_money_of_today_is_counted_at_its_door(store: Store) -> None:
    settle_in(store)
    receipt, _ = issue(store)
    RouteService(store.unit).plan([a_household().id], TODAY)
    (line,) = doors(store, planned=True)

    assert line.paid == receipt.total


@pytest.fixture
def paid(walked: Store) -> Store:
    """Beside the others, a household of the hamlet that pays today all that it has to."""
    settle_in(walked)
    home = a_household()
    row = replace(a_due_row(), row=30, covered_to=PartialDate.of(TODAY + timedelta(7)), amount=Dong(5_000))
    item = DueItem(an_id(730), a_person().id, home.id, row)
    with walked.unit() as unit:
        unit.due_lists.replace(
            an_id(698), DueListReading("2026-12", (row,), (), 0, 0, bytes(32)), [item], NOW
        )
        unit.commit()
    return walked


def test_a_door_that_has_paid_all_stays_in_the_walk_of_that_day_as_done(paid: Store) -> None:
    hamlet = a_household().hamlet
    (before,) = doors(paid, hamlet)
    assert not before.is_done(TODAY)
    receipt, _ = issue(paid)
    (line,) = doors(paid, hamlet)

    assert (line.open, line.amount, line.paid) == (0, None, receipt.total)
    assert line.is_done(TODAY)
    assert line.household_id == before.household_id
    assert [each.household_id for each in doors(paid, None)] == [line.household_id]


def test_a_door_that_has_paid_all_leaves_the_walk_on_the_next_day(paid: Store) -> None:
    issue(paid)

    assert paid.queries.doors(DoorFilter(TODAY + timedelta(1), a_household().hamlet)) == []


def test_a_promise_that_is_kept_on_its_day_stays_among_those_planned_for_it(paid: Store) -> None:
    with paid.unit() as unit:
        told = an_outcome(Outcome.PROMISED, promised_on=TODAY)
        told = replace(told, subject=replace(told.subject, person_id=a_person().id))
        visit = Visit(VisitId(an_id(940)), a_household().id, TODAY - timedelta(3), NOW, "", (told,))
        unit.visits.add(visit)
        unit.commit()
    with paid.unit() as unit:
        told = an_outcome(Outcome.PAID)
        told = replace(told, subject=replace(told.subject, person_id=a_person().id))
        unit.visits.add(Visit(VisitId(an_id(941)), a_household().id, TODAY, NOW, "", (told,)))
        unit.commit()
    issue(paid)
    (line,) = doors(paid, planned=True)

    assert line.is_done(TODAY)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2", ["0000002"]),
        ("000000", ["0000003", "0000002", "0000001"]),
        ("nguyen anh", ["0000003", "0000002", "0000001"]),
        ("anh 0000001", ["0000001"]),
        ("yen", []),
        ("khong co", []),
        (" - ", []),
    ],
)
def test_receipts_are_found_by_digits_or_by_who_paid(till: Store, text: str, found: list[str]) -> None:
    for _ in range(3):
        issue(till)

    assert [each.number for each in till.queries.find_receipts(text, 10)] == found


def test_a_search_for_receipts_ends_with_as_many_as_were_asked_for(till: Store) -> None:
    for _ in range(3):
        issue(till)
    (newest,) = till.queries.find_receipts("nguyen", 1)

    assert (newest.number, newest.payer, newest.state) == ("0000003", "Nguyễn Thị Ánh", ReceiptState.SAVED)
    assert not newest.cancelled
