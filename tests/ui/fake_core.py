"""A core in memory, with a small made-up commune; it prices with the figures that ship."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from agent_app.codes.matrices import qr_rows
from agent_app.domain.calendar import PartialDate
from agent_app.domain.coverage import health_period, pension_period
from agent_app.domain.due_list import (
    Scheme,
    Sex,
)
from agent_app.domain.health_premium import quote_household_member
from agent_app.domain.household import Household, HouseholdId, PersonId, Subject
from agent_app.domain.household_status import StatusRecord
from agent_app.domain.money import Dong
from agent_app.domain.names import fold
from agent_app.domain.pension_contribution import PensionWish, quote_plan
from agent_app.domain.pension_plan import PaymentPlan
from agent_app.domain.receipt import Receipt, ReceiptId, ReceiptLine, ReceiptState
from agent_app.domain.visit import Outcome, PersonOutcome, Visit, VisitId
from agent_app.services.failures import HouseholdUnknownError, ReceiptUnknownError
from agent_app.services.kind_counts import KindCounts
from agent_app.services.lines import (
    BookLine,
    CoverLine,
    DueLine,
    HeldLine,
    HouseholdPage,
    MemberLine,
    PersonLine,
    ReceiptView,
    RunLine,
    StoreCounts,
    SyncStatus,
    VisitLine,
)
from agent_app.services.ports import Report
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from agent_app.services.visits import RecordVisit
from tests.builders import AGENT, BOOK, DEVICE, NOW, SYMBOL, TODAY, an_id, rates
from tests.ui.fake_access import FakeAccess
from tests.ui.fake_backups import FakeBackups
from tests.ui.fake_day import FakeDay
from tests.ui.fake_day_papers import FakeDayPapers
from tests.ui.fake_due import FakeDue
from tests.ui.fake_due_exports import FakeDueExports
from tests.ui.fake_imports import MONTH, FakeImports
from tests.ui.fake_notices import FakeNotices
from tests.ui.fake_offers import FakeOffers
from tests.ui.fake_papers import FakePapers
from tests.ui.fake_people import FakePeople
from tests.ui.fake_standing import FakeStanding
from tests.ui.fake_till import FakeDrafts, FakeTransfers, FakeUndoing

ADDRESSES = (
    ("Số 8, Thôn Láng Gòn, xã Tân Minh", "Thôn Láng Gòn"),
    ("Số 15, Thôn Láng Gòn, xã Tân Minh", "Thôn Láng Gòn"),
    ("Số 27, Thôn Láng Gòn, xã Tân Minh", "Thôn Láng Gòn"),
    ("Số 4, Thôn Đông Thành, xã Tân Minh", "Thôn Đông Thành"),
    ("Số 11, Thôn Đông Thành, xã Tân Minh", "Thôn Đông Thành"),
    ("Tổ 5, xã Tân Minh", "Tổ 5"),
)
FAMILIES = (
    ("Lê Quốc Dũng", "Ngô Thị Trang", "Lê Quốc Nam", "Lê Thị Bích"),
    ("Nguyễn Thị Ánh", "Nguyễn Văn Đức"),
    ("Phạm Văn Út", "Trần Thị Ẩn", "Phạm Thị Hường"),
    ("Hoàng Đình Phương",),
    ("Đặng Thị Lụa", "Đặng Hữu Nghĩa"),
    ("Võ Minh Khôi", "Bùi Thị Kim Ngân"),
)
DAYS_LEFT = (40, 8, -10, 0, 3, 25, 61, -95)


@dataclass
class RunReport:
    """What a made-up exchange moved."""

    sent: int = 0
    received: int = 0
    waiting_operations: int = 0


def _found_by(member: MemberLine) -> str:
    return fold(f"{member.name} {member.phone} {member.insurance_no} {member.citizen_id}")


@dataclass
class FakeQueries(FakeDue, FakeDay):
    """Answers from lists; ``error`` is raised instead where a test wants a failure."""

    households: dict[HouseholdId, Household] = field(default_factory=dict)
    members: dict[HouseholdId, tuple[MemberLine, ...]] = field(default_factory=dict)
    due: list[DueLine] = field(default_factory=list)
    visits: dict[HouseholdId, list[VisitLine]] = field(default_factory=dict)
    views: list[ReceiptView] = field(default_factory=list)
    runs: list[RunLine] = field(default_factory=list)
    held: tuple[HeldLine, ...] = ()
    records: list[StatusRecord] = field(default_factory=list)
    book: BookLine = field(default_factory=lambda: BookLine(SYMBOL, BOOK, 101, 150, 124, 27))
    waiting: int = 0
    edits: int = 0
    clock_ahead: timedelta = timedelta(0)
    error: Exception | None = None
    threads: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        FakeDay.__init__(self)

    def _asked(self) -> None:
        self.threads.add(threading.current_thread().name)
        if self.error is not None:
            raise self.error

    def agent_code(self) -> str | None:
        return AGENT

    def due_months(self) -> list[str]:
        return [MONTH] if self.due else []

    def hamlets(self, month: str | None = None) -> list[str]:
        del month
        return sorted({line.hamlet for line in self.due if line.hamlet})

    def _people(self, text: str) -> list[PersonLine]:
        words = fold(text).split()
        return [
            person_line(self.households[household_id], member)
            for household_id, members in self.members.items()
            for member in members
            if all(word in _found_by(member) for word in words)
        ]

    def search_people(self, text: str, limit: int | None = None, offset: int = 0) -> list[PersonLine]:
        self._asked()
        return self._people(text)[offset:][:limit]

    def search_count(self, text: str) -> int:
        return len(self._people(text))

    def household(self, household_id: HouseholdId, year: int) -> HouseholdPage:
        del year
        self._asked()
        if household_id not in self.households:
            raise HouseholdUnknownError(str(household_id))
        visits = tuple(reversed(self.visits.get(household_id, [])))
        members = self.members[household_id]
        holders = {household_id, *(each.id for each in members)}
        records = [each for each in self.records if {each.household_id, each.person_id} & holders]
        return HouseholdPage(self.households[household_id], members, visits, tuple(records))

    def receipt(self, receipt_id: ReceiptId) -> ReceiptView:
        for view in self.views:
            if view.receipt.id == receipt_id:
                return view
        raise ReceiptUnknownError(str(receipt_id))

    def receipts(self, limit: int, offset: int = 0) -> list[ReceiptView]:
        self._asked()
        return self.views[offset:][:limit]

    def taken_on(self, day: date) -> tuple[int, Dong]:
        taken = [view.receipt.total for view in self.views if view.receipt.issued_on == day]
        return len(taken), Dong(sum(taken))

    def books(self) -> list[BookLine]:
        return [self.book]

    def sync_status(self) -> SyncStatus:
        self._asked()
        saved = [view.receipt for view in self.views if view.state is ReceiptState.SAVED]
        sent = [view.receipt for view in self.views if view.state is not ReceiptState.SAVED]
        return SyncStatus(
            waiting_operations=self.waiting,
            waiting_receipts=len(saved),
            waiting_money=Dong(sum(each.total for each in saved)),
            oldest_waiting=NOW - timedelta(days=4) if self.waiting else None,
            received_receipts=len(sent),
            received_money=Dong(sum(each.total for each in sent)),
            last_custody_at=NOW if sent else None,
            held=self.held,
            runs=tuple(self.runs),
            server_url="https://bhxh.example",
            agent_code=AGENT,
            agent_name="Nguyễn Thị Hoa",
            waiting_kinds=self._kinds(len(saved)),
            clock_ahead=self.clock_ahead,
        )

    def _kinds(self, saved: int) -> KindCounts:
        """Take for visits what is neither a receipt nor an edit."""
        edits = min(self.edits, self.waiting)
        issued = min(saved, self.waiting - edits)
        return KindCounts(issued=issued, visits=self.waiting - edits - issued, edits=edits)

    def counts(self) -> StoreCounts:
        return StoreCounts(len(self.households), 0, len(self.due), 0, len(self.views), self.waiting)


class FakeCore(FakeStanding, FakeImports):
    """All use cases in memory; a test changes its parts."""

    def __init__(self) -> None:
        super().__init__()
        self.queries = FakeQueries()
        self.due_lists = self
        self.imports = self
        self.due_exports = FakeDueExports()
        self.offers = FakeOffers(self._quote)
        self.visits = self
        self.receipts = self
        self.route = self.queries
        self.people_queries = FakePeople(self.queries)
        self.people = self.people_queries.service()
        self.people_checks = self.people_queries.checks()
        self.papers = FakePapers()
        self.notices = FakeNotices()
        self.day_papers = self.print_queries = self.evening = FakeDayPapers()
        self.sync = FakeSync(self.queries)
        self.backups = FakeBackups()
        self.access = self.privacy = FakeAccess()
        self.drafts, self.undoing = FakeDrafts(self), FakeUndoing(self.queries)
        self.cancellations = self.refunds = self.undoing
        self.transfers = self.transfer_queries = FakeTransfers(self)
        self.qr = qr_rows
        self.closed = False
        self._made = 0x9000
        fill(self.queries)

    def today(self) -> date:
        return TODAY

    def close(self) -> None:
        self.closed = True

    def _quote(
        self, household_id: HouseholdId, requests: Sequence[PaymentRequest], on: date
    ) -> tuple[ReceiptLine, ...]:
        # A test may have put another price in the place of this one.
        return self.quote(household_id, requests, on)

    def quote(
        self, household_id: HouseholdId, requests: Sequence[PaymentRequest], on: date
    ) -> tuple[ReceiptLine, ...]:
        household = self.queries.households[household_id]
        members = {each.id: each for each in self.queries.members[household_id]}
        place = 0
        lines = []
        for request in requests:
            subject = subject_of(members[request.person_id], household)
            place += request.scheme is Scheme.HEALTH
            lines.append(price(subject, request, place, on))
        return tuple(lines)

    def record(self, command: RecordVisit) -> Visit:
        household = self.queries.households[command.household_id]
        members = {each.id: each for each in self.queries.members[household.id]}
        outcomes = tuple(
            PersonOutcome(
                subject_of(members[each.person_id], household), each.outcome, each.promised_on, each.reason
            )
            for each in command.outcomes
        )
        visit = Visit(VisitId(self._new()), household.id, TODAY, NOW, command.met, outcomes)
        self._remember(visit)
        return visit

    def issue(self, command: IssueReceipt) -> Receipt:
        household_id = command.household_id
        assert household_id is not None
        book = self.queries.book
        receipt = Receipt(
            ReceiptId(self._new()),
            household_id,
            book.symbol,
            book.book,
            book.next,
            TODAY,
            NOW,
            command.payer,
            self.queries.households[household_id].address,
            command.method,
            self.quote(household_id, command.requests, TODAY),
            AGENT,
            DEVICE,
        )
        self.queries.book = replace(book, next=book.next + 1, left=book.left - 1)
        self.queries.views.insert(0, ReceiptView(receipt, ReceiptState.SAVED))
        self._cover(receipt)
        # The receipt and the visit at which it was issued.
        self.queries.waiting += 2
        return receipt

    def _new(self) -> VisitId:
        self._made += 1
        return VisitId(an_id(self._made))

    def _cover(self, receipt: Receipt) -> None:
        paid = {(line.subject.person_id, line.scheme): line.period.end for line in receipt.lines}
        self.queries.due = [
            replace(line, receipt_id=receipt.id) if (line.person_id, line.scheme) in paid else line
            for line in self.queries.due
        ]
        self.queries.members[receipt.household_id] = tuple(
            replace(
                member,
                covers=tuple(
                    replace(
                        cover,
                        covered_to=paid[member.id, cover.scheme],
                        receipt_id=receipt.id,
                        receipt_number=receipt.shown_number,
                    )
                    if (member.id, cover.scheme) in paid
                    else cover
                    for cover in member.covers
                ),
            )
            for member in self.queries.members[receipt.household_id]
        )

    def _remember(self, visit: Visit) -> None:
        told = {each.subject.person_id: each for each in visit.outcomes}
        words = tuple(
            (each.subject.name, each.outcome, each.promised_on, each.reason) for each in visit.outcomes
        )
        line = VisitLine(visit.id, visit.visited_on, visit.met, words)
        self.queries.visits.setdefault(visit.household_id, []).append(line)
        self.queries.waiting += 1
        self.queries.members[visit.household_id] = tuple(
            replace(
                member,
                outcome=told[member.id].outcome,
                visited_on=TODAY,
                promised_on=told[member.id].promised_on,
            )
            if member.id in told
            else member
            for member in self.queries.members[visit.household_id]
        )


@dataclass
class FakeSync:
    """Takes everything at once, or fails, or waits until it is cancelled."""

    queries: FakeQueries
    error: Exception | None = None
    waits: threading.Event | None = None

    def run(self, report: Report, url: str | None = None) -> RunReport:
        del url
        report(0, 2)
        while self.waits is not None and not self.waits.wait(0.01):
            report(1, 2)
        failure = getattr(self.error, "code", None) if self.error else None
        sent = 0 if self.error else self.queries.waiting
        self.queries.runs.insert(0, RunLine(NOW, 1.2, sent, 0, 5_000, 12_000, failure))
        if self.error is not None:
            raise self.error
        self.queries.waiting = self.queries.edits = 0
        self.queries.views = [ReceiptView(each.receipt, ReceiptState.RECEIVED) for each in self.queries.views]
        report(2, 2)
        return RunReport(sent, 6, 0)


def price(subject: Subject, request: PaymentRequest, place: int, on: date) -> ReceiptLine:
    """Price one wish."""
    if request.scheme is Scheme.HEALTH:
        period = health_period(on, request.months, on - timedelta(days=5), rates())
        quote = quote_household_member(place, request.months, on, rates())
        return ReceiptLine(subject, request.scheme, request.months, period, quote, place)
    income = request.income or Dong(1_500_000)
    wish = PensionWish(income, PaymentPlan(request.plan, request.months))
    quote = quote_plan(wish, on, rates()).quote
    period = pension_period(on, request.months, None)
    return ReceiptLine(
        subject, request.scheme, request.months, period, quote, income=income, plan=request.plan
    )


def subject_of(member: MemberLine, household: Household) -> Subject:
    """Take a member's snapshot."""
    return Subject(
        member.id, member.name, member.insurance_no, member.citizen_id, member.birth, household.household_no
    )


def person_line(household: Household, member: MemberLine) -> PersonLine:
    """Show a member as a search does."""
    return PersonLine(
        member.id,
        household.id,
        household.household_no,
        member.name,
        member.birth,
        member.sex,
        member.insurance_no,
        member.citizen_id,
        member.phone,
        household.hamlet,
        household.address,
    )


def fill(queries: FakeQueries, repeats: int = 4) -> None:
    """Make the commune."""
    number = 0
    for at in range(repeats * len(FAMILIES)):
        address, hamlet = ADDRESSES[at % len(ADDRESSES)]
        household = Household(
            HouseholdId(an_id(at + 1)),
            f"{4_412_842_000 + at:010d}",
            address.replace(", ", f"/{at + 1}, ", 1),
            hamlet,
        )
        queries.households[household.id] = household
        members = []
        for place, name in enumerate(FAMILIES[at % len(FAMILIES)]):
            number += 1
            members.append(make_member(number, name, place))
        queries.members[household.id] = tuple(members)
        queries.due += [
            due_line(household, each, cover) for each in members for cover in each.covers if cover.due_item
        ]
    queries.due.sort(key=lambda line: (line.hamlet or "", line.address))


def make_member(number: int, name: str, place: int) -> MemberLine:
    """Make one person of the commune."""
    until = TODAY + timedelta(days=DAYS_LEFT[number % len(DAYS_LEFT)])
    covers = [CoverLine(Scheme.HEALTH, "GD", until, Dong(1_366_200), 12, due_item=True)] if place < 2 else []
    if place == 2:
        covers.append(CoverLine(Scheme.HEALTH, "DN", date(2027, 6, 30)))
    if number % 5 == 1:
        covers.append(CoverLine(Scheme.PENSION, None, date(2026, 12, 31), Dong(792_000), 3, due_item=True))
    visited = number % 4 == 1
    return MemberLine(
        PersonId(an_id(0x1000 + number)),
        name,
        PartialDate(2014, 5, 6) if place == 3 else PartialDate(1960 + number % 40, 3, 1 + number % 28),
        Sex.FEMALE if " Thị " in name else Sex.MALE,
        f"{6_080_000_000 + number:010d}",
        f"060079{number:06d}",
        f"0973{number:06d}",
        "Chủ hộ" if place == 0 else None,
        "GD",
        place + 1,
        tuple(covers),
        Outcome.PROMISED if visited else None,
        date(2026, 10, 20) if visited else None,
        TODAY if visited else None,
    )


def due_line(household: Household, member: MemberLine, cover: CoverLine) -> DueLine:
    """Make the due list's line for a cover."""
    return DueLine(
        an_id(member.id.int % 0x10000 + (0x50000 if cover.scheme is Scheme.HEALTH else 0x70000)),
        member.id,
        household.id,
        household.household_no,
        member.name,
        household.hamlet,
        household.address,
        member.phone,
        cover.scheme,
        cover.group,
        PartialDate.of(cover.covered_to) if cover.covered_to else None,
        cover.covered_to,
        cover.months,
        cover.amount,
        AGENT,
        member.outcome,
        member.visited_on,
        member.promised_on,
    )


def fill_receipts(core: FakeCore) -> None:
    """Issue three receipts, each at another stage of its way."""
    for household_id in list(core.queries.households)[3:6]:
        member = core.queries.members[household_id][0]
        request = PaymentRequest(member.id, Scheme.HEALTH, 12)
        core.issue(IssueReceipt((request,), member.name, household_id))
    states = (ReceiptState.SAVED, ReceiptState.RECEIVED, ReceiptState.REVIEW)
    core.queries.views = [
        replace(view, state=state) for view, state in zip(core.queries.views, states, strict=True)
    ]
    core.queries.waiting = 2
    started = datetime(2026, 11, 20, 0, 42, tzinfo=UTC)
    core.queries.runs = [
        RunLine(started, 2.4, 3, 612, 18_400, 96_000, None),
        RunLine(started - timedelta(days=1), 10.0, 0, 0, 900, 0, "sync.offline"),
    ]
    core.queries.held = (HeldLine(an_id(77), "receipt.issued", NOW, "amount", "0000126", Dong(1_366_200)),)
