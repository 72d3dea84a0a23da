"""What a store keeps of imports, also of those that were made before it kept anything."""

from uuid import UUID

import pytest

from agent_app.domain.due_list import DueListReading, DueRow
from agent_app.domain.household import PersonId
from agent_app.runtime.paths import Home
from agent_app.services.import_lines import ImportReport, Proposal, ProposalKind
from agent_app.services.ports import DueItem
from agent_app.storage import migrate
from agent_app.storage.engine import RawConnection, connect_file
from agent_app.storage.migrations import STEPS
from agent_app.storage.repositories.households import SERVER
from agent_app.storage.store import Store
from tests.builders import NOW, a_due_row, a_household, a_person, an_id
from tests.storage.till import KEY, home_at, reopened

BEFORE = STEPS[:4]
_PEOPLE = 700


def old_list(raw: RawConnection, number: int, imported_at: int, *, month: str, shown: bool) -> UUID:
    """Put a list into a store that keeps nothing of its import."""
    list_id = an_id(number)
    raw.execute(
        "INSERT INTO due_list (id, month, file_hash, imported_at, shown) VALUES (?, ?, x'00', ?, ?)",
        (list_id.hex, month, imported_at, int(shown)),
    )
    return list_id


@pytest.fixture
def old_home(home: Home) -> Home:
    """A home whose store is of the step before."""
    home.store.unlink()
    raw = connect_file(home.store, KEY, create=True)
    migrate.build(raw, BEFORE)
    old_list(raw, 1, 1_000, month="2026-12", shown=False)
    old_list(raw, 2, 3_000, month="2026-12", shown=True)
    old_list(raw, 3, 2_000, month="2026-11", shown=True)
    raw.close()
    return home


def test_a_list_from_before_can_be_taken_back_to_the_one_that_it_replaced(old_home: Home) -> None:
    with reopened(old_home) as store, store.unit() as unit:
        assert unit.imports.last_shown() == an_id(2)

        unit.imports.undo(an_id(2), NOW)

        assert unit.imports.shown("2026-12") == an_id(1)
        assert unit.imports.record(an_id(3)).replaced_id is None
        report = unit.imports.record(an_id(2)).report
        assert (report.accepted, report.rejected, report.notes, report.last) == (0, 0, (), None)


def test_a_long_list_is_stored_and_given_back_in_the_order_of_its_sheet(store: Store) -> None:
    rows = [a_due_row(at) for at in range(1, 4_200)]
    told: list[tuple[int, int]] = []
    with store.unit() as unit:
        unit.households.add_households([a_household()], "import")
        unit.households.add_people([a_person(at) for at in range(_PEOPLE)], "import")
        items = [_item(at, row) for at, row in enumerate(rows)]
        reading = DueListReading("2026-12", tuple(rows), (), 0, 0, bytes(32))
        unit.due_lists.replace(an_id(0x50), reading, items[::-1], NOW, lambda *done: told.append(done))
        lines = unit.imports.lines(an_id(0x50))

    assert [line.row for line in lines] == [row.row for row in rows]
    assert told == [(0, 4199), (2000, 4199), (4000, 4199)]


def _item(at: int, row: DueRow) -> DueItem:
    return DueItem(an_id(0x10_000 + at), a_person(at % _PEOPLE).id, a_household().id, row)


def proposed(store: Store, made_origin: str, known_origin: str) -> UUID:
    """Let two people who may be one live apart."""
    reading = DueListReading("2026-12", (), (), 0, 0, bytes(32))
    report = ImportReport("2026-12", reading.month_from, 0, 0, 0, {}, ())
    one, other = a_household(1), a_household(2)
    with store.unit() as unit:
        unit.households.add_households([one], made_origin)
        unit.households.add_households([other], known_origin)
        unit.households.add_people([a_person(1, household=one)], made_origin)
        unit.households.add_people([a_person(2, household=other)], known_origin)
        unit.due_lists.replace(an_id(0x50), reading, (), NOW)
        unit.imports.keep(an_id(0x50), None, "a.xlsx", report)
        pair = Proposal(an_id(0x60), ProposalKind.PERSON, a_person(1).id, a_person(2).id)
        unit.imports.propose(an_id(0x50), [pair])
        unit.commit()
    return pair.id


@pytest.mark.parametrize(("made", "known"), [("import", SERVER), (SERVER, "import"), ("import", "import")])
def test_of_two_who_are_joined_the_servers_stays(made: str, known: str, store: Store) -> None:
    proposal = proposed(store, made, known)
    stays = a_person(1) if made == SERVER else a_person(2)

    with store.unit() as unit:
        unit.imports.settle(proposal, joined=True)
        unit.commit()

    with store.unit() as unit:
        assert {unit.households.person(PersonId(a_person(at).id)).id for at in (1, 2)} == {stays.id}
    assert store.queries.counts().people == 1
    assert store.queries.counts().households == 1


def test_two_of_the_servers_are_nobodys_to_join(store: Store) -> None:
    proposed(store, SERVER, SERVER)

    with store.unit() as unit:
        assert unit.imports.proposals() == []


def test_a_home_of_a_name_with_accents_takes_the_step(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = home_at(tmp_path_factory.mktemp("Sổ"))
    home.make()
    raw = connect_file(home.store, KEY, create=True)
    migrate.build(raw, BEFORE)
    old_list(raw, 1, 1_000, month="2026-12", shown=True)

    migrate.migrate(raw, KEY, home.backups / "before.db")

    kept = raw.execute("SELECT due_list_id, replaced_id, month_from FROM due_import").fetchall()
    raw.close()
    assert kept == [(an_id(1).hex, None, "given")]
