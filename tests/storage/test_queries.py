from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import DueListReading, DueRow, Scheme
from agent_app.domain.household import Household, Person
from agent_app.domain.names import fold
from agent_app.domain.visit import Outcome
from agent_app.services.failures import HouseholdUnknownError, ReceiptUnknownError
from agent_app.services.lines import BookLine, DueFilter
from agent_app.services.ports import DueItem
from agent_app.storage.sorting import search_words, text_sort_key
from agent_app.storage.store import Store
from tests.builders import (
    NOW,
    SYMBOL,
    TODAY,
    a_book,
    a_due_row,
    a_health_line,
    a_household,
    a_pension_line,
    a_person,
    a_receipt,
    a_subject,
    a_visit,
    an_entry,
    an_id,
    an_outcome,
)
from tests.storage.till import issue

NEAR = a_household(1, address="Số 8, Thôn 2", hamlet="Thôn 2")
NEXT_DOOR = a_household(2, address="Số 12, Thôn 2", hamlet="Thôn 2")
FAR = a_household(3, address="Số 1, Thôn 10", hamlet="Thôn 10")
NOWHERE = a_household(4, address="Chợ", hamlet=None)


def put(
    store: Store,
    people: Sequence[tuple[Person, Household]],
    month: str = "2026-12",
    row: DueRow | None = None,
) -> None:
    """Import a list of these people, who are added with their households where they are new."""
    with store.unit() as unit:
        households = {home.id: home for _, home in people}
        known = unit.households.by_numbers(home.household_no or "" for home in households.values())
        new = [home for home in households.values() if home.household_no not in known]
        unit.households.add_households(new, "import")
        numbers = [person.insurance_no or "" for person, _ in people]
        present = {person.id for person in unit.households.people_by_numbers(numbers, ())}
        newcomers = {
            person.id: replace(person, household_id=home.id)
            for person, home in people
            if person.id not in present
        }
        unit.households.add_people(list(newcomers.values()), "import")
        rows = [replace(row or a_due_row(), row=place) for place in range(len(people))]
        items = [
            DueItem(uuid4(), person.id, home.id, each)
            for each, (person, home) in zip(rows, people, strict=True)
        ]
        unit.due_lists.replace(uuid4(), DueListReading(month, tuple(rows), (), 0, 0, bytes(32)), items, NOW)
        unit.commit()


def names(store: Store, wanted: DueFilter | None = None) -> list[str]:
    return [line.name for line in store.queries.due_lines(wanted or DueFilter())]


@pytest.fixture
def walked(store: Store) -> Store:
    """A store with a due list of six people in three hamlets."""
    people = [
        (a_person(1, "Trần Văn Em"), FAR),
        (a_person(2, "Nguyễn Thị Đức"), NEXT_DOOR),
        (a_person(3, "Lê Văn Ánh"), NEXT_DOOR),
        (a_person(4, "Phạm Thị An"), NEAR),
        (a_person(5, "Lý Quý Kỳ"), NOWHERE),
        (a_person(6, "Đỗ 100% Tên_Lạ"), FAR),
    ]
    put(store, people)
    return store


def test_the_due_list_goes_hamlet_by_hamlet_and_door_by_door_then_as_the_list_has_them(walked: Store) -> None:
    assert names(walked) == [
        "Phạm Thị An",
        "Nguyễn Thị Đức",
        "Lê Văn Ánh",
        "Trần Văn Em",
        "Đỗ 100% Tên_Lạ",
        "Lý Quý Kỳ",
    ]


def test_hamlets_stand_in_the_order_of_their_numbers(walked: Store) -> None:
    assert walked.queries.hamlets() == walked.queries.hamlets("2026-12") == ["Thôn 2", "Thôn 10"]
    assert walked.queries.hamlets("2026-11") == []


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (DueFilter(hamlet="Thôn 10"), 2),
        (DueFilter(text="ly ki"), 1),
        (DueFilter(text="LÝ KỲ"), 1),
        (DueFilter(text="duc nguyen"), 1),
        (DueFilter(text="6080000003"), 1),
        (DueFilter(text="so 12 thon"), 2),
        (DueFilter(text="van so 12"), 1),
        (DueFilter(unanswered=True), 6),
        (DueFilter(text="van", hamlet="Thôn 2"), 1),
        (DueFilter(text="%"), 0),
        (DueFilter(text="_"), 0),
        (DueFilter(text="100%"), 1),
        (DueFilter(text="\\"), 0),
        (DueFilter(month="2026-11"), 0),
        (DueFilter(limit=4), 6),
    ],
)
def test_the_due_list_is_filtered_and_counted(walked: Store, wanted: DueFilter, expected: int) -> None:
    assert walked.queries.due_count(wanted) == expected
    assert len(names(walked, replace(wanted, limit=None))) == expected


def test_both_lines_of_one_person_stand_together(store: Store) -> None:
    first, second = a_person(1, "Trần Văn Em"), a_person(2, "Lê Văn Ánh")
    put(store, [(first, NEAR), (second, NEAR), (first, NEAR)])

    assert names(store) == ["Trần Văn Em", "Trần Văn Em", "Lê Văn Ánh"]


def test_members_stand_as_the_list_has_them_then_the_head_then_by_age(store: Store) -> None:
    people = [
        a_person(1, "Trần Văn Em"),
        replace(a_person(2, "Lê Văn Ánh"), relation="Con", birth=PartialDate(2001)),
        replace(a_person(3, "Lý Quý Kỳ"), relation="Chủ hộ", birth=PartialDate(1990)),
        replace(a_person(4, "Phạm Thị An"), relation="Mẹ", birth=PartialDate(1950)),
        a_person(5, "Đỗ Thị Bảy"),
    ]
    put(store, [(people[4], NEAR), (people[0], NEAR)])
    with store.unit() as unit:
        rest = [replace(each, household_id=NEAR.id) for each in people[1:4]]
        unit.households.add_people(rest, "import")
        unit.commit()

    members = store.queries.household(NEAR.id, 2026).members

    assert [each.name for each in members] == [
        "Đỗ Thị Bảy",
        "Trần Văn Em",
        "Lý Quý Kỳ",
        "Phạm Thị An",
        "Lê Văn Ánh",
    ]


@pytest.mark.parametrize("size", [1, 2, 5])
def test_pages_of_the_due_list_put_together_are_the_list(walked: Store, size: int) -> None:
    pages = [names(walked, DueFilter(limit=size, offset=start)) for start in range(0, 6, size)]

    assert sum(pages, []) == names(walked)  # noqa: RUF017
    assert all(len(page) <= size for page in pages)


def test_the_newest_months_list_is_shown_unless_another_is_asked_for(walked: Store) -> None:
    put(walked, [(a_person(1), FAR)], "2027-01")

    assert walked.queries.due_months() == ["2027-01", "2026-12"]
    assert len(names(walked)) == 1
    assert len(names(walked, DueFilter(month="2026-12"))) == 6


def test_a_list_imported_again_takes_the_place_of_the_earlier_one(walked: Store) -> None:
    put(walked, [(a_person(1), FAR), (a_person(2), NEXT_DOOR)])

    assert walked.queries.due_months() == ["2026-12"]
    assert len(names(walked)) == walked.queries.counts().due == 2


def test_the_latest_visit_is_what_a_line_shows(walked: Store) -> None:
    day = TODAY + timedelta(days=9)
    visits = [
        a_visit(an_outcome(Outcome.ABSENT, a_subject(4))),
        a_visit(an_outcome(Outcome.PROMISED, a_subject(4), promised_on=day), number=2, on=TODAY),
    ]
    with walked.unit() as unit:
        for visit in visits:
            unit.visits.add(visit)
        unit.commit()

    line = walked.queries.due_lines(DueFilter())[0]
    assert (line.outcome, line.visited_on, line.promised_on) == (Outcome.PROMISED, TODAY, day)
    page = walked.queries.household(NEAR.id, 2026)
    assert {visit.id for visit in page.visits} == {visit.id for visit in visits}
    assert page.members[0].promised_on == day


def test_the_last_outcome_is_of_the_last_visit_whenever_it_was_written_down(walked: Store) -> None:
    day, before = TODAY + timedelta(days=3), TODAY - timedelta(days=2)
    with walked.unit() as unit:
        unit.visits.add(a_visit(an_outcome(Outcome.PROMISED, a_subject(4), promised_on=day), number=1))
        unit.visits.add(a_visit(an_outcome(Outcome.ABSENT, a_subject(4)), number=2, on=before))
        unit.commit()

    line = next(each for each in walked.queries.due_lines(DueFilter()) if each.person_id == a_person(4).id)
    page = walked.queries.household(line.household_id, TODAY.year)
    member = next(each for each in page.members if each.id == line.person_id)

    assert (line.outcome, line.visited_on) == (Outcome.PROMISED, TODAY)
    assert member.visited_on == TODAY


def receive(store: Store, *lines_of: int, pension: bool = False) -> None:
    """Take money of people of the due list."""
    make = a_pension_line if pension else a_health_line
    receipt = a_receipt(1, tuple(make(a_subject(each)) for each in lines_of))
    with store.unit() as unit:
        book = a_book()
        unit.receipts.add_book(book)
        entry = an_entry(receipt)
        unit.log.append(entry)
        unit.receipts.add(receipt, entry.op_id)
        unit.commit()


def test_a_receipt_for_the_days_behind_the_cover_answers_a_line(walked: Store) -> None:
    receive(walked, 4)

    lines = walked.queries.due_lines(DueFilter())
    assert [line.receipt_id for line in lines] == [a_receipt().id] + [None] * 5
    assert walked.queries.due_count(DueFilter(unanswered=True)) == 5
    (cover,) = walked.queries.household(NEAR.id, 2026).members[0].covers
    assert (cover.due_item, cover.receipt_id, cover.receipt_number) == (False, a_receipt().id, "0000001")
    assert cover.covered_to == a_health_line().period.end


def test_a_receipt_for_another_scheme_answers_nothing(walked: Store) -> None:
    receive(walked, 4, pension=True)

    assert walked.queries.due_lines(DueFilter())[0].receipt_id is None
    covers = walked.queries.household(NEAR.id, 2026).members[0].covers
    assert [(cover.scheme, cover.due_item) for cover in covers] == [
        (Scheme.HEALTH, True),
        (Scheme.PENSION, False),
    ]


def test_a_receipt_for_days_within_the_cover_answers_nothing(store: Store) -> None:
    put(store, [(a_person(4), NEAR)], row=replace(a_due_row(), covered_to=PartialDate(2029)))
    receive(store, 4)

    assert store.queries.due_lines(DueFilter())[0].receipt_id is None


@pytest.mark.parametrize(("month", "answered"), [("2026-11", True), ("2026-12", False)])
def test_a_line_without_a_day_is_answered_by_a_receipt_since_its_month_began(
    store: Store, month: str, *, answered: bool
) -> None:
    put(store, [(a_person(4), NEAR)], month, replace(a_due_row(), covered_to=None))
    receive(store, 4)

    line = store.queries.due_lines(DueFilter())[0]
    assert line.due_on is None
    assert (line.receipt_id is not None) is answered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an", ["Phạm Thị An", "Lê Văn Ánh"]),
        ("Ánh lê", ["Lê Văn Ánh"]),
        ("ky", ["Lý Quý Kỳ"]),
        ("quí kì", ["Lý Quý Kỳ"]),
        ("đức", ["Nguyễn Thị Đức"]),
        ("6080000003", ["Lê Văn Ánh"]),
        ("068180000003", ["Lê Văn Ánh"]),
        ("0000003", ["Lê Văn Ánh"]),
        ("an 0000004", ["Phạm Thị An"]),
        ("0973.000.001 kỳ", ["Lý Quý Kỳ"]),
        ("100%", ["Đỗ 100% Tên_Lạ"]),
        ("n_l", []),
        ("ten la", ["Đỗ 100% Tên_Lạ"]),
        ("te%la", ["Đỗ 100% Tên_Lạ"]),
        ("'; --", []),
    ],
)
def test_people_are_found_by_words_and_numbers(walked: Store, text: str, expected: list[str]) -> None:
    found = [line.name for line in walked.queries.search_people(text)]

    assert found == expected
    assert walked.queries.search_count(text) == len(expected)


def test_an_empty_search_finds_everybody_page_by_page(walked: Store) -> None:
    everybody = walked.queries.search_people("")
    pages = [walked.queries.search_people("", 2, start) for start in (0, 2, 4)]

    assert [line.name.split()[-1] for line in everybody] == ["An", "Ánh", "Đức", "Em", "Kỳ", "Tên_Lạ"]
    assert sum(pages, []) == everybody  # noqa: RUF017
    assert walked.queries.search_count("") == 6


@given(st.text(max_size=12))
def test_a_search_word_is_either_folded_or_digits(text: str) -> None:
    words, numbers = search_words(text)

    assert all(number.isascii() and number.isdigit() for number in numbers)
    assert all(word == fold(word) for word in words)


def test_places_sort_as_people_count_and_spell() -> None:
    places = ["Thôn 10", "Ấp 1", "Thôn 2", "Thôn Đá", "Thôn Ba", "Số 12/3", "Số 8"]

    assert sorted(places, key=text_sort_key) == [
        "Ấp 1",
        "Số 8",
        "Số 12/3",
        "Thôn 2",
        "Thôn 10",
        "Thôn Ba",
        "Thôn Đá",
    ]


def test_days_takings_are_the_sum_of_its_receipts(till: Store) -> None:
    for _ in range(3):
        issue(till)

    assert till.queries.taken_on(TODAY) == (3, 3 * 1_366_200)
    assert till.queries.taken_on(TODAY + timedelta(days=1)) == (0, 0)
    assert [view.receipt.number for view in till.queries.receipts(2, 1)] == [2, 1]


def test_books_say_what_is_left(till: Store) -> None:
    issue(till)

    assert till.queries.books() == [BookLine(SYMBOL, "0001", 1, 900_000, 2, 899_999)]


def test_what_is_not_there_is_said_to_be_unknown(store: Store) -> None:
    with pytest.raises(HouseholdUnknownError):
        store.queries.household(a_household().id, 2026)
    with pytest.raises(ReceiptUnknownError):
        store.queries.receipt(a_receipt().id)


def test_a_long_list_of_numbers_is_no_trouble(store: Store) -> None:
    people = [replace(a_person(each), id=an_id(0x10000 + each)) for each in range(1, 3_001)]  # type: ignore[arg-type]
    with store.unit() as unit:
        unit.households.add_households([a_household()], "import")
        unit.households.add_people(people, "import")
        numbers = [person.insurance_no or "" for person in people]

        assert len(unit.households.people_by_numbers(numbers, ())) == 3_000
        assert len(unit.households.members([a_household().id])) == 3_000
