"""The outside witness of money: a sealed, append-only copy of every money operation.

A record is its length (four bytes, big end first) and the operation, sealed so that it opens only at its
own place in the file. The last whole record is the anchor: a store that lacks it is an older copy.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag

from agent_app.domain.operation import Operation, body_hash, from_millis, to_millis
from agent_app.domain.plain import as_bytes, as_int, as_map, as_text, as_uuid, canonical, decode
from agent_app.runtime.secrets import seal, subkey, unseal
from agent_app.runtime.durable import sync_folder
from agent_app.storage.errors import JournalUnreadableError
from agent_app.storage.file_lock import locked

_PURPOSE = "receipts.jnl"
_LENGTH_BYTES = 4

MoneyAfter = Callable[[int], Sequence[Operation]]
"""Returns the log's money operations behind a dseq, in order."""


@dataclass(frozen=True, slots=True)
class _Frame:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Tail:
    """Where the next record goes, and the last operation before that; ``inode`` tells files apart."""

    inode: int
    end: int
    last: Operation | None


@dataclass(frozen=True, slots=True)
class JournalReading:
    """All that a journal holds; ``damaged`` are the places of records that do not open."""

    operations: tuple[Operation, ...]
    damaged: tuple[int, ...]


class Journal:
    """One home's ``receipts.jnl``."""

    def __init__(self, path: Path, data_key: bytes) -> None:
        self._path = path
        self._key = subkey(data_key, _PURPOSE)
        self._known: _Tail | None = None

    @property
    def exists(self) -> bool:
        """Whether there is a file yet."""
        return self._path.exists()

    def anchor(self) -> Operation | None:
        """Return the last operation, ``None`` where there is none; raise ``OSError``."""
        if not self._path.exists():
            return None
        with self._path.open("rb") as file:
            return self._tail(file).last

    def read(self) -> JournalReading:
        """Open every record."""
        operations, damaged = [], []
        if self._path.exists():
            with self._path.open("rb") as file:
                for frame in _frames(file, 0):
                    operation = self._open(file, frame)
                    if operation:
                        operations.append(operation)
                    else:
                        damaged.append(frame.start)
        return JournalReading(tuple(operations), tuple(damaged))

    def catch_up(self, money_after: MoneyAfter) -> int:
        """Append what the log has and the journal lacks, on disk when this returns; raise ``OSError``.

        The ordinary receipt and the healing after a crash between commit and append both go this way.
        """
        new = not self._path.exists()
        if new and not money_after(0):
            return 0
        with os.fdopen(os.open(self._path, _FLAGS, 0o600), "rb+") as file, locked(file):
            tail = self._tail(file)
            operations = money_after(tail.last.dseq if tail.last else 0)
            if operations:
                self._append(file, tail, operations)
        if new:
            sync_folder(self._path.parent)
        return len(operations)

    def _append(self, file: BinaryIO, tail: _Tail, operations: Sequence[Operation]) -> None:
        # What lies behind the last whole record was torn by a crash; the log has it whole.
        self._known = None
        file.truncate(tail.end)
        file.seek(tail.end)
        end = tail.end
        for operation in operations:
            sealed = seal(self._key, _encode(operation), _context(end))
            end += file.write(len(sealed).to_bytes(_LENGTH_BYTES, "big") + sealed)
        file.flush()
        os.fsync(file.fileno())
        self._known = _Tail(tail.inode, end, operations[-1])

    def _tail(self, file: BinaryIO) -> _Tail:
        status = os.fstat(file.fileno())
        known = self._known
        if known is None or known.inode != status.st_ino or known.end > status.st_size:
            known = _Tail(status.st_ino, 0, None)
        frames = list(_frames(file, known.end))
        for frame in reversed(frames):
            operation = self._open(file, frame)
            if operation:
                return _Tail(status.st_ino, frame.end, operation)
        if known.last is None and len(frames) > 1:
            raise JournalUnreadableError
        return known

    def _open(self, file: BinaryIO, frame: _Frame) -> Operation | None:
        file.seek(frame.start + _LENGTH_BYTES)
        sealed = file.read(frame.end - frame.start - _LENGTH_BYTES)
        try:
            return _decode(unseal(self._key, sealed, _context(frame.start)))
        except (InvalidTag, ValueError, KeyError):
            return None


_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)


def _context(offset: int) -> bytes:
    return f"{_PURPOSE}/1/{offset}".encode()


def _frames(file: BinaryIO, start: int) -> Iterator[_Frame]:
    """Walk the records that lie in the file with their whole length."""
    size = os.fstat(file.fileno()).st_size
    while start + _LENGTH_BYTES < size:
        file.seek(start)
        length = int.from_bytes(file.read(_LENGTH_BYTES), "big")
        end = start + _LENGTH_BYTES + length
        if length == 0 or end > size:
            return
        yield _Frame(start, end)
        start = end


def _encode(operation: Operation) -> bytes:
    return canonical(
        {
            "epoch": operation.epoch,
            "dseq": operation.dseq,
            "op_id": operation.op_id.bytes,
            "kind": operation.kind,
            "kver": operation.kver,
            "recorded_at": to_millis(operation.recorded_at),
            "body": operation.body,
            "prev_hash": operation.prev_hash,
            "hash": operation.hash,
        }
    )


def _decode(plain: bytes) -> Operation:
    value = as_map(decode(plain))
    op_id: UUID = as_uuid(value["op_id"])
    kind, kver = as_text(value["kind"]), as_int(value["kver"])
    recorded_at, body = from_millis(as_int(value["recorded_at"])), as_bytes(value["body"])
    return Operation(
        op_id,
        as_int(value["epoch"]),
        as_int(value["dseq"]),
        kind,
        kver,
        recorded_at,
        body,
        body_hash(kind, kver, recorded_at, body),
        as_bytes(value["prev_hash"]),
        as_bytes(value["hash"]),
    )
