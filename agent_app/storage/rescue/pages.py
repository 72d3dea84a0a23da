"""The pages of a store one by one, each believed only under its own seal.

SQLCipher gives up a whole connection at the first page whose seal is broken, and SQLite a whole write-ahead
log at the first frame that does not add up. Here every page stands for itself: the newest sound version
counts, from the log or from the file.
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE = 4096
USABLE = PAGE - 80
"""What is left of a page behind its nonce and its seal."""

_SALT, _NONCE, _SEAL = 16, 16, 64
_SALT_MASK, _ROUNDS = 0x3A, 2
_LOG_HEADER, _FRAME_HEADER = 32, 24
_LOG_SALTS, _FRAME_SALTS = slice(16, 24), slice(8, 16)
_SIZE_AT, _MOST_PAGES = 28, 10_000_000
_PLAIN_HEADER = b"SQLite format 3\0"


@dataclass(slots=True)
class Pages:
    """The sound pages of one store, decrypted when they are asked for."""

    key: bytes
    sound: dict[int, bytes] = field(default_factory=dict)
    damaged: set[int] = field(default_factory=set)
    healed: set[int] = field(default_factory=set)
    count: int = 0

    @classmethod
    def of(cls, store: Path, data_key: bytes) -> "Pages":
        """Read a store and its write-ahead log; files that are missing are empty."""
        held = _bytes(store)
        pages = cls(data_key, count=len(held) // PAGE)
        log = _bytes(store.with_name(store.name + "-wal"))
        for salt in _salts(held, log):
            seal_key = hashlib.pbkdf2_hmac("sha512", data_key, _masked(salt), _ROUNDS, len(data_key))
            pages.take_file(held, seal_key)
            pages.take_log(log, seal_key)
            if pages.sound:
                break
        pages.miss_cut_off()
        return pages

    def miss_cut_off(self) -> None:
        """Count the pages that the first one speaks of and that are not there at all."""
        first = self.plain(1)
        size = int.from_bytes(first[_SIZE_AT : _SIZE_AT + 4], "big") if first else 0
        if size <= _MOST_PAGES:
            self.damaged |= set(range(self.count + 1, size + 1))
            self.count = max(self.count, size)

    def take_file(self, held: bytes, seal_key: bytes) -> None:
        """Take the pages of the file itself."""
        self.damaged.clear()
        for number in range(1, len(held) // PAGE + 1):
            page = held[(number - 1) * PAGE : number * PAGE]
            if _is_sealed(seal_key, page, number):
                self.sound[number] = page
            elif any(page):
                self.damaged.add(number)

    def take_log(self, log: bytes, seal_key: bytes) -> None:
        """Take every frame of the log's present round whose page is sound, later ones over earlier."""
        for number, page in _frames(log):
            if _is_sealed(seal_key, page, number):
                self.sound[number] = page
                self.count = max(self.count, number)
                if number in self.damaged:
                    self.healed.add(number)
            else:
                self.damaged.add(number)

    def plain(self, number: int) -> bytes | None:
        """Return a page's content, ``None`` where it is damaged or was never there."""
        page = self.sound.get(number)
        if page is None:
            return None
        start = _SALT if number == 1 else 0
        nonce = page[USABLE : USABLE + _NONCE]
        opener = Cipher(algorithms.AES(self.key), modes.CBC(nonce)).decryptor()
        content = opener.update(page[start:USABLE]) + opener.finalize()
        return _PLAIN_HEADER + content if number == 1 else content

    @property
    def lost(self) -> tuple[int, ...]:
        """The pages of which no sound version is left."""
        return tuple(sorted(self.damaged - set(self.sound)))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _salts(held: bytes, log: bytes) -> Iterator[bytes]:
    """Where the file's first bytes are damaged, the log may have them."""
    if held:
        yield held[:_SALT]
    yield from (page[:_SALT] for number, page in _frames(log) if number == 1)


def _masked(salt: bytes) -> bytes:
    return bytes(byte ^ _SALT_MASK for byte in salt)


def _frames(log: bytes) -> Iterator[tuple[int, bytes]]:
    salts = log[_LOG_SALTS]
    for start in range(_LOG_HEADER, len(log) - _FRAME_HEADER - PAGE + 1, _FRAME_HEADER + PAGE):
        head = log[start : start + _FRAME_HEADER]
        if head[_FRAME_SALTS] == salts:
            yield int.from_bytes(head[:4], "big"), log[start + _FRAME_HEADER : start + _FRAME_HEADER + PAGE]


def _is_sealed(seal_key: bytes, page: bytes, number: int) -> bool:
    start = _SALT if number == 1 else 0
    seal = hmac.new(seal_key, page[start:-_SEAL] + number.to_bytes(4, "little"), "sha512").digest()
    return hmac.compare_digest(seal, page[-_SEAL:])
