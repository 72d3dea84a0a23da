"""SQLite's table pages by hand: cells, records, and the chains of pages that long records go on in."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from agent_app.storage.rescue.pages import USABLE, Pages

Value = int | float | str | bytes | None

LEAF, INTERIOR = 0x0D, 0x05
_HEADER_OF_FILE = 100
_VARINT_BYTES = 9
_INT_SIZES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_FLOAT, _ZERO, _ONE, _FIRST_BLOB = 7, 8, 9, 12


class UnreadableRecordError(Exception):
    """A cell says what cannot be, or goes on in a page that is damaged."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row as it lies in a leaf."""

    rowid: int
    values: tuple[Value, ...]


def kind(page: bytes, number: int) -> int:
    """Return what a page says that it is."""
    return page[_start(number)]


def children(page: bytes, number: int) -> Iterator[int]:
    """Return the pages below an interior page of a table."""
    start = _start(number)
    for cell in _cells(page, start, 12):
        yield int.from_bytes(page[cell : cell + 4], "big")
    yield int.from_bytes(page[start + 8 : start + 12], "big")


def records(pages: Pages, page: bytes, number: int) -> Iterator[Record | None]:
    """Return the rows of a leaf; ``None`` stands for one that cannot be read."""
    for cell in _cells(page, _start(number), 8):
        try:
            yield _record(pages, page, cell)
        except (UnreadableRecordError, IndexError, struct.error, UnicodeDecodeError):
            yield None


def _start(number: int) -> int:
    return _HEADER_OF_FILE if number == 1 else 0


def _cells(page: bytes, start: int, header: int) -> Iterator[int]:
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    for place in range(start + header, start + header + 2 * count, 2):
        yield int.from_bytes(page[place : place + 2], "big")


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(_VARINT_BYTES):
        byte = data[at + step]
        if step == _VARINT_BYTES - 1:
            return (value << 8) | byte, at + _VARINT_BYTES
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:  # noqa: PLR2004 (the highest bit says that more follows)
            return value, at + step + 1
    raise UnreadableRecordError


def _record(pages: Pages, page: bytes, cell: int) -> Record:
    size, at = _varint(page, cell)
    rowid, at = _varint(page, at)
    if rowid >= 1 << 63:
        rowid -= 1 << 64
    return Record(rowid, tuple(_values(_payload(pages, page, at, size))))


def _payload(pages: Pages, page: bytes, at: int, size: int) -> bytes:
    most = USABLE - 35
    if size <= most:
        return _exactly(page[at : at + size], size)
    least = (USABLE - 12) * 32 // 255 - 23
    local = least + (size - least) % (USABLE - 4)
    local = local if local <= most else least
    payload = page[at : at + local]
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    while following and len(payload) < size:
        more = pages.plain(following)
        if more is None:
            raise UnreadableRecordError
        payload += more[4 : 4 + size - len(payload)]
        following = int.from_bytes(more[:4], "big")
    return _exactly(payload, size)


def _exactly(payload: bytes, size: int) -> bytes:
    if len(payload) != size:
        raise UnreadableRecordError
    return payload


def _values(payload: bytes) -> Iterator[Value]:
    end, at = _varint(payload, 0)
    place = end
    while at < end:
        code, at = _varint(payload, at)
        size = _size(code)
        yield _value(code, _exactly(payload[place : place + size], size))
        place += size


def _size(code: int) -> int:
    if code >= _FIRST_BLOB:
        return (code - _FIRST_BLOB) // 2
    return 8 if code == _FLOAT else _INT_SIZES.get(code, 0)


def _value(code: int, data: bytes) -> Value:
    if code in _INT_SIZES:
        return int.from_bytes(data, "big", signed=True)
    if code == _FLOAT:
        return float(struct.unpack(">d", data)[0])
    if code in {_ZERO, _ONE}:
        return code - _ZERO
    if code >= _FIRST_BLOB:
        return data.decode() if code % 2 else data
    return None
