"""What a restore, a rescue or a new schema set aside: whoever is erased later is not kept there either."""

import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from agent_app.domain.errors import AppError
from agent_app.domain.operation import from_millis
from agent_app.runtime.durable import empty_file, sync_folder
from agent_app.runtime.paths import Home
from agent_app.runtime.stamps import stamped_at
from agent_app.storage.backup_facts import erased_people
from agent_app.storage.engine import DriverError, connect_still, open_ours, scalar

log = logging.getLogger(__name__)

_LOG = "-wal"
_NEVER = datetime.min.replace(tzinfo=UTC)


def forget_erased(home: Home, data_key: bytes) -> None:
    """Empty what is from before an erasure; the caller has a verified backup from after it.

    A store that cannot be read any more goes by the time at which it was set aside, and so does a journal.
    The name of a store stays, over nothing: it tells a later restore that there was one before.
    """
    with closing(open_ours(home.store, data_key)) as raw:
        erased, last = erased_people(raw), scalar(raw, "SELECT max(erased_at) FROM erasure")
    if last is None:
        return
    for path in _stores(home):
        known = _known(path, data_key)
        before = _is_before(path, int(str(last))) if known is None else not erased <= known
        if before and path.stat().st_size:
            log.info("set aside: %s is from before an erasure", path.name)
            path.with_name(path.name + _LOG).unlink(missing_ok=True)
            empty_file(path)
    for path in home.backups.glob("*.db"):
        if not erased <= (_known(path, data_key) or frozenset()):
            path.unlink(missing_ok=True)
    for path in home.folder.glob("*.before-rescue-*"):
        if _is_before(path, int(str(last))):
            log.info("set aside: %s is from before an erasure", path.name)
            path.unlink(missing_ok=True)
    sync_folder(home.folder)


def _stores(home: Home) -> Iterator[Path]:
    found = home.folder.glob(f"{home.store.name}.before-re*")
    return (path for path in sorted(found) if not path.name.endswith((_LOG, "-shm")))


def _known(path: Path, data_key: bytes) -> frozenset[str] | None:
    try:
        with closing(connect_still(path, data_key)) as raw:
            return erased_people(raw)
    except (AppError, DriverError):
        return None


def _is_before(path: Path, last: int) -> bool:
    """Tell whether something was set aside before the newest erasure."""
    return (stamped_at("-".join(path.name.split("-")[-2:])) or _NEVER) < from_millis(last)
