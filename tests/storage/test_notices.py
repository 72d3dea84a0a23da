"""What notices read of a real store: many households by few questions, and the same as the till."""

from dataclasses import replace
from datetime import date, timedelta
from typing import cast

import pytest
from sqlalchemy import event

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import DueListReading, Scheme
from agent_app.domain.household import HouseholdId, Person
from agent_app.domain.known_covers import CoverSource
from agent_app.domain.visit import Outcome, Visit, VisitId
from agent_app.services.day_lines import DoorFilter
from agent_app.services.notice_lines import NoticeChoice, NoticeHome
from agent_app.services.notice_pricing import HomeReads, NoticePricing
from agent_app.services.payments import PaymentRequest
from agent_app.services.ports import DueItem
from agent_app.services.quotes import price
from agent_app.services.route import RouteService
from agent_app.storage.queries.notices import SqlNoticeQueries
from agent_app.storage.store import Store
from tests.builders import NOW, TODAY, a_due_row, a_household, a_person, an_id, an_outcome, rates
from tests.storage.test_statuses import keep
from tests.storage.till import issue, settle_in

HOMES = {
    1: a_household(11, address="Số 8, Thôn 2", hamlet="Thôn 2"),
    2: a_household(12, address="Số 12, Thôn 2", hamlet="Thôn 2"),
    3: a_household(13, address="Số 1, Thôn 10", hamlet="Thôn 10"),
}
DAYS = {1: 20, 2: -10, 3: 3}
MONTH = "2026-12"


def person(at: int) -> Person:
    return replace(a_person(20 + at, f"Trần Văn {at}"), household_id=HOMES[at].id)


def second(at: int) -> Person:
    return replace(a_person(30 + at, f"Lê Thị {at}"), household_id=HOMES[at].id, relation="Chủ hộ")


@pytest.fixture
def walked(store: Store) -> Store:
    """A list on which each of three households has one member who is due, and another who is not."""
    rows = [
        replace(
            a_due_row(),
            row=11 + at,
            covered_to=PartialDate.of(TODAY + timedelta(days)),
            agent_code="NVT2" if at == 3 else None,
        )
        for at, days in DAYS.items()
    ]
    items = [
        DueItem(an_id(700 + at), person(at).id, HOMES[at].id, row)
        for at, row in zip(HOMES, rows, strict=True)
    ]
    with store.unit() as unit:
        unit.households.add_households(list(HOMES.values()), "import")
        unit.households.add_people([each(at) for at in HOMES for each in (person, second)], "import")
        reading = DueListReading(MONTH, tuple(rows), (), 0, 0, bytes(32))
        unit.due_lists.replace(an_id(699), reading, items, NOW)
        unit.commit()
    return store


def chosen(store: Store, **wanted: object) -> str:
    ids = store.notice_queries.chosen(NoticeChoice(TODAY, **wanted))  # type: ignore[arg-type]
    return "".join(str(at) for each in ids for at, home in HOMES.items() if home.id == each)


def homes(store: Store, *at: int) -> list[NoticeHome]:
    return store.notice_queries.homes([HOMES[each].id for each in at], TODAY.year, None)


def visit(store: Store, at: int, outcome: Outcome, on: date = TODAY, promised_on: date | None = None) -> None:
    with store.unit() as unit:
        told = an_outcome(outcome, promised_on=promised_on)
        told = replace(told, subject=replace(told.subject, person_id=person(at).id, name=person(at).name))
        unit.visits.add(Visit(VisitId(an_id(900 + at)), HOMES[at].id, on, NOW, "", (told,)))
        unit.commit()


def test_households_are_chosen_in_the_order_in_which_they_are_walked(walked: Store) -> None:
    assert chosen(walked) == "213"

    RouteService(walked.unit).arrange([HOMES[1].id])
    assert chosen(walked) == "123"

    visit(walked, 3, Outcome.PROMISED, TODAY - timedelta(3), TODAY)
    assert chosen(walked) == "312"


def test_notices_lie_in_the_order_of_the_day_s_page(walked: Store) -> None:
    visit(walked, 1, Outcome.PROMISED, TODAY - timedelta(3), TODAY + timedelta(5))
    doors = walked.queries.doors(DoorFilter(TODAY))

    assert walked.notice_queries.chosen(NoticeChoice(TODAY)) == [each.household_id for each in doors]
    assert chosen(walked) == "231"


def test_a_choice_is_narrowed_by_hamlet_day_month_and_collector(walked: Store) -> None:
    assert chosen(walked, hamlet="Thôn 10") == "3"
    assert chosen(walked, due_before=TODAY) == "2"
    assert chosen(walked, due_before=TODAY + timedelta(4)) == "23"
    assert chosen(walked, month="2026-11") == ""
    assert chosen(walked, agent="NVT1") == "21"


def test_the_day_s_walk_is_told_as_it_is_walked(walked: Store) -> None:
    RouteService(walked.unit).plan([HOMES[1].id, HOMES[2].id], TODAY)
    visit(walked, 3, Outcome.PROMISED, TODAY - timedelta(3), TODAY)

    assert chosen(walked, planned=True) == "321"
    assert chosen(walked, planned=True, due_before=TODAY) == "2"


def test_homes_come_as_they_were_asked_for_with_all_that_a_notice_needs(walked: Store) -> None:
    third, first = homes(walked, 3, 1)

    assert (third.household, first.household) == (HOMES[3], HOMES[1])
    assert [each.name for each in first.people] == ["Trần Văn 1", "Lê Thị 1"]
    assert first.head == "Lê Thị 1"
    line = first.listed[person(1).id, Scheme.HEALTH]
    assert (line.group, line.months, line.open, line.newest) == ("GD", 12, True, True)
    assert line.due_on == TODAY + timedelta(20)
    known = first.covers[person(1).id, Scheme.HEALTH]
    assert [(each.end, each.source) for each in known] == [(TODAY + timedelta(20), CoverSource.LISTED)]


def test_who_has_died_or_moved_is_told_nothing_any_more(walked: Store) -> None:
    visit(walked, 1, Outcome.DIED)
    visit(walked, 2, Outcome.ABSENT)

    assert homes(walked, 1)[0].gone == {person(1).id}
    assert homes(walked, 2)[0].gone == frozenset()


def test_a_household_of_nobody_that_is_known_is_left_out(walked: Store) -> None:
    found = walked.notice_queries.homes([HouseholdId(an_id(4)), HOMES[1].id], TODAY.year, None)

    assert [each.household.id for each in found] == [HOMES[1].id]


def test_as_many_questions_are_asked_for_one_household_as_for_all(walked: Store) -> None:
    queries = cast("SqlNoticeQueries", walked.notice_queries)
    asked: list[str] = []
    event.listen(queries._read, "before_cursor_execute", lambda *given: asked.append(given[2]))

    homes(walked, 1)
    one = len(asked)
    homes(walked, 1, 2, 3)

    assert len(asked) == 2 * one


def test_places_payments_and_decisions_are_those_that_a_receipt_would_go_by(store: Store) -> None:
    settle_in(store)
    issue(store)
    record = keep(store)
    home = store.notice_queries.homes([a_household().id], TODAY.year, None)[0]
    payer, other = a_person(1).id, a_person(2).id

    assert home.places == {payer: 1}
    assert home.statuses == (record,)
    with store.unit() as unit:
        known = unit.receipts.covers(payer, Scheme.HEALTH)
        assert list(home.covers[payer, Scheme.HEALTH]) == known
        wishes = [PaymentRequest(other, Scheme.HEALTH, 12)]
        till = price(unit, a_household().id, wishes, TODAY, rates()).lines
        settings = unit.office.settings()
    told = NoticePricing(settings, rates(), TODAY).price(HomeReads(home, settings), wishes)
    assert told == till
    assert told[0].place == 2
