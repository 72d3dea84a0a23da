"""Whoever was erased stays erased: an older copy, a lost journal and a rescue bring nobody back."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from agent_app.domain.erasure import pseudonym, traits
from agent_app.domain.receipt import Receipt
from agent_app.runtime.paths import Home
from agent_app.runtime.standing_words import told_of
from agent_app.services.ports import no_report
from agent_app.storage.backup_file import wraps_of
from agent_app.storage.engine import open_ours, write_engine
from agent_app.storage.models import Base
from agent_app.storage.repositories.log import SqlLog
from agent_app.storage.repositories.returned_erasures import ReturnedErasures
from agent_app.storage.repositories.returned_money import ReturnedMoney
from agent_app.storage.rescue.reading import tables_of
from agent_app.storage.rescue.rescuing import Rescuing
from agent_app.storage.search_index import DERIVED
from agent_app.storage.store_files import marks_key
from tests.builders import NOW, a_receipt, a_subject, an_entry
from tests.fakes import CountingIds, FixedClock
from tests.storage.backing import Backing, a_home
from tests.storage.test_privacy import (
    ANH,
    KY,
    OF_ANH,
    acknowledge,
    agree,
    bodies,
    erase,
    put_list,
    sweep,
    visit,
)
from tests.storage.test_rescue import damage, roots
from tests.storage.till import KEY, differences, issue, reopened, settle_in
from tests.storage.traces import traces

PUT_BACK = r"journal: \d+ receipts put back into the store"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home that knows two people."""
    home = a_home(tmp_path)
    with reopened(home) as store:
        settle_in(store)
    return home


def fall_back(home: Home, copy: bytes) -> None:
    """Put the copy in the store's place."""
    home.store.write_bytes(copy)
    for suffix in ("-wal", "-shm"):
        home.store.with_name(f"store.db{suffix}").unlink(missing_ok=True)


def traced(home: Home, words: Sequence[str | None] = OF_ANH) -> list[str]:
    """Which words still stand anywhere in the store but in bodies of money."""
    with closing(open_ours(home.store, KEY)) as raw:
        return traces(raw, words)


def rescue(home: Home, out: Path) -> Home:
    target = Home(out)
    Rescuing(home, target, KEY, NOW, uuid4, wraps_of(home.keys)).run()
    return target


@pytest.mark.logs_warning(PUT_BACK)
def test_a_copy_from_before_an_erasure_is_erased_at_its_opening(home: Home) -> None:
    copy = home.store.read_bytes()
    with reopened(home) as store:
        erase(store)
    fall_back(home, copy)
    assert set(traced(home)) == set(OF_ANH)

    with reopened(home) as store:
        (told,) = told_of(store.standing.standing(NOW))
        assert "thực hiện lại yêu cầu xoá" in told.text
        assert "biên lai" not in told.text
        assert store.queries.search_count("Ánh") == 0
        assert bodies(store) == [("person.erasure_requested", True)]
        assert store.queries.sync_status().waiting_operations == 1
        assert store.checker.check(no_report) == []
        acknowledge(store)
        sweep(store)
    assert traced(home) == []
    assert traced(home, (KY.name,)) == [KY.name]


@pytest.mark.logs_warning(PUT_BACK)
def test_money_and_the_erasure_that_followed_come_back_in_their_order(home: Home) -> None:
    copy = home.store.read_bytes()
    with reopened(home) as store:
        issue(store)
        erase(store)
    fall_back(home, copy)

    with reopened(home) as store:
        (view,) = store.queries.receipts(10)
        assert {line.subject.name for line in view.receipt.lines} == {pseudonym(ANH.id)}
        assert view.receipt.payer == pseudonym(ANH.id)
        assert store.replayed is not None
        assert (store.replayed.receipts, store.replayed.others) == (1, 0)
        assert store.checker.check(no_report) == []
        acknowledge(store)
        sweep(store)
    assert traced(home) == []


@pytest.mark.logs_warning(PUT_BACK)
def test_the_copies_that_knew_the_person_go_though_they_went_further(home: Home, tmp_path: Path) -> None:
    copy, stick = home.store.read_bytes(), tmp_path / "USB"
    stick.mkdir()
    with reopened(home) as store:
        visit(store, 1)
        visit(store, 2)
        Backing(home, store, FixedClock()).service.make(stick)
        (before,) = stick.glob("*.dtnbak")
        erase(store)
    fall_back(home, copy)

    with reopened(home) as store:
        backups = Backing(home, store, FixedClock()).service
        assert backups.is_due()
        backups.make(stick)

    assert before not in set(stick.glob("*.dtnbak"))
    assert len(list(stick.glob("*.dtnbak"))) == len(list(home.backups.glob("*.dtnbak"))) == 1


@pytest.mark.logs_warning(PUT_BACK)
def test_somebody_who_came_and_was_erased_after_the_copy_is_not_listed_again(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    with reopened(home):
        copy = home.store.read_bytes()
    with reopened(home) as store:
        settle_in(store)
        put_list(store, 1, 2)
        erase(store)
    fall_back(home, copy)

    with reopened(home) as store, store.unit() as unit:
        known = traits(ANH.name, ANH.insurance_no, ANH.citizen_id, ANH.birth)
        assert set(unit.privacy.erased(known).values()) == {f"{NOW:%Y-%m}"}
    assert differences(home) == []
    with reopened(home) as store:
        acknowledge(store)
        sweep(store)
        assert store.checker.check(no_report) == []
    assert traced(home) == []


@pytest.mark.logs_warning("operations made up for")
@pytest.mark.parametrize("payer", ["Bà NGUYỄN THỊ ÁNH", "Đặng Văn Kỳ"])
def test_a_receipt_about_an_erased_person_comes_back_under_the_pseudonym(home: Home, payer: str) -> None:
    with reopened(home) as store:
        erase(store)
    receipt: Receipt = a_receipt(7, payer=payer)
    engine = write_engine(home.store, KEY)
    with Session(engine) as session:
        operation = SqlLog(session).append(an_entry(receipt))
        assert ReturnedMoney(session, CountingIds()).put_back(receipt, operation.op_id)
        session.commit()
    engine.dispose()

    with reopened(home) as store:
        (view,) = store.queries.receipts(10)
        assert {line.subject.name for line in view.receipt.lines} == {pseudonym(a_subject().person_id)}
        assert view.receipt.payer == (payer if "Kỳ" in payer else pseudonym(ANH.id))
        assert view.receipt.total == receipt.total


@pytest.mark.logs_warning("journal: was gone")
@pytest.mark.logs_warning("operations made up for")
def test_a_journal_that_is_written_anew_knows_emptied_requests_by_their_hash(home: Home) -> None:
    with reopened(home) as store:
        erase(store)
        acknowledge(store)
        sweep(store)
        assert bodies(store) == [("person.erasure_requested", False)]
    home.journal.unlink()

    with reopened(home) as store:
        assert {each.code for each in store.checker.check(no_report)} == {"journal.rebuilt"}
        issue(store)
        assert {each.code for each in store.checker.check(no_report)} == {"journal.rebuilt"}


def lived_in(home: Home) -> None:
    """Leave something in every table that a rescue has to carry."""
    with reopened(home) as store:
        put_list(store, 1, 2)
        visit(store)
        agree(store)
        issue(store)


@pytest.mark.parametrize("broken", [("person",), ("person", "erasure"), ("receipt", "receipt_line")])
def test_a_rescue_that_fills_from_an_older_backup_brings_nobody_back(
    home: Home, tmp_path: Path, broken: tuple[str, ...]
) -> None:
    lived_in(home)
    with reopened(home) as store:
        Backing(home, store, FixedClock()).service.make()
        erase(store)
    damage(home, *(roots(home)[name] for name in broken))

    target = rescue(home, tmp_path / "cứu")

    with reopened(target) as store:
        assert {each.code for each in store.checker.check(no_report)} <= {"book.frozen", "log.link"}
        assert store.queries.search_count("Ánh") == 0
        acknowledge(store)
        sweep(store)
    assert traced(target) == []
    assert differences(target) == []


def test_an_erased_person_whose_row_is_lost_is_not_made_again_of_a_receipt(home: Home) -> None:
    lived_in(home)
    with reopened(home) as store:
        erase(store)
    with closing(open_ours(home.store, KEY)) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DELETE FROM person WHERE id = ?", (ANH.id.hex,))
        raw.execute("UPDATE receipt_line SET subject_name = ? WHERE person_id = ?", (ANH.name, ANH.id.hex))
    engine = write_engine(home.store, KEY)
    with Session(engine) as session:
        ReturnedErasures(session, marks_key(KEY), CountingIds()).put_all_back()
        session.commit()
    engine.dispose()

    with closing(open_ours(home.store, KEY)) as raw:
        names = raw.execute("SELECT name FROM person WHERE id = ?", (ANH.id.hex,)).fetchall()
        lines = raw.execute("SELECT DISTINCT subject_name FROM receipt_line").fetchall()
    assert names == lines == [(pseudonym(ANH.id),)]


def test_a_rescue_carries_every_table_and_finds_nothing_wrong(home: Home, tmp_path: Path) -> None:
    lived_in(home)
    with reopened(home) as store:
        Backing(home, store, FixedClock()).service.make()
        erase(store)
        sweep(store)
    with closing(open_ours(home.store, KEY)) as raw:
        raw.execute("UPDATE person SET phone = '0973000999' WHERE id = ?", (KY.id.hex,))
        raw.execute("INSERT INTO tombstone VALUES ('person', ?, 3, 'vn/1', 1, 'sync')", (uuid4().hex,))
        raw.execute(
            "INSERT INTO access VALUES (7, 1, 'NVT', 'view', 'person', ?, 'name', 'list')", (KY.id.hex,)
        )
        raw.execute("INSERT INTO replay VALUES (1, 1, 1, 1000, 0, 0, 0)")

    target = rescue(home, tmp_path / "cứu")

    filled = set[str]()
    with closing(open_ours(home.store, KEY)) as before, closing(open_ours(target.store, KEY)) as after:
        after.execute("UPDATE device SET restored_at = NULL")
        for table in tables_of(before):
            rows = before.execute(f"SELECT * FROM {table.name} ORDER BY rowid").fetchall()  # noqa: S608
            assert after.execute(f"SELECT * FROM {table.name} ORDER BY rowid").fetchall() == rows, table.name  # noqa: S608
            filled |= {table.name} if rows else set()
    later = {"change_history", "consent", "erasure", "erasure_mark", "emptying", "tombstone", "access"}
    assert later | {"retention_sweep", "backup_state", "replay"} <= filled
    with reopened(target) as store:
        assert store.checker.check(no_report) == []


def test_a_rescue_forgets_no_table(home: Home) -> None:
    with closing(open_ours(home.store, KEY)) as raw:
        carried = {table.name for table in tables_of(raw)}
        listed = raw.execute("PRAGMA table_list").fetchall()
    ours = {str(each[1]) for each in listed if each[2] == "table" and not str(each[1]).startswith("sqlite_")}
    by_hand = {str(each[1]) for each in listed if each[4] and each[2] == "table"}

    assert carried == ours - set(DERIVED)
    assert set(Base.metadata.tables) <= carried | set(DERIVED)
    assert by_hand <= set(DERIVED), "a rescue reads no table without row numbers"
