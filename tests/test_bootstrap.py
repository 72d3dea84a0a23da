"""Making a home: whole or not at all, once, and for its owner only."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent_app.bootstrap import (
    HomeExistsError,
    HomeMissingError,
    create_home,
    keys_of,
    open_home,
    open_home_with,
)
from agent_app.domain.enrolment import BookGrant
from agent_app.domain.names import fold, name_sort_key
from agent_app.domain.receipt_book import ReceiptBookRangeError
from agent_app.printing.fonts import SANS
from agent_app.printing.qr import qr_path
from agent_app.printing.setting import _advance as advance
from agent_app.printing.setting import wrapped
from agent_app.printing.sheets.type import Type
from agent_app.printing.sheets.type import _shown as type_shown
from agent_app.printing.sheets.type import _width as type_width
from agent_app.runtime.home_locks import HomeBusyError, alone_in
from agent_app.runtime.messages import sentence
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import Argon2Cost, KeysUnreadableError, WrongPasswordError
from agent_app.services.ports import no_report
from agent_app.storage.errors import PlainStoreError, StoreKeyError, StoreUnusableError
from tests.builders import BOOK, SYMBOL, TODAY, an_enrolment
from tests.storage.till import contents, home_at

PASSWORD = "mật khẩu"
CHEAP = Argon2Cost(1, 8, 1)
FILES = {"store.db", "keys.json", "device.key", "receipts.jnl"}


def opens(home: Home, password: str = PASSWORD) -> bool:
    """Tell whether a home opens and is sound."""
    core = open_home(home, password)
    try:
        return core.checker.check(no_report) == []
    finally:
        core.close()


@contextmanager
def at_every_sync(act: Callable[[], None]) -> Iterator[None]:
    """Do something each time that something is about to be made durable."""
    real = os.fsync

    def fsync(handle: int) -> None:
        act()
        real(handle)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        yield


@pytest.mark.parametrize("mask", [0o022, 0])
def test_a_new_home_is_for_its_owner_only(tmp_path: Path, mask: int) -> None:
    home = home_at(tmp_path)
    usual = os.umask(mask)
    try:
        create_home(home, PASSWORD, CHEAP)
    finally:
        os.umask(usual)

    assert {path.name: path.stat().st_mode & 0o777 for path in home.folder.iterdir()} == dict.fromkeys(
        FILES | {"home.lock"}, 0o600
    )
    assert home.folder.stat().st_mode & 0o777 == 0o700


def test_nobody_else_changes_the_files_of_a_home_that_is_being_made(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    refused = 0

    def come_in() -> None:
        nonlocal refused
        if home.draft.exists():
            with pytest.raises(HomeBusyError), alone_in(home, wait=0):
                pass
            refused += 1

    with at_every_sync(come_in):
        create_home(home, PASSWORD, CHEAP)

    assert refused > 0


def test_a_power_cut_leaves_a_whole_home_or_one_that_can_be_made_again(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    cuts: list[Home] = []

    def keep() -> None:
        cuts.append(Home(tmp_path / f"cut {len(cuts)}"))
        shutil.copytree(home.folder, cuts[-1].folder)

    with at_every_sync(keep):
        create_home(home, PASSWORD, CHEAP)

    assert opens(home)
    assert [cut.exists for cut in cuts] == [False] * (len(cuts) - 1) + [True]
    for cut in cuts[:-1]:
        with pytest.raises(HomeMissingError):
            open_home(cut, PASSWORD)
        create_home(cut, "another", CHEAP)
        assert opens(cut, "another")
        assert set(contents(cut)) == FILES
    assert opens(cuts[-1])


def test_the_keys_are_on_disk_before_the_store_gets_its_name(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    seen: list[set[str]] = []
    with at_every_sync(lambda: seen.append({path.name for path in home.folder.iterdir()} & FILES)):
        create_home(home, PASSWORD, CHEAP)

    assert seen[-1] == FILES
    assert seen[-2] == FILES - {"store.db"}


def test_a_making_that_fails_leaves_nothing(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    made = 0
    while not home.exists:
        left = made

        def fail() -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise OSError(28, "no space left on device")

        with at_every_sync(fail):
            try:
                create_home(home, PASSWORD, CHEAP)
            except StoreUnusableError:
                assert set(contents(home)) in (set(), FILES)
        made += 1

    assert opens(home)
    assert made > 4


def test_of_two_that_make_a_home_at_once_one_succeeds_and_keeps_it(tmp_path: Path) -> None:
    home = home_at(tmp_path)

    def make(password: str) -> str | None:
        try:
            create_home(home, password, CHEAP)
        except HomeExistsError:
            return None
        return password

    with ThreadPoolExecutor(4) as pool:
        (winner,) = [each for each in pool.map(make, ["a", "b", "c", "d"]) if each]

    assert opens(home, winner)
    assert set(contents(home)) == FILES


@pytest.mark.parametrize("lost", sorted(FILES - {"receipts.jnl"}))
def test_a_home_that_has_lost_a_file_is_not_made_again(tmp_path: Path, lost: str) -> None:
    home = home_at(tmp_path)
    create_home(home, PASSWORD, CHEAP)
    (home.folder / lost).unlink()
    before = contents(home)

    with pytest.raises(HomeExistsError):
        create_home(home, PASSWORD, CHEAP)

    assert contents(home) == before


def test_a_home_without_its_keys_is_not_called_missing(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    create_home(home, PASSWORD, CHEAP)
    home.keys.unlink()

    with pytest.raises(KeysUnreadableError):
        open_home(home, PASSWORD)


def test_whatever_gives_the_key_opens_the_same_home(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    create_home(home, PASSWORD, CHEAP)
    keys = keys_of(home)
    code = keys.new_recovery_code(keys.by_password(PASSWORD))

    core = open_home_with(home, keys.by_recovery(code))
    assert core.checker.check(no_report) == []
    core.close()


def test_a_changed_password_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    create_home(home, PASSWORD, CHEAP)
    before = contents(home)
    keys = keys_of(home)
    keys.change_password(keys.by_password(PASSWORD), "another", CHEAP)

    after = contents(home)
    assert after.pop("keys.json") != before.pop("keys.json")
    assert after == before
    assert opens(home, "another")


def test_a_power_cut_while_the_password_changes_leaves_the_old_or_the_new_one(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    create_home(home, PASSWORD, CHEAP)
    keys, cuts = keys_of(home), list[Home]()

    def keep() -> None:
        cuts.append(Home(tmp_path / f"cut {len(cuts)}"))
        shutil.copytree(home.folder, cuts[-1].folder)

    data_key = keys.by_password(PASSWORD)
    with at_every_sync(keep):
        keys.change_password(data_key, "another", CHEAP)

    opened = [[password for password in (PASSWORD, "another") if opened_by(cut, password)] for cut in cuts]
    assert opened == [[PASSWORD], ["another"]]


def opened_by(home: Home, password: str) -> bool:
    """Tell whether a password opens a home."""
    try:
        return opens(home, password)
    except WrongPasswordError:
        return False


@pytest.mark.parametrize("opener", [keys_of, lambda home: open_home_with(home, bytes(32))])
def test_a_folder_without_a_home_has_no_keys(tmp_path: Path, opener: Callable[[Home], object]) -> None:
    with pytest.raises(HomeMissingError):
        opener(home_at(tmp_path))

    assert list(tmp_path.iterdir()) == []


def test_a_store_in_the_clear_is_refused_although_the_password_is_right(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    create_home(home, PASSWORD, CHEAP)
    home.store.unlink()
    sqlite3.connect(home.store).execute("CREATE TABLE person (name TEXT)").connection.close()
    before = contents(home)

    with pytest.raises(PlainStoreError):
        open_home(home, PASSWORD)
    assert contents(home) == before


def test_the_key_of_another_home_opens_nothing(tmp_path: Path) -> None:
    home, other = home_at(tmp_path), Home(tmp_path / "other")
    for each in (home, other):
        create_home(each, PASSWORD, CHEAP)
    shutil.copy(other.keys, home.keys)
    before = contents(home)

    with pytest.raises(KeysUnreadableError):
        open_home(home, PASSWORD)
    shutil.copy(other.device_key, home.device_key)
    with pytest.raises(StoreKeyError):
        open_home(home, PASSWORD)
    assert {name for name, content in contents(home).items() if before[name] != content} == {"device.key"}


def granted(home: Home, first: int, last: int) -> tuple[int, int, int]:
    """Enrol a home again with its book in other limits; return what the book is then."""
    core = open_home(home, PASSWORD)
    try:
        core.enrol(an_enrolment(code="OTHR-CODE-0001", books=(BookGrant(SYMBOL, BOOK, first, last),)))
        with core.open_unit() as unit:
            book = unit.receipts.book(TODAY)
        return book.first, book.last, book.next
    finally:
        core.close()


@pytest.fixture
def used(tmp_path: Path) -> Home:
    """An enrolled home whose book of fifty goes on at 10."""
    home = home_at(tmp_path)
    create_home(home, PASSWORD, CHEAP)
    core = open_home(home, PASSWORD)
    core.enrol(an_enrolment())
    with core.open_unit() as unit:
        book = unit.receipts.book(TODAY)
        book.next = 10
        unit.receipts.save_book(book)
        unit.commit()
    core.close()
    return home


@pytest.mark.parametrize(("first", "last"), [(101, 150), (1, 25), (11, 50), (26, 49)])
def test_a_book_in_hand_that_comes_with_other_numbers_changes_nothing(
    used: Home, first: int, last: int
) -> None:
    with pytest.raises(ReceiptBookRangeError) as refused:
        granted(used, first, last)

    assert "0000001" in sentence(refused.value)
    core = open_home(used, PASSWORD)
    with core.open_unit() as unit:
        book, enrolment = unit.receipts.book(TODAY), unit.device.identity().enrolment
    core.close()
    assert (book.first, book.last, book.next) == (1, 50, 10)
    assert enrolment == an_enrolment()


@pytest.mark.parametrize(
    ("first", "last", "then"), [(1, 50, (1, 50, 10)), (1, 75, (1, 75, 10)), (10, 60, (1, 60, 10))]
)
def test_a_book_in_hand_may_go_on_and_its_next_number_stays(
    used: Home, first: int, last: int, then: tuple[int, int, int]
) -> None:
    assert granted(used, first, last) == then


def test_a_core_lets_go_of_the_home_whatever_its_last_words_come_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_at(tmp_path)
    create_home(home, PASSWORD, CHEAP)
    core = open_home(home, PASSWORD)

    def fail() -> None:
        raise RuntimeError

    monkeypatch.setattr(core.access, "flush", fail)
    with pytest.raises(RuntimeError):
        core.close()

    with alone_in(home, 0):
        pass


def test_a_home_that_is_let_go_takes_the_names_that_were_set_and_compared_with_it(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    create_home(home, PASSWORD, CHEAP)
    core = open_home(home, PASSWORD)
    Type(SANS.regular, 9).lines("Đặng Văn Kỳ, Thôn 2", 30)
    wrapped("Đặng Văn Kỳ, Thôn 2", SANS.regular, 9, 30)
    qr_path("00020101")
    name_sort_key("Đặng Văn Kỳ")
    fold("Đặng Văn Kỳ")
    remembering = (type_width, type_shown, advance, wrapped, qr_path, name_sort_key, fold)
    assert all(each.cache_info().currsize for each in remembering)
    core.close()

    assert [each.cache_info().currsize for each in remembering] == [0] * len(remembering)
