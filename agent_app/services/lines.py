"""Frozen rows for screens, lists and papers, made by queries; money in đồng, dates civil."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from agent_app.domain.book_choice import giving
from agent_app.domain.calendar import PartialDate
from agent_app.domain.cancellation import Cancellation, RefundRequest
from agent_app.domain.consent import ConsentHow, Purpose
from agent_app.domain.due_list import Scheme, Sex
from agent_app.domain.household import Household, HouseholdId, PersonId
from agent_app.domain.household_status import StatusRecord
from agent_app.domain.money import Dong
from agent_app.domain.purpose_code import PurposeCode
from agent_app.domain.receipt import PaymentMethod, Receipt, ReceiptId, ReceiptState
from agent_app.domain.receipt_book import BookState, book_state, is_low, shown_number
from agent_app.domain.visit import Outcome
from agent_app.domain.watermark import Watermark
from agent_app.services.due_choices import DueGrouping, DueOrder, DueWindow, PromiseWindow
from agent_app.services.kind_counts import NO_KINDS, KindCounts


@dataclass(frozen=True, slots=True)
class DueFilter:
    """Which lines of the due list are asked for; ``month`` is ``YYYY-MM``, by default the newest list's.

    ``text`` is looked for in name, numbers and address; ``unanswered`` leaves out whom a receipt renews;
    ``agent`` leaves out lines that name another collector. ``window`` is read off ``today``. ``outcome`` is
    what the last visit brought, ``promise`` the days of a promise that it brought and no receipt has kept,
    ``unvisited`` lets through whom nobody has visited yet.
    """

    month: str | None = None
    hamlet: str | None = None
    text: str = ""
    unanswered: bool = False
    limit: int | None = None
    offset: int = 0
    agent: str | None = None
    scheme: Scheme | None = None
    window: DueWindow | None = None
    outcome: Outcome | None = None
    promise: PromiseWindow | None = None
    unvisited: bool = False
    order: DueOrder = DueOrder.WALK
    descending: bool = False
    grouping: DueGrouping = DueGrouping.NONE
    today: date | None = None


@dataclass(frozen=True, slots=True)
class DueLine:
    """One person's line of the due list, with what the last visit came to.

    ``due_on`` is the last civil day of the cover that ends; ``amount`` what the office's list says.
    """

    id: UUID
    person_id: PersonId
    household_id: HouseholdId
    household_no: str | None
    name: str
    hamlet: str | None
    address: str
    phone: str | None
    scheme: Scheme
    group: str | None
    covered_to: PartialDate | None
    due_on: date | None
    months: int | None
    amount: Dong | None
    agent_code: str | None
    outcome: Outcome | None = None
    visited_on: date | None = None
    promised_on: date | None = None
    receipt_id: ReceiptId | None = None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person found by a search."""

    id: PersonId
    household_id: HouseholdId
    household_no: str | None
    name: str
    birth: PartialDate | None
    sex: Sex | None
    insurance_no: str | None
    citizen_id: str | None
    phone: str | None
    hamlet: str | None
    address: str


@dataclass(frozen=True, slots=True)
class CoverLine:
    """What a person has of one scheme, from the due list and own receipts; ``due_item`` says it is due."""

    scheme: Scheme
    group: str | None
    covered_to: date | None
    amount: Dong | None = None
    months: int | None = None
    due_item: bool = False
    receipt_id: ReceiptId | None = None
    receipt_number: str | None = None


@dataclass(frozen=True, slots=True)
class AwaitedLine:
    """What a person's payment by a transfer that is awaited comes to."""

    scheme: Scheme
    code: PurposeCode
    amount: Dong


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member on the household's page."""

    id: PersonId
    name: str
    birth: PartialDate | None
    sex: Sex | None
    insurance_no: str | None
    citizen_id: str | None
    phone: str | None
    relation: str | None
    health_group: str | None
    place: int | None
    covers: tuple[CoverLine, ...]
    outcome: Outcome | None = None
    visited_on: date | None = None
    promised_on: date | None = None
    awaited: tuple[AwaitedLine, ...] = ()

    def awaits(self, scheme: Scheme) -> bool:
        """Tell whether a transfer is awaited for a scheme."""
        return any(each.scheme is scheme for each in self.awaited)


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One past visit to a household; ``outcomes`` by person's name."""

    id: UUID
    visited_on: date
    met: str
    outcomes: tuple[tuple[str, Outcome, date | None, str | None], ...]


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """Everything that one household's page shows; places are those of this payment year.

    ``statuses`` are all decisions on its standing and its members', in the order of their recording.
    """

    household: Household
    members: tuple[MemberLine, ...]
    visits: tuple[VisitLine, ...]
    statuses: tuple[StatusRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptFilter:
    """Which receipts are asked for, by civil date of issue, both included, by state and by method."""

    since: date | None = None
    until: date | None = None
    state: ReceiptState | None = None
    method: PaymentMethod | None = None


@dataclass(frozen=True, slots=True)
class EReceiptLine:
    """What the provider of e-receipts has called a receipt, and when."""

    symbol: str
    number: int
    given_on: date

    @property
    def shown_number(self) -> str:
        """The number with its seven digits."""
        return shown_number(self.number)


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt with what is known of its way to the office, and what has undone it.

    ``confirmation`` is the office's code, from the office itself or once a batch with it is done;
    ``refusal`` why the office has not recorded it.
    ``e_receipt`` is what the provider has called an electronic one, once the office has passed it on.
    """

    receipt: Receipt
    state: ReceiptState
    reason: str | None = None
    cancellation: Cancellation | None = None
    replaced_by: ReceiptId | None = None
    refunds: tuple[RefundRequest, ...] = ()
    confirmation: str | None = None
    refusal: str | None = None
    e_receipt: EReceiptLine | None = None

    @property
    def symbol(self) -> str | None:
        """The symbol: of its book, or what the provider gave."""
        return self.e_receipt.symbol if self.e_receipt else self.receipt.symbol

    @property
    def shown_number(self) -> str | None:
        """The number with its seven digits, ``None`` as long as the provider has given none."""
        return self.e_receipt.shown_number if self.e_receipt else self.receipt.shown_number


@dataclass(frozen=True, slots=True)
class BookLine:
    """One receipt book in hand; a frozen one gives no numbers, for they may have been used already."""

    symbol: str
    book: str
    first: int
    last: int
    next: int
    left: int
    frozen: bool = False
    returned: bool = False
    foreign: bool = False
    received_on: date | None = None

    @property
    def low(self) -> bool:
        """Whether few numbers are left, but some."""
        return is_low(self.left, self.last - self.first + 1)

    @property
    def state(self) -> BookState:
        """Whether it gives numbers, and why not."""
        return book_state(left=self.left, frozen=self.frozen, returned=self.returned, foreign=self.foreign)


def open_book(books: Iterable[BookLine], on: date) -> BookLine | None:
    """Find the book that the next number of a civil day comes from."""
    return giving(books, on)


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One operation that a human at the office must look at; ``reason`` is a code.

    Of a receipt that the office has taken and not recorded, ``refusal`` says why, in the office's words.
    """

    op_id: UUID
    kind: str
    recorded_at: datetime
    reason: str
    receipt_number: str | None
    amount: Dong | None
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class RunLine:
    """One sync run that has ended; ``failure`` is an error's code or ``None``."""

    started_at: datetime
    seconds: float
    sent: int
    received: int
    bytes_up: int
    bytes_down: int
    failure: str | None


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """The truth about what has reached the office, derived from the log and its answers.

    ``clock_ahead`` is what the last exchange has found of this machine's clock against the office's.
    """

    waiting_operations: int
    waiting_receipts: int
    waiting_money: Dong
    oldest_waiting: datetime | None
    received_receipts: int
    received_money: Dong
    last_custody_at: datetime | None
    held: tuple[HeldLine, ...] = ()
    runs: tuple[RunLine, ...] = ()
    server_url: str | None = None
    agent_code: str | None = None
    agent_name: str | None = None
    waiting_kinds: KindCounts = NO_KINDS
    clock_ahead: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class StoreCounts:
    """How much the store holds."""

    households: int
    people: int
    due: int
    visits: int
    receipts: int
    operations: int


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One word of a person about one purpose."""

    id: UUID
    purpose: Purpose
    how: ConsentHow
    on: date
    recorded_at: datetime
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class PersonFile:
    """All that is held about one person, as plain fields: texts, numbers, lists and maps.

    Others on the same receipt or visit are masked.
    """

    person_id: PersonId
    sections: Mapping[str, object]
    watermark: Watermark | None = None
