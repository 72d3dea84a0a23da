"""Due notices (thông báo đến hạn đóng): looked at as often as one likes, printed only into the log."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import ClassVar

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.errors import RuleError
from agent_app.domain.household import HouseholdId
from agent_app.domain.money import Dong
from agent_app.domain.office_setting import OfficeAccount, OfficeSettings
from agent_app.domain.payment_qr import Transfer, transfer_to
from agent_app.domain.purpose_code import purpose_code
from agent_app.domain.rates import RateBook
from agent_app.services.access import AccessLog
from agent_app.services.failures import NotEnrolledError
from agent_app.services.notice_lines import (
    Notice,
    NoticeChoice,
    NoticeHome,
    NoticeOrder,
    NoticePicture,
    NoticeSender,
    NoticeSpelling,
    NoticeText,
)
from agent_app.services.notice_pricing import NoticePricing
from agent_app.services.ports import NoticePress, NoticeQueries, OpenUnit, Report
from agent_app.services.transfers import choose_account

PAGE = 200
"""How many households are read at once, and then forgotten again."""

_REPORT_EVERY = 20


@dataclass(eq=False)
class NothingDueError(RuleError):
    """Nobody in the households that were asked for has anything due."""

    code: ClassVar[str] = "notice.nothing_due"
    on: date


@dataclass(frozen=True, slots=True)
class _Batch:
    """One order with all that is read once for it."""

    order: NoticeOrder
    sender: NoticeSender
    pricing: NoticePricing


@dataclass(frozen=True, slots=True)
class NoticeService:
    """Makes notices of what is due now; every household is told everything in one."""

    notice_queries: NoticeQueries
    open_unit: OpenUnit
    press: NoticePress
    access: AccessLog
    rates: RateBook

    def choose(self, wanted: NoticeChoice) -> tuple[HouseholdId, ...]:
        """Return the households that have something due, in the order in which they are walked."""
        return tuple(self.notice_queries.chosen(wanted))

    def sheets(self, order: NoticeOrder, report: Report) -> bytes:
        """Return the PDF to be looked at; raise ``NothingDueError``."""
        batch = self._batch(order)
        self.access.saw("list", None, ("name", f"{len(order.households)} notices"))
        return self._drawn(batch, report)

    def notices(self, order: NoticeOrder, report: Report) -> Iterator[Notice]:
        """Yield the notices one by one, a page of households read at a time."""
        yield from self._notices(self._batch(order), report)

    def texts(
        self, order: NoticeOrder, report: Report, spelling: NoticeSpelling = NoticeSpelling.MARKED
    ) -> list[NoticeText]:
        """Return the notices as messages."""
        batch = self._batch(order)
        made = [self.press.text(each, batch.sender, spelling) for each in self._notices(batch, report)]
        return _some(made, order.on)

    def pictures(self, order: NoticeOrder, report: Report) -> Iterator[NoticePicture]:
        """Yield the notices as pictures."""
        batch = self._batch(order)
        for each in self._notices(batch, report):
            yield NoticePicture(each.household.id, self.press.picture(each, batch.sender), each.nth)

    def _drawn(self, batch: _Batch, report: Report) -> bytes:
        order, notices = batch.order, self._notices(batch, report)
        first = next(notices, None)
        if first is None:
            raise NothingDueError(order.on)
        return self.press.sheets(chain((first,), notices), batch.sender, order.per_page, order.size)

    def _batch(self, order: NoticeOrder) -> _Batch:
        with self.open_unit() as unit:
            enrolment, settings = unit.device.identity().enrolment, unit.office.settings()
        if enrolment is None:
            raise NotEnrolledError
        account = _account(settings, order)
        sender = NoticeSender(enrolment, order.phone or _phone(enrolment), account, self.rates)
        return _Batch(order, sender, NoticePricing(settings, self.rates, order.on))

    def _notices(self, batch: _Batch, report: Report) -> Iterator[Notice]:
        order, done = batch.order, 0
        for at in range(0, len(order.households), PAGE):
            page = order.households[at : at + PAGE]
            for done, home in enumerate(self.notice_queries.homes(page, order.on.year, order.month), at + 1):
                if done % _REPORT_EVERY == 1:
                    report(done - 1, len(order.households))
                notice = self._notice(batch, home)
                if notice.lines:
                    yield notice
        report(len(order.households), len(order.households))

    def _notice(self, batch: _Batch, home: NoticeHome) -> Notice:
        lines = batch.pricing.lines(home)
        amount = Dong(sum(each.usual.due for each in lines if each.usual))
        transfer = _transfer(batch.sender.account, home.household.id, amount)
        return Notice(home.household, home.head, batch.order.on, lines, amount, transfer)


def _some(made: list[NoticeText], on: date) -> list[NoticeText]:
    if not made:
        raise NothingDueError(on)
    return made


def _phone(enrolment: Enrolment) -> str:
    return enrolment.office.agent_phone


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
