"""Papers that go into files."""

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from agent_app.domain.names import nfc
from agent_app.services.failures import FileUnwritableError
from agent_app.services.papers import Printed
from agent_app.services.print_failures import NotAFileError, PaperNotOutError

ROOM = 256 * 1024
"""How many bytes must fit before a print is logged: more than a receipt in nine copies."""

ROOM_OF_A_LIST = 4 * 1024 * 1024
"""As many for a list: more than 10,000 doors."""


def write_paper(path: Path, make: Callable[[], Printed], room: int = ROOM) -> Printed:
    """Print into a file, which gets its name whole or not at all.

    ``room`` is what must fit: as much as the paper may take. Before anything is logged, a folder that takes
    no file, or not as much, raises ``FileUnwritableError``, and what is there already and no file
    ``NotAFileError``; what fails later raises ``PaperNotOutError``.
    """
    file_name = nfc(path.name or str(path))
    target = _target(path, file_name)
    draft = target.with_name(target.name + ".part")
    try:
        draft.write_bytes(bytes(room))
    except OSError as error:
        _drop(draft)
        raise FileUnwritableError(file_name) from error
    try:
        printed = make()
        try:
            draft.write_bytes(printed.content)
            draft.replace(target)
        except OSError as error:
            raise PaperNotOutError(file_name, printed.nth) from error
    finally:
        _drop(draft)
    return printed


def _target(path: Path, file_name: str) -> Path:
    """Follow links, and refuse what a file would take the place of: a device would be gone for everybody."""
    target = Path(os.path.realpath(path))
    try:
        there = target.stat()
    except FileNotFoundError:
        return target
    except OSError as error:
        raise FileUnwritableError(file_name) from error
    if not stat.S_ISREG(there.st_mode):
        raise NotAFileError(file_name)
    return target


def _drop(draft: Path) -> None:
    with suppress(OSError):
        draft.unlink(missing_ok=True)
