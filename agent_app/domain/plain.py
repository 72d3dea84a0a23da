"""Plain values and their canonical bytes: what the log, the journal and the wire are made of."""

from collections.abc import Mapping
from io import BytesIO
from uuid import UUID

import cbor2

Plain = str | int | bytes | bool | None | list["Plain"] | dict[str, "Plain"]
Body = dict[str, Plain]


class NotPlainError(ValueError):
    """Bytes or a value that do not have the plain shape asked for."""


def canonical(value: Plain) -> bytes:
    """Encode as canonical CBOR: the same value always gives the same bytes."""
    return cbor2.dumps(value, canonical=True)


def decode(encoded: bytes) -> object:
    """Decode one CBOR value; raise ``NotPlainError`` for bytes that are none, or that go on after it."""
    reader = BytesIO(encoded)
    try:
        value: object = cbor2.load(reader)
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError, MemoryError) as error:
        raise NotPlainError("no CBOR") from error
    if reader.read(1):
        raise NotPlainError("bytes after the value")
    return value


def as_map(value: object) -> Mapping[str, object]:
    """Take a map with text keys."""
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise NotPlainError("no map")
    return value


def as_list(value: object) -> list[object]:
    """Take a list."""
    if not isinstance(value, list):
        raise NotPlainError("no list")
    return value


def as_text(value: object) -> str:
    """Take a text."""
    if not isinstance(value, str):
        raise NotPlainError("no text")
    return value


def as_text_or_none(value: object) -> str | None:
    """Take a text, or nothing."""
    return None if value is None else as_text(value)


def as_bytes(value: object) -> bytes:
    """Take bytes."""
    if not isinstance(value, bytes):
        raise NotPlainError("no bytes")
    return value


def as_int(value: object) -> int:
    """Take a whole number that fits 64 bits."""
    if not isinstance(value, int) or isinstance(value, bool) or not -(2**63) <= value < 2**63:
        raise NotPlainError("no whole number")
    return value


def as_int_or_none(value: object) -> int | None:
    """Take a whole number, or nothing."""
    return None if value is None else as_int(value)


def as_flag(value: object) -> bool:
    """Take a yes or no."""
    if not isinstance(value, bool):
        raise NotPlainError("no flag")
    return value


def as_uuid(value: object) -> UUID:
    """Take the sixteen bytes of an id."""
    held = as_bytes(value)
    if len(held) != 16:  # noqa: PLR2004
        raise NotPlainError("no id")
    return UUID(bytes=held)
