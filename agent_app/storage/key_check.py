"""Whether a key fits a store, found out by reading alone.

SQLite would first take in the write-ahead log that a crash has left, and only then notice that it cannot
read a word; so the seal of a page is verified here, before the database library sees the file. A page is
sealed as SQLCipher 4 does by default: HMAC-SHA512 over its content, its nonce and its number.
"""

import hashlib
import hmac
from pathlib import Path

_PAGE = 4096
_SALT = 16
_SEAL = 64
_SALT_MASK = 0x3A
_ROUNDS = 2
_LOG_HEADER = 32
_FRAME_HEADER = 24
_JOURNAL_HEADER = 28
_NUMBER = 4
# A page that another process is just writing may be read half; a second look finds it whole.
_LOOKS = 3


def key_fits(path: Path, data_key: bytes) -> bool:
    """Tell whether the key seals the first page, or else a page of a log that is to replace or restore it."""
    return any(_fits(path, data_key) for _ in range(_LOOKS))


def _fits(path: Path, data_key: bytes) -> bool:
    first = _read(path, 0, _PAGE)
    mask = bytes(byte ^ _SALT_MASK for byte in first[:_SALT])
    seal_key = hashlib.pbkdf2_hmac("sha512", data_key, mask, _ROUNDS, len(data_key))
    if _sealed(seal_key, first, 1):
        return True
    frame = _read(path.with_name(path.name + "-wal"), _LOG_HEADER, _FRAME_HEADER + _PAGE)
    if _sealed(seal_key, frame[_FRAME_HEADER:], int.from_bytes(frame[:_NUMBER], "big")):
        return True
    record = _first_record(path.with_name(path.name + "-journal"))
    return _sealed(seal_key, record[_NUMBER:], int.from_bytes(record[:_NUMBER], "big"))


def _first_record(journal: Path) -> bytes:
    """Read the number and the page that a rollback journal begins with, behind a header of one sector."""
    sector = int.from_bytes(_read(journal, 0, _JOURNAL_HEADER)[20:24], "big")
    return _read(journal, sector, _NUMBER + _PAGE)


def _read(path: Path, offset: int, length: int) -> bytes:
    try:
        with path.open("rb") as file:
            file.seek(offset)
            return file.read(length)
    except FileNotFoundError:
        return b""


def _sealed(seal_key: bytes, page: bytes, number: int) -> bool:
    start = _SALT if number == 1 else 0
    seal = hmac.new(seal_key, page[start:-_SEAL] + number.to_bytes(4, "little"), "sha512").digest()
    return hmac.compare_digest(seal, page[-_SEAL:])
