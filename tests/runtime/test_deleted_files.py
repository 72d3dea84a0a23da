"""Deleting a workbook whose list is in the store."""

import hashlib
import os
from pathlib import Path

import pytest

from agent_app.runtime.deleted_files import (
    FileChangedError,
    FileNotDeletedError,
    FileStillNeededError,
    delete_imported,
)

CELLS = "Nguyễn Thị Ánh;068180000001".encode() * 100_000
DIGEST = hashlib.sha256(CELLS).digest()


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A file of some megabytes with people in it."""
    path = tmp_path / "d08a.xlsx"
    path.write_bytes(CELLS)
    return path


def test_the_file_is_overwritten_before_its_name_goes(workbook: Path) -> None:
    other_name = workbook.with_name("other.xlsx")
    os.link(workbook, other_name)

    delete_imported(workbook, DIGEST)

    assert not workbook.exists()
    assert other_name.read_bytes() == bytes(len(CELLS))


def test_a_link_goes_with_the_file_that_it_leads_to(workbook: Path) -> None:
    link = workbook.with_name("link.xlsx")
    link.symlink_to(workbook)

    delete_imported(link, DIGEST)

    assert not workbook.exists()
    assert not link.is_symlink()


def test_a_file_with_lines_that_did_not_come_in_stays(workbook: Path) -> None:
    with pytest.raises(FileStillNeededError) as caught:
        delete_imported(workbook, DIGEST, rejected=2)

    assert caught.value.facts() == {"file_name": "d08a.xlsx", "rejected": 2}
    assert workbook.read_bytes() == CELLS


def test_a_file_that_was_saved_anew_since_stays_as_it_is(workbook: Path) -> None:
    newer = CELLS[:-1] + b"2"
    workbook.write_bytes(newer)

    with pytest.raises(FileChangedError) as caught:
        delete_imported(workbook, DIGEST)

    assert caught.value.facts() == {"file_name": "d08a.xlsx"}
    assert workbook.read_bytes() == newer


def test_what_cannot_be_deleted_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.xlsx", tmp_path):
        with pytest.raises(FileNotDeletedError):
            delete_imported(path, DIGEST)
    assert tmp_path.is_dir()
