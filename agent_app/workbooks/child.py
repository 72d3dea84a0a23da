"""Extraction of a file's cells, in a process of its own: a crafted file may end it or ask for all memory.

It writes frames to standard output, each a length of four bytes and that much CBOR: ``["book", facts]``,
``["sheet", name, rows]``, ``["rows", [row, …]]`` with each row in CBOR of its own, and at last ``["end"]``
or ``["refused", why]``. It imports little, because it starts once per file, and refuses what is too large
before anything is allocated for it.
"""

import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

import cbor2
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from agent_app.workbooks import archives, compound, texts
from agent_app.workbooks.archives import Fonts
from agent_app.workbooks.limits import LARGEST_FILE, LONGEST_CELL, MEMORY, MOST_CELLS, MOST_TEXT
from agent_app.workbooks.refused import Refused

Wire = str | int | float | date | None
Row = list[Wire]

BATCH = 500

_ZIP, _COMPOUND = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_SUFFIXES = {".csv", ".tsv", ".txt", ".prn"}
_SUFFIXES = {"xlsx": {".xlsx", ".xlsm", ".xltx", ".xltm"}, "ods": {".ods", ".ots"}, "csv": _TEXT_SUFFIXES}


@dataclass(slots=True)
class _Book:
    """What a file is, and its sheets to come."""

    kind: str
    sheets: Iterable[tuple[str, int, Iterable[Row]]]
    stored_as: str = "workbook"
    macros: bool = False
    hidden: int = 0
    bad_bytes: int = 0
    fonts: Fonts = field(default_factory=dict)


def main(arguments: list[str]) -> int:
    """Write the cells of the file ``arguments[0]``; use at most ``arguments[1]`` seconds of processor."""
    _limit(int(arguments[1]))
    answer(sys.stdout.buffer, Path(arguments[0]))
    return 0


def answer(out: BinaryIO, path: Path) -> None:
    """Say everything about one file, or why it is refused."""
    try:
        _send_book(out, path)
        _send(out, ["end"])
    except Refused as refusal:
        _send(out, ["refused", str(refusal)])


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


def _send_book(out: BinaryIO, path: Path) -> None:
    book = _book(path)
    suffixes = _SUFFIXES.get(book.kind, {f".{book.kind}"})
    facts = {
        "kind": book.kind,
        "stored_as": book.stored_as,
        "macros": book.macros,
        "hidden": book.hidden,
        "bad_bytes": book.bad_bytes,
        "wrong_extension": path.suffix.lower() not in suffixes,
        "fonts": book.fonts,
    }
    _send(out, ["book", facts])
    text = cells = 0
    for name, height, rows in book.sheets:
        _send(out, ["sheet", name, height])
        batch: list[bytes] = []
        for row in rows:
            packed = cbor2.dumps(row)
            cells += len(row)
            text += len(packed)
            if cells > MOST_CELLS or text > MOST_TEXT:
                raise Refused("too_large")
            batch.append(packed)
            if len(batch) == BATCH:
                _send(out, ["rows", batch])
                batch = []
        _send(out, ["rows", batch])


def _book(path: Path) -> _Book:
    """Choose the way to read by what the file is, not by what it is called."""
    if path.stat().st_size > LARGEST_FILE:
        raise Refused("too_large")
    raw = path.read_bytes()
    if not raw:
        raise Refused("empty")
    if raw.startswith(_ZIP):
        kind, macros, fonts = archives.examine(raw)
        return _workbook(raw, kind, fonts, macros=macros)
    if raw.startswith(_COMPOUND):
        macros, fonts = compound.examine(raw)
        return _workbook(raw, "xls", fonts, macros=macros)
    return _text_book(raw, path.suffix.lower())


def _workbook(raw: bytes, kind: str, fonts: Fonts, *, macros: bool) -> _Book:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    except PasswordError as error:
        raise Refused("protected") from error
    except (CalamineError, ValueError, OSError) as error:
        raise Refused("damaged") from error
    hidden = sum(sheet.visible != SheetVisibleEnum.Visible for sheet in sheets)
    return _Book(kind, _workbook_sheets(book), macros=macros, hidden=hidden, fonts=fonts)


def _workbook_sheets(book: CalamineWorkbook) -> Iterator[tuple[str, int, Iterable[Row]]]:
    try:
        for index, sheet in enumerate(book.sheets_metadata):
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
                yield sheet.name, *_grid(book.get_sheet_by_index(index))
    except PasswordError as error:
        raise Refused("protected") from error
    except (CalamineError, ValueError, OSError) as error:
        raise Refused("damaged") from error


def _grid(sheet: CalamineSheet) -> tuple[int, Iterable[Row]]:
    if sheet.end is None:
        return 0, []
    rows, columns = sheet.end[0] + 1, sheet.end[1] + 1
    archives.check_size(rows, columns)
    merged = [
        (first, last, column)
        for (first, column), (last, right) in sheet.merged_cell_ranges or []
        if column == right and first < last
    ]
    return rows, _filled_down(map(_row, sheet.iter_rows()), merged)


def _filled_down(rows: Iterable[Row], merged: list[tuple[int, int, int]]) -> Iterator[Row]:
    """Give every row the cell that it shares with those above it, as a reader sees it."""
    starts: dict[int, list[tuple[int, int]]] = {}
    for first, last, column in merged:
        starts.setdefault(first, []).append((last, column))
    shared: dict[int, tuple[int, Wire]] = {}
    for place, row in enumerate(rows):
        for column, (last, cell) in list(shared.items()):
            if place > last:
                del shared[column]
            elif cell is not None:
                row.extend([None] * (column + 1 - len(row)))
                row[column] = cell if row[column] is None else row[column]
        for last, column in starts.get(place, ()):
            shared[column] = last, row[column] if column < len(row) else None
        yield row


def _text_book(raw: bytes, suffix: str) -> _Book:
    texts.refuse_web_page(raw)
    stored_as, text, bad_bytes = texts.decode(raw)
    if suffix not in _TEXT_SUFFIXES and not texts.is_table(text):
        raise Refused("not_a_workbook")
    rows = [_row(row) for row in texts.table(text)]
    archives.check_size(len(rows), max(map(len, rows), default=0))
    return _Book("csv", [("", len(rows), rows)], stored_as=stored_as, bad_bytes=bad_bytes)


def _row(cells: Iterable[object]) -> Row:
    row = [cell if type(cell) is float or type(cell) is int else _other(cell) for cell in cells]
    while row and row[-1] is None:
        row.pop()
    return row


def _text(cell: str) -> str | None:
    return (cell if len(cell) <= LONGEST_CELL else cell[:LONGEST_CELL]) or None


def _other(cell: object) -> Wire:
    if isinstance(cell, str):
        return _text(cell)
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else _text(str(cell))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
