"""Extraction of a file's cells, in a process of its own: a crafted file may end it or ask for all memory.

It writes frames to standard output, each a length of four bytes and that much CBOR: ``["sheet", name,
rows]``, ``["rows", [[cell, …], …]]``, and at last ``["end"]`` or ``["refused", why]``. It imports little,
because it starts once per file, and refuses what is too large before anything is allocated for it.
"""

import csv
import io
import re
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import IO, BinaryIO

import cbor2
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from agent_app.workbooks.limits import (
    LARGEST_FILE,
    LARGEST_UNPACKED,
    LONGEST_CELL,
    MEMORY,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_PARTS,
    MOST_ROWS,
    MOST_TEXT,
)

Wire = str | int | float | date | None

BATCH = 500

_ZIP, _COMPOUND = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_SUFFIXES = {".csv", ".tsv", ".txt"}
_WORKBOOK_PARTS = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
_ROW_NUMBER = re.compile(rb"""\br\s*=\s*["'][A-Za-z]*(\d+)""")
_COLUMN_NAME = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)\d""")
_CHUNK, _OVERLAP = 1 << 20, 40


class Refused(Exception):  # noqa: N818
    """The file cannot be taken; the reason is a word that the parent knows."""


def main(arguments: list[str]) -> int:
    """Write the cells of the file ``arguments[0]``; use at most ``arguments[1]`` seconds of processor."""
    _limit(int(arguments[1]))
    out = sys.stdout.buffer
    try:
        _send_sheets(out, _sheets(Path(arguments[0])))
        _send(out, ["end"])
    except Refused as refusal:
        _send(out, ["refused", str(refusal)])
    return 0


def _limit(seconds: int) -> None:
    """Bound memory, processor time and traces on disk, where the system can."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - exists on POSIX only

    for kind, bound in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (bound, bound))


def _send(out: BinaryIO, message: list[object]) -> None:
    frame = cbor2.dumps(message)
    out.write(len(frame).to_bytes(4, "big") + frame)
    out.flush()


def _send_sheets(out: BinaryIO, sheets: Iterable[tuple[str, int, Iterable[list[Wire]]]]) -> None:
    text = cells = 0
    for name, height, rows in sheets:
        _send(out, ["sheet", name, height])
        batch: list[object] = []
        for row in rows:
            cells += len(row)
            text += sum(len(cell) for cell in row if isinstance(cell, str))
            if cells > MOST_CELLS or text > MOST_TEXT:
                raise Refused("too_large")
            batch.append(row)
            if len(batch) == BATCH:
                _send(out, ["rows", batch])
                batch = []
        _send(out, ["rows", batch])


def _sheets(path: Path) -> Iterable[tuple[str, int, Iterable[list[Wire]]]]:
    """Choose the way to read by what the file is, not by what it is called."""
    if path.stat().st_size > LARGEST_FILE:
        raise Refused("too_large")
    raw = path.read_bytes()
    if not raw:
        raise Refused("empty")
    if raw.startswith(_ZIP):
        _check_archive(raw)
    elif raw.startswith(_COMPOUND):
        _check_compound(raw)
    elif path.suffix.lower() in _TEXT_SUFFIXES:
        return _text_sheet(raw)
    else:
        raise Refused("not_a_workbook")
    return _workbook_sheets(raw)


def _check_archive(raw: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _check_parts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise Refused("damaged") from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Refused("too_large")
    if not _WORKBOOK_PARTS & {part.filename for part in parts}:
        raise Refused("not_a_workbook")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("protected")
    for part in parts:
        if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
            with archive.open(part) as xml:
                _check_extent(_chunks(xml))


def _chunks(xml: IO[bytes]) -> Iterator[bytes]:
    """Read a part piece by piece, each beginning with the end of the one before."""
    tail, total = b"", 0
    while chunk := xml.read(_CHUNK):
        total += len(chunk)
        if total > LARGEST_UNPACKED:
            raise Refused("too_large")
        yield tail + chunk
        tail = chunk[-_OVERLAP:]


def _check_extent(chunks: Iterator[bytes]) -> None:
    """Refuse a sheet with one far cell: a grid up to it would take hundreds of gigabytes."""
    rows = columns = 1
    for chunk in chunks:
        rows = max([rows, *(int(number) for number in set(_ROW_NUMBER.findall(chunk)))])
        columns = max([columns, *(_column_index(name) for name in set(_COLUMN_NAME.findall(chunk)))])
        _check_size(rows, columns)


def _column_index(name: bytes) -> int:
    index = 0
    for letter in name.upper():
        index = index * 26 + letter - 64
    return index


def _check_size(rows: int, columns: int) -> None:
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise Refused("too_large")


def _check_compound(raw: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in raw:
        raise Refused("protected")
    if not any(f"{stream}\0".encode("utf-16-le") in raw for stream in ("Workbook", "Book")):
        raise Refused("not_a_workbook")


def _workbook_sheets(raw: bytes) -> Iterator[tuple[str, int, Iterable[list[Wire]]]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        for index, sheet in enumerate(book.sheets_metadata):
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
                cells = book.get_sheet_by_index(index)
                yield sheet.name, *_grid(cells)
    except PasswordError as error:
        raise Refused("protected") from error
    except (CalamineError, ValueError, OSError) as error:
        raise Refused("damaged") from error


def _grid(sheet: CalamineSheet) -> tuple[int, Iterable[list[Wire]]]:
    if sheet.end is None:
        return 0, []
    rows, columns = sheet.end[0] + 1, sheet.end[1] + 1
    _check_size(rows, columns)
    return rows, (_row(row) for row in sheet.to_python(skip_empty_area=False))


def _text_sheet(raw: bytes) -> list[tuple[str, int, list[list[Wire]]]]:
    try:
        text = raw.decode("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("not_a_workbook") from error
    if "\0" in text:
        raise Refused("not_a_workbook")
    try:
        rows = [_row(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))]
    except csv.Error as error:
        raise Refused("damaged") from error
    _check_size(len(rows), max(map(len, rows), default=0))
    return [("", len(rows), rows)]


def _delimiter(text: str) -> str:
    """Take the sign that divides the first lines most often; commas inside addresses are fewer."""
    beginning = text.split("\n", 30)[:30]
    return max(";\t,", key=lambda sign: sum(line.count(sign) for line in beginning))


def _row(cells: Iterable[object]) -> list[Wire]:
    row = [_cell(cell) for cell in cells]
    while row and row[-1] is None:
        row.pop()
    return row


def _cell(cell: object) -> Wire:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, int | float | date) and not isinstance(cell, bool):
        return cell
    return str(cell)[:LONGEST_CELL] or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
