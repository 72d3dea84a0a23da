from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import DueListReading, DueRow, Scheme
from agent_app.domain.household import Household, Subject
from agent_app.domain.money import Dong
from agent_app.domain.visit import Outcome, VisitId
from agent_app.services.due_choices import (
    DueGroup,
    DueGrouping,
    DueOrder,
    DueWindow,
    LineIds,
    PromiseWindow,
)
from agent_app.services.lines import DueFilter
from agent_app.services.ports import DueItem
from agent_app.storage.store import Store
from tests.builders import (
    AGENT,
    NOW,
    TODAY,
    a_book,
    a_due_row,
    a_health_line,
    a_household,
    a_person,
    a_receipt,
    a_visit,
    an_entry,
    an_outcome,
)

NEAR = a_household(1, address="Số 8, Thôn 2", hamlet="Thôn 2")
NEXT_DOOR = a_household(2, address="Số 12, Thôn 2", hamlet="Thôn 2")
FAR = a_household(3, address="Số 1, Thôn 10", hamlet="Thôn 10")

LISTED: Sequence[tuple[str, Household, int | None, int, Scheme]] = (
    ("Lê Văn Ánh", NEAR, -70, 300, Scheme.HEALTH),
    ("Trần Thị Bình", NEAR, -1, 200, Scheme.PENSION),
    ("Ngô Văn Cường", NEXT_DOOR, 0, 500, Scheme.HEALTH),
    ("Đỗ Thị Dung", NEXT_DOOR, 7, 100, Scheme.HEALTH),
    ("Lý Văn Em", FAR, 15, 400, Scheme.PENSION),
    ("Hồ Thị Giang", FAR, 30, 600, Scheme.HEALTH),
    ("Võ Thị Hạnh", FAR, 31, 700, Scheme.HEALTH),
    ("Bùi Văn Ích", FAR, None, 800, Scheme.HEALTH),
)
PEOPLE = {name: a_person(at, name) for at, (name, *_) in enumerate(LISTED, 1)}


def row(at: int, days: int | None, thousands: int, scheme: Scheme) -> DueRow:
    covered_to = None if days is None else PartialDate.of(TODAY + timedelta(days=days))
    amount = Dong(thousands * 1_000)
    return replace(a_due_row(), row=at, scheme=scheme, covered_to=covered_to, amount=amount)


@pytest.fixture
def listed(store: Store) -> Store:
    """A store with eight lines, each with another end of its cover."""
    rows = [row(at, days, amount, scheme) for at, (_, _, days, amount, scheme) in enumerate(LISTED)]
    with store.unit() as unit:
        unit.households.add_households([NEAR, NEXT_DOOR, FAR], "import")
        people = [replace(PEOPLE[name], household_id=home.id) for name, home, *_ in LISTED]
        unit.households.add_people(people, "import")
        items = [
            DueItem(uuid4(), person.id, home.id, each)
            for each, person, (_, home, *_) in zip(rows, people, LISTED, strict=True)
        ]
        unit.due_lists.replace(
            uuid4(), DueListReading("2026-12", tuple(rows), (), 0, 0, bytes(32)), items, NOW
        )
        unit.commit()
    return store


def given_names(store: Store, wanted: DueFilter) -> str:
    return " ".join(line.name.split()[-1] for line in store.queries.due_lines(wanted))


def subject(name: str) -> Subject:
    return Subject.of(PEOPLE[name], NEAR)


def visit(
    store: Store, name: str, outcome: Outcome, days_ago: int = 0, *, promised: date | None = None
) -> None:
    reason = "chưa có tiền" if outcome is Outcome.REFUSED else None
    brought = an_outcome(outcome, subject(name), promised_on=promised, reason=reason)
    with store.unit() as unit:
        made = a_visit(brought, on=TODAY - timedelta(days=days_ago))
        unit.visits.add(replace(made, id=VisitId(uuid4())))
        unit.commit()


def pay(store: Store, name: str) -> None:
    receipt = a_receipt(1, lines=(a_health_line(subject(name)),))
    with store.unit() as unit:
        unit.receipts.add_book(a_book())
        entry = an_entry(receipt)
        unit.log.append(entry)
        unit.receipts.add(receipt, entry.op_id)
        unit.commit()


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (DueWindow.OVERDUE, "Ánh Bình"),
        (DueWindow.LONG_OVERDUE, "Ánh"),
        (DueWindow.WEEK, "Cường Dung"),
        (DueWindow.FORTNIGHT, "Cường Dung Em"),
        (DueWindow.MONTH, "Cường Dung Em Giang"),
        (DueWindow.LATER, "Hạnh"),
        (DueWindow.UNKNOWN, "Ích"),
    ],
)
def test_a_window_lets_through_whose_cover_ends_in_it(
    listed: Store, window: DueWindow, expected: str
) -> None:
    assert given_names(listed, DueFilter(window=window, today=TODAY)) == expected


def test_a_window_without_a_day_is_refused_rather_than_forgotten(listed: Store) -> None:
    with pytest.raises(ValueError, match="a day"):
        listed.queries.due_lines(DueFilter(window=DueWindow.WEEK))


def test_a_scheme_and_a_window_narrow_each_other(listed: Store) -> None:
    wanted = DueFilter(scheme=Scheme.PENSION, window=DueWindow.FORTNIGHT, today=TODAY)

    assert given_names(listed, wanted) == "Em"
    assert listed.queries.due_count(wanted) == 1


def test_only_the_last_visit_counts(listed: Store) -> None:
    visit(listed, "Lê Văn Ánh", Outcome.REFUSED, 5)
    visit(listed, "Lê Văn Ánh", Outcome.ABSENT, 1)
    visit(listed, "Đỗ Thị Dung", Outcome.REFUSED)

    assert given_names(listed, DueFilter(outcome=Outcome.REFUSED)) == "Dung"
    assert given_names(listed, DueFilter(outcome=Outcome.ABSENT)) == "Ánh"
    assert given_names(listed, DueFilter(unvisited=True)) == "Bình Cường Em Giang Hạnh Ích"


def test_promises_are_found_by_their_day_until_a_receipt_keeps_them(listed: Store) -> None:
    visit(listed, "Lê Văn Ánh", Outcome.PROMISED, promised=TODAY)
    visit(listed, "Đỗ Thị Dung", Outcome.PROMISED, promised=TODAY + timedelta(days=7))
    visit(listed, "Lý Văn Em", Outcome.PROMISED, 9, promised=TODAY - timedelta(days=1))

    def promised(window: PromiseWindow) -> str:
        return given_names(listed, DueFilter(promise=window, today=TODAY))

    assert promised(PromiseWindow.TODAY) == "Ánh"
    assert promised(PromiseWindow.WEEK) == "Ánh Dung"
    assert promised(PromiseWindow.PAST) == "Em"

    pay(listed, "Lê Văn Ánh")

    assert promised(PromiseWindow.TODAY) == ""
    assert given_names(listed, DueFilter(outcome=Outcome.PROMISED)) == "Ánh Dung Em"


@pytest.mark.parametrize(
    ("order", "rising", "falling"),
    [
        (DueOrder.WALK, "Ánh Bình Cường Dung Em Giang Hạnh Ích", "Em Giang Hạnh Ích Cường Dung Ánh Bình"),
        (DueOrder.NAME, "Ánh Bình Cường Dung Em Giang Hạnh Ích", "Ích Hạnh Giang Em Dung Cường Bình Ánh"),
        (DueOrder.DUE, "Ánh Bình Cường Dung Em Giang Hạnh Ích", "Hạnh Giang Em Dung Cường Bình Ánh Ích"),
        (DueOrder.AMOUNT, "Dung Bình Ánh Em Cường Giang Hạnh Ích", "Ích Hạnh Giang Cường Em Ánh Bình Dung"),
    ],
)
def test_lines_are_put_in_order_either_way_and_what_is_unknown_comes_last(
    listed: Store, order: DueOrder, rising: str, falling: str
) -> None:
    assert given_names(listed, DueFilter(order=order)) == rising
    assert given_names(listed, DueFilter(order=order, descending=True)) == falling


def test_who_was_visited_last_can_come_first(listed: Store) -> None:
    visit(listed, "Đỗ Thị Dung", Outcome.ABSENT, 3)
    visit(listed, "Hồ Thị Giang", Outcome.ABSENT)

    found = given_names(listed, DueFilter(order=DueOrder.VISIT, descending=True))

    assert found == "Giang Dung Ánh Bình Cường Em Hạnh Ích"


def test_an_order_holds_within_each_hamlet_and_each_household(listed: Store) -> None:
    wanted = DueFilter(order=DueOrder.AMOUNT, descending=True)

    by_hamlet = given_names(listed, replace(wanted, grouping=DueGrouping.HAMLET))
    by_household = given_names(listed, replace(wanted, grouping=DueGrouping.HOUSEHOLD))

    assert by_hamlet == "Cường Ánh Bình Dung Ích Hạnh Giang Em"
    assert by_household == "Ánh Bình Cường Dung Ích Hạnh Giang Em"


def test_headers_count_what_follows_them(listed: Store) -> None:
    hamlets = listed.queries.due_rows(DueFilter(grouping=DueGrouping.HAMLET)).groups
    homes = listed.queries.due_rows(DueFilter(grouping=DueGrouping.HOUSEHOLD)).groups
    health = listed.queries.due_rows(DueFilter(grouping=DueGrouping.HAMLET, scheme=Scheme.HEALTH)).groups

    assert hamlets == (
        DueGroup("Thôn 2", 4, 2, Dong(1_100_000)),
        DueGroup("Thôn 10", 4, 1, Dong(2_500_000)),
    )
    assert [each.lines for each in homes] == [2, 2, 4]
    assert [each.lines for each in health] == [3, 3]
    assert listed.queries.due_rows(DueFilter()).groups == ()


@pytest.mark.parametrize("grouping", DueGrouping)
@pytest.mark.parametrize("order", DueOrder)
def test_ids_and_pages_and_headers_tell_of_the_same_list(
    listed: Store, order: DueOrder, grouping: DueGrouping
) -> None:
    wanted = DueFilter(order=order, grouping=grouping, descending=True)
    rows = listed.queries.due_rows(wanted)
    lines = listed.queries.due_lines(wanted)
    pages = [listed.queries.due_lines(replace(wanted, limit=3, offset=at)) for at in range(0, 9, 3)]

    assert list(rows.ids) == [line.id for line in lines] == [line.id for page in pages for line in page]
    assert listed.queries.due_lines_of(rows.ids[2:5]) == lines[2:5]
    assert sum(each.lines for each in rows.groups) == (len(lines) if grouping is not DueGrouping.NONE else 0)


@pytest.mark.parametrize("grouping", DueGrouping)
def test_lines_are_tallied_as_they_are_counted(listed: Store, grouping: DueGrouping) -> None:
    pay(listed, "Lê Văn Ánh")
    for wanted in (DueFilter(agent="B"), DueFilter(agent=AGENT, scheme=Scheme.HEALTH), DueFilter(text="van")):
        everybody = replace(wanted, agent=None, grouping=grouping)
        tally = listed.queries.due_rows(everybody, wanted.agent).tally

        assert listed.queries.due_rows(replace(wanted, grouping=grouping), wanted.agent).tally == tally
        assert tally.lines == listed.queries.due_count(everybody)
        assert tally.open == listed.queries.due_count(replace(everybody, unanswered=True))
        assert tally.own == listed.queries.due_count(wanted)
        assert tally.own_open == listed.queries.due_count(replace(wanted, unanswered=True))


def test_a_header_names_its_hamlet_as_one_of_its_own_lines_does(store: Store) -> None:
    homes = [replace(NEAR, hamlet="Thôn Láng Tre"), replace(NEXT_DOOR, hamlet="THÔN LÁNG TRE")]
    people = [a_person(at, household=home) for at, home in enumerate(homes, 1)]
    rows = [
        replace(row(at, 0, 100, Scheme.HEALTH), agent_code=agent) for at, agent in enumerate((AGENT, "B"))
    ]
    with store.unit() as unit:
        unit.households.add_households(homes, "import")
        unit.households.add_people(people, "import")
        items = [
            DueItem(uuid4(), person.id, home.id, each)
            for each, person, home in zip(rows, people, homes, strict=True)
        ]
        reading = DueListReading("2026-12", tuple(rows), (), 0, 0, bytes(32))
        unit.due_lists.replace(uuid4(), reading, items, NOW)
        unit.commit()

    def headers(agent: str | None) -> list[str | None]:
        wanted = DueFilter(agent=agent, grouping=DueGrouping.HAMLET)
        return [each.hamlet for each in store.queries.due_rows(wanted, AGENT).groups]

    assert headers(AGENT) == ["Thôn Láng Tre"]
    assert headers("B") == ["THÔN LÁNG TRE"]
    assert len(headers(None)) == 1


def test_a_line_that_is_gone_is_left_out(listed: Store) -> None:
    ids = listed.queries.due_rows(DueFilter()).ids

    assert len(listed.queries.due_lines_of([ids[0], uuid4(), ids[1]])) == 2


@given(ids=st.lists(st.uuids(), unique=True, max_size=20), other=st.uuids())
def test_packed_ids_are_the_ids(ids: list[UUID], other: UUID) -> None:
    packed = LineIds.of(ids)

    assert list(packed) == ids
    assert packed[:3] == tuple(ids[:3])
    assert [packed.place(each) for each in ids] == list(range(len(ids)))
    assert packed.place(other) == (ids.index(other) if other in ids else None)
