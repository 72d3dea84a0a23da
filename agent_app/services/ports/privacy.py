"""What a unit of work keeps of who changed, who saw and who must be forgotten."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from agent_app.domain.access import Access
from agent_app.domain.consent import Consent
from agent_app.domain.erasure import ErasureRequest
from agent_app.domain.history import Author, FieldChange
from agent_app.domain.household import PersonId
from agent_app.domain.receipt import Receipt, ReceiptId
from agent_app.services.lines import ConsentLine, PersonFile


class History(Protocol):
    """Who changes what; the fields themselves are followed by the store, whichever way they change."""

    def begin(self, author: Author) -> None:
        """Say whose doing the rest of this unit of work is."""
        ...


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure came to: rows changed, bodies emptied, and bodies that wait for custody."""

    rows: int
    emptied: int
    waiting: int


@dataclass(frozen=True, slots=True)
class SweepLimits:
    """The oldest instants that are still kept."""

    money_body: datetime
    other_body: datetime
    replaced_list: datetime
    import_report: datetime
    access_log: datetime
    bank_words: datetime
    print_log: datetime


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep has removed."""

    bodies: int
    list_lines: int
    accesses: int


class Privacy(Protocol):
    """Consents, erasures, retention and the access log."""

    def add_consent(self, consent: Consent, op_id: UUID) -> None:
        """Keep a consent; ``op_id`` is the operation that logs it."""
        ...

    def log_access(self, entries: Iterable[Access]) -> None:
        """Keep who saw what."""
        ...

    def issued(self, receipt_id: ReceiptId) -> Receipt | None:
        """Return a receipt as it was issued, whoever has been erased since; ``None`` where that is gone."""
        ...

    def erase(self, request: ErasureRequest, op_id: UUID) -> Erased:
        """Put the pseudonym wherever the person's name stood; ``op_id`` is the operation that asks for it."""
        ...

    def erased(self, traits: Iterable[str]) -> dict[str, str]:
        """Say which of these traits are of people who were erased, and up to which month lists are older."""
        ...

    def last_sweep(self) -> date | None:
        """Return the civil day of the last sweep."""
        ...

    def sweep(self, limits: SweepLimits, on: date, at: datetime) -> Swept:
        """Remove what is older than its limit, and the bodies of the erased that custody covers by now."""
        ...


@dataclass(frozen=True, slots=True)
class AccessFilter:
    """Which entries of the access log are asked for."""

    person_id: PersonId | None = None
    since: datetime | None = None
    limit: int | None = None


class PrivacyQueries(Protocol):
    """The read side of privacy."""

    def history(self, person_id: PersonId) -> list[FieldChange]:
        """Return what has changed of a person and of their household, oldest first."""
        ...

    def consents(self, person_id: PersonId) -> list[ConsentLine]:
        """Return a person's consents, oldest first."""
        ...

    def accesses(self, wanted: AccessFilter) -> list[Access]:
        """Return the access log, newest first."""
        ...

    def person_file(self, person_id: PersonId) -> PersonFile:
        """Return all that is held about a person; raise ``PersonUnknownError``."""
        ...


class PersonFilePress(Protocol):
    """Turns what is held about a person into files."""

    def json(self, held: PersonFile) -> bytes:
        """Return a file that machines read."""
        ...

    def archive(self, held: PersonFile) -> bytes:
        """Return an archive of that file and of a page that people read."""
        ...


class AfterErasure(Protocol):
    """What must follow an erasure: copies from before it still hold the person."""

    def after_erasure(self) -> None:
        """Make a fresh backup and remove the older ones; called when the erasure is on disk."""
        ...
