"""Reads the rows of dated tables strictly: a row that leaves a doubt is named, and nothing is used."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar

from agent_app.domain.errors import EnvironmentFailure
from agent_app.domain.rates import Certainty

TABLES = frozenset({"figure", "local_support", "province"})

_VALUE = re.compile(r"[0-9]+(\.[0-9]+)?")

Row = Mapping[str, object]
Check = Callable[[object], bool]


@dataclass(eq=False)
class RateFileError(EnvironmentFailure):
    """A file of dated figures cannot be used; nothing is priced with a part of them."""

    code: ClassVar[str] = "rates.file"
    file: str


@dataclass(eq=False)
class RateFileUnreadableError(RateFileError):
    """The file is missing, cut off, or no table of figures."""

    code: ClassVar[str] = "rates.file_unreadable"


@dataclass(eq=False)
class RateRowError(RateFileError):
    """A row, counted from 1, lacks a field, has one too many or one that cannot be read."""

    code: ClassVar[str] = "rates.row"
    row: int
    about: str


@dataclass(eq=False)
class RateValueError(RateFileError):
    """A row's value is higher than a figure of its name can be: a share was written as a percentage."""

    code: ClassVar[str] = "rates.value"
    row: int
    name: str
    value: str
    most: str


@dataclass(eq=False)
class RateGapError(RateFileError):
    """A row begins later than the day after the row before it of the same figure ends."""

    code: ClassVar[str] = "rates.gap"
    row: int
    name: str


@dataclass(eq=False)
class RateOverlapError(RateFileError):
    """A row begins on a day for which the row before it already gives the same figure."""

    code: ClassVar[str] = "rates.overlap"
    row: int
    name: str


def tables(file: Path) -> dict[str, list[object]]:
    """Return a file's tables by name, refusing one that is not among those known."""
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RateFileUnreadableError(file.name) from error
    found = {name: rows for name, rows in read.items() if isinstance(rows, list)}
    if not found or found != read or not TABLES.issuperset(found):
        raise RateFileUnreadableError(file.name)
    return found


@dataclass(frozen=True, slots=True)
class Shape:
    """What the rows of one table must and may have, each field with its check."""

    required: Mapping[str, Check]
    optional: Mapping[str, Check]

    def read(self, file: str, number: int, values: object) -> Row:
        """Return a row that fits; name the first field that does not."""
        if not isinstance(values, Mapping):
            raise RateRowError(file, number, "figure")
        faults = [*self._faults(values)]
        if faults:
            raise RateRowError(file, number, faults[0])
        since, until = values["from"], values.get("until")
        if until is not None and until < since:
            raise RateRowError(file, number, "until")
        return values

    def _faults(self, values: Row) -> Iterator[str]:
        checks = {**self.required, **self.optional}
        yield from (key for key in values if key not in checks)
        yield from (key for key in self.required if key not in values)
        yield from (key for key, value in values.items() if key in checks and not checks[key](value))


def is_text(value: object) -> bool:
    """Accept a text that says something."""
    return isinstance(value, str) and bool(value.strip())


def is_texts(value: object) -> bool:
    """Accept a list of texts, no two alike."""
    return (
        isinstance(value, list) and bool(value) and all(map(is_text, value)) and len(set(value)) == len(value)
    )


def is_number(value: object) -> bool:
    """Accept a decimal number written as a text, so that no float comes near it."""
    return isinstance(value, str) and _VALUE.fullmatch(value) is not None


def is_whole(value: object) -> bool:
    """Accept a whole number from 0."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_day(value: object) -> bool:
    """Accept a civil date."""
    return isinstance(value, date) and not isinstance(value, datetime)


def is_flag(value: object) -> bool:
    """Accept a yes or no."""
    return isinstance(value, bool)


def is_certainty(value: object) -> bool:
    """Accept one of the marks of certainty."""
    return isinstance(value, str) and value in set(Certainty)
