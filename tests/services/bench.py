"""A store with the use cases on it, the same for the store of dicts and for the encrypted one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast

from agent_app.domain.due_list import DueListReading, DueRow, RejectedRow
from agent_app.domain.enrolment import Enrolment
from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.member_order import TakenPlace
from agent_app.domain.operation import Operation
from agent_app.domain.receipt import ReceiptLine
from agent_app.domain.receipt_book import ReceiptBook
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import DeviceKeys
from agent_app.services.access import AccessLog
from agent_app.services.books import BookService
from agent_app.services.due_lists import DueListService
from agent_app.services.ports import BookQueries, OpenUnit, Queries
from agent_app.services.print_register import PrintRegister
from agent_app.services.quotes import PaymentRequest, price
from agent_app.services.receipts import ReceiptService
from agent_app.services.visits import VisitService
from agent_app.storage.store import open_store
from tests.builders import DEVICE, a_book, a_due_row, a_household, a_person, granting, rates
from tests.fakes import CountingIds, DictDueListSource, FixedClock, MemoryStore, a_signer
from tests.ready_home import new_store
from tests.services.memory_books import MemoryBookQueries
from tests.services.memory_queries import MemoryQueries
from tests.services.memory_tables import Tables

MONTH = "2026-12"
LIST = Path("d08a.xlsx")


@dataclass(slots=True)
class Bench:
    """An open store, the clock and the ids that its use cases see."""

    open_unit: OpenUnit
    queries: Queries
    clock: FixedClock = field(default_factory=FixedClock)
    ids: CountingIds = field(default_factory=CountingIds)
    signer: DeviceKeys = field(default_factory=a_signer)
    source: DictDueListSource = field(default_factory=lambda: DictDueListSource({}))
    numbers: BookQueries = field(default_factory=lambda: MemoryBookQueries(Tables))

    @property
    def due_lists(self) -> DueListService:
        """Imports of lists that a test puts into ``source``."""
        return DueListService(self.open_unit, self.source, self.clock, self.ids)

    def quote(
        self,
        household_id: HouseholdId,
        requests: Sequence[PaymentRequest],
        on: date,
        taken: Sequence[TakenPlace] = (),
    ) -> tuple[ReceiptLine, ...]:
        """Return the lines that a receipt of this civil date would have."""
        with self.open_unit() as unit:
            return price(unit, household_id, requests, on, rates(), taken).lines

    @property
    def visits(self) -> VisitService:
        """Visits."""
        return VisitService(self.open_unit, self.clock, self.ids)

    @property
    def access(self) -> AccessLog:
        """The access log."""
        return AccessLog(self.open_unit, self.clock)

    @property
    def register(self) -> PrintRegister:
        """The print log."""
        return PrintRegister(self.clock, self.ids, self.access)

    @property
    def receipts(self) -> ReceiptService:
        """Receipts."""
        return ReceiptService(self.open_unit, self.clock, self.ids, self.signer, rates())

    @property
    def books(self) -> BookService:
        """Receipt books."""
        return BookService(self.open_unit, self.queries, self.numbers, self.clock, self.ids)

    def enrol(self, book: ReceiptBook | None = None, enrolment: Enrolment | None = None) -> None:
        """Make the store an agent's, with one book."""
        with self.open_unit() as unit:
            unit.device.enrol(enrolment or granting(book or a_book()))
            unit.receipts.add_book(book or a_book())
            unit.commit()

    def settle_in(self, *people: Person, households: tuple[Household, ...] = ()) -> None:
        """Let people live in the store, by default in the first household."""
        with self.open_unit() as unit:
            unit.households.add_households(households or (a_household(),), "test")
            unit.households.add_people(people or (a_person(),), "test")
            unit.commit()

    def put_list(self, *rows: DueRow, month: str = MONTH, mark: bytes = b"list") -> None:
        """Put a list where ``due_lists`` will read it."""
        held = rows or (a_due_row(),)
        self.source.readings[LIST] = DueListReading(month, held, (), 0, 11, mark.ljust(32))

    def put_refused_list(self) -> None:
        """Put a list there of which no row can be used."""
        self.source.readings[LIST] = DueListReading(
            MONTH, (), (RejectedRow(12, "insurance_no", "12"),), 0, 11, b"refused".ljust(32)
        )

    def operations(self) -> list[Operation]:
        """Return the whole log."""
        with self.open_unit() as unit:
            return unit.log.after(0, 10_000)

    def person(self, person_id: PersonId) -> Person:
        """Return a person."""
        with self.open_unit() as unit:
            return unit.households.person(person_id)


@contextmanager
def memory_bench(_folder: Path) -> Iterator[Bench]:
    """Lend a store of dicts."""
    store = MemoryStore()
    # Only a part of the read side has a twin in memory; a test that asks for more must run on SQL alone.
    queries = cast("Queries", MemoryQueries(lambda: store.tables))
    yield Bench(store.unit, queries, numbers=MemoryBookQueries(lambda: store.tables))


@contextmanager
def sql_bench(folder: Path) -> Iterator[Bench]:
    """Lend an encrypted store."""
    home, key = Home(folder / "home"), bytes(range(32))
    new_store(home, key, DEVICE)
    # Opening names copies by ids of its own, so that the use cases get the same ids on either store.
    store = open_store(home, key, FixedClock(), CountingIds())
    try:
        yield Bench(store.unit, store.queries, numbers=store.book_queries)
    finally:
        store.close()
