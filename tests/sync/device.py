"""A laptop in memory, enrolled with the fake server."""

from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from agent_app.domain.due_list import Scheme
from agent_app.domain.household import PersonId
from agent_app.domain.operation import Operation
from agent_app.domain.receipt import Receipt
from agent_app.domain.receipt_book import ReceiptBook
from agent_app.domain.replica import household_row, person_row
from agent_app.domain.visit import Outcome, Visit
from agent_app.runtime.secrets import DeviceKeys
from agent_app.services.lines import SyncStatus
from agent_app.services.ports import OpenUnit, Queries
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt, ReceiptService
from agent_app.services.visits import OutcomeRequest, RecordVisit, VisitService
from agent_app.sync.exchange import Exchange, Round
from agent_app.sync.service import SyncService
from tests.builders import a_book, a_household, a_person, an_enrolment, rates
from tests.fakes import CountingIds, FixedClock, Fuse, MemoryStore, a_signer, fused
from tests.services.memory_queries import MemoryQueries
from tests.services.memory_tables import Tables
from tests.sync.fake_server import FakeServer


@dataclass(slots=True)
class MemoryDevice:
    """The use cases of one laptop with its server at hand."""

    server: FakeServer
    store: MemoryStore = field(default_factory=MemoryStore)
    clock: FixedClock = field(default_factory=FixedClock)
    ids: CountingIds = field(default_factory=CountingIds)
    signer: DeviceKeys = field(default_factory=a_signer)
    slept: list[float] = field(default_factory=list)

    @property
    def tables(self) -> Tables:
        """What is committed."""
        return self.store.tables

    @property
    def status(self) -> SyncStatus:
        """What the agent is told."""
        return MemoryQueries(lambda: self.store.tables).sync_status()

    def set_up(self, book: ReceiptBook | None = None) -> None:
        """Enrol, and let one person live in one household."""
        with self.store.unit() as unit:
            unit.device.enrol(an_enrolment(server_sign_keys=(self.server.public_key,)))
            unit.receipts.add_book(book or a_book(1, 5000))
            unit.households.add_households([a_household()], "test")
            unit.households.add_people([a_person()], "test")
            unit.commit()

    def visit(self) -> Visit:
        """Find nobody at home."""
        told = (OutcomeRequest(a_person().id, Outcome.ABSENT),)
        return VisitService(self.store.unit, self.clock, self.ids).record(RecordVisit(a_household().id, told))

    def receipt(self) -> Receipt:
        """Take a payment."""
        service = ReceiptService(self.store.unit, self.clock, self.ids, self.signer, rates())
        return service.issue(IssueReceipt((self.payment(a_person().id),), "Nguyễn Thị Ánh"))

    @staticmethod
    def payment(person_id: PersonId) -> PaymentRequest:
        """Ask for three months."""
        return PaymentRequest(person_id, Scheme.HEALTH, 3)

    def exchange(self, open_unit: OpenUnit | None = None) -> Exchange:
        """Return the rounds over this store."""
        return Exchange(open_unit or self.store.unit, self.signer, self.clock, "agent-app test")

    def once(self, fuse: Fuse | None = None) -> Round:
        """Do one round, which the fuse may break."""
        open_unit: OpenUnit = self.store.unit
        return self.exchange(fused(open_unit, fuse) if fuse else open_unit).once(self.server)

    def service(self) -> SyncService:
        """Return the whole sync."""
        queries = cast("Queries", MemoryQueries(lambda: self.store.tables))

        def connect(_url: str, _authority: str | None) -> FakeServer:
            return self.server

        return SyncService(
            self.exchange(), self.store.unit, queries, self.clock, connect, sleep=self.slept.append
        )

    def server_rows(self) -> dict[UUID, bytes]:
        """Return the rows that came down, as the server writes them."""
        tables = self.tables
        came = [row_id for row_id, (origin, _scope) in tables.scope_of.items() if origin == "server"]
        rows: dict[UUID, bytes] = {each.id: household_row(each) for each in tables.households.values()}
        rows |= {each.id: person_row(each) for each in tables.people.values()}
        return {row_id: rows[row_id] for row_id in came}

    def operations(self) -> list[Operation]:
        """Return the whole log."""
        return list(self.tables.operations)
