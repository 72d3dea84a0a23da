"""What the use cases need of the world; adapters fulfil it, ``bootstrap`` ties the two together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from uuid import UUID

from agent_app.domain.due_list import DueListReading, DueRow, Scheme
from agent_app.domain.enrolment import Enrolment
from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.money import Dong
from agent_app.domain.operation import Entry, Operation, OperationState, Position
from agent_app.domain.receipt import Receipt, ReceiptBook, ReceiptId
from agent_app.domain.replica import ServerRow
from agent_app.domain.visit import Visit
from agent_app.services.lines import (
    BookLine,
    DueFilter,
    DueLine,
    HouseholdPage,
    PersonLine,
    ReceiptView,
    RunLine,
    StoreCounts,
    SyncStatus,
)

Report = Callable[[int, int], None]
"""Told how much is done of how much; raises to cancel the work."""


def no_report(_done: int, _total: int) -> None:
    """Watch nothing."""


class CancelledWorkError(Exception):
    """The work was given up on request; raised by a report, it undoes the unit of work."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the aware UTC instant."""
        ...


class Ids(Protocol):
    """Makes ids."""

    def new(self) -> UUID:
        """Return a fresh UUIDv7."""
        ...


class Signer(Protocol):
    """Signs for this device."""

    def sign(self, payload: bytes) -> bytes:
        """Return the Ed25519 signature."""
        ...

    def public_keys(self) -> tuple[bytes, bytes]:
        """Return the Ed25519 and the X25519 public key."""
        ...


class DueListSource(Protocol):
    """Reads a monthly list from a workbook of any layout."""

    def read(self, path: Path, report: Report, month: str | None = None) -> DueListReading:
        """Return what was understood; raise an ``InputError`` where it is no list."""
        ...


class ReceiptPress(Protocol):
    """Turns receipts into paper."""

    def receipt(self, view: ReceiptView, enrolment: Enrolment) -> bytes:
        """Return the PDF of both copies."""
        ...


class Households(Protocol):
    """Households and their people."""

    def get(self, household_id: HouseholdId) -> Household:
        """Return one, following aliases; raise ``HouseholdUnknownError``."""
        ...

    def person(self, person_id: PersonId) -> Person:
        """Return one person, following aliases; raise ``PersonUnknownError``."""
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
        self, list_id: UUID, reading: DueListReading, items: Sequence[DueItem], imported_at: datetime
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


class Receipts(Protocol):
    """Receipts, their books, and what they say about places and covers."""

    def book(self) -> ReceiptBook:
        """Return the open book with the lowest numbers; raise ``NoReceiptBookError``."""
        ...

    def save_book(self, book: ReceiptBook) -> None:
        """Keep how far a book has been used."""
        ...

    def add_book(self, book: ReceiptBook) -> None:
        """Take a new book in hand."""
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

    def covered_to(self, person_id: PersonId, scheme: Scheme) -> date | None:
        """Return the last covered day that the due list and own receipts know of."""
        ...


class Log(Protocol):
    """The device's operation log, which is the outbox."""

    def append(self, entry: Entry) -> Operation:
        """Chain one operation behind the head."""
        ...

    def head(self) -> Position:
        """Return the position of the newest operation."""
        ...

    def acknowledged(self) -> Position:
        """Return the last position that the server has confirmed."""
        ...

    def hash_at(self, epoch: int, dseq: int) -> bytes | None:
        """Return the chain's hash at a place, the genesis hash at 0, ``None`` beyond the head."""
        ...

    def after(self, dseq: int, limit: int) -> list[Operation]:
        """Return the operations that follow."""
        ...

    def settle(self, outcomes: Iterable[tuple[UUID, OperationState, str | None]]) -> None:
        """Keep what became of operations."""
        ...

    def confirm(self, position: Position, custody: bytes, at: datetime) -> None:
        """Keep the server's confirmation of a position."""
        ...

    def fall_back(self, position: Position) -> None:
        """Take the server's lower position: what follows it waits again."""
        ...


@dataclass(frozen=True, slots=True)
class ScopeCursor:
    """How far one scope has come down; ``sum`` is its running sum there."""

    scope: str
    gen: int
    seq: int
    sum: int
    mver: int


@dataclass(frozen=True, slots=True)
class ReplicaChange:
    """One row of a scope's news; ``row`` is ``None`` for a tombstone of ``entity`` ``id``."""

    entity: str
    id: UUID
    ver: int
    row: ServerRow | None


class Replica(Protocol):
    """The server's rows as this device holds them."""

    def cursors(self) -> list[ScopeCursor]:
        """Return how far each scope has come."""
        ...

    def apply(self, cursor: ScopeCursor, changes: Sequence[ReplicaChange]) -> None:
        """Take in changes and move the cursor, together.

        A row that is the same person or household as one made here takes over its references and
        leaves an alias.
        """
        ...

    def restart(self, scope: str) -> None:
        """Get ready to take a scope in again from its beginning, keeping its rows until ``sweep``."""
        ...

    def sweep(self, scope: str) -> None:
        """After a restart, remove the scope's rows that did not come again and that nothing refers to."""
        ...


@dataclass(frozen=True, slots=True)
class DeviceIdentity:
    """Who this home is to the server."""

    device_id: UUID
    epoch: int
    enrolment: Enrolment | None
    claimed: bool
    turn_token: bytes


class Device(Protocol):
    """This home's identity and its dealings with the server."""

    def identity(self) -> DeviceIdentity:
        """Return it."""
        ...

    def enrol(self, enrolment: Enrolment) -> None:
        """Keep an enrolment."""
        ...

    def remember_turn(self, turn_token: bytes) -> None:
        """Keep the token for the next exchange; the enrolment has been claimed by then."""
        ...

    def add_run(self, run: RunLine) -> None:
        """Keep a sync run that has ended."""
        ...


class UnitOfWork(Protocol):
    """One writing transaction: all of it or nothing."""

    @property
    def households(self) -> Households:
        """Households and people."""
        ...

    @property
    def due_lists(self) -> DueLists:
        """Monthly lists."""
        ...

    @property
    def visits(self) -> Visits:
        """Visits."""
        ...

    @property
    def receipts(self) -> Receipts:
        """Receipts and books."""
        ...

    @property
    def log(self) -> Log:
        """The operation log."""
        ...

    @property
    def replica(self) -> Replica:
        """The server's rows."""
        ...

    @property
    def device(self) -> Device:
        """This home's identity."""
        ...

    def __enter__(self) -> Self:
        """Begin, with the right to write."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Undo whatever was not committed."""
        ...

    def commit(self) -> None:
        """Make it last: when this returns, the store and the journal of money are on disk.

        Raise ``KeptButUnwitnessedError`` where the store is on disk and only the journal is not.
        """
        ...


OpenUnit = Callable[[], UnitOfWork]


class Queries(Protocol):
    """The read side: frozen lines, straight from columns; every call is one short read."""

    def due_lines(self, wanted: DueFilter) -> list[DueLine]:
        """Return the due list by hamlet and household, within it in the list's own order."""
        ...

    def due_count(self, wanted: DueFilter) -> int:
        """Count them."""
        ...

    def due_months(self) -> list[str]:
        """Return the months that have a list, newest first."""
        ...

    def hamlets(self, month: str | None = None) -> list[str]:
        """Return the hamlets of a month's due list, in Vietnamese order."""
        ...

    def search_people(self, text: str, limit: int | None = None, offset: int = 0) -> list[PersonLine]:
        """Find people by words of the name (no accents needed), numbers or phone, by given name."""
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
