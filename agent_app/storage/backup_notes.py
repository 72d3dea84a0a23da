"""What is remembered of backups, between its row and the use case."""

from dataclasses import asdict

from sqlalchemy import Engine, func, select, update

from agent_app.domain.operation import OperationKind
from agent_app.services.backups import BackupState
from agent_app.storage.models import BackupStateRow, ErasureRow, OperationRow, SyncRunRow
from agent_app.storage.short_session import short_session


class SqlBackupNotes:
    """Fulfils ``services.backups.BackupNotes``."""

    def __init__(self, write: Engine, read: Engine) -> None:
        self._write = write
        self._read = read

    def state(self) -> BackupState:
        with short_session(self._read) as session:
            row = session.get_one(BackupStateRow, 1)
            return BackupState(
                row.second_folder,
                row.made_at,
                row.dseq,
                row.failure,
                row.second_at,
                row.second_failure,
                row.sync_run,
                row.failed_at,
                row.erasures,
            )

    def keep(self, before: BackupState, after: BackupState) -> None:
        was = asdict(before)
        changed = {name: value for name, value in asdict(after).items() if value != was[name]}
        if changed:
            with short_session(self._write) as session:
                session.execute(update(BackupStateRow).values(changed))
                session.commit()

    def receipts_since(self, dseq: int) -> int:
        query = select(func.count()).where(
            OperationRow.kind == OperationKind.RECEIPT_ISSUED.value, OperationRow.dseq > dseq
        )
        with short_session(self._read) as session:
            return session.scalar(query) or 0

    def last_move(self) -> int:
        query = select(func.max(SyncRunRow.id)).where(SyncRunRow.sent + SyncRunRow.received > 0)
        with short_session(self._read) as session:
            return session.scalar(query) or 0

    def erasures(self) -> int:
        query = select(func.count()).select_from(ErasureRow)
        with short_session(self._read) as session:
            return session.scalar(query) or 0
