"""Files that outlive a power cut and are their owner's alone."""

import os
from pathlib import Path

OWNER_ONLY = 0o600
"""The mode of every file of a home."""


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last; Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder that is its owner's alone, and its name last; one that is there stays as it is."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for each in missing:
        sync_folder(each.parent)


def empty_file(path: Path) -> None:
    """Make an empty file that is its owner's alone, or empty the one that is there."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY))


def write_private(path: Path, content: bytes) -> None:
    """Replace a file at once and durably: when this returns, its name and content outlive a power cut."""
    draft = path.with_name(path.name + ".new")
    empty_file(draft)
    try:
        with draft.open("rb+") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
