"""Ties what needs no open store: backups are listed and put back, damaged stores are rescued."""

from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from agent_app.bootstrap import Core, HomeMissingError, keys_of, open_home_with
from agent_app.domain.errors import AppError
from agent_app.runtime.clock import SystemClock, SystemIds
from agent_app.runtime.home_keys import HomeKeys, keys_at
from agent_app.runtime.home_locks import alone_in
from agent_app.runtime.key_file import WrapKind
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import KeysUnreadableError
from agent_app.runtime.support_bundle import scrubbed, write_bundle
from agent_app.services.backup_failures import (
    RescueFullError,
    RescuePlaceError,
    RescueTargetExistsError,
    RestoreFullError,
    RestorePlaceError,
)
from agent_app.services.backups import Backup
from agent_app.services.failures import FileUnwritableError
from agent_app.services.ports import no_report
from agent_app.services.rescuing import Rescued
from agent_app.services.restoring import Restored
from agent_app.storage.backup_facts import is_sound
from agent_app.storage.backup_file import (
    SUFFIX,
    Header,
    data_key_of,
    open_backup,
    read_header,
    unlock,
    verify_bytes,
    wraps_of,
)
from agent_app.storage.backup_shelf import FileBackupShelf
from agent_app.storage.border import told
from agent_app.storage.engine import DriverError, open_first
from agent_app.storage.migrate import newest
from agent_app.storage.rescue.rescuing import Rescuing
from agent_app.storage.restoring import Agree, Restoring


@dataclass(frozen=True, slots=True)
class Recovery:
    """What can be done with a home that does not open, or does not exist yet.

    ``secret`` is the password, or the recovery code where ``kind`` says so.
    """

    home: Home
    secret: str
    kind: WrapKind = WrapKind.PASSWORD

    def backups(self, folder: Path | None = None) -> list[Backup]:
        """Return the backups of a folder, by default the home's own, newest first."""
        if not self.home.keys.exists():
            raise HomeMissingError
        return FileBackupShelf(self.home, self._data_key(keys_at(self.home))).backups(folder)

    def restore(self, file: Path, agree: Agree) -> Restored | None:
        """Put a backup back; what opens it is what opened the home when the backup was made."""
        data_key = self._opened(read_header(file))
        opened = open_backup(file, data_key)
        verify_bytes(opened)
        with told(RestoreFullError, RestorePlaceError):
            self.home.make()
            with alone_in(self.home):
                now = SystemClock().now()
                return Restoring(self.home, opened, data_key, self.secret, now, self.kind).run(agree)

    def rescue(self, out: Path | None) -> Rescued:
        """Save what can be read into a new folder, or in place where ``out`` is none; then check it."""
        if not self.home.exists:
            raise HomeMissingError
        target = Home(out) if out is not None else self.home
        if out is not None and target.exists:
            raise RescueTargetExistsError
        data_key, wraps = self._keys()
        with told(RescueFullError, RescuePlaceError), alone_in(self.home):
            now, ids = SystemClock().now(), SystemIds()
            rescued = Rescuing(self.home, target, data_key, now, ids.new, wraps).run()
        core = open_home_with(target, data_key)
        try:
            return replace(rescued, findings=tuple(core.checker.check(no_report)))
        finally:
            core.close()

    def is_sound(self) -> bool:
        """Tell whether the store can be opened and every page of it is whole."""
        if not self.home.store.exists():
            return False
        data_key, _wraps = self._keys()
        try:
            with closing(open_first(self.home.store, data_key)) as raw:
                return is_sound(raw)
        except (AppError, DriverError):
            return False

    def _keys(self) -> tuple[bytes, bytes]:
        """Return the data key and its wraps; where the home's are damaged, those of its newest backup."""
        try:
            return self._data_key(keys_at(self.home)), wraps_of(self.home.keys)
        except KeysUnreadableError:
            newest = max(self.home.backups.glob(f"*{SUFFIX}"), default=None)
            if newest is None:
                raise
            header = read_header(newest)
            return self._opened(header), header.wraps

    def _data_key(self, keys: HomeKeys) -> bytes:
        if self.kind is WrapKind.RECOVERY:
            return keys.by_recovery(self.secret)
        return keys.by_password(self.secret)

    def _opened(self, header: Header) -> bytes:
        """Open a backup; beside a home a wrong try slows the next one down, as any other does."""
        if self.home.exists or self.home.keys.exists():
            return data_key_of(
                header,
                lambda wraps, name: keys_at(self.home).of_a_copy(wraps, name, self.kind, self.secret),
            )
        return unlock(header, self.secret, self.kind)

    def support_bundle(self, target: Path) -> dict[str, object]:
        """Write what a helper may see, nothing of a person; a home that does not open is told as such."""
        facts = self._told_facts()
        try:
            write_bundle(target, self.home, facts)
        except OSError as error:
            raise FileUnwritableError(target.name) from error
        return facts

    def _told_facts(self) -> dict[str, object]:
        """Tell of the home, or why it does not open; a wrong password is a failure here as anywhere."""
        try:
            data_key = self._data_key(keys_of(self.home))
        except (HomeMissingError, KeysUnreadableError) as error:
            return {"failure": error.code}
        try:
            core = open_home_with(self.home, data_key)
        except AppError as error:
            return {"failure": error.code}
        try:
            return _facts(core)
        finally:
            core.close()


def _facts(core: Core) -> dict[str, object]:
    """Tell of an open store by counts, codes and ids."""
    try:
        findings = [asdict(each) for each in core.checker.check(no_report)]
    except AppError as error:
        findings = [{"code": error.code, "about": ""}]
    try:
        held = _held(core)
    except AppError as error:  # of a damaged store as much is told as reads
        held = {"failure": error.code}
    return {
        "schema": newest(),
        "findings": [{"code": each["code"], "about": scrubbed(each["about"])} for each in findings],
    } | held


def _held(core: Core) -> dict[str, object]:
    counts, status, backups = core.queries.counts(), core.queries.sync_status(), core.backups.state()
    return {
        "counts": asdict(counts),
        "books": [
            {"next": each.next, "last": each.last, "left": each.left, "frozen": each.frozen}
            for each in core.queries.books()
        ],
        "waiting": {"operations": status.waiting_operations, "oldest": status.oldest_waiting},
        "held": [{"op_id": each.op_id, "kind": each.kind, "reason": each.reason} for each in status.held],
        "runs": [
            {"started_at": each.started_at, "seconds": each.seconds, "failure": each.failure}
            | {"sent": each.sent, "received": each.received}
            for each in status.runs
        ],
        "backups": {
            "made_at": backups.made_at,
            "failure": backups.failure,
            "second": backups.second_folder is not None,
            "second_at": backups.second_at,
            "second_failure": backups.second_failure,
        },
    }
