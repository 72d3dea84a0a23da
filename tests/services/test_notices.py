"""Notices as a use case: looking is no printing, a print is kept before anybody has it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from agent_app.domain.access import AccessAction
from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import DueListReading, Scheme
from agent_app.domain.enrolment import Office
from agent_app.domain.household import HouseholdId
from agent_app.domain.money import Dong
from agent_app.domain.office_setting import SettingKey
from agent_app.domain.payment_qr import read_transfer
from agent_app.domain.print_log import PaperKind, PrintWay
from agent_app.domain.purpose_code import codes_in, purpose_code
from agent_app.services.access import AccessLog
from agent_app.services.failures import NotEnrolledError
from agent_app.services.notice_lines import (
    Notice,
    NoticeChoice,
    NoticeOrder,
    NoticePicture,
    NoticeSender,
    NoticeSize,
    NoticeSpelling,
    NoticeText,
)
from agent_app.services.notices import NothingDueError, NoticeCodeUnknownError, NoticeService
from agent_app.services.ports import AccessFilter, CancelledWorkError, DueItem, no_report
from agent_app.services.print_register import PrintRegister
from agent_app.services.transfer_failures import AccountNotListedError
from agent_app.storage.store import Store
from tests.builders import NOW, TODAY, a_due_row, a_household, a_person, an_enrolment, an_id, rates
from tests.fakes import CountingIds, FixedClock
from tests.office_documents import a_setting
from tests.storage.conftest import home, store  # noqa: F401

HOMES = tuple(a_household(at, address=f"Số {at}, Thôn 2", hamlet="Thôn 2") for at in range(1, 4))
IDS = tuple(each.id for each in HOMES)


@dataclass
class LinePress:
    """Writes one line for each notice."""

    error: Exception | None = None
    seen: list[Notice] = field(default_factory=list)

    def sheets(
        self, notices: Iterable[Notice], sender: NoticeSender, per_page: int, size: NoticeSize
    ) -> bytes:
        del sender, per_page, size
        lines = [f"{each.household.id} {each.nth}\n" for each in self._taken(notices)]
        if self.error is not None:
            raise self.error
        return "".join(lines).encode()

    def _taken(self, notices: Iterable[Notice]) -> Iterable[Notice]:
        for each in notices:
            self.seen.append(each)
            yield each

    def picture(self, notice: Notice, sender: NoticeSender) -> bytes:
        del sender
        return str(notice.household.id).encode()

    def text(self, notice: Notice, sender: NoticeSender, spelling: NoticeSpelling) -> NoticeText:
        del sender, spelling
        return NoticeText(notice.household.id, "", "", 1, notice.nth)


@dataclass
class Case:
    """A store of three households that are due, and the use case on it."""

    store: Store
    press: LinePress = field(default_factory=LinePress)
    clock: FixedClock = field(default_factory=FixedClock)
    ids: CountingIds = field(default_factory=lambda: CountingIds(0x700))

    @property
    def access(self) -> AccessLog:
        return AccessLog(self.store.unit, self.clock)

    @property
    def notices(self) -> NoticeService:
        register = PrintRegister(self.clock, self.ids, self.access)
        return NoticeService(
            self.store.notice_queries, self.store.unit, self.press, register, self.access, rates()
        )

    def times(self, kind: PaperKind = PaperKind.NOTICE) -> list[int]:
        with self.store.unit() as unit:
            return [unit.prints.times(kind, each) for each in IDS]


@pytest.fixture
def case(store: Store) -> Case:  # noqa: F811
    rows = [
        replace(a_due_row(at), row=10 + at, covered_to=PartialDate.of(TODAY + timedelta(at)))
        for at in (1, 2, 3)
    ]
    items = [
        DueItem(an_id(700 + at), a_person(at).id, HOMES[at - 1].id, row) for at, row in enumerate(rows, 1)
    ]
    with store.unit() as unit:
        unit.device.enrol(an_enrolment())
        unit.households.add_households(HOMES, "import")
        people = [replace(a_person(at), household_id=HOMES[at - 1].id) for at in (1, 2, 3)]
        unit.households.add_people(people, "import")
        unit.due_lists.replace(
            an_id(699), DueListReading("2026-12", tuple(rows), (), 0, 0, bytes(32)), items, NOW
        )
        unit.commit()
    return Case(store)


def order(*households: HouseholdId, on: date = TODAY) -> NoticeOrder:
    return NoticeOrder(households or IDS, on)


def listed(*nths: int) -> bytes:
    return "".join(f"{each} {nth}\n" for each, nth in zip(IDS, nths, strict=False)).encode()


def settle(store: Store, accounts: str) -> None:  # noqa: F811
    with store.unit() as unit:
        unit.office.keep(a_setting(SettingKey.ACCOUNT, accounts), NOW)
        unit.commit()


def test_looking_is_no_printing(case: Case) -> None:
    assert case.notices.sheets(order(), no_report) == listed(1, 1, 1)
    assert case.times() == [0, 0, 0]


def test_a_print_is_kept_for_every_household_and_the_next_one_says_so(case: Case) -> None:
    assert case.notices.print_sheets(order(IDS[0]), no_report).content == listed(1)
    assert case.notices.sheets(order(), no_report) == listed(2, 1, 1)

    printed = case.notices.print_sheets(order(), no_report, PrintWay.PRINTER, 2)

    assert printed.content == listed(2, 1, 1)
    assert (printed.told.nths, printed.told.reprints) == (dict(zip(IDS, (2, 1, 1), strict=True)), 1)
    assert case.times() == [2, 1, 1]


def test_each_print_stands_in_the_access_log(case: Case) -> None:
    case.notices.print_sheets(order(), no_report)

    seen = case.store.privacy_queries.accesses(AccessFilter())
    assert [(each.action, each.entity) for each in seen] == [(AccessAction.PRINT, "household")] * 3
    assert {each.entity_id for each in seen} == set(IDS)


def test_another_month_begins_anew(case: Case) -> None:
    case.notices.print_sheets(order(), no_report)
    case.clock.instant = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)

    assert case.notices.print_sheets(order(on=date(2026, 12, 1)), no_report).content == listed(1, 1, 1)


def test_messages_are_counted_apart_from_papers(case: Case) -> None:
    case.notices.print_sheets(order(), no_report)

    texts = case.notices.texts(order(), no_report)

    assert [each.nth for each in texts] == [1, 1, 1]
    assert case.times(PaperKind.NOTICE_MESSAGE) == [1, 1, 1]
    assert case.notices.picture(IDS[0], order()) == NoticePicture(IDS[0], str(IDS[0]).encode(), 2)
    assert case.times(PaperKind.NOTICE_MESSAGE) == [2, 1, 1]


def test_a_picture_is_logged_alone(case: Case) -> None:
    assert case.notices.picture(IDS[1], order()).household_id == IDS[1]
    assert case.times(PaperKind.NOTICE_MESSAGE) == [0, 1, 0]


def test_what_fails_or_is_given_up_is_not_logged(case: Case) -> None:
    case.press.error = RuntimeError()
    with pytest.raises(RuntimeError):
        case.notices.print_sheets(order(), no_report)

    def give_up(done: int, total: int) -> None:
        del done, total
        raise CancelledWorkError

    case.press.error = None
    with pytest.raises(CancelledWorkError):
        case.notices.print_sheets(order(), give_up)
    assert case.times() == [0, 0, 0]


def test_whoever_prints_meanwhile_makes_the_batch_anew(case: Case) -> None:
    once = iter([True])
    inner = case.press.sheets

    def sheets(notices: Iterable[Notice], sender: NoticeSender, per_page: int, size: NoticeSize) -> bytes:
        content = inner(notices, sender, per_page, size)
        if next(once, False):
            other = PrintRegister(case.clock, CountingIds(0x9000), case.access)
            with case.store.unit() as unit:
                other.enter(unit, PaperKind.NOTICE, IDS[1], PrintWay.PDF)
                unit.commit()
        return content

    case.press.sheets = sheets  # type: ignore[method-assign]

    assert case.notices.print_sheets(order(), no_report).content == listed(1, 2, 1)
    assert case.times() == [1, 2, 1]


def test_progress_is_told_up_to_the_whole(case: Case) -> None:
    told: list[tuple[int, int]] = []

    case.notices.sheets(order(), lambda done, total: told.append((done, total)))

    assert told == [(0, 3), (3, 3)]


def test_nobody_due_is_said_and_nothing_is_logged(case: Case) -> None:
    never = order(on=date(2020, 1, 1))
    with pytest.raises(NothingDueError):
        case.notices.print_sheets(replace(never, households=()), no_report)
    with pytest.raises(NothingDueError):
        case.notices.texts(replace(never, households=()), no_report)
    with pytest.raises(NothingDueError):
        case.notices.picture(HouseholdId(an_id(0x1234567)), never)


def test_without_an_enrolment_there_is_no_notice(store: Store) -> None:  # noqa: F811
    with pytest.raises(NotEnrolledError):
        Case(store).notices.sheets(order(), no_report)


def test_the_code_is_the_household_s_own_and_bears_nobody_s_number(case: Case) -> None:
    settle(case.store, "970436:0011223344:BHXH;970415:5566:BHXH")
    first, second, _ = case.notices.notices(order())

    assert first.transfer is not None
    assert second.transfer is not None
    asked = read_transfer(first.transfer.payload)
    assert (asked.account, asked.amount) == ("0011223344", 1_366_200)
    assert codes_in(asked.purpose or "") == (purpose_code(IDS[0]),)
    assert first.transfer.purpose != second.transfer.purpose


def test_a_code_on_a_statement_leads_back_to_its_household(case: Case) -> None:
    assert [case.notices.household_of(purpose_code(each)) for each in IDS] == list(IDS)
    with pytest.raises(NoticeCodeUnknownError):
        case.notices.household_of(purpose_code(an_id(0x1234567)))


def test_only_an_account_that_the_office_has_signed_is_taken(case: Case) -> None:
    assert [each.transfer for each in case.notices.notices(order())] == [None, None, None]

    settle(case.store, "970436:0011223344:BHXH;970415:5566:BHXH")
    chosen = replace(order(), account="5566")
    assert [each.transfer.account for each in case.notices.notices(chosen) if each.transfer] == ["5566"] * 3
    with pytest.raises(AccountNotListedError):
        list(case.notices.notices(replace(order(), account="99")))


def test_the_agent_s_phone_is_the_office_s_unless_another_is_named(case: Case) -> None:
    with case.store.unit() as unit:
        office = Office("BHXH", "Bưu điện", "1", "LĐ-1", agent_phone="0973 000 111")
        unit.device.enrol(an_enrolment(office=office))
        unit.commit()

    assert case.notices.sender(order()).phone == "0973 000 111"
    assert case.notices.sender(replace(order(), phone="0912 345 678")).phone == "0912 345 678"


def test_who_gets_no_price_is_told_with_the_reason(case: Case) -> None:
    with case.store.unit() as unit:
        unit.households.add_people(
            [replace(a_person(9), household_id=IDS[0], health_group="HN", name="Phạm Thị Hường")], "import"
        )
        row = replace(a_due_row(9), row=30, group="HN", covered_to=PartialDate.of(TODAY))
        item = DueItem(an_id(790), a_person(9).id, IDS[0], row)
        reading = DueListReading("2027-01", (row,), (), 0, 0, bytes(32))
        unit.due_lists.replace(an_id(698), reading, [item], NOW)
        unit.commit()

    told = case.notices.print_sheets(order(IDS[0]), no_report).told

    assert [(each.person.id, each.scheme, each.error.code) for each in told.unpriced] == [
        (a_person(9).id, Scheme.HEALTH, "health.paid_elsewhere")
    ]


def test_what_only_the_list_has_a_price_for_is_told_and_not_asked_for(case: Case) -> None:
    settle(case.store, "970436:0011223344:BHXH")
    (before,) = case.notices.notices(order(IDS[0]))
    row = replace(a_due_row(1, scheme=Scheme.PENSION), row=30, months=6, amount=Dong(1_600_123))
    health = replace(a_due_row(1), row=31, covered_to=PartialDate.of(TODAY + timedelta(1)))
    with case.store.unit() as unit:
        items = [
            DueItem(an_id(790 + at), a_person(1).id, IDS[0], each) for at, each in enumerate((row, health))
        ]
        unit.due_lists.replace(
            an_id(698), DueListReading("2027-01", (row, health), (), 0, 0, bytes(32)), items, NOW
        )
        unit.commit()

    (notice,) = case.notices.notices(order(IDS[0]))

    assert [price.due for each in notice.lines if each.as_listed for price in each.prices] == [1_600_123]
    assert notice.amount == before.amount > 0
    assert notice.transfer is not None
    assert notice.transfer.amount == before.amount


def test_choosing_is_the_read_side_s(case: Case) -> None:
    assert set(case.notices.choose(NoticeChoice(TODAY))) == set(IDS)
