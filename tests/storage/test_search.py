import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.due_list import DueListReading
from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.names import name_sort_key
from agent_app.services.lines import DueFilter
from agent_app.services.ports import DueItem
from agent_app.storage.queries.matching import MANY
from agent_app.storage.sorting import search_words, words_of
from agent_app.storage.store import Store
from tests.builders import (
    DEVICE,
    NOW,
    a_book,
    a_due_row,
    a_health_line,
    a_household,
    a_person,
    a_receipt,
    a_subject,
    an_entry,
)
from tests.long_run import rounds
from tests.ready_home import new_store
from tests.storage.till import home_at, opened

PEOPLE, HOMES, DUE = 2_600, 800, 500
FAMILIES = ["Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Lê", "Võ", "Đặng", "H'", "K'"]
MIDDLES = ["Thị", "Văn", "Thị", "Văn", "Ngọc", "Đức", "Thuý"]
GIVEN = tuple(
    "An Ánh Anh Bình Đức Hạnh Hen Kỳ Kì Mỹ Quý Tài Tày Thị Vân Văn Ngọc Nguyên Yến 2".split()  # noqa: SIM905
)
HAMLETS = ["Thôn Láng Tre", "Thôn An Bình", "Thôn 3", "Thôn 12", "Buôn K'Ho", None]
PHONES = ["0973000001", "0902123456", "02633123456", "0797970797"]


@dataclass(frozen=True, slots=True)
class Village:
    """A store, and what its oracle knows: who is due, and everybody's texts in plain SQLite."""

    store: Store
    people: dict[PersonId, Person]
    due: frozenset[PersonId]
    oracle: sqlite3.Connection


def _name(random: Random) -> str:
    words = [random.choice(FAMILIES), random.choice(MIDDLES), random.choice(GIVEN)]
    return " ".join(words[random.choice((0, 0, 0, 1, 2)) :]).replace("' ", "'")


def _homes(random: Random) -> list[Household]:
    return [
        replace(
            a_household(number, address=f"Số {random.randint(1, 400)}/{number}, xã Suối Trúc"),
            hamlet=random.choice(HAMLETS),
        )
        for number in range(1, HOMES)
    ]


def _people(random: Random, homes: Sequence[Household]) -> list[Person]:
    return [
        replace(
            a_person(number, _name(random), household=random.choice(homes)),
            id=PersonId(uuid4()),
            phone=random.choice([*PHONES, None]),
            citizen_id=f"{random.choice(('068', '060', '079'))}{random.randrange(10**9):09d}",
        )
        for number in range(PEOPLE)
    ]


def _oracle(people: Sequence[Person], homes: dict[HouseholdId, Household]) -> sqlite3.Connection:
    oracle = sqlite3.connect(":memory:")
    oracle.execute("CREATE TABLE person (id TEXT, name TEXT, place TEXT, numbers TEXT)")
    for each in people:
        home = homes[each.household_id]
        numbers = [each.insurance_no, each.citizen_id, each.phone, home.household_no]
        place = words_of(f"{home.address} {home.hamlet or ''} {home.household_no}")
        row = (each.id.hex, f" {words_of(each.name)} ", f" {place} ", f" {' '.join(filter(None, numbers))} ")
        oracle.execute("INSERT INTO person VALUES (?, ?, ?, ?)", row)
    return oracle


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Village]:
    """A made-up village with so many people that common words find more than can be sorted at each key."""
    random = Random(11)  # noqa: S311
    home = home_at(tmp_path_factory.mktemp("village"))
    new_store(home, bytes(range(32)), DEVICE)
    store = opened(home)
    homes = _homes(random)
    people = _people(random, homes)
    due = random.sample(people, DUE)
    with store.unit() as unit:
        unit.households.add_households(homes, "import")
        unit.households.add_people(people, "import")
        unit.commit()
    list_of(store, due)
    oracle = _oracle(people, {each.id: each for each in homes})
    yield Village(store, {each.id: each for each in people}, frozenset(each.id for each in due), oracle)
    oracle.close()
    store.close()


def list_of(
    store: Store, people: Sequence[Person], month: str = "2026-12", agents: Sequence[str | None] = ()
) -> None:
    """Import a list of these people, each of a collector if they are named."""
    codes = agents or [None] * len(people)
    rows = [replace(a_due_row(), row=place, agent_code=code) for place, code in enumerate(codes)]
    items = [
        DueItem(uuid4(), person.id, person.household_id, row)
        for row, person in zip(rows, people, strict=True)
    ]
    with store.unit() as unit:
        unit.due_lists.replace(uuid4(), DueListReading(month, tuple(rows), (), 0, 0, bytes(32)), items, NOW)
        unit.commit()


def liked(village: Village, text: str) -> set[PersonId]:
    """Find people as the oracle does: each word at the beginning of a word, digits within a number."""
    words, numbers = search_words(text)
    asked, values = ["1"], []
    for word in words:
        asked.append("(name LIKE ? OR place LIKE ?)")
        values += [f"% {word}%"] * 2
    for digits in numbers:
        asked.append("(name LIKE ? OR place LIKE ? OR numbers LIKE ?)")
        values += [f"% {digits}%"] * 2 + [f"%{digits}%" if len(digits) > 2 else f"% {digits}%"]
    query = f"SELECT id FROM person WHERE {' AND '.join(asked)}"  # noqa: S608
    return {PersonId(UUID(row[0])) for row in village.oracle.execute(query, values)}


def rank(village: Village, text: str, person: Person) -> tuple[int, bool, str]:
    """Say where somebody who is found must stand."""
    words, numbers = search_words(text)
    name = words_of(person.name).split()
    home = village.oracle.execute("SELECT numbers FROM person WHERE id = ?", (person.id.hex,)).fetchone()
    own = str(home[0]).split()
    if name == [*words, *numbers]:
        place = 0
    elif all(
        each in name or (each in own and each in numbers and len(each) >= 8) for each in (*words, *numbers)
    ):
        place = 1
    elif all(
        any(part.startswith(each) for part in (*name, *(own if each in numbers else ())))
        for each in (*words, *numbers)
    ):
        place = 2
    else:
        place = 3
    return place, person.id not in village.due, name_sort_key(person.name)


def typed(random: Random, people: Sequence[Person]) -> str:
    """Make up what somebody might have typed so far."""
    person = random.choice(people)
    pieces = [*person.name.split(), random.choice(("thôn", "lang tre", "suoi", "3", "12/", "xa"))]
    pieces += [random.choice((person.citizen_id, person.insurance_no, person.phone)) or "0"]
    chosen = random.sample(pieces, random.choice((1, 1, 1, 2, 2, 3)))
    last = chosen[-1]
    start = random.randint(0, len(last) - 3) if last.isdigit() and len(last) > 3 else 0
    chosen[-1] = last[start : random.randint(start + 1, len(last))]
    return " ".join(chosen)


def test_a_search_finds_exactly_whom_the_oracle_finds_and_in_the_order_of_rank(village: Village) -> None:
    random, people = Random(5), list(village.people.values())  # noqa: S311
    large = 0
    for _ in range(rounds("searches against LIKE", quick=40, full=3_000)):
        text = typed(random, people)
        expected = liked(village, text)
        found = village.store.queries.search_people(text)
        keys = [rank(village, text, village.people[line.id]) for line in found]

        assert {line.id for line in found} == expected, text
        assert keys == sorted(keys), text
        assert len(found) == len(expected) == village.store.queries.search_count(text), text
        assert village.store.queries.search_people(text, 40) == found[:40], text
        assert village.store.queries.search_people(text, 30, 25) == found[25:55], text
        large += len(found) >= MANY
    assert large > 0


@pytest.mark.parametrize("text", ["n", "nguyen", "0", "06", "068", "xa", "xa suoi", "thi", "nguyen 0", "s 0"])
def test_what_very_many_fit_comes_page_by_page_as_it_comes_at_once(village: Village, text: str) -> None:
    whole = village.store.queries.search_people(text)
    keys = [rank(village, text, village.people[line.id]) for line in whole]

    assert {line.id for line in whole} == liked(village, text)
    assert keys == sorted(keys)
    assert village.store.queries.search_people(text, 50) == whole[:50]
    assert village.store.queries.search_people(text, 50, len(whole) - 20) == whole[-20:]


@pytest.mark.parametrize("text", ["nguyen", "068", "an binh", "duc", "0", "nguyen 06", "zzz"])
def test_a_filter_of_the_due_list_lets_through_whom_a_search_finds(village: Village, text: str) -> None:
    lines = village.store.queries.due_lines(DueFilter(text=text))

    assert {line.person_id for line in lines} == liked(village, text) & village.due
    assert village.store.queries.due_count(DueFilter(text=text)) == len(lines)
    assert village.store.queries.due_lines(DueFilter(text=text, limit=20, offset=10)) == lines[10:30]


@pytest.fixture
def hamlet(store: Store) -> Store:
    """Five people whose names begin alike."""
    names = ["An Bình", "Nguyễn An", "Nguyễn Thị Ánh", "Nguyễn Văn An", "Đinh Anh"]
    people = [a_person(number, name) for number, name in enumerate(names, 1)]
    with store.unit() as unit:
        unit.households.add_households([a_household(hamlet="Thôn An Lạc")], "import")
        unit.households.add_people([*people, a_person(6, "An")], "import")
        unit.commit()
    return store


def names(store: Store, text: str) -> list[str]:
    return [line.name for line in store.queries.search_people(text)]


def test_a_whole_name_comes_first_then_whole_words_then_beginnings_then_the_hamlet(hamlet: Store) -> None:
    assert names(hamlet, "an") == [
        "An",
        "Nguyễn An",
        "Nguyễn Văn An",
        "An Bình",
        "Đinh Anh",
        "Nguyễn Thị Ánh",
    ]
    assert names(hamlet, "anh") == ["Đinh Anh", "Nguyễn Thị Ánh"]
    assert names(hamlet, "an nguyen")[:2] == ["Nguyễn An", "Nguyễn Văn An"]
    assert len(names(hamlet, "lac")) == 6


def test_who_is_due_comes_before_who_is_not_until_a_receipt_answers(hamlet: Store) -> None:
    list_of(hamlet, [a_person(4)])
    assert names(hamlet, "nguyen an")[:2] == ["Nguyễn Văn An", "Nguyễn An"][::-1]
    assert names(hamlet, "nguyen")[0] == "Nguyễn Văn An"

    receipt = a_receipt(1, (a_health_line(a_subject(4)),))
    with hamlet.unit() as unit:
        unit.receipts.add_book(a_book())
        entry = an_entry(receipt)
        unit.log.append(entry)
        unit.receipts.add(receipt, entry.op_id)
        unit.commit()

    assert names(hamlet, "nguyen")[0] == "Nguyễn An"


def test_a_whole_page_that_is_pasted_finds_nobody_and_breaks_nothing(hamlet: Store) -> None:
    page = " ".join(f"chu{number} {number}" for number in range(5_000))

    assert hamlet.queries.search_people(page, 100) == []
    assert hamlet.queries.search_count(page) == hamlet.queries.due_count(DueFilter(text=page)) == 0


@pytest.mark.parametrize("text", ["an*", "-an", "^an", "(an", "\x00an", '"an"', "an'", "an:"])
def test_a_sign_beside_a_word_means_nothing(hamlet: Store, text: str) -> None:
    assert names(hamlet, text) == names(hamlet, "an")


@pytest.mark.parametrize("text", ['"', "*", 'an" OR "x', "name : an", "an AND", "an NOT x", "NEAR(an x)"])
def test_nothing_that_is_typed_is_a_command(hamlet: Store, text: str) -> None:
    assert names(hamlet, text) == []


def test_only_the_newest_list_says_who_is_due(hamlet: Store) -> None:
    list_of(hamlet, [a_person(4)], "2026-11")
    list_of(hamlet, [a_person(3)], "2026-12")
    assert names(hamlet, "nguyen")[0] == "Nguyễn Thị Ánh"

    list_of(hamlet, [a_person(2)], "2026-12")
    assert names(hamlet, "nguyen")[0] == "Nguyễn An"


@pytest.mark.parametrize(
    "text",
    [
        "0973000001",
        "0973 000 001",
        "09 73 00 00 01",
        "0973.000.001",
        "+84973000001",
        "+84 973 000 001",
        "84973000001",
        "000001",
        "973",
    ],
)
def test_a_phone_is_found_however_it_is_said(hamlet: Store, text: str) -> None:
    assert len(names(hamlet, text)) == 6


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("068180000003", ["Nguyễn Thị Ánh"]),
        ("180000003", ["Nguyễn Thị Ánh"]),
        ("0003", ["Nguyễn Thị Ánh"]),
        ("6080000003", ["Nguyễn Thị Ánh"]),
        ("anh 0000003", ["Nguyễn Thị Ánh"]),
        ("anh 80000", ["Đinh Anh", "Nguyễn Thị Ánh"]),
        ("43210", []),
    ],
)
def test_a_piece_of_a_number_finds_its_bearer(hamlet: Store, text: str, expected: list[str]) -> None:
    assert names(hamlet, text) == expected


def test_lines_of_other_collectors_are_hidden_when_one_is_asked_for(store: Store) -> None:
    people = [a_person(number) for number in (1, 2, 3)]
    with store.unit() as unit:
        unit.households.add_households([a_household()], "import")
        unit.households.add_people(people, "import")
        unit.commit()
    list_of(store, people, agents=("A", "B", None))

    def shown(agent: str | None) -> list[str | None]:
        return [line.agent_code for line in store.queries.due_lines(DueFilter(agent=agent))]

    assert shown(None) == ["A", "B", None]
    assert shown("A") == ["A", None]
    assert shown("C") == [None]
    assert store.queries.due_count(DueFilter(agent="B")) == 2


@given(st.text(max_size=20))
def test_words_are_letters_and_figures_between_single_spaces(text: str) -> None:
    words = words_of(text)

    assert all(word.isalnum() for word in words.split(" ") if words)
    assert words_of(words) == words


@given(st.text(max_size=20), st.integers(0, 20))
def test_what_was_typed_so_far_still_begins_the_words(text: str, length: int) -> None:
    words, numbers = search_words(words_of(text)[:length])
    whole = words_of(text).split()

    assert all(any(each.startswith(word) for each in whole) for word in words)
    assert all(number.isdigit() for number in numbers)
