"""Files that only their owner may read, written whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from provincial_server.errors import FileNotWrittenError


@contextmanager
def prepared(path: Path, text: str) -> Iterator[None]:
    """Write beside a path before the block, and put it in its place when the block has succeeded."""
    with _beside(path) as beside:
        try:
            with beside.open("wb") as out:
                out.write(text.encode())
            _keep(beside)
        except OSError as error:
            raise FileNotWrittenError(str(path)) from error
        yield
        _put(beside, path)


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """Lend an empty file beside a path for the block to fill; put it in its place when that has succeeded."""
    with _beside(path) as beside:
        try:
            yield beside
            _keep(beside)
        except OSError as error:
            raise FileNotWrittenError(str(path)) from error
        _put(beside, path)


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    beside = path.with_name(f".{path.name}.part")
    if path.is_dir():
        raise FileNotWrittenError(str(path))
    try:
        beside.unlink(missing_ok=True)
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise FileNotWrittenError(str(path)) from error
    try:
        yield beside
    finally:
        beside.unlink(missing_ok=True)


def _keep(beside: Path) -> None:
    """Make what was written outlive a power cut."""
    handle = os.open(beside, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _put(beside: Path, path: Path) -> None:
    try:
        beside.replace(path)
        _keep_name(path.parent)
    except OSError as error:
        raise FileNotWrittenError(str(path)) from error


def _keep_name(folder: Path) -> None:
    """Make a folder's names outlive a power cut; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
