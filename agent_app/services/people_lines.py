"""What screens show of one person or household: what may be edited, and what has happened to them."""

from dataclasses import dataclass
from datetime import datetime

from agent_app.domain.history import ChangeSource
from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.household_status import StatusRecord
from agent_app.domain.money import Dong
from agent_app.domain.people_edit import FieldEdit
from agent_app.domain.receipt import ReceiptId
from agent_app.services.lines import VisitLine


@dataclass(frozen=True, slots=True)
class HeldPerson:
    """A person with the household, and whether the office knows them: then some fields are its own."""

    person: Person
    household: Household
    known_to_office: bool


@dataclass(frozen=True, slots=True)
class HeldHome:
    """A household, and whether the office knows it."""

    household: Household
    known_to_office: bool


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A hamlet in which somebody lives, and how addresses go on from it to the province."""

    hamlet: str
    tail: str


@dataclass(frozen=True, slots=True)
class FieldsChanged:
    """Fields that were changed at once; a household that somebody left or came to is told by its address."""

    edits: tuple[FieldEdit, ...]


@dataclass(frozen=True, slots=True)
class CameIn:
    """Somebody, or a household, that was added here."""


@dataclass(frozen=True, slots=True)
class BecameOne:
    """Two lines of one person that were merged."""


@dataclass(frozen=True, slots=True)
class Paid:
    """A receipt, with what it says of whoever is asked about."""

    receipt_id: ReceiptId
    number: str | None
    amount: Dong
    cancelled: bool


@dataclass(frozen=True, slots=True)
class InList:
    """A monthly list that named them; ``shown`` says that none has replaced it."""

    month: str
    shown: bool


Happened = FieldsChanged | CameIn | BecameOne | VisitLine | Paid | StatusRecord | InList


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that has happened to somebody: when, what, and whose doing it was; ``name`` says to whom."""

    at: datetime
    name: str
    what: Happened
    source: ChangeSource | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class HistoryOf:
    """Whose history is asked for: a person's, or that of a household and whoever is in it."""

    household_id: HouseholdId
    person_id: PersonId | None = None
