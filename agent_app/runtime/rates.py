"""Loads the dated figures that ship with the program, and refuses any that leave a doubt."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby, pairwise
from pathlib import Path
from typing import ClassVar

from agent_app.domain.errors import EnvironmentFailure
from agent_app.domain.rates import Certainty, Figure, RateBook
from agent_app.runtime.paths import resource

_REQUIRED = ("name", "value", "from", "document", "certainty")
_KNOWN = frozenset({*_REQUIRED, "until", "active"})
_VALUE = re.compile(r"[0-9]+(\.[0-9]+)?")
_DAY = timedelta(days=1)


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


@dataclass(frozen=True, slots=True)
class _Row:
    file: str
    row: int
    figure: Figure


def load_rates(folder: Path | None = None) -> RateBook:
    """Read every table of a folder, by default the one that ships, into one rate book."""
    folder = folder or _shipped()
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise RateFileUnreadableError(folder.name)
    rows = [row for file in files for row in _file_rows(file)]
    rows.sort(key=lambda each: (each.figure.name, each.figure.since))
    named = (list(group) for _, group in groupby(rows, key=lambda each: each.figure.name))
    return RateBook(figure for group in named for figure in _continuous(group))


def _shipped() -> Path:
    try:
        return resource("rates")
    except FileNotFoundError as error:
        raise RateFileUnreadableError("rates") from error


def _file_rows(file: Path) -> Iterable[_Row]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RateFileUnreadableError(file.name) from error
    tables = table.get("figure")
    if set(table) != {"figure"} or not isinstance(tables, list):
        raise RateFileUnreadableError(file.name)
    for number, values in enumerate(tables, 1):
        figure = _figure(file.name, number, values)
        if values.get("active", True):
            yield _Row(file.name, number, figure)


def _figure(file: str, row: int, values: object) -> Figure:
    if not isinstance(values, Mapping):
        raise RateRowError(file, row, "figure")
    doubtful = [key for key in values if key not in _KNOWN] + [key for key in _REQUIRED if key not in values]
    doubtful += [key for key, value in values.items() if key in _KNOWN and not _is_sound(key, value)]
    if doubtful:
        raise RateRowError(file, row, doubtful[0])
    since, until = values["from"], values.get("until")
    if until is not None and until < since:
        raise RateRowError(file, row, "until")
    return Figure(
        values["name"],
        Decimal(values["value"]),
        since,
        until,
        values["document"],
        Certainty(values["certainty"]),
    )


def _is_sound(key: str, value: object) -> bool:
    match key:
        case "active":
            return isinstance(value, bool)
        case "from" | "until":
            return isinstance(value, date) and not isinstance(value, datetime)
        case "value":
            return isinstance(value, str) and _VALUE.fullmatch(value) is not None
        case "certainty":
            return isinstance(value, str) and value in set(Certainty)
        case _:
            return isinstance(value, str) and bool(value.strip())


def _continuous(rows: list[_Row]) -> Iterable[Figure]:
    """Let each row hold until the next begins, and refuse days with no row or with two."""
    for earlier, later in pairwise(rows):
        last = later.figure.since - _DAY
        until = earlier.figure.until or last
        if until > last or earlier.figure.since > last:
            raise RateOverlapError(later.file, later.row, later.figure.name)
        if until < last:
            raise RateGapError(later.file, later.row, later.figure.name)
        yield replace(earlier.figure, until=until)
    yield rows[-1].figure
