"""Loads the dated figures that ship with the program, and refuses any that leave a doubt."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, groupby, pairwise
from pathlib import Path
from typing import cast

from agent_app.domain.due_list import Scheme
from agent_app.domain.local_support import LocalBasis, LocalRule
from agent_app.domain.rates import Certainty, Figure, RateBook
from agent_app.runtime.paths import resource
from agent_app.runtime.rate_files import (
    RateFileError,
    RateFileUnreadableError,
    RateGapError,
    RateOverlapError,
    RateRowError,
    Row,
    Shape,
    is_certainty,
    is_day,
    is_flag,
    is_number,
    is_text,
    is_texts,
    is_whole,
    tables,
)

__all__ = [
    "RateFileError",
    "RateFileUnreadableError",
    "RateGapError",
    "RateOverlapError",
    "RateRowError",
    "RateTables",
    "check_file",
    "load_local_rules",
    "load_rates",
    "load_tables",
]

_DAY = timedelta(days=1)
_DATED = {"name": is_text, "value": is_number, "from": is_day, "document": is_text, "certainty": is_certainty}
_FIGURE = Shape(_DATED, {"until": is_day, "active": is_flag, "each": is_texts})
_LOCAL = Shape(
    {
        **_DATED,
        "basis": lambda value: isinstance(value, str) and value in set(LocalBasis),
        "scheme": lambda value: isinstance(value, str) and value in set(Scheme),
        "payer": is_text,
    },
    {
        "until": is_day,
        "groups": is_texts,
        "place": lambda value: is_whole(value) and bool(value),
        "age_from": is_whole,
        "age_below": is_whole,
        "residence": is_texts,
        "holds_place": is_flag,
    },
)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A figure, and where it stands."""

    file: str
    row: int
    figure: Figure
    active: bool


@dataclass(frozen=True, slots=True)
class RateTables:
    """All that a folder or a file of dated tables says: figures in force, announced ones, local rules."""

    figures: tuple[Figure, ...]
    announced: tuple[Figure, ...] = ()
    local_rules: tuple[LocalRule, ...] = ()

    def book(self) -> RateBook:
        """Return the figures as a rate book."""
        return RateBook(self.figures, self.announced)


def load_rates(folder: Path | None = None, corrections: Path | None = None) -> RateBook:
    """Read every table of a folder, by default the one that ships, into one rate book.

    ``corrections`` is an office's file: its rows take the place of those of the same name while they hold.
    """
    book = load_tables(folder).book()
    return book if corrections is None else book.corrected(check_file(corrections).figures)


def load_local_rules(folder: Path | None = None) -> tuple[LocalRule, ...]:
    """Read the local rules of a folder, by default the one that ships."""
    return load_tables(folder).local_rules


def load_tables(folder: Path | None = None) -> RateTables:
    """Read every table of a folder, by default the one that ships."""
    folder = folder or _shipped()
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise RateFileUnreadableError(folder.name)
    return _tables(files)


def check_file(file: Path) -> RateTables:
    """Read one file; its first row that cannot be used is named."""
    return _tables([file])


def _shipped() -> Path:
    try:
        return resource("rates")
    except FileNotFoundError as error:
        raise RateFileUnreadableError("rates") from error


def _tables(files: list[Path]) -> RateTables:
    read = [(file.name, tables(file)) for file in files]
    placed = [row for name, found in read for row in _figure_rows(name, found.get("figure", []))]
    local = [
        pair
        for name, found in read
        for number, values in enumerate(found.get("local_support", []), 1)
        for pair in [_local_rule(name, number, values)]
    ]
    announced = tuple(each.figure for each in placed if not each.active)
    figures = tuple(_continuous(each for each in placed if each.active))
    rules = tuple(rule for _, rule in local)
    _refuse_overlaps(each for each, _ in local)
    return RateTables(figures, announced, rules)


def _figure_rows(file: str, rows: Iterable[object]) -> Iterator[_Placed]:
    for number, values in enumerate(rows, 1):
        row = _FIGURE.read(file, number, values)
        for name in _names(row):
            yield _Placed(file, number, _figure(name, row), bool(row.get("active", True)))


def _names(row: Row) -> list[str]:
    """Return the names that a row is for: its own, or one for each of a list of endings."""
    name = cast("str", row["name"])
    endings = cast("list[str] | None", row.get("each"))
    return [name] if endings is None else [f"{name}.{ending}" for ending in endings]


def _figure(name: str, row: Row) -> Figure:
    return Figure(
        name,
        Decimal(cast("str", row["value"])),
        cast("date", row["from"]),
        cast("date | None", row.get("until")),
        cast("str", row["document"]),
        Certainty(cast("str", row["certainty"])),
    )


def _local_rule(file: str, number: int, values: object) -> tuple[_Placed, LocalRule]:
    row = _LOCAL.read(file, number, values)
    figure = _figure(f"local_support.{row['name']}", row)
    rule = LocalRule(
        figure,
        LocalBasis(cast("str", row["basis"])),
        Scheme(cast("str", row["scheme"])),
        cast("str", row["payer"]),
        frozenset(cast("list[str]", row.get("groups", []))),
        cast("int | None", row.get("place")),
        cast("int | None", row.get("age_from")),
        cast("int | None", row.get("age_below")),
        frozenset(cast("list[str]", row.get("residence", []))),
        cast("bool", row.get("holds_place", True)),
    )
    return _Placed(file, number, figure, active=True), rule


def _by_name(rows: Iterable[_Placed]) -> Iterator[list[_Placed]]:
    ordered = sorted(rows, key=lambda each: (each.figure.name, each.figure.since))
    return (list(group) for _, group in groupby(ordered, key=lambda each: each.figure.name))


def _continuous(rows: Iterable[_Placed]) -> Iterator[Figure]:
    """Let each row hold until the next begins, and refuse days with no row or with two."""
    return chain.from_iterable(_without_gaps(named) for named in _by_name(rows))


def _without_gaps(rows: list[_Placed]) -> Iterator[Figure]:
    for earlier, later in pairwise(rows):
        last = later.figure.since - _DAY
        until = earlier.figure.until or last
        _refuse_overlap(earlier, later)
        if until < last:
            raise RateGapError(later.file, later.row, later.figure.name)
        yield replace(earlier.figure, until=until)
    yield rows[-1].figure


def _refuse_overlaps(rows: Iterable[_Placed]) -> None:
    """Refuse two rows of one local rule for one day; a local rule may pause, so gaps are in order."""
    for named in _by_name(rows):
        for earlier, later in pairwise(named):
            if earlier.figure.until is None:
                raise RateOverlapError(later.file, later.row, later.figure.name)
            _refuse_overlap(earlier, later)


def _refuse_overlap(earlier: _Placed, later: _Placed) -> None:
    last = later.figure.since - _DAY
    if (earlier.figure.until or last) > last or earlier.figure.since > last:
        raise RateOverlapError(later.file, later.row, later.figure.name)
