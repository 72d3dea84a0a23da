"""All rows that the sound pages of a store hold, table by table.

A table's leaves are found from its root; those below a damaged page are known by the shape of their rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from agent_app.storage.engine import RawConnection
from agent_app.storage.rescue.pages import Pages
from agent_app.storage.rescue.records import INTERIOR, LEAF, Record, Value, children, kind, records
from agent_app.storage.search_index import DERIVED

_SCHEMA_ROOT = 1
_VERSION_AT, _FREELIST_AT = 60, 32
_ID_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Column:
    """One column as the schema declares it."""

    name: str
    declared: str
    required: bool
    is_rowid: bool

    def takes(self, value: Value) -> bool:
        """Tell whether a value can stand here."""
        if value is None:
            return self.is_rowid or not self.required
        if self.declared.startswith(("CHAR", "VARCHAR", "DATE", "TEXT")):
            is_id = self.declared == f"CHAR({_ID_LENGTH})"
            return isinstance(value, str) and (not is_id or len(value) == _ID_LENGTH)
        if self.declared == "BLOB":
            return isinstance(value, bytes)
        return isinstance(value, int | float) and not self.is_rowid


@dataclass(frozen=True, slots=True)
class Table:
    """One table as the schema declares it."""

    name: str
    columns: tuple[Column, ...]

    def fits(self, record: Record) -> bool:
        """Tell whether a row can be one of this table; columns that came later may be missing."""
        if len(record.values) > len(self.columns):
            return False
        later = self.columns[len(record.values) :]
        here = zip(self.columns, record.values, strict=False)
        return not any(each.required for each in later) and all(one.takes(value) for one, value in here)


@dataclass(slots=True)
class Reading:
    """The rows by table; ``broken`` counts rows whose page is sound but which go on in a damaged one."""

    version: int
    rows: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    broken: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def tables_of(raw: RawConnection) -> list[Table]:
    """Return a database's own tables in the order in which they were made, so that parents come first.

    What says nothing of its own is left out, for it is made again: the search's tables, and those that
    SQLite keeps for itself and for full-text tables.
    """
    listed = raw.execute("PRAGMA table_list").fetchall()
    own = {str(each[1]) for each in listed if each[2] == "table"} - set(DERIVED)
    made = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid").fetchall()
    return [Table(str(name), tuple(_columns(raw, str(name)))) for (name,) in made if name in own]


def _columns(raw: RawConnection, table: str) -> Iterator[Column]:
    found = raw.execute(f"PRAGMA table_info({table})").fetchall()
    alone = sum(bool(each[5]) for each in found) == 1
    for _cid, name, declared, required, _default, key in found:
        yield Column(str(name), str(declared), bool(required), alone and bool(key) and declared == "INTEGER")


def schema_version(pages: Pages) -> int | None:
    """Return the version of the schema that the first page names."""
    first = pages.plain(1)
    return int.from_bytes(first[_VERSION_AT : _VERSION_AT + 4], "big") if first else None


def read(pages: Pages, tables: Sequence[Table], version: int) -> Reading:
    """Read them all."""
    reading, seen = Reading(version), set(_free(pages))
    by_name = {table.name: table for table in tables}
    for name, root in _roots(pages):
        leaves = list(_leaves(pages, root, seen))
        if name in by_name:
            for number, page in leaves:
                _take(reading, pages, by_name[name], number, page)
    for number in sorted(set(pages.sound) - seen):
        stray = pages.plain(number)
        if stray is not None and kind(stray, number) == LEAF:
            _take_stray(reading, pages, tables, number, stray)
    return reading


def _roots(pages: Pages) -> Iterator[tuple[str, int]]:
    for number, page in _leaves(pages, _SCHEMA_ROOT, set()):
        for record in records(pages, page, number):
            if record is not None and len(record.values) >= 4 and isinstance(record.values[3], int):  # noqa: PLR2004
                yield str(record.values[1]), record.values[3]


def _leaves(pages: Pages, root: int, seen: set[int]) -> Iterator[tuple[int, bytes]]:
    """Walk down from a root; ``seen`` gets every page on the way, those of indexes too."""
    waiting = [root]
    while waiting:
        number = waiting.pop()
        page = pages.plain(number)
        if number in seen or page is None:
            continue
        seen.add(number)
        if kind(page, number) == INTERIOR:
            waiting += reversed(list(children(page, number)))
        elif kind(page, number) == LEAF:
            yield number, page


def _free(pages: Pages) -> Iterator[int]:
    """Return the pages that were given up: what they still show has been deleted."""
    first = pages.plain(1)
    trunk = int.from_bytes(first[_FREELIST_AT : _FREELIST_AT + 4], "big") if first else 0
    passed: set[int] = set()
    while trunk and trunk not in passed:
        passed.add(trunk)
        yield trunk
        page = pages.plain(trunk)
        if page is None:
            return
        count = int.from_bytes(page[4:8], "big")
        yield from (int.from_bytes(page[8 + 4 * at : 12 + 4 * at], "big") for at in range(count))
        trunk = int.from_bytes(page[:4], "big")


def _take(reading: Reading, pages: Pages, table: Table, number: int, page: bytes) -> None:
    for record in records(pages, page, number):
        if record is None or len(record.values) > len(table.columns):
            reading.broken[table.name] += 1
        else:
            reading.rows[table.name].append(record)


def _take_stray(reading: Reading, pages: Pages, tables: Iterable[Table], number: int, page: bytes) -> None:
    """Give a leaf that no root leads to any more to the one table that all its rows fit."""
    found = [record for record in records(pages, page, number) if record is not None]
    fitting = [table for table in tables if found and all(table.fits(record) for record in found)]
    if len(fitting) == 1:
        reading.rows[fitting[0].name] += found
