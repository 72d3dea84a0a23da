"""The outside witness: a sealed, append-only copy of every operation about money, or that erases a person.

A record is its length (four bytes, big end first) and its content, sealed so that it opens only at its own
place in the file. The first record says how the file began: with the home, or as the replacement of one
that was gone. The others are operations, and the last whole one is the anchor: a store that lacks it is an
older copy. An operation that was put back into such a store at a new place has a second record; the last
one counts. What follows it must be the beginning of what the log has more, torn by a crash; where it cannot
be that, it is a witness that can no longer speak, and nothing is written over it.
"""

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag

from agent_app.domain.operation import Operation, body_hash, from_millis, to_millis, was_emptied
from agent_app.domain.plain import (
    Plain,
    as_bytes,
    as_int,
    as_int_or_none,
    as_map,
    as_text,
    as_uuid,
    canonical,
    decode,
)
from agent_app.runtime.durable import OWNER_ONLY, sync_folder, write_private
from agent_app.runtime.file_lock import locked
from agent_app.runtime.sealing import seal, subkey, unseal
from agent_app.storage.errors import JournalUnreadableError

log = logging.getLogger(__name__)

_PURPOSE = "receipts.jnl"
_LENGTH_BYTES = 4

WitnessedAfter = Callable[[Operation | None], Sequence[Operation]]
"""Returns the log's witnessed operations behind one of them, or all of them, in order."""


@dataclass(frozen=True, slots=True)
class _Frame:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Beginning:
    """The first record: ``rebuilt_to`` is the last dseq copied from the log into a replacement."""

    rebuilt_to: int | None


@dataclass(frozen=True, slots=True)
class _Tail:
    """Where the next record goes, the last operation before that, and how many bytes lie behind.

    ``inode`` tells files apart.
    """

    inode: int
    end: int
    last: Operation | None
    torn: int = 0


@dataclass(frozen=True, slots=True)
class JournalReading:
    """All that a journal holds.

    ``damaged`` are the places of records that do not open. ``rebuilt_to`` is set where the file replaces one
    that was gone: up to that dseq it witnesses nothing, for it was copied from the log.
    """

    operations: tuple[Operation, ...]
    damaged: tuple[int, ...]
    rebuilt_to: int | None

    def latest(self) -> dict[UUID, Operation]:
        """Return the last record of each operation, in the order of these records."""
        found: dict[UUID, Operation] = {}
        for operation in self.operations:
            found.pop(operation.op_id, None)
            found[operation.op_id] = operation
        return found


class Journal:
    """One home's ``receipts.jnl``."""

    def __init__(self, path: Path, data_key: bytes) -> None:
        self._path = path
        self._key = subkey(data_key, _PURPOSE)
        self._known: _Tail | None = None

    def begin(self) -> None:
        """Write the journal of a home that is being made, so that a missing one is known to be lost."""
        write_private(self._path, self._record(0, _beginning(None)))

    def anchor(self) -> Operation | None:
        """Return the last operation, ``None`` where there is none; raise ``OSError``."""
        if not self._path.exists():
            return None
        with self._path.open("rb") as file:
            return self._tail(file).last

    def verify(self, witnessed_after: WitnessedAfter) -> None:
        """Refuse a file that goes on behind the last operation with what the log cannot have written."""
        if self._path.exists():
            with self._path.open("rb") as file:
                tail = self._tail(file)
            if tail.torn:
                self._lacking(tail, witnessed_after)

    def read(self) -> JournalReading:
        """Open every record."""
        operations, damaged, rebuilt_to = [], [], None
        if self._path.exists():
            with self._path.open("rb") as file:
                for frame in _frames(file, 0):
                    content = self._open(file, frame)
                    if content is None:
                        damaged.append(frame.start)
                    elif isinstance(content, _Beginning):
                        rebuilt_to = content.rebuilt_to
                    else:
                        operations.append(content)
        return JournalReading(tuple(operations), tuple(damaged), rebuilt_to)

    def catch_up(self, witnessed_after: WitnessedAfter) -> int:
        """Append what the log has and the journal lacks, on disk when this returns; raise ``OSError``.

        The ordinary receipt and the healing after a crash between commit and append both go this way.
        """
        new = not self._path.exists()
        # Nothing is buffered: what the disk refuses must not be written later, when others have the lock.
        handle = os.open(self._path, _FLAGS, OWNER_ONLY)
        with os.fdopen(handle, "rb+", buffering=0) as file, locked(file):
            tail = self._tail(file)
            operations, records = self._lacking(tail, witnessed_after)
            if records:
                self._keep_aside(file, tail)
                self._append(file, tail, operations, records)
        if new:
            sync_folder(self._path.parent)
        return len(operations)

    def _lacking(
        self, tail: _Tail, witnessed_after: WitnessedAfter
    ) -> tuple[Sequence[Operation], list[bytes]]:
        """Return what goes behind a tail; raise ``JournalUnreadableError`` where more than that lies there.

        A record is written only after its operation is in the log, so what a crash has torn is never longer
        than what the log would write in its place.
        """
        operations = witnessed_after(tail.last)
        contents = [_encode(operation) for operation in operations]
        if tail.end == 0:
            contents.insert(0, _beginning(operations[-1].dseq if operations else 0))
        records: list[bytes] = []
        end = tail.end
        for content in contents:
            records.append(self._record(end, content))
            end += len(records[-1])
        if tail.end + tail.torn > end:
            raise JournalUnreadableError
        return operations, records

    def _record(self, start: int, content: bytes) -> bytes:
        sealed = seal(self._key, content, _context(start))
        return len(sealed).to_bytes(_LENGTH_BYTES, "big") + sealed

    def _keep_aside(self, file: BinaryIO, tail: _Tail) -> None:
        """Copy what is to be cut off, still sealed, to a file named after its place."""
        if tail.torn:
            number = tail.end
            while (aside := self._path.with_name(f"{self._path.name}.torn-{number}")).exists():
                number += 1
            file.seek(tail.end)
            write_private(aside, file.read())
            log.warning("journal: %d bytes do not open; kept as %s", tail.torn, aside.name)

    def _append(
        self, file: BinaryIO, tail: _Tail, operations: Sequence[Operation], records: Sequence[bytes]
    ) -> None:
        self._known = None
        file.truncate(tail.end)
        file.seek(tail.end)
        try:
            written = _write_all(file, b"".join(records))
            os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                os.ftruncate(file.fileno(), tail.end)
            raise
        last = operations[-1] if operations else tail.last
        self._known = _Tail(tail.inode, tail.end + written, last)
        if tail.end == 0:
            log.warning("journal: was gone; rebuilt from the log up to %d", last.dseq if last else 0)

    def _tail(self, file: BinaryIO) -> _Tail:
        status = os.fstat(file.fileno())
        known = self._known
        if known is None or known.inode != status.st_ino or known.end > status.st_size:
            known = _Tail(status.st_ino, 0, None)
        frames = list(_frames(file, known.end))
        for frame in reversed(frames):
            content = self._open(file, frame)
            if content is not None:
                last = content if isinstance(content, Operation) else None
                return _Tail(status.st_ino, frame.end, last, max(0, status.st_size - frame.end))
        if known.end == 0 and len(frames) > 1:
            raise JournalUnreadableError
        return replace(known, torn=status.st_size - known.end)

    def _open(self, file: BinaryIO, frame: _Frame) -> Operation | _Beginning | None:
        file.seek(frame.start + _LENGTH_BYTES)
        sealed = file.read(frame.end - frame.start - _LENGTH_BYTES)
        try:
            return _decode(unseal(self._key, sealed, _context(frame.start)))
        except (InvalidTag, ValueError, KeyError):
            return None


_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)


def _context(offset: int) -> bytes:
    return f"{_PURPOSE}/1/{offset}".encode()


def _write_all(file: BinaryIO, content: bytes) -> int:
    """Write it all, in as many parts as the disk takes it in."""
    left = memoryview(content)
    while left:
        left = left[file.write(left) :]
    return len(content)


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


def _beginning(rebuilt_to: int | None) -> bytes:
    return canonical({"rebuilt_to": rebuilt_to})


def _encode(operation: Operation) -> bytes:
    # A body that was emptied is known by its hash alone.
    emptied: dict[str, Plain] = {"emptied": operation.body_hash} if was_emptied(operation) else {}
    return canonical(
        emptied
        | {
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


def _decode(plain: bytes) -> Operation | _Beginning:
    value = as_map(decode(plain))
    if "rebuilt_to" in value:
        return _Beginning(as_int_or_none(value["rebuilt_to"]))
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
        as_bytes(value["emptied"]) if "emptied" in value else body_hash(kind, kver, recorded_at, body),
        as_bytes(value["prev_hash"]),
        as_bytes(value["hash"]),
    )
