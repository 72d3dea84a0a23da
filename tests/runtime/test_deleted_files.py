"""Deleting a workbook whose list is in the store."""

import os
from pathlib import Path

import pytest

from agent_app.runtime.deleted_files import FileNotDeletedError, FileStillNeededError, delete_imported

CELLS = "Nguyễn Thị Ánh;068180000001".encode() * 100_000


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A file of some megabytes with people in it."""
    path = tmp_path / "d08a.xlsx"
    path.write_bytes(CELLS)
    return path


def test_the_file_is_overwritten_before_its_name_goes(workbook: Path) -> None:
    other_name = workbook.with_name("other.xlsx")
    os.link(workbook, other_name)

    delete_imported(workbook, rejected=0)

    assert not workbook.exists()
    assert other_name.read_bytes() == bytes(len(CELLS))


def test_a_link_goes_with_the_file_that_it_leads_to(workbook: Path) -> None:
    link = workbook.with_name("link.xlsx")
    link.symlink_to(workbook)

    delete_imported(link, rejected=0)

    assert not workbook.exists()
    assert not link.is_symlink()


def test_a_file_with_lines_that_did_not_come_in_stays(workbook: Path) -> None:
    with pytest.raises(FileStillNeededError) as caught:
        delete_imported(workbook, rejected=2)

    assert caught.value.facts() == {"file_name": "d08a.xlsx", "rejected": 2}
    assert workbook.read_bytes() == CELLS


def test_what_cannot_be_deleted_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.xlsx", tmp_path):
        with pytest.raises(FileNotDeletedError):
            delete_imported(path, rejected=0)
    assert tmp_path.is_dir()
