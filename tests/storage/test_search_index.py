from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from agent_app.domain.household import HouseholdId
from agent_app.domain.replica import HOUSEHOLD, PERSON, ServerRow
from agent_app.runtime.paths import Home
from agent_app.services.lines import DueFilter
from agent_app.services.ports import Finding, ReplicaChange, ScopeCursor, no_report
from agent_app.storage.engine import RawConnection, connect_file, open_ours, read_engine
from agent_app.storage.migrate import build, migrate
from agent_app.storage.migrations import STEPS
from agent_app.storage.search_index import differs, rebuild
from agent_app.storage.store import Store
from tests.builders import a_household, a_person, an_id
from tests.storage.test_search import list_of, names
from tests.storage.till import KEY, differences, reopened

AN_OLD_PERSON = """
INSERT INTO person (id, household_id, name, search_name, sort_key, insurance_no, origin, ver, stale)
VALUES (printf('%032d', 7), printf('%032d', 8), 'H''Hen Niê', 'h''hen nie', 'X', '6080000007', 'import', 0, 0)
"""
AN_OLD_HOUSEHOLD = """
INSERT INTO household
    (id, household_no, address, address_sort, hamlet, hamlet_sort, search, origin, ver, stale)
VALUES (
    printf('%032d', 8), '4059906000', 'Số 12/3', '12', 'Buôn K''Ho', 'B', 'so 12/3 4059906000', 'import', 0, 0
)
"""
AN_OLD_LINE = """
INSERT INTO due_item (id, due_list_id, person_id, household_id, sheet_row, name, scheme, original)
VALUES (printf('%032d', 10), printf('%032d', 9), printf('%032d', 7), printf('%032d', 8), 1, 'x', 'BHYT', x'')
"""
AN_OLD_LIST = "INSERT INTO due_list VALUES (printf('%032d', 9), '2026-12', x'00', 0, 1)"


@pytest.fixture
def lived_in(store: Store) -> Store:
    """A store with two households, of whose people two are due."""
    homes = [a_household(1), a_household(2, address="Số 12, Thôn 3", hamlet="Thôn 3")]
    people = [a_person(1), a_person(2, "Đặng Văn Kỳ"), a_person(3, "Lê Văn Tám", household=homes[1])]
    with store.unit() as unit:
        unit.households.add_households(homes, "import")
        unit.households.add_people(people, "import")
        unit.commit()
    list_of(store, people[:2])
    return store


def test_an_older_store_is_searched_as_soon_as_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "Máy chị Hoa.db"
    path.touch()
    raw = connect_file(path, KEY, create=True)
    build(raw, STEPS[:1])
    for statement in (AN_OLD_HOUSEHOLD, AN_OLD_PERSON, AN_OLD_LIST, AN_OLD_LINE):
        raw.execute(statement)

    migrate(raw, KEY, tmp_path / "backups" / "copy.db", STEPS)

    row = raw.execute("SELECT undue, name, place, numbers FROM person_index").fetchone()
    assert row == (0, " h hen nie ", " so 12 3 4059906000 buon k ho ", "  6080000007  4059906000  ")
    assert raw.execute("SELECT hamlet, answered FROM due_index").fetchall() == [("Buôn K'Ho", 0)]
    raw.close()
    engine = read_engine(path, KEY)
    with Session(engine) as session:
        assert list(differs(session)) == []
    engine.dispose()


def test_a_household_that_moves_takes_its_people_and_their_lines_along(lived_in: Store) -> None:
    moved = replace(a_household(1), address="Số 3, Buôn Sa Nghĩa", hamlet="Buôn Sa Nghĩa")
    with lived_in.unit() as unit:
        change = ReplicaChange(HOUSEHOLD, moved.id, 2, ServerRow(moved, 2, "area:22999"))
        unit.replica.apply(ScopeCursor("area:22999", 1, 1, 1, 1), [change])
        unit.commit()

    assert names(lived_in, "sa nghia") == ["Nguyễn Thị Ánh", "Đặng Văn Kỳ"]
    assert names(lived_in, "lang tre") == []
    assert lived_in.queries.hamlets() == ["Buôn Sa Nghĩa"]
    assert lived_in.queries.due_count(DueFilter(hamlet="Buôn Sa Nghĩa")) == 2
    assert lived_in.queries.due_count(DueFilter(text="sa nghia")) == 2
    assert lived_in.queries.due_count(DueFilter(text="lang tre")) == 0


def test_a_person_who_moves_or_is_renamed_is_found_as_they_are_now(lived_in: Store) -> None:
    renamed = replace(a_person(1, "Nguyễn Thị Hồng"), household_id=HouseholdId(an_id(2)), phone="0902123456")
    with lived_in.unit() as unit:
        change = ReplicaChange(PERSON, renamed.id, 2, ServerRow(renamed, 2, "area:22999"))
        unit.replica.apply(ScopeCursor("area:22999", 1, 1, 1, 1), [change])
        unit.commit()

    assert names(lived_in, "anh") == names(lived_in, "0973000001 nguyen") == []
    assert names(lived_in, "hong thon 3") == names(lived_in, "123456") == ["Nguyễn Thị Hồng"]
    assert [line.hamlet for line in lived_in.queries.due_lines(DueFilter())] == ["Thôn 3", "Thôn Láng Tre"]
    assert lived_in.queries.due_count(DueFilter(text="anh")) == 0
    assert [line.name for line in lived_in.queries.due_lines(DueFilter(text="hong 0902"))] == [renamed.name]


def test_who_is_gone_is_not_found(lived_in: Store) -> None:
    here = a_person(3, household=a_household(2))
    with lived_in.unit() as unit:
        unit.replica.apply(
            ScopeCursor("area:22999", 1, 1, 1, 1),
            [ReplicaChange(PERSON, here.id, 2, ServerRow(here, 2, "area:22999"))],
        )
        unit.replica.apply(ScopeCursor("area:22999", 1, 2, 2, 1), [ReplicaChange(PERSON, here.id, 3, None)])
        unit.commit()

    assert names(lived_in, "6080000003") == []
    assert lived_in.queries.search_count("") == 2


DAMAGES = [
    ("DELETE FROM person_index WHERE number = 1", "person_index"),
    ("UPDATE person_index SET name = ' nguyen thi bay ' WHERE number = 1", "person_index"),
    ("UPDATE person_index SET undue = 1", "person_index.undue"),
    ("DELETE FROM due_index", "due_index"),
    ("UPDATE due_index SET answered = 1", "due_index"),
    ("UPDATE due_index SET amount = 1", "due_index"),
    ("UPDATE due_index SET words = ' la '", "due_index"),
    ("UPDATE due_index SET numbers = '  1  '", "due_index"),
    ("INSERT INTO person_words (rowid, name, place) VALUES (77, 'la', 'la')", "person_words"),
    ("INSERT INTO person_words (person_words) VALUES ('delete-all')", "person_words"),
    ("INSERT INTO person_numbers (rowid, numbers) VALUES (77, '123')", "person_numbers"),
]


@pytest.fixture
def beside(home: Home, lived_in: Store) -> RawConnection:
    """A bare connection to a store that is lived in; the store is closed."""
    lived_in.close()
    return open_ours(home.store, KEY)


@pytest.mark.parametrize(("damage", "index"), DAMAGES)
def test_an_index_that_differs_is_found_by_a_check_and_made_again(
    home: Home, beside: RawConnection, damage: str, index: str
) -> None:
    beside.execute(damage)

    with reopened(home) as store:
        found = store.checker.check(no_report)
    assert Finding("search.differs", index) in found

    rebuild(beside)
    beside.close()

    assert differences(home) == []
    with reopened(home) as store:
        assert names(store, "nguyen anh 0973") == ["Nguyễn Thị Ánh"]
        assert store.queries.due_count(DueFilter(unanswered=True)) == 2
        list_of(store, [a_person(3)])
        assert names(store, "van") == ["Lê Văn Tám", "Đặng Văn Kỳ"]


def test_a_look_for_differences_leaves_the_store_alone(home: Home, lived_in: Store) -> None:
    del lived_in
    before = home.store.read_bytes()

    assert differences(home) == []

    assert home.store.read_bytes() == before
