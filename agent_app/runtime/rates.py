"""Loads the dated figures that ship with the program, and refuses any that leave a doubt."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import cache
from itertools import chain, groupby, pairwise
from pathlib import Path

from agent_app.domain.local_support import LocalRule
from agent_app.domain.provinces import Province
from agent_app.domain.rates import Certainty, Figure, RateBook
from agent_app.runtime.paths import resource
from agent_app.runtime.rate_files import (
    RateFileError,
    RateFileUnreadableError,
    RateGapError,
    RateOverlapError,
    RateRowError,
    RateValueError,
    tables,
)
from agent_app.runtime.rate_rows import figure_rows, local_rule, province

__all__ = [
    "RateFileError",
    "RateFileUnreadableError",
    "RateGapError",
    "RateOverlapError",
    "RateRowError",
    "RateTables",
    "RateValueError",
    "check_file",
    "load_local_rules",
    "load_rates",
    "load_tables",
]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A figure, and where it stands."""

    file: str
    row: int
    figure: Figure
    active: bool


@dataclass(frozen=True, slots=True)
class RateTables:
    """All that a folder or a file of dated tables says: figures, announced ones, local rules, provinces."""

    figures: tuple[Figure, ...]
    announced: tuple[Figure, ...] = ()
    local_rules: tuple[LocalRule, ...] = ()
    provinces: tuple[Province, ...] = ()

    def book(self) -> RateBook:
        """Return the figures as a rate book."""
        return RateBook(self.figures, self.announced)


def load_rates(folder: Path | None = None, corrections: Path | None = None) -> RateBook:
    """Read every table of a folder, by default the one that ships, into one rate book.

    ``corrections`` is an office's file: its rows take the place of those of the same name while they hold.
    """
    book = load_tables(folder).book()
    if corrections is None:
        return book
    found = check_file(corrections)
    return book.corrected(found.figures, found.announced)


def load_local_rules(folder: Path | None = None) -> tuple[LocalRule, ...]:
    """Read the local rules of a folder, by default the one that ships."""
    return load_tables(folder).local_rules


def load_tables(folder: Path | None = None) -> RateTables:
    """Read every table of a folder, by default the one that ships, which is read once."""
    return _all_of(folder) if folder is not None else _shipped_tables()


@cache
def _shipped_tables() -> RateTables:
    return _all_of(_shipped())


def _all_of(folder: Path) -> RateTables:
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
    placed = [each for name, found in read for each in _placed(name, found.get("figure", []))]
    local = [_of_rule(*each, local_rule(*each)) for each in _numbered(read, "local_support")]
    places = [_of_province(*each, province(*each)) for each in _numbered(read, "province")]
    for rows in _by_name(each for each, _ in (*local, *places)):
        _refuse_overlaps(rows)
    return RateTables(
        tuple(_continuous(each for each in placed if each.active)),
        tuple(each.figure for each in placed if not each.active),
        tuple(rule for _, rule in local),
        tuple(found for _, found in places),
    )


def _numbered(
    read: Iterable[tuple[str, dict[str, list[object]]]], table: str
) -> Iterator[tuple[str, int, object]]:
    for name, found in read:
        for number, values in enumerate(found.get(table, []), 1):
            yield name, number, values


def _placed(file: str, rows: Iterable[object]) -> Iterator[_Placed]:
    for number, values in enumerate(rows, 1):
        figures, active = figure_rows(file, number, values)
        yield from (_Placed(file, number, figure, active) for figure in figures)


def _of_rule(file: str, number: int, _values: object, rule: LocalRule) -> tuple[_Placed, LocalRule]:
    return _Placed(file, number, rule.figure, active=True), rule


def _of_province(file: str, number: int, _values: object, found: Province) -> tuple[_Placed, Province]:
    name = f"province.{found.code}"
    figure = Figure(name, Decimal(1), found.since, found.until, found.document, Certainty.OFFICIAL)
    return _Placed(file, number, figure, active=True), found


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


def _refuse_overlaps(rows: list[_Placed]) -> None:
    """Refuse two rows of one name for one day where pauses are in order."""
    for earlier, later in pairwise(rows):
        if earlier.figure.until is None:
            raise RateOverlapError(later.file, later.row, later.figure.name)
        _refuse_overlap(earlier, later)


def _refuse_overlap(earlier: _Placed, later: _Placed) -> None:
    last = later.figure.since - _DAY
    if (earlier.figure.until or last) > last or earlier.figure.since > last:
        raise RateOverlapError(later.file, later.row, later.figure.name)
