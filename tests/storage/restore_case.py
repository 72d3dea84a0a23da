"""A home, a backup of it on a stick, and work that was done since."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from agent_app.domain.due_list import DueListReading
from agent_app.runtime.paths import Home
from agent_app.services.backups import Backup
from agent_app.services.ports import DueItem
from agent_app.services.restoring import Restored, RestorePreview
from agent_app.storage.backup_file import open_backup, read_header, unlock
from agent_app.storage.engine import open_ours, scalar
from agent_app.storage.restoring import Restoring
from tests.builders import NOW, a_due_row, a_household, a_person, a_visit, an_id, an_outcome
from tests.fakes import FixedClock
from tests.storage.backing import PASSWORD, Backing, a_home
from tests.storage.till import KEY, issue, reopened, settle_in

LATER = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Case:
    """A home with a backup from before its last receipts."""

    home: Home
    backup: Backup

    def restore(
        self,
        home: Home | None = None,
        agree: Callable[[RestorePreview], bool] = lambda _preview: True,
        now: datetime = LATER,
        password: str = PASSWORD,
    ) -> Restored | None:
        key = unlock(read_header(self.backup.path), password)
        opened_backup = open_backup(self.backup.path, key)
        target = home or self.home
        target.make()
        return Restoring(target, opened_backup, key, password, now).run(agree)

    def preview(self) -> RestorePreview:
        seen: list[RestorePreview] = []

        def look(preview: RestorePreview) -> bool:
            seen.append(preview)
            return False

        assert self.restore(agree=look) is None
        return seen[0]


def a_case(tmp_path: Path) -> Case:
    """Make a home with two receipts and a backup of it on a stick."""
    home = a_home(tmp_path)
    with reopened(home) as store:
        settle_in(store)
        issue(store)
        issue(store)
        backing = Backing(home, store, FixedClock())
        (tmp_path / "USB").mkdir()
        made = backing.service.make(tmp_path / "USB")
    assert made.second is not None
    return Case(home, Backup(made.second, made.backup.bytes, made.backup.manifest))


def go_on(home: Home) -> None:
    """Work on after the backup: a receipt, a visit, a list."""
    with reopened(home) as store:
        issue(store)
        row = a_due_row()
        with store.unit() as unit:
            item = DueItem(an_id(1), a_person().id, a_household().id, row)
            reading = DueListReading("2026-12", (row,), (), 0, 0, bytes(32))
            unit.due_lists.replace(an_id(2), reading, [item], NOW)
            unit.visits.add(a_visit(an_outcome()))
            unit.commit()


def asked(home: Home, sql: str) -> object:
    with closing(open_ours(home.store, KEY)) as raw:
        return scalar(raw, sql)


def frozen(home: Home) -> int:
    return int(str(asked(home, "SELECT count(*) FROM receipt_book WHERE frozen_at IS NOT NULL")))
