"""One backup as one file: header, sealed manifest, and the encrypted copy of the store.

A magic word with the format's version; the header (JSON: the wraps of the data key, and an id by which a home
knows its own key); the manifest, sealed under a subkey and bound to the header; then the copy to the end of
the file. A header and a manifest are preceded by their length (four bytes, big end first).
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag

from agent_app.domain.money import Dong
from agent_app.domain.operation import from_millis, to_millis
from agent_app.domain.plain import (
    NotPlainError,
    as_bytes,
    as_int,
    as_list,
    as_map,
    as_text,
    as_text_or_none,
    as_uuid,
    canonical,
    decode,
)
from agent_app.runtime.durable import empty_file
from agent_app.runtime.key_file import WrapKind, for_a_backup, unwrap
from agent_app.runtime.secrets import KeysUnreadableError, seal, subkey, unseal
from agent_app.services.backup_failures import (
    BackupDamagedError,
    BackupForeignError,
    BackupMissingError,
    BackupNewerError,
    BackupOtherKeyError,
)
from agent_app.services.backups import BookPlace, Manifest

SUFFIX = ".dtnbak"
_WORD = b"DTNBAK"
_MAGIC = _WORD + b"1\n"
_LENGTH_BYTES = 4
_MOST_BYTES = 1024 * 1024
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Header:
    """What can be read without the key; ``copy_at`` is where the copy begins."""

    file_name: str
    wraps: bytes
    key_id: str
    bound: bytes
    sealed: bytes
    copy_at: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A backup whose manifest was opened; the copy's size and hash are what it must have."""

    path: Path
    header: Header
    manifest: Manifest
    size: int
    sha256: bytes


def wraps_of(keys: Path) -> bytes:
    """Return what a backup takes along of ``keys.json``; raise ``KeysUnreadableError``."""
    try:
        content = keys.read_bytes()
    except OSError as error:
        raise KeysUnreadableError(keys.name) from error
    return for_a_backup(content, keys.name)


def key_id(data_key: bytes) -> str:
    """Name a data key without telling anything of it."""
    return subkey(data_key, "backup.id")[:8].hex()


def write_backup(target: Path, copy: Path, wraps: bytes, data_key: bytes, manifest: Manifest) -> None:
    """Write a backup of a copy, on disk when this returns; raise ``OSError``."""
    header = json.dumps({"key_id": key_id(data_key), "keys": wraps.decode()}).encode()
    digest, size = _hash(copy)
    sealed = seal(subkey(data_key, "backup"), _encode(manifest, size, digest), _context(header))
    empty_file(target)
    with target.open("rb+") as file, copy.open("rb") as source:
        file.write(_MAGIC + _framed(header) + _framed(sealed))
        while piece := source.read(_PIECE):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def read_header(path: Path) -> Header:
    """Read what is not sealed; raise what says that the file is foreign, newer or damaged."""
    try:
        with path.open("rb") as file:
            _refuse_magic(file.read(len(_MAGIC)), path.name)
            bound, sealed = _frame(file), _frame(file)
            copy_at = file.tell()
        value = as_map(json.loads(bound))
        keys, known = as_text(value["keys"]), as_text(value["key_id"])
    except (ValueError, KeyError, NotPlainError) as error:
        raise BackupDamagedError(path.name) from error
    except OSError as error:
        raise BackupMissingError(path.name) from error
    return Header(path.name, keys.encode(), known, bound, sealed, copy_at)


def _refuse_magic(found: bytes, name: str) -> None:
    if not found.startswith(_WORD):
        raise BackupForeignError(name)
    if found != _MAGIC:
        raise BackupNewerError(name)


def unlock(header: Header, secret: str, kind: WrapKind = WrapKind.PASSWORD) -> bytes:
    """Return the data key by the password or the recovery code that the home had when the backup was made.

    Raises ``WrongPasswordError``, ``WrongRecoveryCodeError``, ``RecoveryCodeTypoError``,
    ``RecoveryMissingError`` or ``BackupDamagedError``.
    """
    return data_key_of(header, lambda wraps, name: unwrap(wraps, name, kind, secret))


def data_key_of(header: Header, unwrapped: Callable[[bytes, str], bytes]) -> bytes:
    """Return the data key that something reads out of a backup's wraps; they must be this backup's."""
    try:
        data_key = unwrapped(header.wraps, header.file_name)
    except KeysUnreadableError as error:
        raise BackupDamagedError(header.file_name) from error
    if key_id(data_key) != header.key_id:
        raise BackupDamagedError(header.file_name)
    return data_key


def open_backup(path: Path, data_key: bytes) -> Opened:
    """Open the manifest; raise ``BackupOtherKeyError`` or another failure of a backup."""
    header = read_header(path)
    if header.key_id != key_id(data_key):
        raise BackupOtherKeyError(path.name)
    try:
        plain = unseal(subkey(data_key, "backup"), header.sealed, _context(header.bound))
        value = as_map(decode(plain))
        manifest = _decode(value)
        return Opened(path, header, manifest, as_int(value["bytes"]), as_bytes(value["sha256"]))
    except (InvalidTag, NotPlainError, KeyError, ValueError) as error:
        raise BackupDamagedError(path.name) from error


def verify_bytes(opened: Opened) -> None:
    """Read the whole copy and compare; raise ``BackupDamagedError``."""
    try:
        with opened.path.open("rb") as file:
            file.seek(opened.header.copy_at)
            found = _hash_rest(file)
    except OSError as error:
        raise BackupDamagedError(opened.path.name) from error
    if found != (opened.sha256, opened.size):
        raise BackupDamagedError(opened.path.name)


def take_out(opened: Opened, target: Path) -> None:
    """Write the copy to a file of its own, on disk when this returns; it must be whole."""
    empty_file(target)
    with opened.path.open("rb") as source, target.open("rb+") as file:
        source.seek(opened.header.copy_at)
        while piece := source.read(_PIECE):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if _hash(target) != (opened.sha256, opened.size):
        raise BackupDamagedError(opened.path.name)


def _hash(path: Path) -> tuple[bytes, int]:
    with path.open("rb") as file:
        return _hash_rest(file)


def _hash_rest(file: BinaryIO) -> tuple[bytes, int]:
    digest, size = hashlib.sha256(), 0
    while piece := file.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    return digest.digest(), size


def _framed(content: bytes) -> bytes:
    return len(content).to_bytes(_LENGTH_BYTES, "big") + content


def _frame(file: BinaryIO) -> bytes:
    length = int.from_bytes(file.read(_LENGTH_BYTES), "big")
    content = file.read(length) if 0 < length <= _MOST_BYTES else b""
    if not content or len(content) != length:
        raise ValueError("cut short")
    return content


def _context(header: bytes) -> bytes:
    return b"backup/1/" + hashlib.sha256(header).digest()


def _encode(manifest: Manifest, size: int, digest: bytes) -> bytes:
    return canonical(
        {
            "made_at": to_millis(manifest.made_at),
            "device_id": manifest.device_id.bytes,
            "agent_code": manifest.agent_code,
            "position": [manifest.epoch, manifest.dseq, manifest.head_hash],
            "acked_dseq": manifest.acked_dseq,
            "schema": manifest.schema,
            "books": [[each.symbol, each.book, each.next, each.last] for each in manifest.books],
            "counts": [
                manifest.households,
                manifest.people,
                manifest.visits,
                manifest.receipts,
                manifest.operations,
            ],
            "total": int(manifest.total),
            "erasures": manifest.erasures,
            "bytes": size,
            "sha256": digest,
        }
    )


def _decode(value: Mapping[str, object]) -> Manifest:
    epoch, dseq, head = as_list(value["position"])
    households, people, visits, receipts, operations = map(as_int, as_list(value["counts"]))
    return Manifest(
        from_millis(as_int(value["made_at"])),
        as_uuid(value["device_id"]),
        as_text_or_none(value["agent_code"]),
        as_int(epoch),
        as_int(dseq),
        as_bytes(head),
        as_int(value["acked_dseq"]),
        as_int(value["schema"]),
        tuple(_book(as_list(each)) for each in as_list(value["books"])),
        households,
        people,
        visits,
        receipts,
        operations,
        Dong(as_int(value["total"])),
        as_int(value.get("erasures", 0)),  # older files hold no erasure
    )


def _book(value: list[object]) -> BookPlace:
    symbol, book, following, last = value
    return BookPlace(as_text(symbol), as_text(book), as_int(following), as_int(last))
