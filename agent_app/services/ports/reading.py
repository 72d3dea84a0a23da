"""The read side, and what verifies the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from agent_app.domain.household import HouseholdId
from agent_app.domain.money import Dong
from agent_app.domain.receipt import ReceiptId
from agent_app.services.due_choices import DueRows
from agent_app.services.lines import (
    BookLine,
    DueFilter,
    DueLine,
    HouseholdPage,
    PersonLine,
    ReceiptFilter,
    ReceiptView,
    StoreCounts,
    SyncStatus,
)
from agent_app.services.ports.route import DayQueries
from agent_app.services.work import Report


class Queries(DayQueries, Protocol):
    """The read side: frozen lines, straight from columns; every call is one short read."""

    def due_lines(self, wanted: DueFilter) -> list[DueLine]:
        """Return the due list by hamlet and household, within it in the list's own order."""
        ...

    def due_count(self, wanted: DueFilter) -> int:
        """Count them."""
        ...

    def due_rows(self, wanted: DueFilter, own: str | None = None) -> DueRows:
        """Return the whole list by its ids, with the headers of its grouping, of one moment.

        ``own`` is the collector whose lines are counted apart.
        """
        ...

    def due_lines_of(self, ids: Sequence[UUID]) -> list[DueLine]:
        """Return some lines in the order of their ids; one that is gone is left out."""
        ...

    def due_months(self) -> list[str]:
        """Return the months that have a list, newest first."""
        ...

    def hamlets(self, month: str | None = None) -> list[str]:
        """Return the hamlets of a month's due list, in Vietnamese order."""
        ...

    def agent_code(self) -> str | None:
        """Return the code of the collector whose home this is, or nothing before the enrolment."""
        ...

    def search_people(self, text: str, limit: int | None = None, offset: int = 0) -> list[PersonLine]:
        """Find people by beginnings of words (no accents needed) and pieces of numbers.

        The best fit comes first, then who is due, then by given name.
        """
        ...

    def search_count(self, text: str) -> int:
        """Count them."""
        ...

    def household(self, household_id: HouseholdId, year: int) -> HouseholdPage:
        """Return one household's page; raise ``HouseholdUnknownError``."""
        ...

    def receipt(self, receipt_id: ReceiptId) -> ReceiptView:
        """Return one receipt; raise ``ReceiptUnknownError``."""
        ...

    def receipts(self, limit: int, offset: int = 0) -> list[ReceiptView]:
        """Return receipts, newest first."""
        ...

    def taken_on(self, day: date) -> tuple[int, Dong]:
        """Count the receipts of a civil day and their money."""
        ...

    def books(self) -> list[BookLine]:
        """Return the books in hand, in the order in which their numbers are used."""
        ...

    def sync_status(self) -> SyncStatus:
        """Return what has reached the office and what has not."""
        ...

    def counts(self) -> StoreCounts:
        """Return how much the store holds."""
        ...


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found wrong: a code and the ids it is about."""

    code: str
    about: str


class Checker(Protocol):
    """Verifies the store."""

    def check(self, report: Report) -> list[Finding]:
        """Verify pages, references, the chain, the journal and the books; an empty list is good news."""
        ...


class ReceiptQueries(Protocol):
    """The read side of many receipts."""

    def listed(self, wanted: ReceiptFilter) -> list[ReceiptView]:
        """Return the receipts that are asked for, newest first."""
        ...

    def paid_before(self, receipt_id: ReceiptId, days: int) -> ReceiptView | None:
        """Return the newest other receipt of so many days that pays a scheme for somebody on this one."""
        ...


@dataclass(frozen=True, slots=True)
class Verified:
    """How many receipts were looked at, and what is wrong with them."""

    receipts: int
    findings: tuple[Finding, ...]


class Verifier(Protocol):
    """Proves receipts with what lies in the home."""

    def verify(self, receipt_id: ReceiptId | None = None) -> Verified:
        """Hold one receipt, or all of them, against signatures, log, journal and books.

        Raise ``ReceiptUnknownError``.
        """
        ...
