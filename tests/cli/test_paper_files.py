from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent_app.cli.paper_files import ROOM, write_paper
from agent_app.services.failures import FileUnwritableError
from agent_app.services.papers import Printed

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
