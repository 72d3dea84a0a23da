"""Making a home: whole or not at all, once, and for its owner only."""

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent_app.bootstrap import HomeExistsError, HomeMissingError, create_home, open_home
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import KeysUnreadableError
from agent_app.services.ports import no_report
from agent_app.storage.errors import StoreUnusableError
from tests.storage.till import contents, home_at

PASSWORD = "mật khẩu"
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
        create_home(home, PASSWORD)
    finally:
        os.umask(usual)

    assert {path.name: path.stat().st_mode & 0o777 for path in home.folder.iterdir()} == dict.fromkeys(
        FILES, 0o600
    )
    assert home.folder.stat().st_mode & 0o777 == 0o700


def test_a_power_cut_leaves_a_whole_home_or_one_that_can_be_made_again(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    cuts: list[Home] = []

    def keep() -> None:
        cuts.append(Home(tmp_path / f"cut {len(cuts)}"))
        shutil.copytree(home.folder, cuts[-1].folder)

    with at_every_sync(keep):
        create_home(home, PASSWORD)

    assert opens(home)
    assert [cut.exists for cut in cuts] == [False] * (len(cuts) - 1) + [True]
    for cut in cuts[:-1]:
        with pytest.raises(HomeMissingError):
            open_home(cut, PASSWORD)
        create_home(cut, "another")
        assert opens(cut, "another")
        assert set(contents(cut)) == FILES
    assert opens(cuts[-1])


def test_the_keys_are_on_disk_before_the_store_gets_its_name(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    seen: list[set[str]] = []
    with at_every_sync(lambda: seen.append({path.name for path in home.folder.iterdir()} & FILES)):
        create_home(home, PASSWORD)

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
                create_home(home, PASSWORD)
            except StoreUnusableError:
                assert set(contents(home)) in (set(), FILES)
        made += 1

    assert opens(home)
    assert made > 4


def test_of_two_that_make_a_home_at_once_one_succeeds_and_keeps_it(tmp_path: Path) -> None:
    home = home_at(tmp_path)

    def make(password: str) -> str | None:
        try:
            create_home(home, password)
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
    create_home(home, PASSWORD)
    (home.folder / lost).unlink()
    before = contents(home)

    with pytest.raises(HomeExistsError):
        create_home(home, PASSWORD)

    assert contents(home) == before


def test_a_home_without_its_keys_is_not_called_missing(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    create_home(home, PASSWORD)
    home.keys.unlink()

    with pytest.raises(KeysUnreadableError):
        open_home(home, PASSWORD)
