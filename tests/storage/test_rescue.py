"""Saving what a damaged store still holds: pages believed one by one, money from wherever it is left."""

import os
import random
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from errno import EIO
from pathlib import Path
from uuid import uuid4

import pytest

from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.operation_body import visit_body
from agent_app.runtime.paths import Home
from agent_app.services.backup_failures import NothingToRescueError, RescuePlaceError
from agent_app.services.ports import no_report
from agent_app.services.rescuing import Rescued
from agent_app.storage import swap
from agent_app.storage.backup_file import wraps_of
from agent_app.storage.engine import open_ours, scalar
from agent_app.storage.journal import Journal
from agent_app.storage.rescue.pages import PAGE, Pages
from agent_app.storage.rescue.reading import read, schema_version, tables_of
from agent_app.storage.rescue.rescuing import Rescuing
from tests.builders import (
    NOW,
    TODAY,
    a_household,
    a_person,
    a_receipt,
    a_subject,
    a_visit,
    an_entry,
    an_outcome,
)
from tests.fakes import FixedClock
from tests.long_run import rounds
from tests.storage.backing import Backing, a_home
from tests.storage.make_stored import STORED, fill
from tests.storage.restore_case import asked
from tests.storage.till import KEY, contents, issue, opened, reopened

RECEIPTS = 40


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with forty receipts, only to be copied; its log is taken in."""
    home = a_home(tmp_path_factory.mktemp("stored"))
    with reopened(home) as store:
        fill(store)
        for _ in range(RECEIPTS - 3):
            issue(store)
    return home


@pytest.fixture
def home(stored: Home, tmp_path: Path) -> Home:
    """A copy to be damaged."""
    return Home(Path(shutil.copytree(stored.folder, tmp_path / "Máy chị Hoa")))


def rescue(home: Home, out: Path | None) -> Rescued:
    target = Home(out) if out else home
    return Rescuing(home, target, KEY, NOW, uuid4, wraps_of(home.keys)).run()


def damage(home: Home, *pages: int) -> None:
    held = bytearray(home.store.read_bytes())
    for page in pages:
        held[(page - 1) * PAGE + 333] ^= 1
    home.store.write_bytes(held)


def lose_an_operation(home: Home) -> None:
    """Let the journal begin with a place that nobody knows any more, so that what follows is chained anew."""
    operations = Journal(home.journal, KEY).read().operations
    home.journal.unlink()
    journal = Journal(home.journal, KEY)
    journal.begin()
    journal.catch_up(lambda _after: operations[1:])


def codes(home: Home) -> set[str]:
    with reopened(home) as store:
        return {each.code for each in store.checker.check(no_report)}


def roots(home: Home) -> dict[str, int]:
    with closing(open_ours(home.store, KEY)) as raw:
        found = raw.execute("SELECT name, rootpage FROM sqlite_master").fetchall()
    return {str(name): int(str(root)) for name, root in found}


def test_the_hand_reads_exactly_what_the_library_reads(home: Home) -> None:
    pages = Pages.of(home.store, KEY)
    with closing(open_ours(home.store, KEY)) as raw:
        tables = tables_of(raw)
        reading = read(pages, tables, schema_version(pages) or 0)
        for table in tables:
            rows = raw.execute(f"SELECT rowid, * FROM {table.name} ORDER BY rowid").fetchall()  # noqa: S608
            mine = [
                (
                    each.rowid,
                    *(
                        each.rowid if column.is_rowid else value
                        for column, value in zip(table.columns, each.values, strict=False)
                    ),
                )
                for each in sorted(reading.rows[table.name], key=lambda record: record.rowid)
            ]
            assert mine == [tuple(row) for row in rows], table.name
    assert pages.lost == ()


def test_the_log_beside_the_store_is_read_too(home: Home) -> None:
    with closing(opened(home)) as store:
        issue(store)
        pages = Pages.of(home.store, KEY)
        with closing(open_ours(home.store, KEY)) as raw:
            reading = read(pages, tables_of(raw), schema_version(pages) or 0)

    assert len(reading.rows["receipt"]) == RECEIPTS + 1


def test_a_sound_store_loses_nothing_by_a_rescue(home: Home, tmp_path: Path) -> None:
    rescued = rescue(home, tmp_path / "cứu")

    assert (rescued.receipts, rescued.total) == (RECEIPTS, RECEIPTS * 1_366_200)
    assert (rescued.damaged_pages, rescued.missing, rescued.frozen) == ((), (), ())
    assert rescued.placeholders == rescued.dropped == rescued.receipts_from_log == 0
    assert codes(Home(tmp_path / "cứu")) == set()


def test_the_damaged_files_stay_as_they_are(home: Home, tmp_path: Path) -> None:
    damage(home, 5, 40)
    before = contents(home)

    rescue(home, tmp_path / "cứu")

    assert contents(home) == before


@pytest.mark.timeout(1800)
def test_any_five_pages_may_break_and_no_receipt_is_lost(home: Home, tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311
    pages = len(home.store.read_bytes()) // PAGE
    for number in range(rounds("rescues of five broken pages", quick=6, full=200)):
        broken = Home(Path(shutil.copytree(home.folder, tmp_path / f"hỏng {number}")))
        damage(broken, *chance.sample(range(1, pages + 1), 5))

        rescued = rescue(broken, tmp_path / f"cứu {number}")

        assert rescued.receipts == RECEIPTS
        assert rescued.total == RECEIPTS * 1_366_200
        assert codes(Home(tmp_path / f"cứu {number}")) <= {"book.frozen", "log.link"}


def test_the_enrolment_tells_again_which_books_it_granted(home: Home, tmp_path: Path) -> None:
    damage(home, roots(home)["enrolled_book"])

    rescue(home, tmp_path / "cứu")

    assert "book.no_grant" not in codes(Home(tmp_path / "cứu"))


@pytest.mark.parametrize("name", ["oplog", "receipt", "receipt_line", "person", "household", "device"])
def test_a_table_whose_root_is_broken_is_found_by_its_rows(home: Home, tmp_path: Path, name: str) -> None:
    damage(home, roots(home)[name])

    rescued = rescue(home, tmp_path / "cứu")

    assert rescued.receipts == RECEIPTS
    assert codes(Home(tmp_path / "cứu")) <= {"book.frozen", "log.link"}


@pytest.mark.parametrize("name", ["oplog", "receipt", "person", "household", "due_list", "visit"])
def test_a_store_of_an_older_revision_that_is_damaged_is_rescued_too(tmp_path: Path, name: str) -> None:
    old = Home(Path(shutil.copytree(STORED / "revision-0001", tmp_path / "Máy cũ")))
    known = asked(old, "SELECT count(*) FROM receipt")
    damage(old, roots(old)[name])

    rescued = Rescuing(old, Home(tmp_path / "cứu"), KEY, NOW, uuid4, b"{}").run()

    assert rescued.receipts == known
    assert codes(Home(tmp_path / "cứu")) <= {"book.frozen", "log.link"}


def test_a_first_page_that_is_broken_costs_nothing(home: Home, tmp_path: Path) -> None:
    damage(home, 1)

    assert rescue(home, tmp_path / "cứu").receipts == RECEIPTS


def test_broken_indexes_cost_nothing(home: Home, tmp_path: Path) -> None:
    indexes = [root for name, root in roots(home).items() if name.startswith(("ix_", "uq_", "sqlite_auto"))]
    damage(home, *(root for root in indexes if root))

    rescued = rescue(home, tmp_path / "cứu")

    assert sum(each.rows for each in rescued.tables if each.name == "receipt") == RECEIPTS


def test_a_file_that_was_cut_short_gives_what_is_left_and_the_journal_the_money(
    home: Home, tmp_path: Path
) -> None:
    held = home.store.read_bytes()
    home.store.write_bytes(held[: len(held) // 2])

    rescued = rescue(home, tmp_path / "cứu")

    assert rescued.receipts == RECEIPTS
    assert rescued.operations_from_journal > 0
    assert rescued.damaged_pages


def test_a_flipped_frame_of_the_log_does_not_hide_the_frames_behind_it(home: Home, tmp_path: Path) -> None:
    store = opened(home)
    for _ in range(10):
        issue(store)
    copy = Home(Path(shutil.copytree(home.folder, tmp_path / "copy")))
    store.close()
    copy.journal.unlink()
    log = copy.store.with_name("store.db-wal")
    held = bytearray(log.read_bytes())
    held[32 + 24 + 500] ^= 1
    log.write_bytes(held)

    rescued = rescue(copy, tmp_path / "cứu")

    assert rescued.receipts == RECEIPTS + 10


def test_without_the_store_the_journal_alone_gives_the_receipts(home: Home, tmp_path: Path) -> None:
    home.store.unlink()

    rescued = rescue(home, tmp_path / "cứu")

    assert (rescued.receipts, rescued.operations_from_journal) == (RECEIPTS, RECEIPTS)
    with reopened(Home(tmp_path / "cứu")) as store:
        assert all(each.left == 0 or each.frozen for each in store.queries.books())


def test_the_newest_backup_gives_what_the_store_has_lost(home: Home, tmp_path: Path) -> None:
    with reopened(home) as store:
        Backing(home, store, FixedClock()).service.make()
    damage(home, roots(home)["due_item"], roots(home)["household"])

    rescued = rescue(home, tmp_path / "cứu")

    assert rescued.backup is not None
    saved = {each.name: each for each in rescued.tables}
    assert (saved["due_item"].rows, saved["due_item"].from_backup) == (0, 1)
    assert (saved["household"].rows, saved["household"].from_backup) == (0, 1)
    assert (rescued.placeholders, rescued.dropped) == (0, 0)


def test_outcomes_whose_visit_is_gone_give_way_to_those_of_the_log(home: Home, tmp_path: Path) -> None:
    visit = a_visit(number=7)
    with reopened(home) as store, store.unit() as unit:
        unit.visits.add(visit)
        unit.log.append(Entry(uuid4(), OperationKind.VISIT_RECORDED, 1, NOW, visit_body(visit)))
        unit.commit()
    damage(home, roots(home)["visit"])

    rescue(home, tmp_path / "cứu")

    with reopened(Home(tmp_path / "cứu")) as store:
        page = store.queries.household(visit.household_id, NOW.year)
        (found,) = [each for each in page.visits if each.id == visit.id]
        assert len(found.outcomes) == len(visit.outcomes)


def test_a_visit_that_is_left_in_the_log_alone_is_made_again(home: Home, tmp_path: Path) -> None:
    visit = a_visit(number=7)
    with reopened(home) as store, store.unit() as unit:
        unit.log.append(Entry(uuid4(), OperationKind.VISIT_RECORDED, 1, NOW, visit_body(visit)))
        unit.commit()

    rescue(home, tmp_path / "cứu")

    with reopened(Home(tmp_path / "cứu")) as store:
        assert store.queries.counts().visits == 2


@pytest.mark.logs_warning("journal")
def test_a_hole_that_nothing_fills_is_reported_and_the_rest_chained_anew(home: Home, tmp_path: Path) -> None:
    home.journal.unlink()
    with closing(open_ours(home.store, KEY)) as raw:
        for name in ("operation_stays", "receipt_stays", "receipt_line_stays"):
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("PRAGMA foreign_keys = OFF")
        number = scalar(raw, "SELECT hex(id) FROM receipt LIMIT 1")
        assert number
        raw.execute("DELETE FROM receipt_line WHERE receipt_id IN (SELECT id FROM receipt WHERE number = 20)")
        raw.execute("DELETE FROM receipt WHERE number = 20")
        raw.execute("DELETE FROM oplog WHERE dseq = 20")

    rescued = rescue(home, tmp_path / "cứu")

    assert rescued.missing == ((20, 20),)
    assert rescued.new_epoch == 2
    assert rescued.receipts == RECEIPTS - 1
    target = Home(tmp_path / "cứu")
    assert codes(target) == {"book.gap", "book.frozen", "journal.rebuilt"}


@pytest.mark.logs_warning("journal")
def test_a_receipt_whose_operation_is_gone_everywhere_is_logged_again(home: Home, tmp_path: Path) -> None:
    home.journal.unlink()
    with closing(open_ours(home.store, KEY)) as raw:
        raw.execute("DROP TRIGGER operation_stays")
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DELETE FROM oplog WHERE dseq = 20")

    rescued = rescue(home, tmp_path / "cứu")

    assert rescued.receipts == RECEIPTS
    assert codes(Home(tmp_path / "cứu")) == {"book.frozen", "journal.rebuilt"}


def test_in_place_the_damaged_store_is_kept_aside(home: Home) -> None:
    damage(home, 40, 41)
    held = home.store.read_bytes()

    rescued = rescue(home, None)

    assert rescued.kept_aside is not None
    assert (home.folder / rescued.kept_aside).read_bytes() == held
    assert codes(home) <= {"book.frozen", "log.link"}


def test_a_rescued_home_tells_the_office_and_takes_money_again(home: Home, tmp_path: Path) -> None:
    rescue(home, tmp_path / "cứu")

    with reopened(Home(tmp_path / "cứu")) as store:
        with store.unit() as unit:
            assert unit.device.identity().restored_at == NOW
        receipt, _operation = issue(store)
    assert receipt.number == RECEIPTS + 1


@pytest.mark.parametrize(
    "spoil", [Path.unlink, lambda path: path.write_bytes(bytes(8 * PAGE))], ids=["missing", "zeroes"]
)
def test_where_nothing_is_left_nothing_is_made(
    home: Home, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    spoil(home.store)
    home.journal.unlink()

    with pytest.raises(NothingToRescueError):
        rescue(home, tmp_path / "cứu")

    assert not Home(tmp_path / "cứu").exists


def break_off(monkeypatch: pytest.MonkeyPatch, errno: int) -> None:
    """Let the disk refuse the name that decides."""

    def refused(*_: object) -> None:
        raise OSError(errno, "refused")

    monkeypatch.setattr("agent_app.storage.swap.decide", refused)


def test_a_rescue_in_place_that_breaks_off_leaves_the_journal_for_the_next(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_an_operation(home)
    home.store.unlink()
    with monkeypatch.context() as patch:
        break_off(patch, EIO)
        with pytest.raises(RescuePlaceError):
            rescue(home, None)

    rescued = rescue(home, None)

    assert rescued.receipts == RECEIPTS - 1
    assert rescued.operations_from_journal == RECEIPTS - 1
    assert codes(home) <= {"book.frozen", "book.gap", "book.no_grant", "log.link"}


def test_a_journal_stays_the_witness_of_a_log_that_was_chained_anew(home: Home) -> None:
    lose_an_operation(home)
    home.store.unlink()

    rescued = rescue(home, None)

    assert rescued.new_epoch == 2
    assert "journal.rebuilt" not in codes(home)
    assert Journal(home.journal, KEY).read().damaged == ()


def test_a_journal_that_can_no_longer_speak_is_kept_aside_once_the_store_has_its_place(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = home.journal.read_bytes()
    spoilt = held + (4000).to_bytes(4, "big") + bytes(4000)
    home.journal.write_bytes(spoilt)
    damage(home, 40)
    with monkeypatch.context() as patch:
        break_off(patch, EIO)
        with pytest.raises(RescuePlaceError):
            rescue(home, None)
    assert home.journal.read_bytes() == spoilt

    rescued = rescue(home, None)

    assert rescued.receipts == RECEIPTS
    (aside,) = home.folder.glob("receipts.jnl.before-rescue-*")
    assert aside.read_bytes() == spoilt


def test_everything_of_a_rescued_home_is_on_disk_before_its_store_has_its_name(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[int] = set()
    named: list[set[str]] = []
    real_sync, real_decide = os.fsync, swap.decide

    def noting(handle: int) -> None:
        synced.add(os.fstat(handle).st_ino)
        real_sync(handle)

    def deciding(target: Home, ready: Path, stamp: str) -> None:
        named.append({each.name for each in target.folder.iterdir() if each.stat().st_ino in synced})
        real_decide(target, ready, stamp)

    monkeypatch.setattr(os, "fsync", noting)
    monkeypatch.setattr(swap, "decide", deciding)

    rescue(home, tmp_path / "cứu")

    assert named[0] >= {"keys.json", "device.key", "receipts.jnl"}


def test_somebody_whom_the_store_knows_under_another_id_is_not_made_twice(home: Home, tmp_path: Path) -> None:
    known = asked(home, "SELECT count(*) FROM person")
    twin = replace(a_subject(), person_id=a_person(50).id)
    home_of_twin = a_household(50).id
    visit = replace(a_visit(replace(an_outcome(), subject=twin), number=7), household_id=home_of_twin)
    with reopened(home) as store, store.unit() as unit:  # logged only: what the tables had of it is lost
        book = unit.receipts.book(TODAY)
        issued = a_receipt(book.tear())
        lost = replace(
            issued,
            household_id=home_of_twin,
            lines=tuple(replace(line, subject=twin) for line in issued.lines),
        )
        unit.receipts.save_book(book)
        unit.log.append(an_entry(lost))
        unit.log.append(Entry(uuid4(), OperationKind.VISIT_RECORDED, 1, NOW, visit_body(visit)))
        unit.commit()

    rescued = rescue(home, tmp_path / "cứu")

    target = Home(tmp_path / "cứu")
    assert (rescued.receipts, rescued.receipts_from_log) == (RECEIPTS + 1, 1)
    assert asked(target, "SELECT count(*) FROM person") == known
    assert codes(target) == set()


def test_places_that_are_lost_are_held_again_by_what_was_paid(home: Home, tmp_path: Path) -> None:
    damage(home, roots(home)["household_place"])

    rescue(home, tmp_path / "cứu")

    assert "place.not_held" not in codes(Home(tmp_path / "cứu"))
