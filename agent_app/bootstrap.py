"""Ties the Qt-free core together: the only module that knows ports and adapters both."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import agent_app
from agent_app.domain.calendar import civil_date
from agent_app.domain.enrolment import Enrolment
from agent_app.domain.errors import EnvironmentFailure, InputError, RuleError
from agent_app.domain.receipt import ReceiptBook
from agent_app.printing.papers import Papers
from agent_app.runtime.clock import SystemClock, SystemIds
from agent_app.runtime.durable import empty_file, sync_folder
from agent_app.runtime.file_lock import alone
from agent_app.runtime.paths import Home
from agent_app.runtime.rates import load_rates
from agent_app.runtime.secrets import DeviceKeys, new_data_key, unwrap_data_key, wrap_data_key
from agent_app.services.due_lists import DueListService, ImportService
from agent_app.services.ports import Checker, Clock, Ids, Queries, UnitOfWork
from agent_app.services.quotes import QuoteService
from agent_app.services.receipts import PaperService, ReceiptService
from agent_app.services.visits import VisitService
from agent_app.storage.errors import StoreUnusableError
from agent_app.storage.store import Store, create_store, open_store
from agent_app.sync.exchange import Exchange
from agent_app.sync.service import SyncService
from agent_app.workbooks.due_lists import DueListReader
from agent_app.workbooks.report import ImportReportWriter


@dataclass(eq=False)
class HomeExistsError(RuleError):
    """A home lies in this folder already."""

    code: ClassVar[str] = "home.exists"


@dataclass(eq=False)
class HomeMissingError(EnvironmentFailure):
    """No home lies in this folder."""

    code: ClassVar[str] = "home.missing"


@dataclass(eq=False)
class OtherAgentError(RuleError):
    """The home belongs to another agent than the enrolment names."""

    code: ClassVar[str] = "home.other_agent"
    agent_code: str


@dataclass(eq=False)
class EmptyPasswordError(InputError):
    """A home needs a password."""

    code: ClassVar[str] = "password.empty"


@dataclass(frozen=True, slots=True)
class Core:
    """The use cases on one open home; every call blocks, any thread may call."""

    queries: Queries
    checker: Checker
    due_lists: DueListService
    imports: ImportService
    quotes: QuoteService
    visits: VisitService
    receipts: ReceiptService
    papers: PaperService
    sync: SyncService
    open_unit: Callable[[], UnitOfWork]
    clock: Clock
    ids: Ids
    store: Store

    def today(self) -> date:
        """Return the civil date in Viet Nam, whatever the machine's zone."""
        return civil_date(self.clock.now())

    def enrol(self, enrolment: Enrolment) -> None:
        """Make this home the agent's of an enrolment, or renew it, with the books that come along."""
        with self.open_unit() as unit:
            held = unit.device.identity().enrolment
            if held is not None and held.agent_code != enrolment.agent_code:
                raise OtherAgentError(held.agent_code)
            unit.device.enrol(enrolment)
            in_hand = set(held.books) if held is not None else set()
            for grant in (each for each in enrolment.books if each not in in_hand):
                book = ReceiptBook(
                    self.ids.new(), grant.symbol, grant.book, grant.first, grant.last, grant.first
                )
                unit.receipts.add_book(book)
            unit.commit()

    def close(self) -> None:
        """Let go of the home."""
        self.store.close()


def create_home(home: Home, password: str) -> None:
    """Make a new home, whole or not at all; raise ``HomeExistsError`` over an old one.

    The store gets its name last of all, when everything else is on disk. A draft of it without a store marks
    a home whose making was broken off: it has never held anything, so it may be made again.
    """
    if home.exists:
        raise HomeExistsError
    if not password:
        raise EmptyPasswordError
    try:
        home.make()
        with alone(home.folder / "init.lock"):
            # Asked again: another process may just have made it.
            if home.exists:
                raise HomeExistsError
            _make(home, password)
    except OSError as error:
        raise StoreUnusableError from error


def _make(home: Home, password: str) -> None:
    data_key = new_data_key()
    try:
        empty_file(home.draft)
        sync_folder(home.folder)
        DeviceKeys.generate().save(home.device_key, data_key)
        wrap_data_key(home.keys, data_key, password)
        create_store(home, data_key, SystemIds().new())
    except BaseException:
        if not home.store.exists():
            # The draft goes last: as long as it is there, the others are known to be leftovers.
            with suppress(OSError):
                for path in (home.device_key, home.keys, home.journal, home.draft):
                    path.unlink(missing_ok=True)
        raise


def open_home(home: Home, password: str) -> Core:
    """Open a home and tie the use cases to it."""
    if not home.exists:
        raise HomeMissingError
    data_key = unwrap_data_key(home.keys, password)
    keys = DeviceKeys.load(home.device_key, data_key)
    clock, ids, rates = SystemClock(), SystemIds(), load_rates()
    store = open_store(home, data_key, clock, ids)
    exchange = Exchange(store.unit, keys, clock, f"agent-app {agent_app.__version__}")
    return Core(
        queries=store.queries,
        checker=store.checker,
        due_lists=DueListService(store.unit, DueListReader(), clock, ids),
        imports=ImportService(store.unit, ImportReportWriter(), clock),
        quotes=QuoteService(store.unit, rates),
        visits=VisitService(store.unit, clock, ids),
        receipts=ReceiptService(store.unit, clock, ids, keys, rates),
        papers=PaperService(store.queries, store.unit, Papers()),
        sync=SyncService(exchange, store.unit, store.queries, clock),
        open_unit=store.unit,
        clock=clock,
        ids=ids,
        store=store,
    )
