"""Removes a workbook once its list is in the store: overwritten, then deleted, as well as a machine can.

A solid-state disk may keep the old cells, and a copy in a mailbox or a synced folder is not reached.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from agent_app.domain.errors import EnvironmentFailure, RuleError

_PIECE = 1024 * 1024


@dataclass(eq=False)
class FileStillNeededError(RuleError):
    """Some lines of the file have not come into the list, so somebody has to look at it."""

    code: ClassVar[str] = "privacy.file_still_needed"
    file_name: str
    rejected: int


@dataclass(eq=False)
class FileChangedError(RuleError):
    """What lies under the name is not what was imported: nobody has read it yet."""

    code: ClassVar[str] = "privacy.file_changed"
    file_name: str


@dataclass(eq=False)
class FileNotDeletedError(EnvironmentFailure):
    """The file is open elsewhere or lies where nothing can be written."""

    code: ClassVar[str] = "privacy.file_not_deleted"
    file_name: str


def delete_imported(path: Path, digest: bytes, rejected: int = 0) -> None:
    """Delete a file of which every line has been taken in; raise an ``AppError`` and leave it otherwise.

    ``digest`` is the SHA-256 of what was imported.
    """
    if rejected:
        raise FileStillNeededError(path.name, rejected)
    try:
        real = path.resolve(strict=True)
        _overwrite(real, digest)
        real.unlink()
        if path.is_symlink():
            path.unlink()
    except OSError as error:
        raise FileNotDeletedError(path.name) from error


def _overwrite(path: Path, digest: bytes) -> None:
    with path.open("rb+") as file:
        if hashlib.file_digest(file, "sha256").digest() != digest:
            raise FileChangedError(path.name)
        file.seek(0)
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(bytes(min(left, _PIECE)))
        file.flush()
        os.fsync(file.fileno())
