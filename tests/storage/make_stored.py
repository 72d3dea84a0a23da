"""Stores a small made-up database of the newest schema, for the tests of later steps to upgrade.

``python -m tests.storage.make_stored`` is run once, when a revision is about to be released; what it wrote is
never made again, for only the program of that day can write it.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from agent_app.domain.due_list import DueListReading
from agent_app.domain.print_log import PaperKind, Printing, PrintWay
from agent_app.runtime.paths import Home
from agent_app.services.import_lines import ImportReport, ListNote, NoteKind, Proposal, ProposalKind
from agent_app.services.ports import DueItem
from agent_app.storage.migrate import newest
from agent_app.storage.store import Store, create_store
from tests.builders import (
    DEVICE,
    NOW,
    a_due_row,
    a_household,
    a_person,
    a_visit,
    an_id,
)
from tests.storage.till import KEY, issue, reopened, settle_in

STORED = Path(__file__).parent / "stored"
"""Where they lie: ``revision-NNNN`` is a home with its store and its journal, under ``till.KEY``."""


def fill(store: Store) -> None:
    """Put a little of everything into a store."""
    settle_in(store)
    row = a_due_row()
    item = DueItem(an_id(1), a_person().id, a_household().id, row)
    with store.unit() as unit:
        reading = DueListReading("2026-11", (row,), (), 0, 0, bytes(32))
        unit.due_lists.replace(an_id(2), reading, [item], NOW)
        note = ListNote(NoteKind.REJECTED, 9, "T11", "identity", "12", original={"Họ và tên": "Lý Thị Độc"})
        report = ImportReport(reading.month, reading.month_from, 1, 1, 0, {}, (), notes=(note,))
        unit.imports.keep(an_id(2), None, "danh-sach.xlsx", report)
        alike = Proposal(an_id(3), ProposalKind.PERSON, a_person(1).id, a_person(2).id)
        unit.imports.propose(an_id(2), [alike])
        unit.imports.remember("layout", {"Mã khách": "insurance_no"}, NOW)
        unit.visits.add(a_visit())
        unit.route.arrange([a_household().id])
        notice = Printing(an_id(4), PaperKind.NOTICE, a_household().id, PrintWay.PDF, 1, 1, NOW)
        unit.prints.add_all([notice])
        unit.commit()
    for _ in range(3):
        issue(store)


def make(folder: Path) -> None:
    """Make the home of the newest revision, with nothing in it but its store and its journal."""
    with tempfile.TemporaryDirectory() as place:
        home = Home(Path(place) / "home")
        create_store(home, KEY, DEVICE)
        with reopened(home) as store:
            fill(store)
        folder.mkdir()
        for path in (home.store, home.journal):
            shutil.copy(path, folder / path.name)


def main() -> None:
    """Store the newest revision, unless it is stored already."""
    folder = STORED / f"revision-{newest():04}"
    if folder.exists():
        sys.exit(f"{folder.name} is stored already and stays as it is")
    make(folder)
    sys.stdout.write(f"{folder}\n")


if __name__ == "__main__":
    main()
