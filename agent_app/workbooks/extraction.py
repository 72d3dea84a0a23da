"""The near side of the reading process: starts it, watches it, ends it."""

import hashlib
import math
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO

import cbor2

from agent_app.domain.names import nfc
from agent_app.workbooks.errors import (
    NotAWorkbookError,
    WorkbookDamagedError,
    WorkbookEmptyError,
    WorkbookError,
    WorkbookMissingError,
    WorkbookProtectedError,
    WorkbookReaderError,
    WorkbookTooLargeError,
)
from agent_app.workbooks.limits import LARGEST_FILE, SECONDS

Cell = str | int | float | date | None
Report = Callable[[int, int], None]

_REFUSALS: Mapping[str, type[WorkbookError]] = {
    "empty": WorkbookEmptyError,
    "not_a_workbook": NotAWorkbookError,
    "protected": WorkbookProtectedError,
    "damaged": WorkbookDamagedError,
    "too_large": WorkbookTooLargeError,
}
_PATIENCE = 0.1


@dataclass(slots=True)
class Sheet:
    """One sheet as it stands in the file: rows of cells, from its first row on."""

    name: str
    height: int
    rows: list[list[Cell]] = field(default_factory=list)


def child_command(path: Path, seconds: int) -> list[str]:
    """Build the command of the reading process; a frozen program calls itself."""
    way = ["--read-workbook"] if getattr(sys, "frozen", False) else ["-P", "-m", "agent_app.workbooks.child"]
    return [sys.executable, *way, str(path.absolute()), str(seconds)]


@dataclass(frozen=True, slots=True)
class Extraction:
    """Takes all cells out of a file, in a process with limits."""

    seconds: int = SECONDS
    command: Callable[[Path, int], list[str]] = child_command

    def sheets(self, path: Path, report: Report) -> list[Sheet]:
        """Read every visible sheet; whatever ``report`` raises ends the reading process."""
        file = nfc(path.name)
        contents(path)  # what is wrong with the file itself is told before a process is started
        try:
            child = self._start(path)
        except OSError as error:
            raise WorkbookReaderError(file, self.seconds) from error
        with child:
            messages: queue.SimpleQueue[object] = queue.SimpleQueue()
            assert child.stdout is not None  # noqa: S101 - it was asked for above
            listener = threading.Thread(target=_listen, args=(child.stdout, messages), daemon=True)
            listener.start()
            try:
                return self._collect(file, messages, report)
            finally:
                child.kill()
                listener.join()

    def _start(self, path: Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - a list, written here
            self.command(path, self.seconds),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def _collect(self, file: str, messages: "queue.SimpleQueue[object]", report: Report) -> list[Sheet]:
        sheets: list[Sheet] = []
        deadline = time.monotonic() + self.seconds
        while time.monotonic() < deadline:
            report(sum(len(sheet.rows) for sheet in sheets), sum(sheet.height for sheet in sheets) or 1)
            with suppress(queue.Empty):
                match messages.get(timeout=_PATIENCE):
                    case ["sheet", str(name), int(height)]:
                        sheets.append(Sheet(nfc(name), height))
                    case ["rows", list(rows)] if sheets:
                        sheets[-1].rows.extend(_cells(row) for row in rows)
                    case ["end"]:
                        return sheets
                    case ["refused", str(why)] if why in _REFUSALS:
                        raise _REFUSALS[why](file)
                    case _:
                        break
        raise WorkbookReaderError(file, self.seconds)


def contents(path: Path) -> bytes:
    """Read a whole file that is not too large to be a list."""
    file = nfc(path.name)
    try:
        # A pipe or a device would be read for ever.
        if not path.is_file():
            raise WorkbookMissingError(file)
        if path.stat().st_size > LARGEST_FILE:
            raise WorkbookTooLargeError(file)
        return path.read_bytes()
    except OSError as error:
        raise WorkbookMissingError(file) from error


def fingerprint(path: Path) -> bytes:
    """Tell one file from another by its bytes."""
    return hashlib.sha256(contents(path)).digest()


def _listen(stream: BinaryIO, messages: "queue.SimpleQueue[object]") -> None:
    """Put every whole frame into the queue, and ``None`` when no more will come."""
    with suppress(cbor2.CBORDecodeError):
        while len(length := stream.read(4)) == 4:  # noqa: PLR2004
            messages.put(cbor2.loads(stream.read(int.from_bytes(length, "big"))))
    messages.put(None)


def _cells(row: object) -> list[Cell]:
    return [cell_of(cell) for cell in row] if isinstance(row, list) else []


def cell_of(cell: object) -> Cell:
    """Take what can stand in a cell; anything else counts as an empty one."""
    if isinstance(cell, float) and not math.isfinite(cell):
        return None
    return cell if isinstance(cell, str | int | float | date) else None
