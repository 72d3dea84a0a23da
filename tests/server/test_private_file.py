import os
import stat
from pathlib import Path

import pytest

from provincial_server.errors import FileNotWrittenError
from provincial_server.private_file import prepared


def test_a_file_and_its_name_are_on_the_disk_before_the_block_counts_as_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, synced = tmp_path / "keys.json", list[tuple[bool, bool]]()
    true_fsync = os.fsync

    def noted(handle: int) -> None:
        synced.append((stat.S_ISDIR(os.fstat(handle).st_mode), path.exists()))
        true_fsync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    with prepared(path, "secret"):
        pass

    assert synced == [(False, False), (True, True)]
    assert path.read_text(encoding="utf-8") == "secret"


def test_a_block_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), prepared(tmp_path / "keys.json", "secret"):
        raise ZeroDivisionError

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotWrittenError), prepared(tmp_path / "none" / "keys.json", "secret"):
        pass
