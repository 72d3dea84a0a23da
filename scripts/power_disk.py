"""What a disk may hold after the power went, computed from the record of what a program did to it.

What was synced is there. Of what was written since, each sector of 512 bytes is there or not, or reads as
zeros where the file was to grow; a file may have been cut or not; of the names that a folder was to get,
lose or change since it was last synced, the first few are done and the others not.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from random import Random

SECTOR = 512
_HEAD = struct.Struct("<IIIIQQ")
# Of some files nothing has arrived, of some all; of the others a mixture.
_NOTHING, _ALL = 0.25, 0.5
_ZEROS = 0.1


class Kind(IntEnum):
    """The calls that ``power_cut.c`` writes down."""

    OPENED = 1
    WRITTEN = 2
    TRUNCATED = 3
    SYNCED = 4
    RENAMED = 5
    UNLINKED = 6
    FOLDER_MADE = 7


@dataclass(frozen=True, slots=True)
class Call:
    """One call; ``place`` is an offset, a size, or says that a file was emptied or a folder synced."""

    kind: Kind
    path: Path
    other: Path
    inode: int
    place: int
    data: bytes


def read_calls(record: Path) -> Iterator[Call]:
    """Read the shim's record."""
    content, at = record.read_bytes(), 0
    while at < len(content):
        kind, path, other, data, inode, place = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        words = [content[start : start + length] for start, length in _spans(at, path, other, data)]
        at += path + other + data
        yield Call(Kind(kind), Path(words[0].decode()), Path(words[1].decode()), inode, place, words[2])


def _spans(start: int, *lengths: int) -> Iterator[tuple[int, int]]:
    for length in lengths:
        yield start, length
        start += length


@dataclass(eq=False, slots=True)
class _File:
    """A file's content when it was last synced, and what was done to it since; data ``None`` cuts it."""

    safe: bytearray
    since: list[tuple[int, bytes | None]] = field(default_factory=list)
    inode: int | None = None

    def sync(self) -> None:
        for place, data in self.since:
            _apply(self.safe, place, data)
        self.since.clear()

    def after_power_loss(self, random: Random) -> bytes:
        held, chance = bytearray(self.safe), random.random()
        if chance < _NOTHING:
            return bytes(held)
        for place, data in self.since:
            if chance < _ALL:
                _apply(held, place, data)
            elif data is None:
                if random.random() < _ALL:
                    _apply(held, place, data)
            else:
                _tear(held, place, data, random)
        return bytes(held)


def _apply(held: bytearray, place: int, data: bytes | None) -> None:
    if data is None:
        del held[place:]
        held.extend(bytes(place - len(held)))
    else:
        held.extend(bytes(max(0, place - len(held))))
        held[place : place + len(data)] = data


def _tear(held: bytearray, place: int, data: bytes, random: Random) -> None:
    """Let each sector arrive or not; a sector of a growing file may be there in name only."""
    share, at, size = random.random(), 0, len(held)
    while at < len(data):
        end = min(len(data), at + SECTOR - (place + at) % SECTOR)
        if random.random() < share:
            _apply(held, place + at, data[at:end])
        elif place + at >= size and random.random() < _ZEROS:
            _apply(held, place + at, bytes(end - at))
        at = end


_Names = dict[Path, "_File | None"]
_Change = tuple[Path, "_File | None", bool]


@dataclass(slots=True)
class Disk:
    """The files of one folder as the running program sees them, and what of them would outlive the power.

    A folder is a name without a file.
    """

    root: Path
    names: _Names = field(default_factory=dict)
    _safe: _Names = field(default_factory=dict)
    _changes: dict[Path, list[list[_Change]]] = field(default_factory=dict)
    _inodes: dict[int, _File] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Path) -> "Disk":
        """Take a folder as it lies there; all of it is safe."""
        disk = cls(root)
        for path in sorted(root.rglob("*")):
            disk.names[path] = _File(bytearray(path.read_bytes())) if path.is_file() else None
        disk._safe = dict(disk.names)
        return disk

    def replay(self, calls: Iterator[Call]) -> None:
        """Do what the program did."""
        for call in calls:
            self._do(call)

    def _do(self, call: Call) -> None:
        match call.kind:
            case Kind.OPENED:
                self._open(call)
            case Kind.WRITTEN:
                self._inodes[call.inode].since.append((call.place, call.data))
            case Kind.TRUNCATED:
                self._inodes[call.inode].since.append((call.place, None))
            case Kind.SYNCED if call.place:
                self._sync_folder(call.path)
            case Kind.SYNCED:
                self._inodes[call.inode].sync()
            case Kind.RENAMED:
                moved = self.names[call.path]
                self._change((call.path, moved, False), (call.other, moved, True))
            case Kind.UNLINKED:
                self._change((call.path, self.names.get(call.path), False))
            case Kind.FOLDER_MADE:
                self._change((call.path, None, True))

    def _open(self, call: Call) -> None:
        file = self.names.get(call.path)
        if file is None or file.inode not in {None, call.inode}:
            file = _File(bytearray())
            self._change((call.path, file, True))
        file.inode = call.inode
        self._inodes[call.inode] = file
        if call.place:
            file.since.append((0, None))

    def _change(self, *changes: _Change) -> None:
        self._changes.setdefault(changes[0][0].parent, []).append(list(changes))
        _rename(self.names, list(changes))

    def _sync_folder(self, folder: Path) -> None:
        for changes in self._changes.pop(folder, []):
            _rename(self._safe, changes)

    def after_power_loss(self, target: Path, random: Random) -> None:
        """Write a folder as it may be found when the power is back."""
        names = dict(self._safe)
        for folder in sorted(self._changes):
            pending = self._changes[folder]
            for changes in pending[: random.randint(0, len(pending))]:
                _rename(names, changes)
        target.mkdir(mode=0o700, parents=True)
        for path, file in sorted(names.items(), key=lambda each: each[0]):
            place = target / path.relative_to(self.root)
            if file is None:
                place.mkdir(mode=0o700, exist_ok=True)
            elif place.parent.exists():
                place.write_bytes(file.after_power_loss(random))
                place.chmod(0o600)


def _rename(names: _Names, changes: list[_Change]) -> None:
    for path, file, there in changes:
        if there:
            names[path] = file
        else:
            names.pop(path, None)
