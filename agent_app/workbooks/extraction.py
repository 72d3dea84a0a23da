"""The near side of the reading process: starts it, watches it, ends it."""

import hashlib
import math
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO, cast, overload

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
    WorkbookWebPageError,
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
    "web_page": WorkbookWebPageError,
}
_PATIENCE = 0.1
_PLAIN = frozenset((str, int, float, date, type(None)))


class PackedRows(Sequence[list[Cell]]):
    """The rows of a sheet as they came, each unpacked when it is looked at: a long list stays small."""

    __slots__ = ("_file", "_packed")

    def __init__(self, file: str) -> None:
        self._file = file
        self._packed: list[bytes] = []

    def add(self, packed: Iterable[bytes]) -> None:
        """Put more rows below."""
        self._packed.extend(packed)

    def __len__(self) -> int:
        return len(self._packed)

    def __iter__(self) -> Iterator[list[Cell]]:
        return map(self._unpacked, self._packed)

    @overload
    def __getitem__(self, place: int) -> list[Cell]: ...
    @overload
    def __getitem__(self, place: slice) -> list[list[Cell]]: ...
    def __getitem__(self, place: int | slice) -> list[Cell] | list[list[Cell]]:
        if isinstance(place, slice):
            return [self._unpacked(packed) for packed in self._packed[place]]
        return self._unpacked(self._packed[place])

    def packed(self, place: int) -> bytes:
        """Return one row as it came."""
        return self._packed[place]

    def _unpacked(self, packed: bytes) -> list[Cell]:
        try:
            row: object = cbor2.loads(packed)
        except (cbor2.CBORError, ValueError, TypeError, OverflowError) as error:
            raise WorkbookReaderError(self._file, SECONDS) from error
        if isinstance(row, list) and _PLAIN.issuperset(map(type, row)):
            return [None if type(cell) is float and not math.isfinite(cell) else cell for cell in row]
        return _cells(row)


@dataclass(slots=True)
class Sheet:
    """One sheet as it stands in the file: rows of cells, from its first row on; fonts by column."""

    name: str
    height: int
    rows: Sequence[list[Cell]] = field(default_factory=list)
    fonts: Mapping[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Book:
    """What a file is, whatever it is called, and its visible sheets."""

    kind: str = "xlsx"
    stored_as: str = "workbook"
    macros: bool = False
    hidden: int = 0
    bad_bytes: int = 0
    wrong_extension: bool = False
    sheets: list[Sheet] = field(default_factory=list)


def child_command(path: Path, seconds: int) -> list[str]:
    """Build the command of the reading process; a frozen program calls the command line beside it.

    On Windows the windowed program has no standard output that it could write frames to.
    """
    way = [sys.executable, "-P", "-m", "agent_app.workbooks.child"]
    if getattr(sys, "frozen", False):
        program = Path(sys.executable)
        way = [str(program.with_name("agent-app").with_suffix(program.suffix)), "--read-workbook"]
    return [*way, str(path.absolute()), str(seconds)]


@dataclass(frozen=True, slots=True)
class Extraction:
    """Takes all cells out of a file, in a process with limits."""

    seconds: int = SECONDS
    command: Callable[[Path, int], list[str]] = child_command

    def sheets(self, path: Path, report: Report) -> list[Sheet]:
        """Read every visible sheet; whatever ``report`` raises ends the reading process."""
        return self.book(path, report).sheets

    def book(self, path: Path, report: Report) -> Book:
        """Read what the file is, and every visible sheet."""
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

    def _collect(self, file: str, messages: "queue.SimpleQueue[object]", report: Report) -> Book:
        book, done = Book(), 0
        fonts: dict[str, dict[int, str]] = {}
        deadline = time.monotonic() + self.seconds
        while time.monotonic() < deadline:
            report(done, sum(sheet.height for sheet in book.sheets) or 1)
            with suppress(queue.Empty):
                match messages.get(timeout=_PATIENCE):
                    case ["book", dict(facts)]:
                        book, fonts = _book(facts)
                    case ["sheet", str(name), int(height)]:
                        book.sheets.append(Sheet(nfc(name), height, PackedRows(file), fonts.get(name, {})))
                    case ["rows", list(rows)] if book.sheets and all(isinstance(row, bytes) for row in rows):
                        cast("PackedRows", book.sheets[-1].rows).add(rows)
                        done += len(rows)
                    case ["end"]:
                        return book
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


def _book(facts: Mapping[object, object]) -> tuple[Book, dict[str, dict[int, str]]]:
    """Take what the reading process says of a file, as far as it has the right form."""
    hidden, bad_bytes = facts.get("hidden"), facts.get("bad_bytes")
    book = Book(
        str(facts.get("kind")),
        str(facts.get("stored_as")),
        facts.get("macros") is True,
        hidden if isinstance(hidden, int) else 0,
        bad_bytes if isinstance(bad_bytes, int) else 0,
        facts.get("wrong_extension") is True,
    )
    told = facts.get("fonts")
    fonts = {
        str(name): {int(column): str(font) for column, font in columns.items()}
        for name, columns in (told.items() if isinstance(told, dict) else ())
        if isinstance(columns, dict)
    }
    return book, fonts


def _cells(row: object) -> list[Cell]:
    return [cell_of(cell) for cell in row] if isinstance(row, list) else []


def cell_of(cell: object) -> Cell:
    """Take what can stand in a cell; anything else counts as an empty one."""
    if isinstance(cell, float) and not math.isfinite(cell):
        return None
    return cell if isinstance(cell, str | int | float | date) else None
