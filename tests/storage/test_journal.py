import errno
import io
import os
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from agent_app.runtime.paths import Home
from agent_app.services.failures import KeptButUnwitnessedError
from agent_app.services.ports import Finding, no_report
from agent_app.storage.errors import JournalUnreadableError, StoreUnusableError
from agent_app.storage.journal import Journal
from agent_app.storage.store import Store
from tests.builders import an_entry, an_id
from tests.storage.till import KEY, contents, issue, opened, reopened, settle_in

HEALED = r"journal: \d+ operations made up for"
KEPT_ASIDE = r"journal: \d+ bytes do not open; kept as receipts\.jnl\.torn-\d+"
REBUILT = r"journal: was gone; rebuilt from the log up to \d+"


def records(home: Home) -> list[int]:
    """The dseq of each record that opens."""
    return [operation.dseq for operation in Journal(home.journal, KEY).read().operations]


def flip_a_bit(path: Path, back: int) -> bytes:
    """Damage a file so many bytes before its end; return what it held."""
    whole = path.read_bytes()
    held = bytearray(whole)
    held[-back] ^= 1
    path.write_bytes(held)
    return whole


def record_starts(whole: bytes) -> list[int]:
    """Where each record of a journal begins."""
    starts = [0]
    while starts[-1] < len(whole):
        starts.append(starts[-1] + 4 + int.from_bytes(whole[starts[-1] :][:4], "big"))
    return starts[:-1]


def go_another_way(store: Store) -> None:
    """Log visits and receipts that the journal has never seen."""
    with store.unit() as unit:
        entry = an_entry()
        for number in (9, 10):
            unit.log.append(type(entry)(an_id(number), "visit.recorded", 1, entry.recorded_at, b"\xa0"))
        unit.commit()
    for _ in range(3):
        issue(store)


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

    assert records(home) == []


@pytest.mark.logs_warning(HEALED)
@pytest.mark.logs_warning(KEPT_ASIDE)
@pytest.mark.parametrize("lost", [1, 3, 40, 700, 2500])
def test_a_tail_that_a_crash_tore_off_is_written_again(full_home: Home, lost: int) -> None:
    whole = full_home.journal.read_bytes()
    full_home.journal.write_bytes(whole[:-lost])

    with reopened(full_home) as store:
        assert store.checker.check(no_report) == []

    assert len(full_home.journal.read_bytes()) == len(whole)
    assert records(full_home) == [1, 2, 3, 4, 5]


@pytest.mark.logs_warning(HEALED)
@pytest.mark.logs_warning(KEPT_ASIDE)
@pytest.mark.parametrize("rest", [b"\0", b"\0" * 400, b"\x7f\xff\xff\xff torn"])
def test_noise_behind_the_last_record_is_cut_off(full_home: Home, rest: bytes) -> None:
    whole = full_home.journal.read_bytes()
    start = record_starts(whole)[-1]
    full_home.journal.write_bytes(whole[:start] + rest)

    with reopened(full_home):
        assert records(full_home) == [1, 2, 3, 4, 5]

    assert full_home.journal.with_name(f"receipts.jnl.torn-{start}").read_bytes() == rest


@pytest.mark.logs_warning(HEALED)
@pytest.mark.logs_warning(KEPT_ASIDE)
@pytest.mark.parametrize("back", [1, 300, "the length"])
def test_a_damaged_last_record_is_written_again_from_the_log_and_kept_aside(
    full_home: Home, back: int | str
) -> None:
    whole = full_home.journal.read_bytes()
    start = record_starts(whole)[-1]
    flip_a_bit(full_home.journal, back if isinstance(back, int) else len(whole) - start - 1)
    damaged = full_home.journal.read_bytes()

    with reopened(full_home) as store:
        assert store.checker.check(no_report) == []

    assert records(full_home) == [1, 2, 3, 4, 5]
    aside = full_home.journal.with_name(f"receipts.jnl.torn-{start}")
    assert aside.read_bytes() == damaged[start:]
    assert aside.stat().st_mode & 0o777 == 0o600


@pytest.mark.logs_warning(HEALED)
@pytest.mark.logs_warning(KEPT_ASIDE)
def test_what_was_kept_aside_is_never_replaced(full_home: Home) -> None:
    for _ in range(2):
        flip_a_bit(full_home.journal, 1)
        opened(full_home).close()

    assert len(list(full_home.folder.glob("receipts.jnl.torn-*"))) == 2


@pytest.mark.parametrize("records_damaged", [1, 2, 3])
def test_damage_at_the_end_does_not_make_an_older_copy_acceptable(
    full_home: Home, records_damaged: int
) -> None:
    older = full_home.store.read_bytes()
    with reopened(full_home) as store:
        issue(store)
    starts = [*record_starts(full_home.journal.read_bytes()), full_home.journal.stat().st_size]
    for start in starts[-records_damaged - 1 : -1]:
        flip_a_bit(full_home.journal, starts[-1] - start - 100)
    full_home.store.write_bytes(older)
    before = contents(full_home)

    with pytest.raises(JournalUnreadableError):
        opened(full_home)

    assert contents(full_home) == before


def test_an_older_copy_beside_a_damaged_journal_that_cannot_be_written_is_refused(
    full_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = full_home.store.read_bytes()
    with reopened(full_home) as store:
        issue(store)
    flip_a_bit(full_home.journal, 1)
    full_home.store.write_bytes(older)
    # As root, whom no mode stops, it is the opening for writing that is refused.
    monkeypatch.setattr("agent_app.storage.journal._FLAGS", os.O_RDWR | os.O_CREAT | os.O_EXCL)

    with pytest.raises(JournalUnreadableError):
        opened(full_home)


@pytest.mark.logs_warning(HEALED)
@pytest.mark.logs_warning(REBUILT)
@pytest.mark.parametrize("left", [None, 0, pytest.param(20, marks=pytest.mark.logs_warning(KEPT_ASIDE))])
def test_a_journal_that_is_gone_is_written_again_and_told_for_ever(full_home: Home, left: int | None) -> None:
    whole = full_home.journal.read_bytes()
    full_home.journal.unlink()
    if left is not None:
        full_home.journal.write_bytes(whole[:left])
    opened(full_home).close()

    with reopened(full_home) as store:
        issue(store)
        assert store.checker.check(no_report) == [Finding("journal.rebuilt", "5")]

    assert records(full_home) == [1, 2, 3, 4, 5, 6]


@pytest.mark.logs_warning(REBUILT)
def test_even_without_money_a_journal_that_is_gone_is_told(home: Home) -> None:
    home.journal.unlink()

    with reopened(home) as store:
        settle_in(store)
        issue(store)
        assert store.checker.check(no_report) == [Finding("journal.rebuilt", "0")]


def test_the_first_receipt_of_a_home_may_be_healed_without_a_finding(home: Home, till: Store) -> None:
    begun = home.journal.read_bytes()
    issue(till)
    home.journal.write_bytes(begun)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("agent_app.storage.store.log.warning", lambda *_: None)
        opened(home).close()

    assert records(home) == [1]
    assert till.checker.check(no_report) == []


def test_damage_behind_an_anchor_that_the_log_lacks_is_never_taken_for_a_torn_record(full_home: Home) -> None:
    older = full_home.store.read_bytes()
    with reopened(full_home) as store:
        for _ in range(2):
            issue(store)
    flip_a_bit(full_home.journal, 1)
    ahead = full_home.journal.read_bytes()
    full_home.store.write_bytes(older)
    full_home.journal.unlink()
    with pytest.MonkeyPatch.context() as patch:
        for module in ("store", "journal"):
            patch.setattr(f"agent_app.storage.{module}.log.warning", lambda *_: None)
        with reopened(full_home) as store:
            go_another_way(store)
    full_home.journal.write_bytes(ahead)
    before = contents(full_home)

    with pytest.raises(JournalUnreadableError):
        opened(full_home)

    assert contents(full_home) == before


def test_the_journal_of_another_home_is_refused_and_kept(full_home: Home) -> None:
    operations = Journal(full_home.journal, KEY).read().operations
    full_home.journal.unlink()
    other = Journal(full_home.journal, bytes(32))
    other.begin()
    other.catch_up(lambda _: operations)
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
    assert len(reading.damaged) == 5


def test_a_receipt_is_kept_where_its_journal_cannot_be_written(home: Home, till: Store) -> None:
    issue(till)
    saved = home.journal.read_bytes()
    home.journal.unlink()
    home.journal.mkdir()

    with pytest.raises(KeptButUnwitnessedError):
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


@pytest.mark.logs_warning(REBUILT)
def test_a_journal_that_was_put_back_in_place_is_read_anew(home: Home, till: Store, tmp_path: Path) -> None:
    issue(till)
    home.journal.rename(tmp_path / "away")
    issue(till)

    assert records(home) == [1, 2]


class Grudging(io.FileIO):
    """A file on a disk that takes a hundred bytes, and refuses the rest once or for the moment."""

    grudges = True
    refuses = False

    def write(self, data: Any) -> int:  # noqa: ANN401
        if not Grudging.grudges:
            return super().write(data)
        Grudging.grudges = False
        taken = super().write(bytes(data)[:100])
        if Grudging.refuses:
            raise OSError(errno.ENOSPC, "full")
        return taken


@pytest.fixture
def grudging(monkeypatch: pytest.MonkeyPatch) -> type[Grudging]:
    """Let the journal lie on such a disk."""

    def opened_there(handle: int, mode: str, buffering: int = -1) -> BinaryIO:
        raw = Grudging(handle, mode)
        return raw if buffering == 0 else io.BufferedRandom(raw)

    monkeypatch.setattr("agent_app.storage.journal.os.fdopen", opened_there)
    monkeypatch.setattr(Grudging, "grudges", True)
    return Grudging


def test_a_record_that_the_disk_refused_is_not_written_after_the_lock_is_gone(
    home: Home, till: Store, grudging: type[Grudging], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = home.journal.read_bytes()
    monkeypatch.setattr(grudging, "refuses", True)
    monkeypatch.setattr("agent_app.storage.room.Room.give_way", lambda _room: False)

    with pytest.raises(KeptButUnwitnessedError):
        issue(till)

    assert home.journal.read_bytes() == before
    issue(till)
    assert records(home) == [1, 2]


@pytest.mark.usefixtures("grudging")
def test_a_record_that_the_disk_takes_in_parts_is_whole(home: Home, till: Store) -> None:
    issue(till)

    assert records(home) == [1]
