"""The read side, put together; each call is one short read of its own."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Engine

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.household import HouseholdId
from agent_app.domain.money import Dong
from agent_app.domain.receipt import ReceiptId
from agent_app.services.day_lines import DoorFilter, DoorLine, FoundReceipt
from agent_app.services.due_choices import DueRows
from agent_app.services.lines import (
    BookLine,
    DueFilter,
    DueLine,
    HouseholdPage,
    PersonLine,
    ReceiptView,
    StoreCounts,
    SyncStatus,
)
from agent_app.storage.queries import (
    counts,
    day,
    due,
    household_page,
    people,
    receipt_search,
    receipt_views,
    sync_status,
)
from agent_app.storage.repositories.device import device_row
from agent_app.storage.short_session import short_session


class SqlQueries:
    """Fulfils ``ports.Queries``."""

    def __init__(self, read: Engine) -> None:
        self._read = read

    def due_lines(self, wanted: DueFilter) -> list[DueLine]:
        with short_session(self._read) as session:
            return due.due_lines(session, wanted)

    def due_count(self, wanted: DueFilter) -> int:
        with short_session(self._read) as session:
            return due.due_count(session, wanted)

    def due_rows(self, wanted: DueFilter, own: str | None = None) -> DueRows:
        with short_session(self._read) as session:
            return due.due_rows(session, wanted, own)

    def due_lines_of(self, ids: Sequence[UUID]) -> list[DueLine]:
        with short_session(self._read) as session:
            return due.due_lines_of(session, ids)

    def due_months(self) -> list[str]:
        with short_session(self._read) as session:
            return due.due_months(session)

    def hamlets(self, month: str | None = None) -> list[str]:
        with short_session(self._read) as session:
            return due.hamlets(session, month)

    def agent_code(self) -> str | None:
        with short_session(self._read) as session:
            enrolment = device_row(session).enrolment
        return Enrolment.read(enrolment).agent_code if enrolment else None

    def search_people(self, text: str, limit: int | None = None, offset: int = 0) -> list[PersonLine]:
        with short_session(self._read) as session:
            return people.search_people(session, text, limit, offset)

    def search_count(self, text: str) -> int:
        with short_session(self._read) as session:
            return people.search_count(session, text)

    def household(self, household_id: HouseholdId, year: int) -> HouseholdPage:
        with short_session(self._read) as session:
            return household_page.household_page(session, household_id, year)

    def receipt(self, receipt_id: ReceiptId) -> ReceiptView:
        with short_session(self._read) as session:
            return receipt_views.receipt(session, receipt_id)

    def receipts(self, limit: int, offset: int = 0) -> list[ReceiptView]:
        with short_session(self._read) as session:
            return receipt_views.receipts(session, limit, offset)

    def taken_on(self, day: date) -> tuple[int, Dong]:
        with short_session(self._read) as session:
            return receipt_views.taken_on(session, day)

    def books(self) -> list[BookLine]:
        with short_session(self._read) as session:
            return receipt_views.books(session)

    def sync_status(self) -> SyncStatus:
        with short_session(self._read) as session:
            return sync_status.sync_status(session)

    def doors(self, wanted: DoorFilter) -> list[DoorLine]:
        with short_session(self._read) as session:
            return day.doors(session, wanted)

    def planned_count(self, today: date) -> int:
        with short_session(self._read) as session:
            return day.planned_count(session, today)

    def find_receipts(self, text: str, limit: int) -> list[FoundReceipt]:
        with short_session(self._read) as session:
            return receipt_search.find_receipts(session, text, limit)

    def counts(self) -> StoreCounts:
        with short_session(self._read) as session:
            return counts.counts(session)
