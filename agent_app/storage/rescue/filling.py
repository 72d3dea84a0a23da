"""Puts rows that were saved into a new store, and mends what refers to rows that are gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from agent_app.domain.names import fold, name_sort_key
from agent_app.storage.engine import DriverError, RawConnection, scalar
from agent_app.storage.rescue.reading import Reading, Table
from agent_app.storage.rescue.records import Record

LOST_PLACE = "(không đọc được)"
"""The address of a household of which only the id is left."""

_SUBJECT = "subject_name, subject_insurance_no, subject_citizen_id, subject_birth"
_MOST_ROUNDS = 10
# Facts that name a person: the table of what they belong to, and the column that refers to it.
_OWNERS = {
    "receipt_line": ("receipt", "receipt_id"),
    "visit_outcome": ("visit", "visit_id"),
    "transfer_line": ("awaited_transfer", "transfer_id"),
}


@dataclass(slots=True)
class Filled:
    """How many rows went in, table by table."""

    rows: dict[str, int] = field(default_factory=dict)
    from_backup: dict[str, int] = field(default_factory=dict)
    unusable: dict[str, int] = field(default_factory=dict)


def fill(raw: RawConnection, tables: Iterable[Table], present: Reading, backup: Reading | None) -> Filled:
    """Insert what the present store had, then what only the backup has."""
    filled = Filled()
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("BEGIN IMMEDIATE")
    for table in tables:
        if present.rows.get(table.name) or (backup is not None and backup.rows.get(table.name)):
            # What a step puts into a new store gives way to what has become of it.
            raw.execute(f"DELETE FROM {table.name}")  # noqa: S608
        rows, refused = _insert(raw, table, present.rows.get(table.name, ()))
        filled.rows[table.name] = rows
        filled.unusable[table.name] = refused + present.broken.get(table.name, 0)
        if backup is not None:
            more, _refused = _insert(raw, table, backup.rows.get(table.name, ()))
            filled.from_backup[table.name] = more
    raw.execute("COMMIT")
    return filled


def _insert(raw: RawConnection, table: Table, records: Iterable[Record]) -> tuple[int, int]:
    taken = refused = 0
    for record in sorted(records, key=lambda each: each.rowid):
        names = [f'"{column.name}"' for column in table.columns][: len(record.values)]
        values = [
            record.rowid if column.is_rowid else value
            for column, value in zip(table.columns, record.values, strict=False)
        ]
        marks = ", ".join("?" * len(names))
        # Names come from the schema that this program has just built; some are words of SQL.
        statement = f"INSERT OR IGNORE INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
        try:
            taken += _changed(raw, statement, values)
        except DriverError:
            refused += 1
    return taken, refused


@dataclass(slots=True)
class Mended:
    """How many rows stand in for lost ones, and how many had to go: alone they told nothing."""

    placeholders: int = 0
    dropped: int = 0


def mend_references(raw: RawConnection) -> Mended:
    """Let every row refer to something again: money and visits stay, what only leans on them goes."""
    mended = Mended()
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("BEGIN IMMEDIATE")
    for _round in range(_MOST_ROUNDS):
        found = raw.execute("PRAGMA foreign_key_check").fetchall()
        broken = [(str(each[0]), int(str(each[1])), str(each[2])) for each in found]
        if not broken:
            break
        # What can stand in for a lost row comes first: others may lean on it, too.
        before = mended.placeholders
        for each in broken:
            mended.placeholders += _stand_in(raw, *each)
        if mended.placeholders == before:
            for table, rowid, _parent in broken:
                raw.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))  # noqa: S608
                mended.dropped += 1
    raw.execute("COMMIT")
    return mended


def _stand_in(raw: RawConnection, table: str, rowid: int, parent: str) -> int:
    if parent == "household":
        return _stand_in_household(raw, table, rowid)
    if parent == "person" and table in _OWNERS:
        return _stand_in_person(raw, table, rowid)
    if parent == "receipt_book":
        return _stand_in_book(raw, table, rowid)
    return 0


def _stand_in_household(raw: RawConnection, table: str, rowid: int) -> int:
    (lost,) = raw.execute(f"SELECT household_id FROM {table} WHERE rowid = ?", (rowid,)).fetchone() or (None,)  # noqa: S608
    return _changed(
        raw,
        "INSERT OR IGNORE INTO household "
        "(id, address, address_sort, hamlet_sort, search, origin, ver, stale) "
        "VALUES (?, ?, '', '', '', 'rescue', 0, 0)",
        (lost, LOST_PLACE),
    )


def _stand_in_person(raw: RawConnection, table: str, rowid: int) -> int:
    owner, key = _OWNERS[table]
    found = raw.execute(
        f"SELECT t.person_id, o.household_id, {_SUBJECT} FROM {table} t "  # noqa: S608
        f"LEFT JOIN {owner} o ON o.id = t.{key} WHERE t.rowid = ?",
        (rowid,),
    ).fetchone()
    if found is None or found[1] is None:
        return 0
    name = str(found[2])
    return _changed(
        raw,
        "INSERT OR IGNORE INTO person (id, household_id, name, insurance_no, citizen_id, birth, search_name, "
        "sort_key, origin, ver, stale) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'rescue', 0, 0)",
        (*found, fold(name), name_sort_key(name)),
    )


def _stand_in_book(raw: RawConnection, table: str, rowid: int) -> int:
    """Bring back a book from what was torn from it; it is used up for all that is known."""
    return _changed(
        raw,
        "INSERT OR IGNORE INTO receipt_book (id, symbol, book, first, last, next) "  # noqa: S608
        "SELECT lower(hex(randomblob(16))), r.symbol, r.book, min(n.first), max(n.last), max(n.last) + 1 "
        f"FROM {table} r JOIN (SELECT symbol, book, number AS first, number AS last FROM receipt "
        "UNION ALL SELECT symbol, book, first, last FROM number_fate) n "
        "ON n.symbol = r.symbol AND n.book = r.book WHERE r.rowid = ?",
        (rowid,),
    )


def _changed(raw: RawConnection, statement: str, values: Sequence[object]) -> int:
    raw.execute(statement, values)
    return int(str(scalar(raw, "SELECT changes()")))


def lift_triggers(raw: RawConnection) -> list[str]:
    """Take away what keeps signed rows as they are, for as long as their losses are mended."""
    found = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    kept = [(str(name), str(sql)) for name, sql in found if "RAISE(ABORT" in str(sql)]
    for name, _sql in kept:
        raw.execute(f"DROP TRIGGER {name}")
    return [sql for _name, sql in kept]


def rechain_rows(raw: RawConnection, rows: Iterable[tuple[object, ...]]) -> None:
    """Give operations their new places: (new dseq, epoch, prev_hash, hash, old dseq), the lowest first."""
    raw.execute("BEGIN IMMEDIATE")
    for row in rows:
        raw.execute("UPDATE oplog SET dseq = ?, epoch = ?, prev_hash = ?, hash = ? WHERE dseq = ?", row)
    raw.execute("COMMIT")
