"""One household: who is in it, what its members want to pay, and what that costs."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal

from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import AppError
from agent_app.domain.household import HouseholdId
from agent_app.domain.household_quote import PremiumForm
from agent_app.domain.member_order import TakenPlace
from agent_app.domain.money import Dong
from agent_app.domain.pension_plan import PlanKind
from agent_app.domain.receipt import ReceiptLine
from agent_app.domain.visit import Visit
from agent_app.runtime.door_messages import door_sentence
from agent_app.services.changes import Changed, Touched
from agent_app.services.lines import HouseholdPage
from agent_app.services.offers import OfferWish, PaymentOptions
from agent_app.services.payments import NO_LOCAL, LocalTerms, PaymentRequest
from agent_app.services.ports import Report
from agent_app.services.visits import RecordVisit
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.pages.households.price import (
    Answer,
    NotPriced,
    Price,
    Priced,
    Pricing,
    Refused,
    price_wish,
)
from agent_app.ui.pages.households.wish import Tick, Wish, first_wish
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Failed, Idle, Loading
from agent_app.ui.words import _


@dataclass(frozen=True, slots=True)
class Ready:
    """A household on the screen; ``told`` is the sentence that a record has left behind."""

    page: HouseholdPage
    today: date
    options: PaymentOptions
    wish: Wish
    price: Price = field(default_factory=NotPriced)
    told: str = ""
    trouble: str = ""
    uncovered: bool = False


State = Idle | Loading | Failed | Ready


@dataclass(frozen=True, slots=True)
class Draft:
    """A priced wish on its way to a receipt.

    ``requests``, ``taken`` and ``local`` are what the household said, as ``IssueReceipt`` wants them;
    ``by_transfer``: somebody has asked for the code of a transfer.
    """

    page: HouseholdPage
    requests: tuple[PaymentRequest, ...]
    lines: tuple[ReceiptLine, ...]
    today: date
    taken: tuple[TakenPlace, ...] = ()
    local: LocalTerms = NO_LOCAL
    by_transfer: bool = False

    @property
    def total(self) -> Dong:
        """The money to be taken."""
        return Dong(sum(line.quote.due for line in self.lines))


@dataclass(frozen=True, slots=True)
class Read:
    """A household as it was read."""

    page: HouseholdPage
    today: date
    options: PaymentOptions


def read_household(core: Core, household_id: HouseholdId, _report: Report) -> Read:
    """Read one household's page, and what there is to choose for it."""
    today = core.today()
    page = core.queries.household(household_id, today.year)
    core.access.saw("household", page.household.id, ("birth", "address"))
    return Read(page, today, core.offers.options(today))


def uncover_phone(core: Core, household_id: HouseholdId, _report: Report) -> HouseholdId:
    """Keep that somebody wants to see a phone number."""
    core.access.revealed("household", household_id, ("phone",))
    return household_id


def record_visit(core: Core, command: RecordVisit, _report: Report) -> Visit:
    """Keep a visit."""
    return core.visits.record(command)


def _awaited(page: HouseholdPage) -> set[Tick]:
    return {(member.id, each.scheme) for member in page.members for each in member.awaited}


class HouseholdPresenter(Presenter):
    """Shows one household and prices its wishes."""

    shows = frozenset({Touched.PEOPLE, Touched.VISITS, Touched.RECEIPTS, Touched.DUE_LIST})
    drafted = Signal(object)

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Idle(), parent)
        self._household_id: HouseholdId | None = None

    @property
    def ready(self) -> Ready | None:
        """The household on the screen, if there is one."""
        return self.state if isinstance(self.state, Ready) else None

    def open(self, household_id: HouseholdId) -> None:
        """Show a household."""
        self._household_id = household_id
        self.enter(Loading())
        self.reload()

    def leave(self) -> None:
        """Show no household."""
        self._household_id = None
        self.enter(Idle())

    def reload(self) -> None:
        if self._household_id is not None:
            job = partial(read_household, self.bench.core, self._household_id)
            self.read(job, self._on_read, self._on_failed)

    def uncover(self) -> None:
        """Show the household's phone as it is, once the access log knows of it."""
        if self.ready:
            job = partial(uncover_phone, self.bench.core, self.ready.page.household.id)
            self.read(job, self._on_uncovered, self._on_not_recorded)

    def tick(self, tick: Tick, *, on: bool) -> None:
        """Say that somebody wants to pay for a scheme, or not."""
        if self.ready:
            ticked = self.ready.wish.ticked | {tick} if on else self.ready.wish.ticked - {tick}
            self.wish(replace(self.ready.wish, ticked=ticked))

    def untick(self, ticks: tuple[Tick, ...]) -> None:
        """Leave some payments out."""
        if self.ready:
            self.wish(replace(self.ready.wish, ticked=self.ready.wish.ticked - set(ticks)))

    def untick_refused(self) -> None:
        """Leave out whoever cannot pay."""
        if self.ready and isinstance(self.ready.price, Priced):
            refused = {each.tick for each in self.ready.price.refusals}
            self.wish(replace(self.ready.wish, ticked=self.ready.wish.ticked - refused))

    def choose_months(self, scheme: Scheme, months: int, plan: PlanKind = PlanKind.PERIODIC) -> None:
        """Choose for how long."""
        if self.ready:
            self.wish(self.ready.wish.for_months(scheme, months, plan))

    def choose_income(self, income: Dong | None) -> None:
        """Choose the monthly income for BHXH tự nguyện; ``None`` takes the list's."""
        if self.ready:
            self.wish(replace(self.ready.wish, income=income))

    def choose_form(self, form: PremiumForm | None) -> None:
        """Choose how BHYT is paid where the law leaves a choice; ``None`` takes what costs the least."""
        if self.ready:
            self.wish(replace(self.ready.wish, form=form))

    def pay_in_household_form(self, ticks: tuple[Tick, ...]) -> None:
        """Let some members pay without the support of a group."""
        if self.ready:
            wish = self.ready.wish
            for tick in ticks:
                wish = wish.in_household_form(tick)
            self.wish(wish)

    def wish(self, wish: Wish) -> None:
        """Wish for something else, and ask what it costs."""
        if self.ready and wish != self.ready.wish:
            self.enter(replace(self.ready, wish=wish, price=NotPriced(), told="", trouble=""))
            self._ask_price()

    def record(self, command: RecordVisit) -> None:
        """Keep what a visit came to."""
        job = partial(record_visit, self.bench.core, command)
        changes = Changed.of(Touched.VISITS, Touched.SYNC)
        self.bench.runner.start(self.make(job, self._on_recorded, self._on_not_recorded, changes))

    def draft(self, *, by_transfer: bool = False) -> None:
        """Hand what can be paid on to be collected."""
        ready = self.ready
        if ready and isinstance(ready.price, Priced) and ready.price.lines:
            taken, local = ready.wish.places(ready.page.members), ready.wish.local
            price = ready.price
            draft = Draft(ready.page, price.requests, price.lines, ready.today, taken, local, by_transfer)
            self.drafted.emit(draft)

    def draft_transfer(self) -> None:
        """Hand it on to be paid by transfer."""
        self.draft(by_transfer=True)

    def _asked(self) -> OfferWish | None:
        """Return what the price is asked for; ``None`` where nobody wants to pay."""
        if self.ready is None or not self.ready.wish.ticked:
            return None
        page, wish = self.ready.page, self.ready.wish
        requests, taken = wish.requests(page.members), wish.places(page.members)
        return OfferWish(page.household.id, requests, self.ready.today, taken, wish.local)

    def _ask_price(self) -> None:
        asked = self._asked()
        if self.ready is None or asked is None:
            return
        self.enter(replace(self.ready, price=Pricing()))
        job = partial(price_wish, self.bench.core, asked, self.ready.options)
        self.read(job, self._on_priced, self._on_refused)

    def _on_read(self, read: Read) -> None:
        page, options = read.page, read.options
        if self._household_id is None:
            return
        # The store may have answered with the household that this one has become.
        self._household_id = page.household.id
        before = self.ready
        wish, told, trouble, uncovered = first_wish(page, options.months), "", "", False
        if before is not None and before.page.household.id == page.household.id:
            covers = ((each.id, cover) for each in page.members for cover in each.covers)
            paid = {(person_id, cover.scheme) for person_id, cover in covers if cover.receipt_id}
            awaited = _awaited(page) - _awaited(before.page)
            wish = replace(before.wish, ticked=before.wish.ticked - paid - awaited)
            told, trouble, uncovered = before.told, before.trouble, before.uncovered
        self.enter(Ready(page, read.today, options, wish, NotPriced(), told, trouble, uncovered))
        self._ask_price()

    def _on_failed(self, error: Exception) -> None:
        self.enter(Failed(self.bench.sentence(error)))

    def _on_priced(self, answer: Answer) -> None:
        # A price may be for what was ticked before.
        if self.ready and answer.asked == self._asked():
            self.enter(replace(self.ready, price=answer.price))

    def _on_refused(self, error: Exception) -> None:
        if self.ready and isinstance(self.ready.price, Pricing):
            words = door_sentence(error) if isinstance(error, AppError) else self.bench.sentence(error)
            self.enter(replace(self.ready, price=Refused(words)))

    def _on_uncovered(self, household_id: HouseholdId) -> None:
        if self.ready and self.ready.page.household.id == household_id:
            self.enter(replace(self.ready, uncovered=True))

    def _on_recorded(self, visit: Visit) -> None:
        if self.ready and visit.household_id == self.ready.page.household.id:
            words = _("Đã lưu trên máy kết quả của {count} người.").format(count=len(visit.outcomes))
            self.enter(replace(self.ready, told=words, trouble=""))

    def _on_not_recorded(self, error: Exception) -> None:
        if self.ready:
            self.enter(replace(self.ready, trouble=self.bench.sentence(error), told=""))
