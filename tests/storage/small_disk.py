"""A real disk of a few megabytes, for those who may mount one."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """Mount a file system of its own; raise ``PermissionError`` where that is not allowed."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise PermissionError(folder) from error
    if done.returncode != 0:
        raise PermissionError(folder)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path, leave: int) -> Path:
    """Fill a disk but for so many bytes; return the file that does it."""
    status = os.statvfs(folder)
    ballast = folder / "phim.mp4"
    size = status.f_bavail * status.f_frsize - leave
    with ballast.open("ab") as file:
        os.posix_fallocate(file.fileno(), ballast.stat().st_size, max(size, 1))
    return ballast
