"""Due notices (thông báo đến hạn đóng): looked at as often as one likes, printed only into the log."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import ClassVar, TypeVar

from agent_app.domain.errors import InputError, RuleError
from agent_app.domain.household import HouseholdId
from agent_app.domain.money import Dong
from agent_app.domain.office_setting import OfficeAccount, OfficeSettings
from agent_app.domain.payment_qr import Transfer, transfer_to
from agent_app.domain.print_log import PaperKind, PrintWay
from agent_app.domain.purpose_code import PurposeCode, purpose_code
from agent_app.domain.rates import RateBook
from agent_app.services.access import AccessLog
from agent_app.services.failures import NotEnrolledError
from agent_app.services.notice_lines import (
    Notice,
    NoticeChoice,
    NoticeHome,
    NoticeLine,
    NoticeOrder,
    NoticePicture,
    NoticeSender,
    NoticeSpelling,
    NoticeText,
    PrintedNotices,
    Told,
    Unpriced,
)
from agent_app.services.notice_pricing import NoticePricing
from agent_app.services.ports import NoticePress, NoticeQueries, OpenUnit, Report, no_report
from agent_app.services.print_register import PrintRegister
from agent_app.services.transfers import choose_account

PAGE = 200
"""How many households are read at once, and then forgotten again."""

_REPORT_EVERY = 20

T = TypeVar("T")


@dataclass(eq=False)
class NothingDueError(RuleError):
    """Nobody in the households that were asked for has anything due."""

    code: ClassVar[str] = "notice.nothing_due"
    on: date


@dataclass(eq=False)
class NoticeCodeUnknownError(InputError):
    """No household's notice bears this code."""

    code: ClassVar[str] = "notice.code_unknown"
    purpose: str


@dataclass(frozen=True, slots=True)
class _Batch:
    """One order with all that is read once for it; ``nths`` and ``unpriced`` fill up as notices are made."""

    order: NoticeOrder
    kind: PaperKind
    sender: NoticeSender
    pricing: NoticePricing
    report: Report
    nths: dict[HouseholdId, int] = field(default_factory=dict)
    unpriced: list[Unpriced] = field(default_factory=list)

    def tell(self, home: NoticeHome, lines: tuple[NoticeLine, ...], nth: int) -> Notice:
        """Make a household's notice and remember it."""
        household, account = home.household, self.sender.account
        self.nths[household.id] = nth
        self.unpriced.extend(
            Unpriced(household, home.head, each.person, each.scheme, each.failure)
            for each in lines
            if each.failure
        )
        amount = Dong(sum(each.usual.due for each in lines if each.usual))
        transfer = _transfer(account, household.id, amount)
        return Notice(household, home.head, self.order.on, lines, amount, transfer, nth)


@dataclass(frozen=True, slots=True)
class NoticeService:
    """Makes notices of what is due now; every household is told everything in one."""

    notice_queries: NoticeQueries
    open_unit: OpenUnit
    press: NoticePress
    register: PrintRegister
    access: AccessLog
    rates: RateBook

    def choose(self, wanted: NoticeChoice) -> tuple[HouseholdId, ...]:
        """Return the households that have something due, in the order in which they are walked."""
        return tuple(self.notice_queries.chosen(wanted))

    def notices(self, order: NoticeOrder, report: Report = no_report) -> Iterator[Notice]:
        """Yield what each notice tells, a page of households read at a time."""
        return self._notices(self._batch(order, PaperKind.NOTICE, report))

    def sheets(self, order: NoticeOrder, report: Report) -> bytes:
        """Return the PDF as the next print would be, to be looked at; raise ``NothingDueError``."""
        batch = self._batch(order, PaperKind.NOTICE, report)
        self.access.saw("list", None, ("name", f"{len(order.households)} notices"))
        return self._drawn(batch)

    def print_sheets(
        self, order: NoticeOrder, report: Report, way: PrintWay = PrintWay.PDF, copies: int = 1
    ) -> PrintedNotices:
        """Return the PDF to be given away, and whose notices it has; each print is on disk before."""

        def make(batch: _Batch) -> PrintedNotices:
            content = self._drawn(batch)
            return PrintedNotices(content, Told(batch.nths, tuple(batch.unpriced)))

        return self._logged(order, report, PaperKind.NOTICE, way, make, copies)

    def texts(
        self, order: NoticeOrder, report: Report, spelling: NoticeSpelling = NoticeSpelling.MARKED
    ) -> list[NoticeText]:
        """Return the notices as messages; each household's is logged before anybody has it."""

        def make(batch: _Batch) -> list[NoticeText]:
            return [self.press.text(each, batch.sender, spelling) for each in self._some(batch)]

        return self._logged(order, report, PaperKind.NOTICE_MESSAGE, PrintWay.TEXT, make)

    def picture(self, household_id: HouseholdId, order: NoticeOrder) -> NoticePicture:
        """Return one household's notice as a picture, logged alone; raise ``NothingDueError``."""

        def make(batch: _Batch) -> NoticePicture:
            notice = next(self._some(batch))
            return NoticePicture(household_id, self.press.picture(notice, batch.sender), notice.nth)

        alone = replace(order, households=(household_id,))
        return self._logged(alone, no_report, PaperKind.NOTICE_MESSAGE, PrintWay.PICTURE, make)

    def _logged(  # noqa: PLR0913, PLR0917
        self,
        order: NoticeOrder,
        report: Report,
        kind: PaperKind,
        way: PrintWay,
        make: Callable[[_Batch], T],
        copies: int = 1,
    ) -> T:
        """Make papers, then log them; make them anew where one of them was printed meanwhile.

        Making a batch takes long, and nobody else could write during all of it.
        """
        while True:
            batch = self._batch(order, kind, report)
            made = make(batch)
            with self.open_unit() as unit:
                nths = self.register.enter_all(unit, kind, batch.nths, way, copies)
                if nths == tuple(batch.nths.values()):
                    unit.commit()
                    return made

    def _drawn(self, batch: _Batch) -> bytes:
        order = batch.order
        return self.press.sheets(self._some(batch), batch.sender, order.per_page, order.size)

    def _some(self, batch: _Batch) -> Iterator[Notice]:
        """Go through the notices; raise ``NothingDueError`` before the first where there is none."""
        notices = self._notices(batch)
        first = next(notices, None)
        if first is None:
            raise NothingDueError(batch.order.on)
        return chain((first,), notices)

    def household_of(self, code: PurposeCode) -> HouseholdId:
        """Find whose notice asks for a transfer by this code; raise ``NoticeCodeUnknownError``."""
        found = next((each for each in self.notice_queries.households() if purpose_code(each) == code), None)
        if found is None:
            raise NoticeCodeUnknownError(code)
        return found

    def sender(self, order: NoticeOrder) -> NoticeSender:
        """Say who sends the notices of an order; raise ``NotEnrolledError``."""
        return self._batch(order, PaperKind.NOTICE, no_report).sender

    def _batch(self, order: NoticeOrder, kind: PaperKind, report: Report) -> _Batch:
        with self.open_unit() as unit:
            enrolment, settings = unit.device.identity().enrolment, unit.office.settings()
        if enrolment is None:
            raise NotEnrolledError
        phone = order.phone or enrolment.office.agent_phone
        sender = NoticeSender(enrolment, phone, _account(settings, order), self.rates)
        return _Batch(order, kind, sender, NoticePricing(settings, self.rates, order.on), report)

    def _notices(self, batch: _Batch) -> Iterator[Notice]:
        households, order = batch.order.households, batch.order
        for at in range(0, len(households), PAGE):
            page = households[at : at + PAGE]
            homes = self.notice_queries.homes(page, order.on.year, order.month)
            with self.open_unit() as unit:
                times = self.register.times(unit, batch.kind, [each.household.id for each in homes])
            for done, home in enumerate(homes, at):
                if done % _REPORT_EVERY == 0:
                    batch.report(done, len(households))
                lines = batch.pricing.lines(home)
                if lines:
                    nth = times.get(home.household.id, 0) + 1
                    yield batch.tell(home, lines, nth)
        batch.report(len(households), len(households))


def _account(settings: OfficeSettings, order: NoticeOrder) -> OfficeAccount | None:
    """Take an account of the office's signed list: the one that was named, else the first."""
    accounts = settings.on(order.on).accounts
    if order.account is not None:
        return choose_account(accounts, order.account)
    return accounts[0] if accounts else None


def _transfer(account: OfficeAccount | None, household_id: HouseholdId, amount: Dong) -> Transfer | None:
    """Ask for the amount under a code that is made of the household's id and tells nothing of it."""
    if account is None or amount <= 0:
        return None
    return transfer_to(account.bank_bin, account.account, amount, purpose_code(household_id))
