"""What an Excel 97 workbook is: whether it is locked, has macros, and its fonts; in the reading process."""

import struct
from collections import Counter
from collections.abc import Iterator

from agent_app.workbooks.archives import Fonts
from agent_app.workbooks.refused import Refused

_END_OF_CHAIN = 0xFFFFFFFA
_HEADER, _ENTRY = 512, 128
_STREAMS = ("Workbook", "Book")
_FILEPASS, _FONT, _XF, _BOUNDSHEET = 0x2F, 0x31, 0xE0, 0x85
_TEXT_CELLS = {0xFD, 0x204, 0xD6}
_EOF = 0x0A
_MOST_RECORDS = 30_000
# The fourth font is never written: the numbers go on from the fifth.
_MISSING_FONT = 4


def examine(raw: bytes) -> tuple[bool, Fonts]:
    """Say whether there are macros, and which fonts the columns of text have, by sheet."""
    if "EncryptedPackage".encode("utf-16-le") in raw:
        raise Refused("protected")
    if _is_cut_off(raw):
        raise Refused("damaged")
    if not any(f"{stream}\0".encode("utf-16-le") in raw for stream in _STREAMS):
        raise Refused("not_a_workbook")
    macros = "_VBA_PROJECT".encode("utf-16-le") in raw
    try:
        return macros, _fonts(_stream(raw))
    except (struct.error, IndexError, ValueError):
        return macros, {}


def _is_cut_off(raw: bytes) -> bool:
    """Tell a file that ends before its directory of streams begins."""
    if len(raw) < _HEADER:
        return True
    size = 1 << (struct.unpack_from("<H", raw, 30)[0] & 0xF)
    return bool((struct.unpack_from("<I", raw, 48)[0] + 1) * size >= len(raw))


def _stream(raw: bytes) -> bytes:
    """Put the workbook's stream together from the sectors that it is scattered over."""
    size = 1 << (struct.unpack_from("<H", raw, 30)[0] & 0xF)
    table_sectors = [each for each in struct.unpack_from("<109I", raw, 76) if each < _END_OF_CHAIN]
    table: list[int] = []
    for sector in table_sectors:
        place = (sector + 1) * size
        table.extend(struct.unpack_from(f"<{size // 4}I", raw, place))
    directory = _chain(raw, struct.unpack_from("<I", raw, 48)[0], table, size)
    for place in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        entry = directory[place : place + _ENTRY]
        length = struct.unpack_from("<H", entry, 64)[0]
        name = entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
        if name in _STREAMS:
            first, whole = struct.unpack_from("<II", entry, 116)
            return _chain(raw, first, table, size)[:whole]
    raise ValueError("no workbook")


def _chain(raw: bytes, sector: int, table: list[int], size: int) -> bytes:
    out: list[bytes] = []
    while sector < _END_OF_CHAIN and len(out) <= len(table):
        out.append(raw[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    return b"".join(out)


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    for _ in range(_MOST_RECORDS):
        if place + 4 > len(stream):
            return
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        if kind == _EOF:
            return
        place += 4 + length


def _fonts(stream: bytes) -> Fonts:
    fonts: list[str] = []
    styles: list[int] = []
    sheets: list[tuple[str, int]] = []
    for kind, content in _records(stream, 0):
        if kind == _FILEPASS:
            raise Refused("protected")
        if kind == _FONT:
            fonts.append(_short_text(content, 14))
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", content, 0)[0])
        elif kind == _BOUNDSHEET:
            sheets.append((_short_text(content, 6), struct.unpack_from("<I", content, 0)[0]))
    numbers = [number - (number > _MISSING_FONT) for number in styles]
    by_style = [fonts[number] if number < len(fonts) else "" for number in numbers]
    return {name: _column_fonts(stream, place, by_style) for name, place in sheets}


def _short_text(content: bytes, place: int) -> str:
    """Read a text that its length comes before, of one or two bytes a letter."""
    length, wide = content[place], content[place + 1] & 1
    letters = content[place + 2 : place + 2 + length * (1 + wide)]
    return letters.decode("utf-16-le" if wide else "latin-1", "replace")


def _column_fonts(stream: bytes, place: int, by_style: list[str]) -> dict[int, str]:
    counts: dict[int, Counter[str]] = {}
    for kind, content in _records(stream, place):
        if kind in _TEXT_CELLS:
            _row, column, style = struct.unpack_from("<HHH", content, 0)
            if style < len(by_style) and by_style[style]:
                counts.setdefault(column, Counter())[by_style[style]] += 1
    return {column: count.most_common(1)[0][0] for column, count in counts.items()}
