"""Frozen rows of due notices: whose are asked for, what is read of a household, and what it is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agent_app.domain.due_list import Scheme
from agent_app.domain.enrolment import Enrolment
from agent_app.domain.errors import AppError
from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.household_quote import PremiumForm
from agent_app.domain.household_status import StatusRecord
from agent_app.domain.known_covers import KnownCover
from agent_app.domain.money import Dong
from agent_app.domain.office_setting import OfficeAccount
from agent_app.domain.payment_qr import Transfer
from agent_app.domain.pension_renewal import PensionTurn
from agent_app.domain.rates import RateBook

Key = tuple[PersonId, Scheme]


class NoticeSize(StrEnum):
    """How large one notice is."""

    A5 = "a5"
    A6 = "a6"


class NoticeSpelling(StrEnum):
    """How the text of a message is written."""

    MARKED = "marked"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class NoticeChoice:
    """Whose notices are asked for: of the month's open lines, or of those that are to be visited ``on``.

    ``month`` is ``YYYY-MM``, by default the newest list's; ``due_before`` lets through whose first cover
    ends before that day.
    """

    on: date
    planned: bool = False
    hamlet: str | None = None
    month: str | None = None
    due_before: date | None = None
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A person's line on the newest list: what it says, when the cover ends, whether nobody has answered it.

    ``newest`` says that it is on the list of the month that is asked for, and not on an older one.
    """

    group: str | None
    months: int | None
    amount: Dong | None
    due_on: date | None
    open: bool
    newest: bool
    row: int


@dataclass(frozen=True, slots=True)
class NoticeHome:
    """What a notice rests on, of one household; people stand in the order in which they take places.

    ``head`` is the name of its head, ``gone`` those of whom the last visit brought that they pay nothing here
    any more.
    """

    household: Household
    head: str
    people: tuple[Person, ...]
    listed: Mapping[Key, ListedLine]
    covers: Mapping[Key, Sequence[KnownCover]]
    places: Mapping[PersonId, int]
    statuses: tuple[StatusRecord, ...] = ()
    gone: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True)
class NoticePrice:
    """What some months cost, in đồng."""

    months: int
    due: Dong


@dataclass(frozen=True, slots=True)
class OtherForm:
    """The prices in the other form that a person may choose: ``place`` in the household, or ``group``.

    ``unproven``: the group's price needs a decision that is not here.
    """

    form: PremiumForm
    place: int | None
    prices: tuple[NoticePrice, ...]
    group: str | None = None
    unproven: bool = False


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """What one member is told of one scheme.

    ``failure`` is why there are no ``prices``; ``as_listed`` says that they are the list's own. ``to_ask``:
    the State may pay for this person, which is to be asked before any money is taken. ``starts_on`` is the
    first day of the card that is paid for now, ``turn`` the next payment of BHXH. Whoever stands ``apart``
    is not settled: the prices are those of one more person beside all who are, and in no sum.
    """

    person: Person
    scheme: Scheme
    ends_on: date | None
    prices: tuple[NoticePrice, ...] = ()
    form: PremiumForm | None = None
    group: str | None = None
    place: int | None = None
    other: OtherForm | None = None
    starts_on: date | None = None
    waiting: int = 0
    turn: PensionTurn | None = None
    as_listed: bool = False
    to_ask: bool = False
    apart: bool = False
    failure: AppError | None = None

    @property
    def usual(self) -> NoticePrice | None:
        """The commonest choice: as many months as there are; none before what must be shown or asked.

        What the rules refused to price is never asked for: it stands there as the list has it.
        """
        unproven = self.other is not None and self.other.unproven
        unsettled = self.apart or self.to_ask or self.as_listed or unproven
        return None if unsettled else max(self.prices, key=lambda each: each.months, default=None)


@dataclass(frozen=True, slots=True)
class Notice:
    """One household's notice; ``transfer`` asks for ``amount``, the commonest choice of all whom it names.

    ``nth`` is the how-manieth notice of the month it is.
    """

    household: Household
    name: str
    on: date
    lines: tuple[NoticeLine, ...]
    amount: Dong
    transfer: Transfer | None = None
    nth: int = 1


@dataclass(frozen=True, slots=True)
class NoticeSender:
    """Who sends notices, what they are priced with, and the office's account, if it has named one."""

    enrolment: Enrolment
    phone: str
    account: OfficeAccount | None
    rates: RateBook


@dataclass(frozen=True, slots=True)
class NoticeOrder:
    """Notices for some households on a civil date, so many on a page; on A4 they stand side by side.

    Whoever has nothing due gets none. ``account`` names one of several of the office's, ``phone`` is the
    agent's where the office has told none.
    """

    households: tuple[HouseholdId, ...]
    on: date
    per_page: int = 1
    size: NoticeSize = NoticeSize.A5
    phone: str = ""
    account: str | None = None
    month: str | None = None


@dataclass(frozen=True, slots=True)
class NoticeText:
    """A household's notice as messages: one that says all, and one as short as a text message must be.

    ``parts`` is how many messages the short one is sent as.
    """

    household_id: HouseholdId
    long: str
    short: str
    parts: int
    nth: int = 1


@dataclass(frozen=True, slots=True)
class Unpriced:
    """Somebody who is told in words that no price is known, and why; ``home`` is the household's name."""

    household: Household
    home: str
    person: Person
    scheme: Scheme
    error: AppError


@dataclass(frozen=True, slots=True)
class Told:
    """Whose notices were made, each with the how-manieth of the month it is, and who got no price."""

    nths: Mapping[HouseholdId, int]
    unpriced: tuple[Unpriced, ...] = ()

    @property
    def reprints(self) -> int:
        """How many were made before in this month."""
        return sum(nth > 1 for nth in self.nths.values())


@dataclass(frozen=True, slots=True)
class PrintedNotices:
    """The PDF of a batch that is logged."""

    content: bytes
    told: Told


@dataclass(frozen=True, slots=True)
class NoticePicture:
    """A household's notice as a picture (PNG)."""

    household_id: HouseholdId
    content: bytes
    nth: int = 1
