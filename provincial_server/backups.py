"""Copies of the database: one moment of it, in one file for both kinds of database, read again at once."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, select, type_coerce
from sqlalchemy.orm import Session

from agent_app.domain.operation import from_millis, to_millis
from agent_app.domain.plain import Plain
from provincial_server import confirmation_tables, evening_tables, officer_tables, transfer_tables
from provincial_server.backup_errors import BackupDamagedError
from provincial_server.backup_format import BackupEnd, BackupHead, BackupRows, BackupWriter, read_backup
from provincial_server.backup_rows import kind_of, type_of, written
from provincial_server.database import Database
from provincial_server.errors import NotInitialisedError
from provincial_server.money import MoneyReport, report_in
from provincial_server.office import LAST_BACKUP, SIGN_KEY, remembered, setting
from provincial_server.private_file import written_beside
from provincial_server.schema import newest
from provincial_server.tables import Base

# Importing them is what makes their tables known.
TABLES_OF = (confirmation_tables, evening_tables, officer_tables, transfer_tables)
_ROWS_AT_ONCE = 500
_BYTES_AT_ONCE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Backup:
    """A file that was read to its end and is whole."""

    head: BackupHead
    end: BackupEnd

    @property
    def taken_at(self) -> datetime:
        """The moment that it holds."""
        return from_millis(self.head.taken_at)

    @property
    def rows(self) -> int:
        """How many rows it holds."""
        return sum(self.end.counts.values())


def tables() -> tuple[Table, ...]:
    """Return all tables, each behind those that it refers to."""
    return tuple(Base.metadata.sorted_tables)


def back_up(database: Database, out: Path, now: datetime) -> Backup:
    """Write everything but the private keys into a file, read it again, and only then let it count."""
    with written_beside(out) as beside:
        with beside.open("wb") as file, BackupWriter.compressor().stream_writer(file) as packed:
            _write(database, BackupWriter(packed), now)
        made = verified(beside)
    with database.write() as session:
        remembered(session, LAST_BACKUP, str(to_millis(now)))
    return made


def verified(path: Path) -> Backup:
    """Read a file to its end, behind which nothing may follow; refuse one that is not whole."""
    head: BackupHead | None = None
    end: BackupEnd | None = None
    counts: dict[str, int] = {}
    for record in read_backup(path):
        match record:
            case BackupHead():
                head = record
            case BackupRows(table, _, rows):
                counts[table] = counts.get(table, 0) + len(rows)
            case BackupEnd():
                end = record
    if head is None or end is None or counts != {table: rows for table, rows in end.counts.items() if rows}:
        raise BackupDamagedError(str(path))
    return Backup(head, end)


def money_text(money: MoneyReport) -> str:
    """Write what ``money`` says, the same for the same receipts."""
    sums = [money.accepted, money.held, money.cancelled, money.refunded, money.unreadable, money.remitted]
    days = [[each.agent, each.day.isoformat(), each.receipts, each.total] for each in money.by]
    return json.dumps([sums, sorted(days)], ensure_ascii=False)


def counted(session: Session, table: Table) -> int:
    """Count the rows of a table."""
    return session.scalar(select(func.count()).select_from(table)) or 0


def _write(database: Database, writer: BackupWriter, now: datetime) -> None:
    with database.read() as session:
        sign_key = setting(session, SIGN_KEY)
        if sign_key is None:
            raise NotInitialisedError
        writer.head(BackupHead(newest(), to_millis(now), sign_key))
        counts = {table.name: _write_table(session, writer, table) for table in tables()}
        writer.end(BackupEnd(counts, money_text(report_in(session))))


def _write_table(session: Session, writer: BackupWriter, table: Table) -> int:
    columns = tuple((column.name, kind_of(column)) for column in table.columns)
    count = 0
    for rows in _pieces(session, table, columns):
        writer.rows(table.name, columns, rows)
        count += len(rows)
    return count


def _pieces(session: Session, table: Table, columns: tuple[tuple[str, str], ...]) -> Iterator[list[Plain]]:
    """Read a table in its order, a few rows and bytes at a time."""
    stored = [type_coerce(table.columns[name], type_of(kind)).label(name) for name, kind in columns]
    query = select(*stored).order_by(*table.primary_key.columns)
    held, size = list[Plain](), 0
    for row in session.execute(query.execution_options(yield_per=_ROWS_AT_ONCE)):
        plain = [written(kind, value) for (_name, kind), value in zip(columns, row, strict=True)]
        held.append(plain)
        size += sum(_bytes(each) for each in plain)
        if len(held) >= _ROWS_AT_ONCE or size >= _BYTES_AT_ONCE:
            yield held
            held, size = list[Plain](), 0
    if held:
        yield held


def _bytes(value: Any) -> int:  # noqa: ANN401 (any value of a table)
    return len(value) if isinstance(value, str | bytes) else 8
