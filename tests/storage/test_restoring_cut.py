"""A power cut at any moment of a restore: whoever comes after it finds the old store or the new one."""

import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import DeviceKeys, unwrap_data_key
from agent_app.storage import swap
from tests.storage.backing import PASSWORD
from tests.storage.restore_case import LATER, Case, asked, go_on
from tests.storage.till import KEY, reopened


def moments(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Home) -> list[Home]:
    """Restore, and return the home as it was each time that something was about to last."""
    taken: list[Home] = []

    def keeping(real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            if home.folder.exists():
                taken.append(Home(tmp_path / f"cut {len(taken)}"))
                shutil.copytree(home.folder, taken[-1].folder)
            return real(*arguments)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", keeping(Path.replace))
        patch.setattr(os, "fsync", keeping(os.fsync))
        case.restore(home)
    return taken


def test_a_power_cut_leaves_the_old_store_or_the_new_one(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on(case.home)
    seen = set()

    for home in moments(case, tmp_path, monkeypatch, case.home):
        swap.finish_before_opening(home)
        receipts = asked(home, "SELECT count(*) FROM receipt")
        lists = asked(home, "SELECT count(*) FROM due_list")
        seen.add((receipts, lists))
        assert scalar_ok(home)

    assert seen == {(3, 1), (2, 0)}


def scalar_ok(home: Home) -> bool:
    return asked(home, "PRAGMA integrity_check") == "ok"


@pytest.mark.logs_warning("journal")
def test_a_power_cut_on_a_new_laptop_leaves_no_home_or_a_whole_one(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = 0
    for home in moments(case, tmp_path, monkeypatch, Home(tmp_path / "new")):
        swap.finish_before_opening(home)
        if not home.exists:
            case.restore(home)
        else:
            whole += 1
        assert unwrap_data_key(home.keys, PASSWORD) == KEY
        DeviceKeys.load(home.device_key, KEY)
        with reopened(home) as store:
            assert store.queries.counts().receipts == 2
            with store.unit() as unit:
                assert not unit.device.identity().claimed
    assert whole > 0


def test_a_power_cut_on_a_machine_without_its_own_keys_never_leaves_keys_that_nobody_asks_a_code_for(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reopened(case.home) as store, store.unit() as unit:
        unit.device.remember_turn(b"token")
        unit.commit()
    case.home.device_key.unlink()
    seen = set()

    for home in moments(case, tmp_path, monkeypatch, case.home):
        swap.finish_before_opening(home)
        claimed = asked(home, "SELECT claimed FROM device")
        seen.add((claimed, home.device_key.exists()))
        if not home.device_key.exists():
            restored = case.restore(home, now=LATER + timedelta(minutes=1))
            assert restored is not None
            assert restored.preview.new_device_key
        DeviceKeys.load(home.device_key, KEY)
        assert asked(home, "SELECT claimed FROM device") == 0

    assert (1, False) in seen
    assert (1, True) not in seen
