"""A home as it stands before a backup is put back: whose it is, and what it knows beyond the backup."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.errors import AppError
from agent_app.domain.money import Dong
from agent_app.domain.operation import Operation, OperationKind, from_millis
from agent_app.domain.operation_body import BodyUnreadableError, read_receipt
from agent_app.domain.receipt import Receipt
from agent_app.domain.receipt_book import shown_number
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import DeviceKeys, KeysUnreadableError
from agent_app.services.backups import BookPlace, Manifest
from agent_app.services.restoring import (
    Newer,
    NewerImport,
    NewerReceipt,
    NewerVisit,
    RestorePreview,
    Witness,
    books_to_freeze,
)
from agent_app.storage.engine import DriverError, RawConnection, open_first, read_engine, scalar
from agent_app.storage.errors import JournalUnreadableError
from agent_app.storage.journal import Journal, JournalReading
from agent_app.storage.key_check import key_fits
from agent_app.storage.unit_of_work import catch_up


class PresentHome:
    """What lies in the folder now; looking changes nothing but the journal, which catches up with the log."""

    def __init__(self, home: Home, data_key: bytes) -> None:
        self._home = home
        self._key = data_key
        self._journal = Journal(home.journal, data_key)

    @property
    def is_ours(self) -> bool:
        """Whether anything here opens with the key, or nothing is here that could."""
        held = (self._home.store, self._home.device_key, self._home.journal)
        if not any(path.exists() for path in held):
            return True
        return self.device_key_opens or key_fits(self._home.store, self._key) or self._journal_opens()

    @cached_property
    def device_key_opens(self) -> bool:
        """Whether this machine still has its own keys."""
        try:
            DeviceKeys.load(self._home.device_key, self._key)
        except KeysUnreadableError:
            return False
        return True

    def _journal_opens(self) -> bool:
        try:
            reading = self._journal.read()
            return self._home.journal.stat().st_size > 0 and 0 not in reading.damaged
        except OSError:
            return False

    @cached_property
    def store_read(self) -> bool:
        """Whether the present store can be read and the journal has all of its money."""
        try:
            open_first(self._home.store, self._key).close()
            engine = read_engine(self._home.store, self._key)
            try:
                catch_up(self._journal, engine)
            finally:
                engine.dispose()
        except (AppError, DriverError, DBAPIError, OSError):
            return False
        return True

    @cached_property
    def witness(self) -> Witness:
        """How far the journal can be believed."""
        if not self._home.journal.exists() or self._home.journal.stat().st_size == 0:
            return Witness.MISSING
        try:
            # With nothing to account for them, bytes behind the last record are torn ones.
            self._journal.verify(lambda _dseq: ())
            reading = self._journal.read()
        except (JournalUnreadableError, OSError):
            return Witness.DAMAGED
        if reading.damaged:
            return Witness.DAMAGED
        return Witness.WHOLE if reading.rebuilt_to is None else Witness.REBUILT

    @cached_property
    def agent_code(self) -> str | None:
        """Whose home it is, as far as the present store tells."""
        try:
            raw = open_first(self._home.store, self._key)
            try:
                text = scalar(raw, "SELECT enrolment FROM device")
            finally:
                raw.close()
            return Enrolment.read(str(text)).agent_code if text else None
        except (AppError, DriverError):
            return None

    @property
    def books_doubted_to(self) -> int | None:
        """Up to when books may have given numbers that the present store has not, in milliseconds."""
        raw = open_first(self._home.store, self._key)
        try:
            found = scalar(raw, "SELECT books_doubted_to FROM device")
        except DriverError:  # a schema of before there was such a thing
            found = None
        finally:
            raw.close()
        return None if found is None else int(str(found))

    def compare(self, manifest: Manifest, backup: RawConnection) -> RestorePreview:
        """Say what is newer than a backup, and what putting it back would mean."""
        anew = not self._home.exists
        store_read = self.store_read  # first: what a crash has torn off the journal is made up for by it
        witness = self.witness
        witnessed = self._reading().operations
        doubtful = books_to_freeze(manifest.books, witness, store_read=store_read)
        frozen = self._frozen_before(store_read=store_read)
        freezes = tuple(each for each in manifest.books if each in doubtful or frozen(each))
        newer = self._newer(backup, witnessed, store_read=store_read)
        return RestorePreview(manifest, newer, store_read, witness, freezes, not self.device_key_opens, anew)

    def _frozen_before(self, *, store_read: bool) -> Callable[[BookPlace], bool]:
        """Tell which books an earlier restore has frozen; where that cannot be read, it may be any."""
        if not store_read:
            again = any(self._home.folder.glob(f"{self._home.store.name}.before-restore-*"))
            return lambda book: again and book.next <= book.last
        present = open_first(self._home.store, self._key)
        try:
            query = "SELECT symbol, book FROM receipt_book WHERE frozen_at IS NOT NULL"
            found = {(str(each[0]), str(each[1])) for each in present.execute(query).fetchall()}
        except DriverError:  # a schema of before there was such a thing
            found = set()
        finally:
            present.close()
        return lambda book: (book.symbol, book.book) in found

    def _reading(self) -> JournalReading:
        try:
            return self._journal.read()
        except OSError:
            return JournalReading((), (0,), None)

    def _newer(self, backup: RawConnection, witnessed: tuple[Operation, ...], *, store_read: bool) -> Newer:
        known = {str(each[0]) for each in backup.execute("SELECT op_id FROM oplog").fetchall()}
        lists = {str(each[0]) for each in backup.execute("SELECT id FROM due_list").fetchall()}
        receipts = {each.op_id: each for each in _from_journal(witnessed) if each.op_id.hex not in known}
        if not store_read:
            return Newer(tuple(receipts.values()))
        present = open_first(self._home.store, self._key)
        try:
            kept = [each for each in _kept_receipts(present, set(receipts)) if each.op_id.hex not in known]
            receipts |= {each.op_id: each for each in kept}
            visits = [each for each in _kept_visits(present) if each.op_id.hex not in known]
            imports = list(_kept_imports(present, lists))
        finally:
            present.close()
        return Newer(tuple(receipts.values()), tuple(visits), tuple(imports))


def _receipt(operation: Operation) -> Receipt | None:
    if operation.kind != OperationKind.RECEIPT_ISSUED:
        return None
    try:
        return read_receipt(operation.body)
    except BodyUnreadableError:
        return None


def _from_journal(operations: tuple[Operation, ...]) -> Iterator[NewerReceipt]:
    for each in operations:
        receipt = _receipt(each)
        if receipt is not None:
            yield NewerReceipt(
                each.op_id,
                receipt.symbol or "",
                receipt.book or "",
                receipt.shown_number or "",
                receipt.issued_on,
                receipt.total,
                witnessed=True,
            )


def _kept_receipts(present: RawConnection, witnessed: set[UUID]) -> Iterator[NewerReceipt]:
    query = "SELECT op_id, symbol, book, number, issued_on, total FROM receipt ORDER BY rowid"
    for op_id, symbol, book, number, issued_on, total in present.execute(query).fetchall():
        found = UUID(str(op_id))
        yield NewerReceipt(
            found,
            str(symbol),
            str(book),
            shown_number(int(str(number))),
            date.fromisoformat(str(issued_on)),
            Dong(int(str(total))),
            witnessed=found in witnessed,
        )


def _kept_visits(present: RawConnection) -> Iterator[NewerVisit]:
    query = "SELECT op_id, recorded_at FROM oplog WHERE kind = ? ORDER BY dseq"
    for op_id, recorded_at in present.execute(query, (OperationKind.VISIT_RECORDED.value,)).fetchall():
        yield NewerVisit(UUID(str(op_id)), from_millis(int(str(recorded_at))))


def _kept_imports(present: RawConnection, known: set[str]) -> Iterator[NewerImport]:
    query = "SELECT id, month, imported_at FROM due_list ORDER BY imported_at"
    for list_id, month, imported_at in present.execute(query).fetchall():
        if str(list_id) not in known:
            yield NewerImport(str(month), from_millis(int(str(imported_at))))
