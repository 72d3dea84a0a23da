import unicodedata
from collections.abc import Iterator

import pytest

from agent_app.domain.due_list import DueListReading
from agent_app.domain.names import fold
from agent_app.runtime.paths import Home
from agent_app.services.ports import DueItem
from agent_app.storage.engine import open_ours
from agent_app.storage.migrate import migrate
from agent_app.storage.migrations import STEPS, Step
from agent_app.storage.store import Store
from tests.builders import NOW, a_due_row, a_household, a_person, a_visit, an_id
from tests.storage.till import KEY, contents, issue

NAMES = ("Nguyễn Thị Ánh", "Đặng Văn Kỳ")


def disguises(word: str) -> Iterator[bytes]:
    """Every form in which a word might lie in a file."""
    for text in {unicodedata.normalize(form, word) for form in ("NFC", "NFD")} | {fold(word), word.upper()}:
        yield from (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"))


def betrayed(home: Home) -> list[tuple[str, bytes]]:
    """The files of a home that hold something of a person, with what they hold."""
    people = [a_person(number, name) for number, name in enumerate(NAMES, 1)]
    words = {
        word
        for person in people
        for word in (person.name, person.insurance_no, person.citizen_id, person.phone, a_household().address)
        if word
    }
    forms = {form for word in words for form in disguises(word)}
    return [(name, form) for name, held in contents(home).items() for form in forms if form in held]


@pytest.fixture
def lived_in(home: Home, till: Store) -> Home:
    """A home in use: its write-ahead log, its journal and a copy from before a step are there."""
    row = a_due_row()
    with till.unit() as unit:
        item = DueItem(an_id(1), a_person().id, a_household().id, row)
        unit.due_lists.replace(an_id(2), DueListReading("2026-11", (row,), (), 0, 0, bytes(32)), [item], NOW)
        unit.visits.add(a_visit())
        unit.commit()
    issue(till)
    raw = open_ours(home.store, KEY)
    migrate(raw, KEY, home.backups / "before.db", (*STEPS, Step(len(STEPS) + 1, ())))
    raw.execute(f"PRAGMA user_version = {len(STEPS)}")
    raw.close()
    return home


def test_no_file_of_a_home_says_anything_of_a_person(lived_in: Home) -> None:
    files = set(contents(lived_in))

    assert {"store.db", "store.db-wal", "receipts.jnl", "backups/before.db"} <= files
    assert betrayed(lived_in) == []


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_the_search_for_a_persons_traces_finds_a_planted_one(
    lived_in: Home, form: str, encoding: str
) -> None:
    planted = unicodedata.normalize(form, NAMES[1]).encode(encoding)  # type: ignore[arg-type]
    (lived_in.folder / "notes.txt").write_bytes(b"..." + planted + b"...")

    assert betrayed(lived_in) == [("notes.txt", planted)]
