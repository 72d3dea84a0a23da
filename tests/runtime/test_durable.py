"""Files that outlive a power cut and are their owner's alone."""

import os
from pathlib import Path

import pytest

from agent_app.runtime.durable import empty_file, make_folder, write_private


def test_a_private_file_is_replaced_at_once_and_read_by_nobody_else(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    write_private(path, b"first")
    write_private(path, b"second")

    assert path.read_bytes() == b"second"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["secret"]


@pytest.mark.skipif(os.name != "posix", reason="folders are synced where that can be asked for")
def test_content_and_name_of_a_private_file_are_on_disk_in_this_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[int, list[str]]] = []

    def note(handle: int) -> None:
        names = sorted(each.name for each in tmp_path.iterdir())
        synced.append((os.fstat(handle).st_ino, names))

    monkeypatch.setattr(os, "fsync", note)
    write_private(tmp_path / "secret", b"first")

    assert synced == [
        ((tmp_path / "secret").stat().st_ino, ["secret.new"]),
        (tmp_path.stat().st_ino, ["secret"]),
    ]


def test_a_new_folder_is_its_owners_alone_and_an_old_one_stays(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)

    make_folder(tmp_path)
    make_folder(tmp_path / "a" / "b")

    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o700
    assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_a_file_is_emptied(tmp_path: Path) -> None:
    path = tmp_path / "draft"
    path.write_bytes(b"half")

    empty_file(path)

    assert path.read_bytes() == b""


@pytest.mark.skipif(os.name != "posix", reason="folders are synced where that can be asked for")
def test_the_name_of_each_new_folder_is_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_ino))

    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")

    assert sorted(synced) == sorted(each.stat().st_ino for each in (tmp_path, tmp_path / "a"))
