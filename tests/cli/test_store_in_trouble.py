"""What each command says of a home on a full disk, or whose store is damaged: words, and nothing half."""

import errno
import json
from pathlib import Path

import pytest

from agent_app.runtime import durable
from agent_app.storage.room import LAST_BYTES
from tests.cli.terminal import Run, files_of
from tests.cli.test_exit_codes import refused

PAGE = 4096


def damage(home: Path, *, first: int = 0) -> None:
    """Break every page of the store from one on."""
    held = bytearray((home / "store.db").read_bytes())
    for page in range(first * PAGE, len(held), PAGE):
        held[page + 99] ^= 1
    (home / "store.db").write_bytes(held)


def person(run: Run) -> str:
    return str(run("person", "search", "", "--json").lines()[0]["id"])


def backup(run: Run) -> str:
    return str(json.loads(run("backup", "--json").out)["file"])


def names(home: Path) -> set[str]:
    """The files of a home but for what the log and the locks leave."""
    return {name for name in files_of(home) if not name.startswith("logs") and not name.endswith(".lock")}


def test_on_a_full_disk_nobody_is_erased_by_halves(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    who = person(run)
    before = run("person", "show", who, "--json").out
    monkeypatch.setattr("agent_app.storage.room.Room._measure", lambda _room: LAST_BYTES - 1)

    said = run("privacy", "erase", who, "--reason", "Tự yêu cầu", "--yes")

    assert (said.code, said.out) == (5, "")
    assert "ổ đĩa đã đầy" in said.err.splitlines()[-1]
    monkeypatch.undo()
    assert run("person", "show", who, "--json").out == before
    assert run("check").code == 0


def test_on_a_full_disk_the_password_changes_whole_or_not_at_all(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new").write_text("mật khẩu mới", "utf-8")
    keys = (home / "keys.json").read_bytes()

    def no_room(_path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(durable, "empty_file", no_room)

    said = run("password", "change", "--new-password-file", str(tmp_path / "new"))

    refused(said, 5, "keys.json")
    monkeypatch.undo()
    assert (home / "keys.json").read_bytes() == keys
    assert run("unlock").code == 0


@pytest.mark.parametrize("first", [0, 3])
def test_a_damaged_store_is_not_backed_up_over_a_good_backup(run: Run, home: Path, first: int) -> None:
    path = backup(run)
    damage(home, first=first)
    before = names(home / "backups")

    said = run("backup")

    assert (said.code, said.out) == (5, "")
    assert "hỏng" in said.err.splitlines()[-1]
    assert names(home / "backups") == before
    [line] = json.loads(run("backup", "list", "--json").out)
    assert (line["file"], line["verified"]) == (path, True)


@pytest.mark.parametrize("first", [0, 3])
def test_nobody_is_erased_in_a_damaged_store(run: Run, home: Path, first: int) -> None:
    who = person(run)
    damage(home, first=first)
    before = (home / "store.db").read_bytes()

    said = run("privacy", "erase", who, "--reason", "Tự yêu cầu", "--yes")

    assert (said.code, said.out) == (5, "")
    assert "hỏng" in said.err.splitlines()[-1]
    assert (home / "store.db").read_bytes() == before


@pytest.mark.parametrize("first", [0, 3])
def test_a_backup_takes_the_place_of_a_damaged_store(run: Run, home: Path, first: int) -> None:
    path = backup(run)
    damage(home, first=first)
    broken = (home / "store.db").read_bytes()

    done = json.loads(run("restore", path, "--yes", "--json").out)

    assert done["restored"]
    assert (home / done["kept_aside"]).read_bytes() == broken
    said = run("unlock")
    assert said.code == 0
    assert "đang tạm khoá" in said.err
