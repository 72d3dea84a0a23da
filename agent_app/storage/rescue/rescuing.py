"""Makes a new store of what a damaged one, its journal and its newest backup still hold."""

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agent_app.domain.errors import AppError
from agent_app.domain.money import Dong
from agent_app.domain.operation import GENESIS, OperationKind, to_millis
from agent_app.domain.operation_body import BodyUnreadableError, read_receipt
from agent_app.runtime.durable import empty_file, sync_folder, write_private
from agent_app.runtime.paths import Home
from agent_app.services.backup_failures import NothingToRescueError, RescueFullError, RescuePlaceError
from agent_app.services.rescuing import Rescued, TableSaved
from agent_app.storage import swap
from agent_app.storage.backup_file import open_backup, take_out
from agent_app.storage.backup_shelf import FileBackupShelf
from agent_app.storage.border import told
from agent_app.storage.engine import RawConnection, connect_file, open_ours, read_engine, scalar, write_engine
from agent_app.storage.errors import JournalUnreadableError, NewerStoreError
from agent_app.storage.journal import Journal, JournalReading
from agent_app.storage.migrate import build, newest, upgrade
from agent_app.storage.migrations import STEPS
from agent_app.storage.models import ReceiptRow
from agent_app.storage.replay import accounted_for
from agent_app.storage.repositories.returned_erasures import ReturnedErasures
from agent_app.storage.rescue import money
from agent_app.storage.rescue.filling import (
    Filled,
    Mended,
    fill,
    lift_triggers,
    mend_references,
    rechain_rows,
)
from agent_app.storage.rescue.pages import Pages
from agent_app.storage.rescue.reading import Reading, Table, read, schema_version, tables_of
from agent_app.storage.search_index import rebuild
from agent_app.storage.store_files import marks_key

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _NewIds:
    """Fulfils ``ports.Ids``."""

    new: Callable[[], UUID]


@dataclass(slots=True)
class _Found:
    """What the sources give."""

    pages: Pages
    version: int
    journal: JournalReading
    journal_whole: bool
    backup: Path | None = None
    backup_pages: Pages | None = None


@dataclass(slots=True)
class _Money:
    """What became of the log and its receipts."""

    operations_from_journal: int = 0
    receipts_from_log: int = 0
    logged_again: int = 0
    missing: tuple[tuple[int, int], ...] = ()
    new_epoch: int | None = None
    frozen: tuple[str, ...] = ()
    receipts: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Rescuing:
    """One rescue; the caller is alone in ``home``, and ``target`` is it or a folder without a home."""

    home: Home
    target: Home
    data_key: bytes
    now: datetime
    new_id: Callable[[], UUID]
    wraps: bytes

    def run(self) -> Rescued:
        """Save what can be saved; the damaged files stay as they are, or are kept aside."""
        with told(RescueFullError, RescuePlaceError):
            return self._run()

    def _run(self) -> Rescued:
        swap.finish(self.home)
        self.target.make()
        draft = (
            self.target.draft if self.target != self.home else self.home.store.with_name("store.db.rescued")
        )
        taken = draft.with_name("store.db.taken-out")
        try:
            found = self._find(taken)
            filled, mended, saved = self._fill(draft, found)
            aside = self._put_in_place(draft)
        finally:
            for path in (draft, taken):
                for suffix in ("", "-journal", "-wal", "-shm"):
                    path.with_name(path.name + suffix).unlink(missing_ok=True)
        log.info("rescued: %d receipts, %d pages lost", saved.receipts, len(found.pages.lost))
        return _report(found, filled, mended, saved, aside)

    def _find(self, taken: Path) -> _Found:
        pages = Pages.of(self.home.store, self.data_key)
        version = schema_version(pages) or newest()
        if version > newest():
            raise NewerStoreError(version, newest())
        journal = Journal(self.home.journal, self.data_key)
        reading = journal.read()
        whole = self.home.journal.exists() and not reading.damaged and reading.rebuilt_to is None
        found = _Found(pages, version, reading, whole)
        if pages.lost or not pages.sound:
            self._find_backup(found, taken)
        if not pages.sound and not reading.operations and found.backup_pages is None:
            raise NothingToRescueError
        return found

    def _find_backup(self, found: _Found, taken: Path) -> None:
        with suppress(AppError):
            for each in FileBackupShelf(self.home, self.data_key).backups():
                if (
                    each.problem is None
                    and each.manifest is not None
                    and each.manifest.schema <= found.version
                ):
                    take_out(open_backup(each.path, self.data_key), taken)
                    found.backup, found.backup_pages = each.path, Pages.of(taken, self.data_key)
                    return

    def _fill(self, draft: Path, found: _Found) -> tuple[Filled, Mended, _Money]:
        empty_file(draft)
        raw = connect_file(draft, self.data_key, create=True)
        try:
            build(raw, STEPS[: found.version])
            tables = tables_of(raw)
            present, backup = self._read(found, tables)
            filled = fill(raw, tables, present, backup)
            _ensure_device(raw, found, self.new_id)
            upgrade(raw, whole=False)
            triggers = lift_triggers(raw)
        finally:
            raw.close()
        saved = self._add_money(draft, found)
        raw = open_ours(draft, self.data_key)
        try:
            mended = mend_references(raw)
            rebuild(raw)
            for statement in triggers:
                raw.execute(statement)
            raw.execute("UPDATE device SET restored_at = ?", (to_millis(self.now),))
            raw.execute("PRAGMA journal_mode = DELETE")
        finally:
            raw.close()
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        return filled, mended, saved

    @staticmethod
    def _read(found: _Found, tables: list[Table]) -> tuple[Reading, Reading | None]:
        present = read(found.pages, tables, found.version)
        pages = found.backup_pages
        return present, read(pages, tables, found.version) if pages is not None else None

    def _add_money(self, draft: Path, found: _Found) -> _Money:
        saved, moved, ids = _Money(), list[tuple[object, ...]](), _NewIds(self.new_id)
        engine = write_engine(draft, self.data_key)
        try:
            with Session(engine) as session:
                money.add_grants(session)
                saved.operations_from_journal = money.add_operations(session, found.journal.operations)
                saved.receipts_from_log = money.add_facts(session, ids)
                ReturnedErasures(session, marks_key(self.data_key), ids).put_all_back()
                money.hold_places(session)
                saved.logged_again = money.log_again(session)
                saved.missing = tuple(money.missing_places(session))
                doubtful = bool(found.pages.lost) or not found.pages.sound or not found.journal_whole
                saved.frozen = tuple(money.advance_books(session, self.now if doubtful else None))
                start = money.broken_from(session)
                if start is not None:
                    saved.new_epoch, moved = money.rechained(session, start)
                    money.begin_epoch(session, saved.new_epoch)
                count, total = session.execute(select(func.count(), func.sum(ReceiptRow.total))).one()
                saved.receipts, saved.total = count, int(total or 0)
                session.commit()
        finally:
            engine.dispose()
        if moved:
            raw = open_ours(draft, self.data_key)
            try:
                rechain_rows(raw, moved)
            finally:
                raw.close()
        return saved

    def _put_in_place(self, draft: Path) -> Path | None:
        """Give the new store its name last of all; only then may the journal go, for its money is in it."""
        if self.target != self.home:
            write_private(self.target.keys, self.wraps)
            for source, copy in (
                (self.home.device_key, self.target.device_key),
                (self.home.journal, self.target.journal),
            ):
                if source.exists():
                    write_private(copy, source.read_bytes())
        elif not self.home.keys.exists():
            write_private(self.home.keys, self.wraps)
        stamp = swap.new_stamp(self.target, self.now)
        swap.decide(self.target, draft, stamp)
        aside = swap.finish(self.target)
        if not self._journal_speaks():
            journal = self.target.journal
            journal.replace(journal.with_name(f"{journal.name}.before-rescue-{stamp}"))
            sync_folder(self.target.folder)
        return aside

    def _journal_speaks(self) -> bool:
        """Tell whether the new log accounts for all that lies behind the journal's last operation."""
        journal = Journal(self.target.journal, self.data_key)
        engine = read_engine(self.target.store, self.data_key)
        try:
            with Session(engine) as session:
                journal.verify(lambda after: accounted_for(session, journal, after))
        except JournalUnreadableError:
            return False
        finally:
            engine.dispose()
        return True


def _ensure_device(raw: RawConnection, found: _Found, new_id: Callable[[], UUID]) -> None:
    """Bring back who the home is, from its receipts where nothing else says so."""
    if scalar(raw, "SELECT count(*) FROM device"):
        return
    device_id = scalar(raw, "SELECT device_id FROM receipt LIMIT 1") or _device_of(found) or new_id().hex
    epoch = scalar(raw, "SELECT max(epoch) FROM oplog") or 1
    raw.execute(
        "INSERT INTO device (id, device_id, epoch, claimed, turn_token, acked_epoch, acked_dseq, acked_hash) "
        "VALUES (1, ?, ?, 0, x'', ?, 0, ?)",
        (device_id, epoch, epoch, GENESIS),
    )


def _device_of(found: _Found) -> str | None:
    for each in found.journal.operations:
        if each.kind == OperationKind.RECEIPT_ISSUED:
            with suppress(BodyUnreadableError):
                return read_receipt(each.body).device_id.hex
    return None


def _report(found: _Found, filled: Filled, mended: Mended, saved: _Money, aside: Path | None) -> Rescued:
    tables = tuple(
        TableSaved(name, rows, filled.from_backup.get(name, 0), filled.unusable.get(name, 0))
        for name, rows in sorted(filled.rows.items())
    )
    return Rescued(
        tables,
        found.pages.count,
        found.pages.lost,
        tuple(sorted(found.pages.healed)),
        found.backup.name if found.backup else None,
        saved.receipts,
        Dong(saved.total),
        saved.receipts_from_log,
        saved.operations_from_journal,
        saved.missing,
        saved.new_epoch,
        mended.placeholders,
        mended.dropped,
        saved.frozen,
        aside.name if aside else None,
    )
