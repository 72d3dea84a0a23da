"""The store of dicts: consents, the access log, and the day of the last sweep; nobody is erased in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from agent_app.domain.access import Access
from agent_app.domain.consent import Consent
from agent_app.domain.erasure import ErasureRequest
from agent_app.domain.history import Author
from agent_app.domain.receipt import Receipt, ReceiptId
from agent_app.services.ports import Erased, SweepLimits, Swept
from tests.services.memory_tables import Tables


@dataclass(slots=True)
class MemoryHistory:
    """Fulfils ``ports.History``."""

    author: Author | None = None

    def begin(self, author: Author) -> None:
        self.author = author


@dataclass(slots=True)
class MemoryPrivacy:
    """Fulfils ``ports.Privacy``, but for what only real tables can show."""

    tables: Tables

    def add_consent(self, consent: Consent, op_id: UUID) -> None:
        assert any(each.op_id == op_id for each in self.tables.operations), "a consent without its operation"
        self.tables.consents[consent.id] = consent

    def log_access(self, entries: Iterable[Access]) -> None:
        self.tables.accesses.extend(entries)

    def issued(self, receipt_id: ReceiptId) -> Receipt | None:
        return self.tables.receipts.get(receipt_id)

    def erase(self, request: ErasureRequest, op_id: UUID) -> Erased:
        raise NotImplementedError("a test that erases must run on SQL")

    def erased(self, traits: Iterable[str]) -> dict[str, str]:  # noqa: ARG002
        return {}

    def last_sweep(self) -> date | None:
        return self.tables.swept_on

    def sweep(self, limits: SweepLimits, on: date, at: datetime) -> Swept:
        assert limits.access_log <= at, "a limit in the future"
        before = len(self.tables.accesses)
        self.tables.accesses = [each for each in self.tables.accesses if each.at >= limits.access_log]
        self.tables.swept_on = on
        return Swept(0, 0, before - len(self.tables.accesses))
