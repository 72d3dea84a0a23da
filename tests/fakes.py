"""Real classes that fulfil the ports: a clock that is set, ids that count, a store of dicts, a fuse."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self, cast
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from agent_app.domain.due_layout import ListLayout
from agent_app.domain.due_list import DueListReading
from agent_app.domain.text_encoding import StoredAs
from agent_app.runtime.secrets import DeviceKeys
from agent_app.services.ports import OpenUnit, Report, UnitOfWork
from tests.builders import NOW
from tests.services.memory_books import MemoryBooks
from tests.services.memory_edits import MemoryEdits
from tests.services.memory_evening import MemoryEvening
from tests.services.memory_imports import MemoryImports
from tests.services.memory_log import MemoryDevice, MemoryLog, MemoryReplica
from tests.services.memory_office import MemoryOfficeOrders
from tests.services.memory_prints import MemoryPrintLog
from tests.services.memory_privacy import MemoryHistory, MemoryPrivacy
from tests.services.memory_route import MemoryRoute
from tests.services.memory_tables import (
    MemoryDueLists,
    MemoryHouseholds,
    MemoryReceipts,
    MemoryVisits,
    Tables,
)
from tests.services.memory_transfers import MemoryTransfers


@dataclass(slots=True)
class FixedClock:
    """A clock that stands until a test sets it."""

    instant: datetime = NOW

    def now(self) -> datetime:
        return self.instant


@dataclass(slots=True)
class CountingIds:
    """Ids in the form of UUIDv7 that rise by one."""

    last: int = 0

    def new(self) -> UUID:
        self.last += 1
        return UUID(int=0x0199_0000_0000 << 80 | 7 << 76 | 2 << 62 | self.last)


@dataclass(slots=True)
class DictDueListSource:
    """Readings by path, as if workbooks had been read."""

    readings: dict[Path, DueListReading]
    columns: Mapping[str, str] = field(default_factory=dict)

    def read(
        self,
        path: Path,
        report: Report,
        month: str | None = None,
        columns: Mapping[str, str] | None = None,
        remembered: Callable[[str], Mapping[str, str]] | None = None,
    ) -> DueListReading:
        reading = self.readings[path]
        layout = reading.layout.fingerprint if reading.layout else ""
        self.columns = {**(remembered(layout) if remembered else {}), **(columns or {})}
        report(0, len(reading.rows))
        return replace(reading, month=month or reading.month)

    def layout(self, path: Path, report: Report, columns: Mapping[str, str]) -> ListLayout:
        self.columns = columns
        report(0, 1)
        return self.readings[path].layout or ListLayout("xlsx", StoredAs.UTF_8, ())


@dataclass(slots=True)
class MemoryStore:
    """A store of dicts: one writer at a time, and what was not committed is forgotten."""

    tables: Tables = field(default_factory=Tables)
    writing: bool = False

    def unit(self) -> "MemoryUnitOfWork":
        """Open a unit of work."""
        return MemoryUnitOfWork(self)


class MemoryUnitOfWork:
    """Fulfils ``ports.UnitOfWork`` on a copy of the tables, which a commit puts in their place."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._use(store.tables.snapshot())

    def _use(self, tables: Tables) -> None:
        self._tables = tables
        self.households = MemoryHouseholds(tables)
        self.due_lists = MemoryDueLists(tables)
        self.imports = MemoryImports(tables)
        self.visits = MemoryVisits(tables)
        self.receipts = MemoryReceipts(tables)
        self.log = MemoryLog(tables)
        self.replica = MemoryReplica(tables)
        self.device = MemoryDevice(tables)
        self.books = MemoryBooks(tables)
        self.edits = MemoryEdits(tables)
        self.office = MemoryOfficeOrders(tables)
        self.transfers = MemoryTransfers(tables)
        self.evening = MemoryEvening(tables)
        self.route = MemoryRoute(tables)
        self.prints = MemoryPrintLog(tables)
        self.history = MemoryHistory()
        self.privacy = MemoryPrivacy(tables)

    def __enter__(self) -> Self:
        assert not self._store.writing, "a second writer would wait for ever"
        self._store.writing = True
        self._use(self._store.tables.snapshot())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._store.writing = False

    def commit(self) -> None:
        self._store.tables = self._tables
        self._use(self._tables.snapshot())


class CrashError(Exception):
    """The power went."""


@dataclass(slots=True)
class Fuse:
    """Counts calls and lets the power go at one of them."""

    at: int | None = None
    calls: int = 0

    def burn(self) -> None:
        """Count one more call."""
        self.calls += 1
        if self.calls == self.at:
            raise CrashError


def a_signer() -> DeviceKeys:
    """Make a device's keys, always the same ones."""
    return DeviceKeys(
        Ed25519PrivateKey.from_private_bytes(bytes(range(32))),
        X25519PrivateKey.from_private_bytes(bytes(range(32, 64))),
    )


@dataclass(slots=True)
class Fused:
    """Anything whose methods burn a fuse before they do their work."""

    inner: object
    fuse: Fuse

    def __getattr__(self, name: str) -> Callable[..., object]:
        self.fuse.burn()
        return cast("Callable[..., object]", getattr(self.inner, name))


class FusedUnit:
    """A unit of work that any call to a port, or the commit itself, can break."""

    def __init__(self, inner: UnitOfWork, fuse: Fuse) -> None:
        self._inner = inner
        self._fuse = fuse

    def __enter__(self) -> UnitOfWork:
        self._inner.__enter__()
        return cast("UnitOfWork", self)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._inner.__exit__(kind, error, trace)

    def __getattr__(self, name: str) -> Fused:
        return Fused(getattr(self._inner, name), self._fuse)

    def commit(self) -> None:
        """Break just before the commit, or commit."""
        self._fuse.burn()
        self._inner.commit()


def fused(open_unit: OpenUnit, fuse: Fuse) -> OpenUnit:
    """Open units that the fuse can break."""
    return lambda: cast("UnitOfWork", FusedUnit(open_unit(), fuse))
