"""Putting a store in the place of another: whoever comes after a crash finds the old one or the new one.

What is to take the place lies ready as ``store.db.swap-TIME``. From the moment that it has this name, it is
decided: any opening finishes what a crash has left. The former store, with its write-ahead log, becomes
``store.db.before-restore-TIME``, and that log can never be applied to the new file.
"""

from datetime import datetime
from pathlib import Path

from agent_app.runtime.durable import sync_folder
from agent_app.runtime.home_locks import alone_in
from agent_app.runtime.paths import Home
from agent_app.runtime.stamps import stamp
from agent_app.storage.border import told
from agent_app.storage.errors import StoreFullError, StoreUnusableError

_SWAP, _BEFORE = "swap-", "before-restore-"


def new_stamp(home: Home, now: datetime) -> str:
    """Name a change by its instant, and by a count where the clock stands still: no other has the name."""
    taken = {each.name.removesuffix("-wal") for each in home.folder.glob("*")}
    instant, count = stamp(now), 1
    name = instant
    while any(each.endswith(f"-{name}") for each in taken):
        count += 1
        name = f"{instant}-{count}"
    return name


def decide(home: Home, ready: Path, name: str) -> None:
    """Let a store that lies ready, whole and on disk, take the place; ``name`` goes into the former one's."""
    ready.replace(home.store.with_name(f"{home.store.name}.{_SWAP}{name}"))
    sync_folder(home.folder)


def finish(home: Home) -> Path | None:
    """Do what is still to be done, alone in the home; return the former store's new name, if there is one."""
    aside = None
    for swap in _decided(home):
        name = swap.name.rpartition(_SWAP)[2]
        aside = home.store.with_name(f"{home.store.name}.{_BEFORE}{name}")
        if home.store.exists() and not aside.exists():
            home.store.replace(aside)
        log = home.store.with_name(home.store.name + "-wal")
        if log.exists():
            log.replace(aside.with_name(aside.name + "-wal"))
        home.store.with_name(home.store.name + "-shm").unlink(missing_ok=True)
        sync_folder(home.folder)
        swap.replace(home.store)
        sync_folder(home.folder)
    return aside if aside is not None and aside.exists() else None


def finish_before_opening(home: Home) -> None:
    """Finish what a crash has left, if anything."""
    with told(StoreFullError, StoreUnusableError):
        if _decided(home):
            with alone_in(home):
                finish(home)


def _decided(home: Home) -> list[Path]:
    return sorted(home.folder.glob(f"{home.store.name}.{_SWAP}*"))
