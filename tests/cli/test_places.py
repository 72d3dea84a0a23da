"""Recovering where a disk is full, cannot be written, or is none: said in one sentence, and nothing lost."""

import logging
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent_app.runtime.logs import OWN_LOGGER, stop_logging
from agent_app.runtime.messages import UNEXPECTED
from tests.cli.terminal import Run
from tests.storage.small_disk import fill, small_disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one's own, where one may be mounted."""
    try:
        with small_disk(tmp_path / "disk", 24) as folder:
            yield folder
    except PermissionError:
        pytest.skip("only root can mount a disk here")


def read_only(disk: Path) -> None:
    """Let a disk take nothing any more."""
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


def a_backup(run: Run, folder: Path) -> str:
    """Make a backup, and carry it to a folder."""
    folder.mkdir()
    assert run("backup", "--to", str(folder)).code == 0
    return str(next(folder.glob("*.dtnbak")))


def test_a_rescue_into_a_disk_without_room_says_so_and_leaves_no_home(run: Run, disk: Path) -> None:
    fill(disk, 300 * 1024)

    said = run("rescue", "--out", str(disk / "cứu"))

    assert (said.code, "không đủ chỗ" in said.err) == (5, True), said.err
    assert not (disk / "cứu" / "store.db").exists()


def test_a_rescue_into_a_file_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tệp").write_bytes(b"")

    said = run("rescue", "--out", str(tmp_path / "tệp" / "y"))

    assert (said.code, "không ghi được" in said.err) == (5, True), said.err


def test_a_restore_into_a_file_says_so(run: Run, tmp_path: Path) -> None:
    backup = a_backup(run, tmp_path / "usb")
    (tmp_path / "tệp").write_bytes(b"")

    said = run("restore", backup, "--yes", folder=tmp_path / "tệp" / "x")

    assert (said.code, "Không ghi được" in said.err) == (5, True), said.err


@pytest.mark.parametrize("words", [("rescue", "--in-place"), ("restore", "BACKUP", "--yes")])
def test_where_the_home_cannot_be_written_nothing_is_put_there(
    run: Run, home: Path, tmp_path: Path, disk: Path, words: tuple[str, ...]
) -> None:
    backup = a_backup(run, tmp_path / "usb")
    there = Path(shutil.copytree(home, disk / "home"))
    read_only(disk)

    said = run(*(backup if each == "BACKUP" else each for each in words), folder=there)

    assert said.code == 5
    assert UNEXPECTED not in said.err


@pytest.mark.parametrize("words", ["check", "unlock", "backup", "rescue --in-place", "rescue --out OUT"])
def test_a_decided_change_that_cannot_be_finished_is_told_by_every_command(
    run: Run, home: Path, tmp_path: Path, disk: Path, words: str
) -> None:
    there = Path(shutil.copytree(home, disk / "home"))
    shutil.copy(there / "store.db", there / "store.db.swap-20261125-030000")
    read_only(disk)

    said = run(*words.replace("OUT", str(tmp_path / "cứu")).split(), folder=there)

    assert said.code == 5
    assert UNEXPECTED not in said.err


def test_what_nobody_expected_in_a_rescue_is_in_the_log_that_is_asked_for(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(_rescuing: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("agent_app.storage.rescue.rescuing.Rescuing.run", fail)

    with pytest.raises(ZeroDivisionError):
        run("rescue", "--out", str(tmp_path / "cứu"))

    logging_there = [each for each in handlers() if str(home) in each]
    stop_logging()
    assert logging_there


def handlers() -> list[str]:
    """Name the files that our log goes to."""
    return [str(getattr(each, "path", "")) for each in logging.getLogger(OWN_LOGGER).handlers]


def test_a_wrong_password_makes_no_bundle_and_is_counted(run: Run, home: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("sai", "utf-8")

    said = run("support-bundle", "--out", str(tmp_path / "F.zip"), password=wrong)

    assert (said.code, "Mật khẩu" in said.err) == (5, True)
    assert not (tmp_path / "F.zip").exists()
    assert (home / "tries.json").exists()
