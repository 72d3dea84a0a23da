from pathlib import Path

import pytest

from agent_app.runtime.paths import Home
from agent_app.services.ports import no_report
from agent_app.storage.errors import (
    JournalBehindError,
    JournalUnreadableError,
    StoreBehindJournalError,
    StoreUnusableError,
)
from agent_app.storage.journal import Journal
from agent_app.storage.store import Store
from tests.builders import an_entry, an_id
from tests.storage.till import KEY, contents, issue, opened, reopened, settle_in

HEALED = r"journal: \d+ operations made up for"


def records(home: Home) -> list[int]:
    """The dseq of each record that opens."""
    return [operation.dseq for operation in Journal(home.journal, KEY).read().operations]


@pytest.fixture
def full_home(home: Home) -> Home:
    """A closed home with five receipts, as after a day's work."""
    with reopened(home) as store:
        settle_in(store)
        for _ in range(5):
            issue(store)
    return home


def test_the_journal_holds_every_money_operation_as_the_log_does(home: Home, till: Store) -> None:
    issued = [issue(till)[1] for _ in range(3)]

    assert list(Journal(home.journal, KEY).read().operations) == issued


def test_work_without_money_leaves_the_journal_alone(home: Home, till: Store) -> None:
    with till.unit() as unit:
        entry = an_entry()
        unit.log.append(type(entry)(an_id(9), "visit.recorded", 1, entry.recorded_at, b"\xa0"))
        unit.commit()

    assert not home.journal.exists()


@pytest.mark.logs_warning(HEALED)
@pytest.mark.parametrize("lost", [1, 3, 40, 700, 2500])
def test_a_tail_that_a_crash_tore_off_is_written_again(full_home: Home, lost: int) -> None:
    whole = full_home.journal.read_bytes()
    full_home.journal.write_bytes(whole[:-lost])

    with reopened(full_home) as store:
        assert store.checker.check(no_report) == []

    assert len(full_home.journal.read_bytes()) == len(whole)
    assert records(full_home) == [1, 2, 3, 4, 5]


@pytest.mark.logs_warning(HEALED)
@pytest.mark.parametrize("rest", [b"\0", b"\0" * 400, b"\x7f\xff\xff\xff torn"])
def test_noise_behind_the_last_record_is_cut_off(full_home: Home, rest: bytes) -> None:
    whole = full_home.journal.read_bytes()
    torn = whole[: len(whole) // 5 * 4] + rest
    full_home.journal.write_bytes(torn)

    with reopened(full_home):
        assert records(full_home) == [1, 2, 3, 4, 5]


@pytest.mark.logs_warning(HEALED)
def test_a_journal_that_is_gone_is_written_again_and_told(full_home: Home) -> None:
    full_home.journal.unlink()

    with reopened(full_home):
        assert records(full_home) == [1, 2, 3, 4, 5]


def test_a_store_that_is_an_older_copy_is_refused_and_nothing_changes(full_home: Home) -> None:
    older = full_home.store.read_bytes()
    with reopened(full_home) as store:
        issue(store)
    full_home.store.write_bytes(older)
    before = contents(full_home)

    with pytest.raises(StoreBehindJournalError) as caught:
        opened(full_home)

    assert caught.value.facts() == {"epoch": 1, "dseq": 6}
    assert contents(full_home) == before


def test_a_store_whose_log_went_another_way_is_refused(full_home: Home) -> None:
    older = full_home.store.read_bytes()
    with reopened(full_home) as store:
        issue(store)
    ahead = full_home.journal.read_bytes()
    full_home.store.write_bytes(older)
    full_home.journal.unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("agent_app.storage.store.log.warning", lambda *_: None)
        with reopened(full_home) as store, store.unit() as unit:
            entry = an_entry()
            unit.log.append(type(entry)(an_id(9), "visit.recorded", 1, entry.recorded_at, b"\xa0"))
            unit.commit()
    full_home.journal.write_bytes(ahead)

    with pytest.raises(StoreBehindJournalError):
        opened(full_home)


def test_the_journal_of_another_home_is_refused_and_kept(full_home: Home) -> None:
    operations = Journal(full_home.journal, KEY).read().operations
    full_home.journal.unlink()
    Journal(full_home.journal, bytes(32)).catch_up(lambda _: operations)
    before = contents(full_home)

    with pytest.raises(JournalUnreadableError):
        opened(full_home)

    assert contents(full_home) == before


def test_a_record_opens_at_its_own_place_only(full_home: Home) -> None:
    whole = full_home.journal.read_bytes()
    first = 4 + int.from_bytes(whole[:4], "big")
    full_home.journal.write_bytes(whole[first:])

    reading = Journal(full_home.journal, KEY).read()

    assert reading.operations == ()
    assert len(reading.damaged) == 4


def test_a_receipt_is_kept_where_its_journal_cannot_be_written(home: Home, till: Store) -> None:
    issue(till)
    saved = home.journal.read_bytes()
    home.journal.unlink()
    home.journal.mkdir()

    with pytest.raises(JournalBehindError):
        issue(till)

    assert [view.receipt.number for view in till.queries.receipts(10)] == [2, 1]
    home.journal.rmdir()
    home.journal.write_bytes(saved)
    issue(till)
    assert records(home) == [1, 2, 3]


def test_a_journal_that_cannot_be_read_stops_the_opening(full_home: Home) -> None:
    full_home.journal.unlink()
    full_home.journal.mkdir()

    with pytest.raises(StoreUnusableError):
        opened(full_home)


def test_another_process_may_have_written_meanwhile(home: Home, till: Store) -> None:
    with reopened(home) as other:
        for _ in range(3):
            issue(till)
            issue(other)

    assert records(home) == [1, 2, 3, 4, 5, 6]


def test_a_journal_that_was_put_back_in_place_is_read_anew(home: Home, till: Store, tmp_path: Path) -> None:
    issue(till)
    home.journal.rename(tmp_path / "away")
    issue(till)

    assert records(home) == [1, 2]
