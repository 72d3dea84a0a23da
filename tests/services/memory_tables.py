"""The store of dicts: its tables, and the repositories of what people and money it holds."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from agent_app.domain.access import Access
from agent_app.domain.bank_statement import BankCredit, CreditId
from agent_app.domain.batch import BatchChange, BatchId
from agent_app.domain.book_choice import choose
from agent_app.domain.calendar import PartialDate
from agent_app.domain.cancellation import Cancellation, RefundRequest
from agent_app.domain.confirmation import Confirmation
from agent_app.domain.consent import Consent
from agent_app.domain.due_list import DueListReading, Scheme
from agent_app.domain.e_receipt_number import EReceiptNumber
from agent_app.domain.envelope import Envelope, EnvelopeId
from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.household_status import StatusRecord, proof
from agent_app.domain.known_covers import CoverSource, KnownCover
from agent_app.domain.names import fold
from agent_app.domain.number_fate import NumberFate, PassedNumbers
from agent_app.domain.office_keys import KeyLink
from agent_app.domain.operation import GENESIS, Operation, OperationState, Position
from agent_app.domain.pension_plan import PlanKind
from agent_app.domain.print_log import Printing
from agent_app.domain.receipt import Receipt, ReceiptId
from agent_app.domain.receipt_book import ReceiptBook, ReceiptBookOverlapError
from agent_app.domain.remittance import Remittance
from agent_app.domain.signed_document import SignedDocument
from agent_app.domain.support_decision import SupportDecision
from agent_app.domain.transfer import AwaitedTransfer, CreditUse, GivenUpTransfer
from agent_app.domain.visit import Outcome, Visit
from agent_app.services.failures import HouseholdUnknownError, PersonUnknownError, ReceiptUnknownError
from agent_app.services.import_lines import ImportRecord, Proposal
from agent_app.services.lines import RunLine
from agent_app.services.ports import (
    DeviceIdentity,
    DueItem,
    Listed,
    ReplicaChange,
    Report,
    ScopeCursor,
    Undone,
    no_report,
)
from tests.builders import DEVICE

_BEGINNING = Position(1, 0, GENESIS)
_NOBODY = DeviceIdentity(DEVICE, 1, None, claimed=False, turn_token=b"")


@dataclass(slots=True)
class DueListTable:
    """One list as it was taken in."""

    month: str
    file_hash: bytes
    items: tuple[DueItem, ...]
    imported_at: datetime
    shown: bool = True


@dataclass(slots=True)
class Tables:
    """All that a store holds; values are replaced, never changed, so that a shallow copy is a snapshot."""

    households: dict[HouseholdId, Household] = field(default_factory=dict)
    people: dict[PersonId, Person] = field(default_factory=dict)
    scope_of: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    aliases: dict[UUID, UUID] = field(default_factory=dict)
    due_lists: dict[UUID, DueListTable] = field(default_factory=dict)
    imports: dict[UUID, ImportRecord] = field(default_factory=dict)
    mappings: dict[str, Mapping[str, str]] = field(default_factory=dict)
    proposals: dict[UUID, Proposal] = field(default_factory=dict)
    settled: frozenset[UUID] = frozenset()
    visits: dict[UUID, Visit] = field(default_factory=dict)
    receipts: dict[ReceiptId, Receipt] = field(default_factory=dict)
    receipt_ops: dict[ReceiptId, UUID] = field(default_factory=dict)
    cancellations: dict[ReceiptId, Cancellation] = field(default_factory=dict)
    refunds: dict[UUID, RefundRequest] = field(default_factory=dict)
    remitted: frozenset[ReceiptId] = frozenset()
    filed: frozenset[ReceiptId] = frozenset()
    books: dict[UUID, ReceiptBook] = field(default_factory=dict)
    passed: dict[UUID, PassedNumbers] = field(default_factory=dict)
    places: dict[tuple[HouseholdId, int, PersonId], int] = field(default_factory=dict)
    transfers: dict[ReceiptId, AwaitedTransfer] = field(default_factory=dict)
    credits: dict[CreditId, BankCredit] = field(default_factory=dict)
    credit_uses: dict[UUID, CreditUse] = field(default_factory=dict)
    given_up: dict[ReceiptId, GivenUpTransfer] = field(default_factory=dict)
    operations: list[Operation] = field(default_factory=list)
    outcomes: dict[UUID, tuple[OperationState, str | None]] = field(default_factory=dict)
    acknowledged: Position = _BEGINNING
    key_links: tuple[KeyLink, ...] = ()
    custody: tuple[bytes, datetime] | None = None
    cursors: dict[str, ScopeCursor] = field(default_factory=dict)
    clock_ahead: timedelta = timedelta(0)
    staged: dict[str, tuple[ReplicaChange, ...]] = field(default_factory=dict)
    not_yet_again: dict[str, frozenset[UUID]] = field(default_factory=dict)
    identity: DeviceIdentity = _NOBODY
    runs: list[RunLine] = field(default_factory=list)
    runs_told: int = 0
    runs_wanted: int = 0
    consents: dict[UUID, Consent] = field(default_factory=dict)
    accesses: list[Access] = field(default_factory=list)
    envelopes: dict[EnvelopeId, Envelope] = field(default_factory=dict)
    remittances: list[Remittance] = field(default_factory=list)
    batches: dict[BatchId, list[BatchChange]] = field(default_factory=dict)
    swept_on: date | None = None
    statuses: dict[UUID, StatusRecord] = field(default_factory=dict)
    documents: dict[UUID, SignedDocument] = field(default_factory=dict)
    e_receipts: dict[ReceiptId, EReceiptNumber] = field(default_factory=dict)
    confirmations: dict[ReceiptId, Confirmation] = field(default_factory=dict)
    prints: list[Printing] = field(default_factory=list)
    route: dict[HouseholdId, tuple[int | None, date | None]] = field(default_factory=dict)

    def snapshot(self) -> "Tables":
        """Copy every table, so that a rollback has something to go back to."""
        return Tables(**{each.name: copy(getattr(self, each.name)) for each in fields(self)})

    def returned_from(self) -> dict[tuple[str, str], int]:
        """Say from which number on the rest of a book has gone back."""
        gone = (each for each in self.passed.values() if each.fate is NumberFate.RETURNED)
        return {(each.symbol, each.book): each.first for each in gone}

    def books_in_hand(self) -> list[ReceiptBook]:
        """Copy the books, by symbol and numbers."""
        returned = self.returned_from()
        books = sorted(self.books.values(), key=lambda each: (each.symbol, each.first))
        return [replace(each, returned=(each.symbol, each.book) in returned) for each in books]

    def present(self, row_id: UUID) -> UUID:
        """Follow an alias."""
        return self.aliases.get(row_id, row_id)


@dataclass(slots=True)
class MemoryHouseholds:
    """Fulfils ``ports.Households``."""

    tables: Tables

    def get(self, household_id: HouseholdId) -> Household:
        found = self.tables.households.get(HouseholdId(self.tables.present(household_id)))
        if found is None:
            raise HouseholdUnknownError(str(household_id))
        return found

    def person(self, person_id: PersonId) -> Person:
        found = self.tables.people.get(PersonId(self.tables.present(person_id)))
        if found is None:
            raise PersonUnknownError(str(person_id))
        return found

    def decision(self, person_id: PersonId, group: str, on: date) -> SupportDecision | None:
        person = self.person(person_id)
        held = self.tables.statuses.values()
        own = [each for each in held if each.person_id == person.id]
        of_home = [each for each in held if each.household_id == person.household_id]
        return proof([*own, *of_home], group, on)

    def by_numbers(self, numbers: Iterable[str]) -> dict[str, Household]:
        wanted = set(numbers)
        held = self.tables.households.values()
        return {each.household_no: each for each in held if each.household_no in wanted and each.household_no}

    def unnumbered_at(self, addresses: Iterable[str]) -> list[Household]:
        wanted = set(map(fold, addresses))
        held = self.tables.households.values()
        return [each for each in held if each.household_no is None and fold(each.address) in wanted]

    def people_by_numbers(self, insurance_nos: Iterable[str], citizen_ids: Iterable[str]) -> list[Person]:
        insured, citizens = set(insurance_nos), set(citizen_ids)
        people = self.tables.people.values()
        return [each for each in people if each.insurance_no in insured or each.citizen_id in citizens]

    def people_born(self, births: Iterable[PartialDate]) -> list[Person]:
        wanted = set(births)
        return [each for each in self.tables.people.values() if each.birth in wanted]

    def homes(self, household_ids: Iterable[HouseholdId]) -> list[Household]:
        wanted = set(household_ids)
        return [each for each in self.tables.households.values() if each.id in wanted]

    def members(self, household_ids: Iterable[HouseholdId]) -> list[Person]:
        wanted = {self.tables.present(each) for each in household_ids}
        return [each for each in self.tables.people.values() if each.household_id in wanted]

    def add_households(self, households: Sequence[Household], origin: str) -> None:
        self.tables.households |= {each.id: each for each in households}
        self.tables.scope_of |= {each.id: (origin, "") for each in households}

    def add_people(self, people: Sequence[Person], origin: str) -> None:
        self.tables.people |= {each.id: each for each in people}
        self.tables.scope_of |= {each.id: (origin, "") for each in people}


@dataclass(slots=True)
class MemoryDueLists:
    """Fulfils ``ports.DueLists``."""

    tables: Tables

    def listed(self, person_id: PersonId, scheme: Scheme) -> Listed | None:
        person = self.tables.present(person_id)
        shown = sorted((each for each in self.tables.due_lists.values() if each.shown), key=lambda t: t.month)
        for table in reversed(shown):
            for item in table.items:
                if item.person_id == person and item.row.scheme is scheme:
                    return Listed(item.row.group, item.row.months, item.row.amount)
        return None

    def replace(
        self,
        list_id: UUID,
        reading: DueListReading,
        items: Sequence[DueItem],
        imported_at: datetime,
        report: Report = no_report,
    ) -> None:
        report(0, len(items))
        for each, table in self.tables.due_lists.items():
            if table.month == reading.month:
                self.tables.due_lists[each] = replace(table, shown=False)
        self.tables.due_lists[list_id] = DueListTable(
            reading.month, reading.file_hash, tuple(items), imported_at
        )

    def current(self, file_hash: bytes, month: str) -> UUID | None:
        for each, table in self.tables.due_lists.items():
            if table.shown and (table.month, table.file_hash) == (month, file_hash):
                return each
        return None


@dataclass(slots=True)
class MemoryVisits:
    """Fulfils ``ports.Visits``."""

    tables: Tables

    def add(self, visit: Visit) -> None:
        self.tables.visits[visit.id] = visit

    def last_outcome(self, person_id: PersonId) -> Outcome | None:
        person = self.tables.present(person_id)
        told = (
            each.outcome
            for visit in reversed(self.tables.visits.values())
            for each in reversed(visit.outcomes)
            if self.tables.present(each.subject.person_id) == person
        )
        return next(told, None)


@dataclass(slots=True)
class MemoryReceipts:
    """Fulfils ``ports.Receipts``."""

    tables: Tables

    def book(self, on: date) -> ReceiptBook:
        return choose(self.tables.books_in_hand(), on)

    def save_book(self, book: ReceiptBook) -> None:
        self.tables.books[book.id] = copy(book)

    def find_book(self, symbol: str, book: str) -> ReceiptBook | None:
        found = (each for each in self.tables.books.values() if (each.symbol, each.book) == (symbol, book))
        return copy(next(found, None))

    def add_book(self, book: ReceiptBook) -> None:
        gone = self.tables.returned_from()
        last = gone.get((book.symbol, book.book), book.last + 1) - 1
        known = None
        for each in self.tables.books.values():
            if (each.symbol, each.book) == (book.symbol, book.book):
                known = each
                continue
            end = gone.get((each.symbol, each.book), each.last + 1) - 1
            if each.symbol == book.symbol and each.first <= last and end >= book.first:
                raise ReceiptBookOverlapError(book.symbol, book.book, each.book)
        if known is None:
            self.tables.books[book.id] = copy(book)
            return
        limits = (min(known.first, book.first), max(known.last, book.last), max(known.next, book.next))
        self.tables.books[known.id] = replace(known, first=limits[0], last=limits[1], next=limits[2])

    def add(self, receipt: Receipt, op_id: UUID) -> None:
        taken = {(each.symbol, each.number) for each in self.tables.receipts.values()}
        doubled = receipt.number is not None and (receipt.symbol, receipt.number) in taken
        assert not doubled, "a number was given twice"
        self.tables.receipts[receipt.id] = receipt
        self.tables.receipt_ops[receipt.id] = op_id

    def last_issued_on(self) -> date | None:
        return max((each.issued_on for each in self.tables.receipts.values()), default=None)

    def places(self, household_id: HouseholdId, year: int) -> dict[PersonId, int]:
        home = self.tables.present(household_id)
        held = self.tables.places.items()
        return {who: place for (where, when, who), place in held if (where, when) == (home, year)}

    def hold_places(self, household_id: HouseholdId, year: int, places: Mapping[PersonId, int]) -> None:
        home = HouseholdId(self.tables.present(household_id))
        self.tables.places |= {(home, year, who): place for who, place in places.items()}
        held = [*self.places(household_id, year).values()]
        assert len(set(held)) == len(held), "a place was given twice"

    def covers(self, person_id: PersonId, scheme: Scheme) -> list[KnownCover]:
        person = self.tables.present(person_id)
        items = (item for each in self.tables.due_lists.values() if each.shown for item in each.items)
        listed = [
            (item.row.covered_from, item.row.covered_to.last_day)
            for item in items
            if item.person_id == person and item.row.scheme is scheme and item.row.covered_to
        ]
        paid = [
            line.period
            for receipt in self.tables.receipts.values()
            for line in receipt.lines
            if receipt.id not in self.tables.cancellations
            and line.plan is not PlanKind.MISSING
            and self.tables.present(line.subject.person_id) == person
            and line.scheme is scheme
        ]
        paid += [
            line.period
            for use in self.tables.credit_uses.values()
            for line in use.lines
            if use.transfer_id not in self.tables.receipts
            and line.plan is not PlanKind.MISSING
            and self.tables.present(line.subject.person_id) == person
            and line.scheme is scheme
        ]
        return [
            *(KnownCover(each.start, each.end, CoverSource.PAID) for each in paid),
            *(
                KnownCover(start.first_day if start else None, end, CoverSource.LISTED)
                for start, end in listed
            ),
        ]

    def get(self, receipt_id: ReceiptId) -> Receipt:
        if receipt_id not in self.tables.receipts:
            raise ReceiptUnknownError(str(receipt_id))
        return self.tables.receipts[receipt_id]

    def undone(self, receipt_id: ReceiptId) -> Undone:
        cancelled = self.tables.cancellations.get(receipt_id)
        awaited = (each for each in self.tables.transfers.values() if each.id not in self.tables.given_up)
        papers: tuple[Receipt | AwaitedTransfer, ...] = (*self.tables.receipts.values(), *awaited)
        return Undone(
            cancelled.on if cancelled else None,
            next((each.id for each in papers if each.replaces == receipt_id), None),
            frozenset(each.line for each in self.tables.refunds.values() if each.receipt_id == receipt_id),
        )

    def cancel(self, cancellation: Cancellation, op_id: UUID) -> None:
        del op_id
        self.tables.cancellations[cancellation.receipt_id] = cancellation
        void = self.tables.receipts[cancellation.receipt_id]
        year = void.issued_on.year
        standing = {
            (each.household_id, line.subject.person_id)
            for each in self.tables.receipts.values()
            if each.id not in self.tables.cancellations and each.issued_on.year == year
            for line in each.lines
            if line.place is not None
        }
        standing |= {
            (self.tables.transfers[use.transfer_id].household_id, line.subject.person_id)
            for use in self.tables.credit_uses.values()
            if use.transfer_id not in self.tables.receipts and use.credit.credited_on.year == year
            for line in use.lines
            if line.place is not None
        }
        for line in void.lines:
            if (void.household_id, line.subject.person_id) not in standing:
                self.tables.places.pop((void.household_id, year, line.subject.person_id), None)

    def ask_refund(self, refund: RefundRequest, op_id: UUID) -> None:
        del op_id
        self.tables.refunds[refund.id] = refund
