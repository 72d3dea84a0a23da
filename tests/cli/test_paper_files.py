import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent_app.cli.paper_files import ROOM, write_paper
from agent_app.services.failures import FileUnwritableError
from agent_app.services.papers import Printed
from agent_app.services.print_failures import NotAFileError, PaperNotOutError

resource = pytest.importorskip("resource", reason="no other system bounds a file of one process")


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """Have the system refuse what a file would have beyond a size, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_nothing_is_printed_for_a_disk_without_room_for_a_whole_batch(tmp_path: Path) -> None:
    printed = list[int]()

    def make() -> Printed:
        printed.append(1)
        return Printed(bytes(3 * ROOM), 1)

    with no_file_above(2 * ROOM), pytest.raises(FileUnwritableError):
        write_paper(tmp_path / "tb.pdf", make, room=3 * ROOM)

    assert printed == []
    assert list(tmp_path.iterdir()) == []


def never() -> Printed:
    """Fail the test that comes so far."""
    pytest.fail("printed")


def test_a_folder_is_refused_before_anything_is_printed(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()

    for folder in (tmp_path / "a.pdf", Path(), Path("/")):
        with pytest.raises(NotAFileError):
            write_paper(folder, never)

    assert [each.name for each in tmp_path.iterdir()] == ["a.pdf"]


def test_a_pipe_or_a_device_is_refused_and_stays_what_it_is(tmp_path: Path) -> None:
    pipe, link = tmp_path / "lp0", tmp_path / "may-in.pdf"
    os.mkfifo(pipe)
    link.symlink_to("/dev/full")

    for path in (pipe, link, Path("/dev/full")):
        with pytest.raises(NotAFileError):
            write_paper(path, never)

    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert stat.S_ISCHR(link.stat().st_mode)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["lp0", "may-in.pdf"]


def test_a_link_leads_to_the_file_that_is_written(tmp_path: Path) -> None:
    real, link = tmp_path / "that.pdf", tmp_path / "a.pdf"
    real.write_bytes(b"old")
    link.symlink_to(real)

    write_paper(link, lambda: Printed(b"new", 1))

    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_file_that_cannot_get_its_name_any_more_was_a_print(tmp_path: Path) -> None:
    def make() -> Printed:
        (tmp_path / "a.pdf").mkdir()
        return Printed(b"paper", 2)

    with pytest.raises(PaperNotOutError) as caught:
        write_paper(tmp_path / "a.pdf", make)

    assert (caught.value.place, caught.value.nth) == ("a.pdf", 2)
    assert [each.name for each in tmp_path.iterdir()] == ["a.pdf"]
