"""What the check says of imports."""

from collections.abc import Iterator

import pytest

from agent_app.domain.due_layout import MonthSource
from agent_app.domain.due_list import DueListReading
from agent_app.runtime.paths import Home
from agent_app.services.import_lines import ImportReport, ListNote, NoteKind
from agent_app.services.ports import DueItem, Finding, no_report
from agent_app.storage.engine import RawConnection, open_ours
from agent_app.storage.store import Store
from tests.builders import NOW, a_due_row, a_household, a_person, an_id
from tests.storage.till import KEY

OCTOBER, OLD, NEW = an_id(0x50), an_id(0x51), an_id(0x52)


@pytest.fixture
def raw(home: Home, till: Store) -> Iterator[RawConnection]:
    """A bare connection to a store with two lists of a month and one of another."""
    with till.unit() as unit:
        for at, month in ((OCTOBER, "2026-10"), (OLD, "2026-12"), (NEW, "2026-12")):
            item = DueItem(an_id(at.int & 0xFFFF | 0x1000), a_person().id, a_household().id, a_due_row(1))
            reading = DueListReading(month, (item.row,), (), 0, 0, at.bytes * 2)
            replaced = unit.imports.shown(month)
            unit.due_lists.replace(at, reading, [item], NOW)
            note = ListNote(NoteKind.REJECTED, 9, about="identity", original={"Họ tên": "Ánh"})
            report = ImportReport(month, MonthSource.GIVEN, 1, 1, 0, {}, (), notes=(note,))
            unit.imports.keep(at, replaced, "a.xlsx", report)
        unit.commit()
    connection = open_ours(home.store, KEY)
    yield connection
    connection.close()


def test_a_sound_store_has_nothing_to_say_of_its_imports(till: Store, raw: RawConnection) -> None:
    assert raw.execute("SELECT count(*) FROM due_import WHERE replaced_id IS NOT NULL").fetchone() == (1,)
    assert till.checker.check(no_report) == []


@pytest.mark.parametrize(
    "change",
    ["UPDATE due_import SET counts", "UPDATE import_note SET original", "UPDATE due_item SET original"],
)
@pytest.mark.parametrize("content", ["x''", "x'ff'", "x'80'", "x'a0a0'"])
def test_counts_and_cells_that_cannot_be_read_are_named_by_their_import(
    till: Store, raw: RawConnection, change: str, content: str
) -> None:
    raw.execute(f"{change} = {content} WHERE due_list_id = ?", (OLD.hex,))

    assert till.checker.check(no_report) == [Finding("import.unreadable", str(OLD))]


def test_an_undo_that_would_bring_back_another_months_list_is_named(till: Store, raw: RawConnection) -> None:
    raw.execute("UPDATE due_import SET replaced_id = ? WHERE due_list_id = ?", (OCTOBER.hex, NEW.hex))

    assert till.checker.check(no_report) == [Finding("import.other_month", str(NEW))]
