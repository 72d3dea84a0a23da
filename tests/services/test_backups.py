"""When a backup is made, which stay, and that none of it stops anybody's work."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.calendar import civil_date
from agent_app.domain.money import Dong
from agent_app.domain.operation import GENESIS
from agent_app.services.backup_failures import BackupFullError, BackupPlaceError
from agent_app.services.backup_rotation import ROTATION, kept
from agent_app.services.backups import (
    PAUSE,
    RECEIPTS_UNTIL_DUE,
    Backup,
    BackupMade,
    BackupService,
    BackupState,
    Manifest,
)
from agent_app.storage.errors import StoreFullError
from tests.builders import AGENT, DEVICE, NOW
from tests.fakes import FixedClock

STICK = Path("/media/usb")
INSTANTS = st.lists(
    st.integers(0, 400 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes)), max_size=60
)


@given(INSTANTS)
def test_the_newest_ones_always_stay(made: Sequence[datetime]) -> None:
    assert set(sorted(made, reverse=True)[: ROTATION.newest]) <= kept(made)


@given(INSTANTS)
def test_the_newest_of_each_of_the_last_days_and_months_stays(made: Sequence[datetime]) -> None:
    stay = kept(made)
    days = sorted({civil_date(each) for each in made}, reverse=True)[: ROTATION.days]
    months = sorted({civil_date(each).replace(day=1) for each in made}, reverse=True)[: ROTATION.months]

    assert {max(each for each in made if civil_date(each) == day) for day in days} <= stay
    assert {
        max(each for each in made if civil_date(each).replace(day=1) == month) for month in months
    } <= stay


@given(INSTANTS)
def test_no_more_than_the_rotation_says_stay_and_all_of_them_were_made(made: Sequence[datetime]) -> None:
    stay = kept(made)

    assert stay <= set(made)
    assert len(stay) <= ROTATION.newest + ROTATION.days + ROTATION.months
    assert kept(sorted(stay)) == stay


def test_days_are_those_of_viet_nam() -> None:
    evening = datetime(2026, 11, 20, 16, 59, tzinfo=UTC)

    assert civil_date(evening) < civil_date(evening + timedelta(minutes=1))


@dataclass
class MemoryShelf:
    """Fulfils ``BackupShelf``; ``failure`` is raised where a test wants one."""

    dseq: int = 7
    erasures: int = 0
    made: list[Backup] = field(default_factory=list)
    carried: list[Path] = field(default_factory=list)
    tried: int = 0
    failure: Exception | None = None
    stick_failure: Exception | None = None
    forgotten: list[tuple[int, Path | None]] = field(default_factory=list)

    def make(self, made_at: datetime) -> Backup:
        self.tried += 1
        if self.failure is not None:
            raise self.failure
        manifest = Manifest(made_at, DEVICE, AGENT, 1, self.dseq, GENESIS, 0, 5, (), 1, 2, 3, 4, 5, Dong(6))
        manifest = replace(manifest, erasures=self.erasures)
        self.made.append(Backup(Path(f"{len(self.made)}.dtnbak"), 10, manifest))
        return self.made[-1]

    def carry(self, backup: Backup, folder: Path) -> Path:
        if self.stick_failure is not None:
            raise self.stick_failure
        self.carried.append(folder)
        return folder / backup.path.name

    def backups(self, folder: Path | None = None) -> list[Backup]:
        del folder
        return self.made

    def forget_before(self, erasures: int, folder: Path | None = None) -> None:
        self.forgotten.append((erasures, folder))


@dataclass
class MemoryNotes:
    """Fulfils ``BackupNotes``."""

    kept: BackupState = BackupState()  # noqa: RUF009 (a frozen value)
    receipts: int = 0
    move: int = 0
    full: bool = False
    erased: int = 0

    def state(self) -> BackupState:
        return self.kept

    def keep(self, before: BackupState, after: BackupState) -> None:
        if self.full:
            raise StoreFullError
        assert before == self.kept
        self.kept = after

    def receipts_since(self, dseq: int) -> int:
        return max(0, self.receipts - dseq)

    def last_move(self) -> int:
        return self.move

    def erasures(self) -> int:
        return self.erased


def service(shelf: MemoryShelf, notes: MemoryNotes) -> BackupService:
    return BackupService(shelf, notes, FixedClock())


@pytest.mark.parametrize(
    ("receipts", "move", "made"),
    [
        (0, 0, 0),
        (RECEIPTS_UNTIL_DUE - 1, 0, 0),
        (RECEIPTS_UNTIL_DUE, 0, 1),
        (0, 9, 1),
    ],
)
def test_it_is_time_after_twenty_receipts_or_a_sync_that_moved_something(
    receipts: int, move: int, made: int
) -> None:
    shelf = MemoryShelf()

    service(shelf, MemoryNotes(receipts=receipts, move=move)).make_if_due()

    assert len(shelf.made) == made


def test_once_made_the_next_one_has_time() -> None:
    shelf, notes = MemoryShelf(dseq=20), MemoryNotes(receipts=20, move=9)

    assert service(shelf, notes).make_if_due() is not None
    assert service(shelf, notes).make_if_due() is None
    assert notes.kept == BackupState(None, NOW, 20, sync_run=9)


def test_a_failure_is_remembered_and_stops_nobody() -> None:
    shelf, notes = MemoryShelf(failure=BackupFullError()), MemoryNotes(receipts=20)

    assert service(shelf, notes).make_if_due() is None
    assert notes.kept.failure == "backup.full"

    shelf.failure = None
    assert service(shelf, notes).make() is not None
    assert replace(notes.kept, made_at=None, dseq=0) == BackupState()


@pytest.mark.parametrize(("later", "tried"), [(timedelta(minutes=14), 1), (PAUSE, 2), (-PAUSE, 2)])
def test_one_that_could_not_be_made_is_not_tried_again_at_once(later: timedelta, tried: int) -> None:
    shelf, notes = MemoryShelf(failure=BackupFullError()), MemoryNotes(receipts=20)
    for instant in (NOW, NOW + later):
        BackupService(shelf, notes, FixedClock(instant)).make_if_due()

    assert shelf.tried == tried


def test_who_was_erased_does_not_wait_for_the_next_try() -> None:
    shelf, notes = MemoryShelf(failure=BackupFullError()), MemoryNotes(receipts=20, erased=6)
    service(shelf, notes).make_if_due()
    shelf.failure = None

    service(shelf, notes).after_erasure()

    assert len(shelf.made) == 1


def test_whoever_asks_for_a_backup_is_told_why_there_is_none() -> None:
    with pytest.raises(BackupFullError):
        service(MemoryShelf(failure=BackupFullError()), MemoryNotes()).make()


def test_a_place_is_used_once_or_remembered() -> None:
    shelf, notes = MemoryShelf(), MemoryNotes()
    backups = service(shelf, notes)

    backups.make(STICK)
    assert notes.kept.second_folder is None
    backups.make(STICK, remember=True)
    backups.make()

    assert notes.kept == BackupState(str(STICK), NOW, 7, None, NOW, None)
    assert shelf.carried == [STICK, STICK, STICK]


def test_a_stick_that_is_not_there_is_noted_and_no_failure() -> None:
    shelf = MemoryShelf(stick_failure=BackupPlaceError())
    notes = MemoryNotes(BackupState(str(STICK), second_at=NOW - timedelta(3)))

    made = service(shelf, notes).make()

    assert made == BackupMade(shelf.made[0], None, "backup.place")
    assert notes.kept.failure is None
    assert (notes.kept.second_failure, notes.kept.second_at) == ("backup.place", NOW - timedelta(3))
    shelf.stick_failure = None
    service(shelf, notes).make()
    assert (notes.kept.second_failure, notes.kept.second_at) == (None, NOW)


def test_a_backup_that_cannot_be_noted_is_one_all_the_same() -> None:
    shelf = MemoryShelf()
    notes = MemoryNotes(replace(BackupState(), dseq=0), receipts=20, full=True)

    assert service(shelf, notes).make_if_due() is not None
    assert len(shelf.made) == 1


def test_an_erasure_makes_a_fresh_backup_due_until_one_holds_it() -> None:
    shelf, notes = MemoryShelf(dseq=7, erasures=1), MemoryNotes(erased=1)

    service(shelf, notes).after_erasure()
    service(shelf, notes).after_erasure()

    assert len(shelf.made) == 1
    assert shelf.forgotten == [(1, None)]


def test_what_is_carried_to_the_second_place_leaves_nothing_there_from_before_an_erasure() -> None:
    shelf, notes = MemoryShelf(erasures=2), MemoryNotes(erased=2)

    service(shelf, notes).make(Path("stick"))

    assert shelf.forgotten == [(2, None), (2, Path("stick"))]


def test_an_erasure_during_a_backup_makes_another_one_due() -> None:
    shelf, notes = MemoryShelf(erasures=1), MemoryNotes(erased=2)

    service(shelf, notes).make()

    assert shelf.forgotten == [(1, None)]
    assert service(shelf, notes).is_due()


def test_a_log_that_a_restore_wound_back_hides_no_erasure() -> None:
    notes = MemoryNotes(BackupState(dseq=90, erasures=0), erased=1)

    assert service(MemoryShelf(), notes).is_due()


def test_a_copy_knows_of_the_second_place_that_it_is_the_first_to_go_to() -> None:
    shelf, notes = MemoryShelf(), MemoryNotes()
    known = list[str | None]()
    made = shelf.make

    def make(made_at: datetime) -> Backup:
        known.append(notes.kept.second_folder)
        return made(made_at)

    shelf.make = make  # type: ignore[method-assign]

    service(shelf, notes).make(Path("stick"), remember=True)

    assert known == ["stick"]
