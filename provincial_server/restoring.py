"""Putting a backup back: all of it in one transaction, or nothing; every scope's log begins again."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, column, delete, insert, inspect, table, text, update
from sqlalchemy.orm import Session

from agent_app.domain.operation import from_millis, to_millis
from agent_app.domain.plain import NotPlainError
from provincial_server.backup_errors import (
    BackupDamagedError,
    BackupNewerError,
    DatabaseNotEmptyError,
    RestoreDiffersError,
)
from provincial_server.backup_format import BackupRows, read_backup
from provincial_server.backup_rows import read, type_of
from provincial_server.backups import Backup, counted, money_text, tables, verified
from provincial_server.database import Database, make_sqlite_file, sqlite_file
from provincial_server.errors import SchemaNewerError
from provincial_server.installation import require_same
from provincial_server.keys import ServerKeys
from provincial_server.money import report_in
from provincial_server.office import LAST_BACKUP, remembered
from provincial_server.officers import Officer, OfficerAct
from provincial_server.presence import nobody_serves
from provincial_server.schema import VERSION_TABLE, is_known, newest, upgrade_within
from provincial_server.serving_role import grant, serving_roles
from provincial_server.settings import Settings
from provincial_server.tables import ScopeRow


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and how many scopes the laptops read again from the beginning."""

    backup: Backup
    scopes: int
    replaced: bool


def restore(settings: Settings, path: Path, officer: Officer, *, replace: bool = False) -> Restored:
    """Put a backup back; the file and the private keys are proven before anything changes."""
    officer.because()
    keys = ServerKeys.read(settings.keys_file)
    backup = verified(path)
    if not is_known(backup.head.revision):
        raise BackupNewerError(str(path))
    require_same(keys, backup.head.sign_key, settings)
    if (file := sqlite_file(settings.database_url)) is not None:
        make_sqlite_file(file)
    database = Database(settings.database_url)
    try:
        with database.engine.begin() as connection, nobody_serves(connection, file):
            return _Restoring(connection, path, backup, officer).run(replace=replace)
    finally:
        database.close()


@dataclass(frozen=True, slots=True)
class _Restoring:
    """One restore inside one transaction."""

    connection: Connection
    path: Path
    backup: Backup
    officer: Officer

    def run(self, *, replace: bool) -> Restored:
        replaced = _holds_tables(self.connection)
        if replaced and not replace:
            raise DatabaseNotEmptyError
        roles = serving_roles(self.connection)
        gens = _emptied(self.connection) if replaced else {}
        upgrade_within(self.connection, self.backup.head.revision)
        with Session(self.connection) as session:
            self._fill(session)
            upgrade_within(self.connection, newest())
            self._require_alike(session)
            scopes = _begin_again(session, gens)
            remembered(session, LAST_BACKUP, str(to_millis(self.backup.taken_at)))
            self.officer.note(session, OfficerAct.RESTORED, self._what())
            session.flush()
        for role in roles:
            grant(self.connection, role)
        return Restored(self.backup, scopes, replaced)

    def _what(self) -> str:
        return f"{self.path.name} ({from_millis(self.backup.head.taken_at).isoformat()})"

    def _fill(self, session: Session) -> None:
        for name in reversed(self._names()):
            # The steps themselves put a row into some tables.
            session.execute(delete(table(name)))
        known = set(self._names())
        for record in read_backup(self.path):
            if isinstance(record, BackupRows):
                if record.table not in known:
                    raise BackupDamagedError(str(self.path))
                self._insert(session, record)

    def _names(self) -> list[str]:
        """Name the tables of the backup's own version, each behind those that it refers to."""
        found = inspect(self.connection).get_sorted_table_and_fkc_names()
        return [name for name, _keys in found if name is not None and name != VERSION_TABLE]

    def _insert(self, session: Session, record: BackupRows) -> None:
        try:
            into = table(record.table, *(column(name, type_of(kind)) for name, kind in record.columns))
            rows = [
                {name: read(kind, value) for (name, kind), value in zip(record.columns, row, strict=True)}
                for row in record.rows
            ]
        except (NotPlainError, ValueError) as error:
            raise BackupDamagedError(str(self.path)) from error
        session.execute(insert(into), rows)

    def _require_alike(self, session: Session) -> None:
        found = {each.name: counted(session, each) for each in tables()}
        counts = {name: self.backup.end.counts.get(name, 0) for name in found}
        if found != counts or money_text(report_in(session)) != self.backup.end.money:
            raise RestoreDiffersError(str(self.path))


def _holds_tables(connection: Connection) -> bool:
    return inspect(connection).has_table(VERSION_TABLE)


def _emptied(connection: Connection) -> Mapping[str, int]:
    """Take away all tables of this program; return the generation of each scope that was there."""
    inspector = inspect(connection)
    gens: dict[str, int] = {}
    if inspector.has_table(ScopeRow.__tablename__):
        gens = dict(connection.execute(text("SELECT scope, gen FROM scope")).all())
    known = {each.name for each in tables()}
    found = [name for name, _keys in inspector.get_sorted_table_and_fkc_names() if name is not None]
    if set(found) - known - {VERSION_TABLE}:
        raise SchemaNewerError
    quoted = connection.dialect.identifier_preparer.quote
    if connection.dialect.name == "postgresql":
        # A server that still runs is told from one that is stopped by the locks that it holds.
        connection.execute(text("SET LOCAL lock_timeout = '10s'"))
    for name in reversed(found):
        connection.execute(text(f"DROP TABLE {quoted(name)}"))
    if connection.dialect.name == "postgresql":
        for kind, name in connection.execute(text(_BESIDE_TABLES)).all():
            connection.execute(text(f"DROP {kind} {quoted(name)}"))
    return gens


_BESIDE_TABLES = """
SELECT 'FUNCTION', proname FROM pg_proc
WHERE pronamespace = current_schema()::regnamespace AND prorettype = 'trigger'::regtype
UNION ALL
SELECT 'TYPE', typname FROM pg_type
WHERE typnamespace = current_schema()::regnamespace AND typtype = 'r'
"""


def _begin_again(session: Session, gens: Mapping[str, int]) -> int:
    """Raise every scope's generation above all that a laptop may have read."""
    scopes = session.execute(text("SELECT scope, gen FROM scope")).all()
    for scope, gen in scopes:
        raised = max(gen, gens.get(scope, 0)) + 1
        session.execute(update(ScopeRow).where(ScopeRow.scope == scope).values(gen=raised))
    return len(scopes)
