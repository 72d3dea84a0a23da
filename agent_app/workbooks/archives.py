"""What a zipped workbook is, checked before anything is allocated for it; part of the reading process."""

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import IO

from agent_app.workbooks.limits import (
    LARGEST_UNPACKED,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_PARTS,
    MOST_ROWS,
)
from agent_app.workbooks.refused import Refused

Fonts = dict[str, dict[int, str]]

_KINDS = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "content.xml": "ods"}
_MACROS = ("xl/vbaProject.bin", "Basic/script-lc.xml")
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)

_CHUNK, _OVERLAP = 1 << 20, 60
# Only what is far is looked for: the common cells of a long list need no second look.
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["'](\d+)""")
_FAR_CELL = re.compile(rb"""\br\s*=\s*["'](?:([A-Za-z]{2,})\d|[A-Za-z]+(\d{6,}))""")
_REPEATED_CELLS = re.compile(rb"""number-columns-repeated\s*=\s*["'](\d+)["'][^>]*value-type""")
_VALUES_REPEATED = re.compile(rb"""value-type[^>]*number-columns-repeated\s*=\s*["'](\d+)""")
_REPEATED_ROWS = re.compile(rb"""number-rows-repeated\s*=\s*["'](\d+)["'][^>]*>\s*<[^>]*value-type""")

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_NAME, _LINK = re.compile(rb'\bname="([^"]*)"'), re.compile(rb'\b\w+:id="([^"]*)"')
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_ID, _TARGET = re.compile(rb'\bId="([^"]*)"'), re.compile(rb'\bTarget="([^"]*)"')
_FONT = re.compile(rb"<(?:\w+:)?font>.*?</(?:\w+:)?font>|<(?:\w+:)?font/>", re.DOTALL)
_FONT_NAME = re.compile(rb'<(?:\w+:)?name\s+val="([^"]*)"')
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE_FONT = re.compile(rb'<(?:\w+:)?xf\b[^>]*?\bfontId="(\d+)"')
_STYLED = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})\d+"[^>]*?\bs="(\d+)"[^>]*?\bt="[a-z]""")
_ENTITIES = ((b"&lt;", b"<"), (b"&gt;", b">"), (b"&quot;", b'"'), (b"&apos;", b"'"), (b"&amp;", b"&"))
_BIFF12_DIMENSION, _LONG = 0x94, 0x80


def examine(raw: bytes) -> tuple[str, bool, Fonts]:
    """Say the kind of a zipped workbook, whether it has macros, and which fonts its columns of text have."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            kind = _checked(archive)
            names = set(archive.namelist())
            fonts = _fonts(archive) if kind == "xlsx" else {}
            return kind, bool(names.intersection(_MACROS)), fonts
    except _FAULTS as error:
        raise Refused("damaged") from error


def column_index(name: bytes) -> int:
    """Read a column's letters, from 1."""
    index = 0
    for letter in name.upper():
        index = index * 26 + letter - 64
    return index


def check_size(rows: int, columns: int) -> None:
    """Refuse a grid that is larger than any list."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise Refused("too_large")


def _checked(archive: zipfile.ZipFile) -> str:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Refused("too_large")
    kind = next((kind for name, kind in _KINDS.items() if name in {part.filename for part in parts}), None)
    if kind is None:
        raise Refused("not_a_workbook")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("protected")
    for part in parts:
        if part.filename == "META-INF/manifest.xml" and b"encryption-data" in archive.read(part):
            raise Refused("protected")
        if part.filename.startswith("xl/worksheets/") or part.filename == "content.xml":
            with archive.open(part) as content:
                _check_extent(part.filename, content)
    return kind


def _check_extent(name: str, content: IO[bytes]) -> None:
    """Refuse a sheet with one far cell: a grid up to it would take hundreds of gigabytes."""
    if name.endswith(".bin"):
        _check_dimension(content.read(_CHUNK))
    elif name == "content.xml":
        for chunk in _chunks(content):
            _check_repeats(chunk)
    elif name.endswith(".xml"):
        _check_cells(_chunks(content))


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    """Read a part piece by piece, each beginning with the end of the one before."""
    tail, total = b"", 0
    while chunk := content.read(_CHUNK):
        total += len(chunk)
        if total > LARGEST_UNPACKED:
            raise Refused("too_large")
        yield tail + chunk
        tail = chunk[-_OVERLAP:]


def _check_cells(chunks: Iterator[bytes]) -> None:
    rows, columns, cells = 1, 1, 0
    for chunk in chunks:
        cells += chunk.count(b"<c ")
        if cells > MOST_CELLS:
            raise Refused("too_large")
        rows = max([rows, *map(int, _ROW.findall(chunk))])
        for column, row in set(_FAR_CELL.findall(chunk)):
            columns = max(columns, column_index(column))
            rows = max(rows, int(row or 0))
        check_size(rows, columns)


def _check_repeats(chunk: bytes) -> None:
    columns = [*_REPEATED_CELLS.findall(chunk), *_VALUES_REPEATED.findall(chunk)]
    check_size(1, max(map(int, columns), default=1))
    check_size(max(map(int, _REPEATED_ROWS.findall(chunk)), default=1), 1)


def _check_dimension(beginning: bytes) -> None:
    """Read the size that a binary sheet tells of itself: its records are a type, a length, and content."""
    place = 0
    while place + 2 < len(beginning):
        kind, length = beginning[place], 0
        place += 1
        if kind & _LONG:
            kind = kind & 0x7F | beginning[place] << 7
            place += 1
        for shift in range(0, 28, 7):
            byte = beginning[place] if place < len(beginning) else 0
            place += 1
            length |= (byte & 0x7F) << shift
            if not byte & _LONG:
                break
        if kind == _BIFF12_DIMENSION >> 0 and length >= 16:  # noqa: PLR2004 - four numbers
            numbers = [int.from_bytes(beginning[place + at : place + at + 4], "little") for at in (4, 12)]
            check_size(numbers[0] + 1, numbers[1] + 1)
            return
        place += length


def _fonts(archive: zipfile.ZipFile) -> Fonts:
    """Find the font that most texts of each column have, by sheet; only the beginning of a sheet counts."""
    names = archive.NameToInfo
    if not {"xl/styles.xml", "xl/_rels/workbook.xml.rels"} <= names.keys():
        return {}
    styles = _style_fonts(archive.read("xl/styles.xml"))
    if len(set(styles)) < 1:
        return {}
    targets = dict(_relations(archive.read("xl/_rels/workbook.xml.rels")))
    found: Fonts = {}
    for name, link in _sheets(archive.read("xl/workbook.xml")):
        part = targets.get(link, "").lstrip("/")
        part = part if part.startswith("xl/") else f"xl/{part}"
        if part in names:
            with archive.open(part) as xml:
                found[name] = _column_fonts(xml.read(_CHUNK), styles)
    return found


def _style_fonts(xml: bytes) -> list[str]:
    fonts = []
    for font in _FONT.findall(xml):
        named = _FONT_NAME.search(font)
        fonts.append(_unescaped(named[1]) if named else "")
    block = _STYLES.search(xml)
    numbers = map(int, _STYLE_FONT.findall(block[0])) if block else ()
    return [fonts[number] if number < len(fonts) else "" for number in numbers]


def _relations(xml: bytes) -> Iterator[tuple[str, str]]:
    for relation in _RELATION.findall(xml):
        name, target = _ID.search(relation), _TARGET.search(relation)
        if name and target:
            yield _unescaped(name[1]), _unescaped(target[1])


def _sheets(xml: bytes) -> Iterator[tuple[str, str]]:
    for sheet in _SHEET.findall(xml):
        name, link = _NAME.search(sheet), _LINK.search(sheet)
        if name and link:
            yield _unescaped(name[1]), _unescaped(link[1])


def _column_fonts(xml: bytes, styles: list[str]) -> dict[int, str]:
    counts: dict[int, Counter[str]] = {}
    for column, style in _STYLED.findall(xml):
        number = int(style)
        if number < len(styles) and styles[number]:
            counts.setdefault(column_index(column) - 1, Counter())[styles[number]] += 1
    return {column: count.most_common(1)[0][0] for column, count in counts.items()}


def _unescaped(text: bytes) -> str:
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return text.decode("utf-8", "replace")
