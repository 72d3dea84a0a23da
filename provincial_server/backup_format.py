"""The file of a backup: records of canonical CBOR under zstd, and at its end what proves it whole."""

import hashlib
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, Protocol

import zstandard

from agent_app.domain.plain import NotPlainError, Plain, as_int, as_list, as_map, as_text, canonical, decode
from provincial_server.backup_errors import BackupDamagedError, BackupMissingError

FORMAT: Final = "ditungnha.server-backup/1"
_LENGTH = struct.Struct(">I")
_MOST_BYTES = 64 * 1024 * 1024
# So little can be unpacked to much: what is in memory at once stays small, whoever made the file.
_PACKED_AT_ONCE = 4 * 1024
_LEVEL = 6
HEAD, ROWS, END = "head", "rows", "end"


@dataclass(frozen=True, slots=True)
class BackupHead:
    """Of what and when a backup is; ``sign_key`` names the private keys that it needs, and holds none."""

    revision: str
    taken_at: int
    sign_key: str


@dataclass(frozen=True, slots=True)
class BackupRows:
    """Some rows of one table, as plain values; ``columns`` are pairs of name and kind."""

    table: str
    columns: tuple[tuple[str, str], ...]
    rows: list[list[object]]


@dataclass(frozen=True, slots=True)
class BackupEnd:
    """What a whole backup adds up to: rows by table, and what ``money`` said."""

    counts: Mapping[str, int]
    money: str


class _Sink(Protocol):
    def write(self, data: bytes, /) -> int: ...


@dataclass(slots=True)
class BackupWriter:
    """Writes the records of one backup into an open file."""

    _packed: _Sink
    _seen: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    @classmethod
    def compressor(cls) -> zstandard.ZstdCompressor:
        """Return what packs the records; zstd's own checksum finds most faults at once."""
        return zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)

    def head(self, head: BackupHead) -> None:
        """Begin."""
        self._put([HEAD, FORMAT, head.revision, head.taken_at, head.sign_key])

    def rows(self, table: str, columns: tuple[tuple[str, str], ...], rows: list[Plain]) -> None:
        """Add rows of a table."""
        self._put([ROWS, table, [[name, kind] for name, kind in columns], rows])

    def end(self, end: BackupEnd) -> None:
        """Close with the sum of everything before."""
        counts: dict[str, Plain] = dict(end.counts)
        self._put([END, counts, end.money, self._seen.digest()])

    def _put(self, record: Plain) -> None:
        encoded = canonical(record)
        framed = _LENGTH.pack(len(encoded)) + encoded
        self._seen.update(framed)
        self._packed.write(framed)


Record = BackupHead | BackupRows | BackupEnd


def read_backup(path: Path) -> Iterator[Record]:
    """Read the records of a file one by one; the last proves all before it, and nothing follows it."""
    try:
        with path.open("rb") as file:
            yield from _read(path, file)
    except OSError as error:
        raise BackupMissingError(str(path)) from error


def _read(path: Path, file: BinaryIO) -> Iterator[Record]:
    try:
        yield from _records(_Frame(file))
    except (zstandard.ZstdError, NotPlainError, struct.error, ValueError) as error:
        raise BackupDamagedError(str(path)) from error


class _Frame:
    """One frame of zstd, from its first byte to the sum at its end; it is the whole file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._held = file, bytearray()
        self._frame = zstandard.ZstdDecompressor().decompressobj()

    def read(self, size: int) -> bytes:
        """Return so much, or less at the end; raise ``NotPlainError`` where it ends too soon or too late."""
        while len(self._held) < size and not self._frame.eof:
            packed = self._file.read(_PACKED_AT_ONCE)
            if not packed:
                raise NotPlainError
            self._held += self._frame.decompress(packed)
        if self._frame.eof and (self._frame.unused_data or self._file.read(1)):
            raise NotPlainError
        taken = bytes(self._held[:size])
        del self._held[:size]
        return taken


def _records(unpacked: _Frame) -> Iterator[Record]:
    seen = hashlib.sha256()
    first = True
    while True:
        before = seen.digest()
        prefix = _exactly(unpacked, _LENGTH.size)
        (length,) = _LENGTH.unpack(prefix)
        if length > _MOST_BYTES:
            raise NotPlainError
        encoded = _exactly(unpacked, length)
        seen.update(prefix + encoded)
        record = _record(as_list(decode(encoded)), before)
        if isinstance(record, BackupHead) is not first:
            raise NotPlainError
        first = False
        yield record
        if isinstance(record, BackupEnd):
            break
    if unpacked.read(1):
        raise NotPlainError


def _exactly(unpacked: _Frame, size: int) -> bytes:
    taken = unpacked.read(size)
    if len(taken) < size:
        raise NotPlainError
    return taken


def _record(parts: list[object], digest: bytes) -> Record:
    match parts:
        case ["head", format_, revision, taken_at, sign_key] if format_ == FORMAT:
            return BackupHead(as_text(revision), as_int(taken_at), as_text(sign_key))
        case ["rows", table, columns, rows]:
            return BackupRows(as_text(table), _columns(columns), [as_list(each) for each in as_list(rows)])
        case ["end", counts, money, checksum] if checksum == digest:
            held = {as_text(name): as_int(count) for name, count in as_map(counts).items()}
            return BackupEnd(held, as_text(money))
    raise NotPlainError


def _columns(value: object) -> tuple[tuple[str, str], ...]:
    pairs = [as_list(each) for each in as_list(value)]
    return tuple((as_text(name), as_text(kind)) for name, kind in pairs)
