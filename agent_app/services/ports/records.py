"""Repositories: what a unit of work keeps of households, lists, visits and receipts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from agent_app.domain.calendar import PartialDate
from agent_app.domain.cancellation import Cancellation, RefundRequest
from agent_app.domain.due_list import DueListReading, DueRow, Scheme
from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.known_covers import KnownCover
from agent_app.domain.money import Dong
from agent_app.domain.receipt import Receipt, ReceiptId
from agent_app.domain.receipt_book import ReceiptBook
from agent_app.domain.support_decision import SupportDecision
from agent_app.domain.visit import Outcome, Visit
from agent_app.services.work import Report, no_report


class Households(Protocol):
    """Households and their people."""

    def get(self, household_id: HouseholdId) -> Household:
        """Return one, following aliases; raise ``HouseholdUnknownError``."""
        ...

    def person(self, person_id: PersonId) -> Person:
        """Return one person, following aliases; raise ``PersonUnknownError``."""
        ...

    def decision(self, person_id: PersonId, group: str, on: date) -> SupportDecision | None:
        """Return what proves a person's group on a civil day: their own decision or their household's.

        It bears the group that was asked for, and reaches as far as decisions follow one another without a
        gap. Where none is in force that day, the last that was, or the next to come; ``None`` without any.
        """
        ...

    def by_numbers(self, numbers: Iterable[str]) -> dict[str, Household]:
        """Return those known by their office's number."""
        ...

    def unnumbered_at(self, addresses: Iterable[str]) -> list[Household]:
        """Return the households without a number at these addresses, however they are spelt."""
        ...

    def people_by_numbers(self, insurance_nos: Iterable[str], citizen_ids: Iterable[str]) -> list[Person]:
        """Return the people that carry any of these numbers."""
        ...

    def people_born(self, births: Iterable[PartialDate]) -> list[Person]:
        """Return everybody who was born then, as far as that is known to the same precision."""
        ...

    def homes(self, household_ids: Iterable[HouseholdId]) -> list[Household]:
        """Return these households."""
        ...

    def members(self, household_ids: Iterable[HouseholdId]) -> list[Person]:
        """Return everyone in these households."""
        ...

    def add_households(self, households: Sequence[Household], origin: str) -> None:
        """Add new households."""
        ...

    def add_people(self, people: Sequence[Person], origin: str) -> None:
        """Add new people."""
        ...


@dataclass(frozen=True, slots=True)
class DueItem:
    """One line of a monthly list, tied to a person that the store knows."""

    id: UUID
    person_id: PersonId
    household_id: HouseholdId
    row: DueRow


@dataclass(frozen=True, slots=True)
class Listed:
    """What the newest list says of one person and scheme; ``amount`` in đồng for ``months`` months."""

    group: str | None
    months: int | None
    amount: Dong | None


class DueLists(Protocol):
    """The monthly lists."""

    def listed(self, person_id: PersonId, scheme: Scheme) -> Listed | None:
        """Return what the newest shown list says of this person, ``None`` where it is silent."""
        ...

    def replace(
        self,
        list_id: UUID,
        reading: DueListReading,
        items: Sequence[DueItem],
        imported_at: datetime,
        report: Report = no_report,
    ) -> None:
        """Put a list in the place of the one of the same month, which is kept but no longer shown."""
        ...

    def current(self, file_hash: bytes, month: str) -> UUID | None:
        """Return the id of the list that is shown for this month if it came from the same file."""
        ...


class Visits(Protocol):
    """Visits."""

    def add(self, visit: Visit) -> None:
        """Keep a visit."""
        ...

    def last_outcome(self, person_id: PersonId) -> Outcome | None:
        """Return what the newest visit came to for a person."""
        ...


@dataclass(frozen=True, slots=True)
class Undone:
    """What has undone a receipt: the day it was cancelled, its replacement, the lines asked back.

    A transfer that is awaited in its place is its replacement already.
    """

    cancelled_on: date | None = None
    replaced_by: ReceiptId | None = None
    refunded: frozenset[int] = frozenset()


class Receipts(Protocol):
    """Receipts, their books, and what they say about places and covers."""

    def book(self, on: date) -> ReceiptBook:
        """Return the book that a receipt of this civil day takes its number from, as ``book_choice`` says.

        Raise what says why there is none, such as ``NoReceiptBookError``.
        """
        ...

    def save_book(self, book: ReceiptBook) -> None:
        """Keep how far a book has been used."""
        ...

    def find_book(self, symbol: str, book: str) -> ReceiptBook | None:
        """Return a book in hand by what stands on its cover."""
        ...

    def add_book(self, book: ReceiptBook) -> None:
        """Take a new book in hand; one that is there gets the limits of both and gives no number twice.

        It is bound to this agent and device, unless it names others. Raise ``ReceiptBookOverlapError`` where
        it shares a number with another one.
        """
        ...

    def add(self, receipt: Receipt, op_id: UUID) -> None:
        """Keep a receipt; ``op_id`` is the operation that logs it."""
        ...

    def last_issued_on(self) -> date | None:
        """Return the civil date of the newest receipt."""
        ...

    def places(self, household_id: HouseholdId, year: int) -> dict[PersonId, int]:
        """Return the places held in a household's order in a payment year."""
        ...

    def hold_places(self, household_id: HouseholdId, year: int, places: Mapping[PersonId, int]) -> None:
        """Hold places for the whole payment year."""
        ...

    def covers(self, person_id: PersonId, scheme: Scheme) -> list[KnownCover]:
        """Return the covers that the due list and own receipts, cancelled ones left out, know of.

        What a transfer's money has paid for counts as paid while its receipt waits for its printed paper.
        """
        ...

    def get(self, receipt_id: ReceiptId) -> Receipt:
        """Return one; raise ``ReceiptUnknownError``."""
        ...

    def undone(self, receipt_id: ReceiptId) -> Undone:
        """Return what has undone a receipt."""
        ...

    def cancel(self, cancellation: Cancellation, op_id: UUID) -> None:
        """Make a receipt void; the places that it alone has held are free again."""
        ...

    def ask_refund(self, refund: RefundRequest, op_id: UUID) -> None:
        """Keep that the office is asked to pay something back."""
        ...
