"""Rows as plain values that both databases write alike, and back again."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Column, Date, Integer, LargeBinary, Text, TypeDecorator, Uuid
from sqlalchemy.types import TypeEngine

from agent_app.domain.plain import NotPlainError, Plain

KINDS: Final[Mapping[str, TypeEngine[Any]]] = {
    "bool": Boolean(),
    "bytes": LargeBinary(),
    "date": Date(),
    "int": BigInteger(),
    "text": Text(),
    "uuid": Uuid(),
}
_TYPES: Final[tuple[tuple[type[TypeEngine[Any]], str], ...]] = (
    (Boolean, "bool"),
    (LargeBinary, "bytes"),
    (Date, "date"),
    (Integer, "int"),
    (Text, "text"),
    (Uuid, "uuid"),
)
_WRITTEN: Final[Mapping[str, Callable[[Any], Plain]]] = {
    "date": date.isoformat,
    "uuid": lambda value: value.bytes,
}
_READ: Final[Mapping[str, Callable[[Any], object]]] = {
    "date": date.fromisoformat,
    "uuid": lambda value: UUID(bytes=value),
}


def kind_of(column: Column[Any]) -> str:
    """Say how a column's values are written: as they lie in the table, whatever the program makes of them."""
    stored = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    return next(kind for type_, kind in _TYPES if isinstance(stored, type_))


def type_of(kind: str) -> TypeEngine[Any]:
    """Return the type of a column of a kind."""
    try:
        return KINDS[kind]
    except KeyError as error:
        raise NotPlainError from error


def written(kind: str, value: object) -> Plain:
    """Write a value of a table."""
    write = _WRITTEN.get(kind)
    plain: Any = value
    return plain if value is None or write is None else write(value)


def read(kind: str, value: object) -> object:
    """Read it back."""
    taken = _READ.get(kind)
    try:
        return value if value is None or taken is None else taken(value)
    except (TypeError, ValueError) as error:
        raise NotPlainError from error
