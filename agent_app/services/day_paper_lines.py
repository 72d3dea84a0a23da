"""What the agent's lists and reports say, gathered before anything is set in type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agent_app.domain.book_report import BookLimits
from agent_app.domain.book_stock import Period
from agent_app.domain.due_list import Scheme
from agent_app.domain.enrolment import Office
from agent_app.domain.envelope import Envelope
from agent_app.domain.money import Dong
from agent_app.domain.number_fate import PassedNumbers
from agent_app.domain.receipt import PaymentMethod
from agent_app.domain.remittance import Remittance
from agent_app.domain.transfer import TransferState
from agent_app.domain.visit import Outcome
from agent_app.services.books import StockLine
from agent_app.services.day_lines import DoorLine
from agent_app.services.evening_lines import BatchLine, CashHeld, MoneyStates, RemittanceLine, Sum
from agent_app.services.lines import ReceiptView, SyncStatus


@dataclass(frozen=True, slots=True)
class Maker:
    """Who makes a paper, for which office; ``areas`` are the codes of communes."""

    name: str
    office: Office
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DoorDue:
    """One person's line of the due list on a day list.

    ``price`` is what ``months`` cost by the rates of the list's day; where the rules ask first, it is the
    amount of the office's list, and ``listed`` says so.
    """

    name: str
    tail: str
    scheme: Scheme
    months: int | None
    due_on: date | None
    price: Dong | None
    listed: bool = False


@dataclass(frozen=True, slots=True)
class DoorEntry:
    """One household of a day list; ``phone`` as it may be shown."""

    door: DoorLine
    phone: str
    dues: tuple[DoorDue, ...]


@dataclass(frozen=True, slots=True)
class DayList:
    """Whom to visit on a day, in walking order."""

    on: date
    hamlet: str | None
    planned: bool
    maker: Maker
    entries: tuple[DoorEntry, ...]


@dataclass(frozen=True, slots=True)
class RemittanceStatement:
    """Money that was handed over, with every receipt that it answers for."""

    remittance: Remittance
    maker: Maker
    envelopes: tuple[Envelope, ...]
    cash: tuple[ReceiptView, ...]
    transfers: tuple[ReceiptView, ...]


@dataclass(frozen=True, slots=True)
class BookUse:
    """What receipts say of a period, and which numbers got none; ``book`` where only one is told of.

    ``voided_later`` are receipts of earlier periods that were cancelled in this one.
    """

    period: Period
    maker: Maker
    receipts: tuple[ReceiptView, ...]
    passed: tuple[PassedNumbers, ...]
    voided_later: tuple[ReceiptView, ...]
    book: BookLimits | None = None


@dataclass(frozen=True, slots=True)
class StockReport:
    """The stock of every book over a period."""

    period: Period
    maker: Maker
    lines: Sequence[StockLine]


@dataclass(frozen=True, slots=True)
class DaySum:
    """What one civil day came to: calls at doors, and receipts that stand, by method."""

    on: date
    visits: int
    cash: Sum
    transfers: Sum


@dataclass(frozen=True, slots=True)
class Activity:
    """What a period came to; of receipts only those that stand now.

    ``households`` counts each once, ``outcomes`` counts people, ``schemes`` counts lines of receipts.
    """

    visits: int
    households: int
    outcomes: Mapping[Outcome, int]
    schemes: Mapping[tuple[Scheme, PaymentMethod], Sum]
    methods: Mapping[PaymentMethod, Sum]
    days: tuple[DaySum, ...]


@dataclass(frozen=True, slots=True)
class Standings:
    """Where money is at the moment of asking, whatever period is told of."""

    held: CashHeld
    states: MoneyStates
    transfers: Mapping[TransferState, tuple[int, Dong]]
    credits: Sum
    sync: SyncStatus


@dataclass(frozen=True, slots=True)
class Summary:
    """What a day or a week came to, and where money is now."""

    period: Period
    maker: Maker
    activity: Activity
    cancelled: tuple[ReceiptView, ...]
    passed: tuple[PassedNumbers, ...]
    remittances: tuple[RemittanceLine, ...]
    batches: tuple[BatchLine, ...]
    now: Standings
