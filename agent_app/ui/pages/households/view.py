"""The page of one household, at the door: everything on one screen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from agent_app.domain.due_list import Scheme
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.pension_plan import PlanKind
from agent_app.domain.phone import Phone
from agent_app.services.lines import HouseholdPage
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.visit import VisitDialog
from agent_app.ui.look import Look
from agent_app.ui.pages.households.members import MembersCard
from agent_app.ui.pages.households.payment_details import PaymentDetails
from agent_app.ui.pages.households.people_bar import PeopleBar
from agent_app.ui.pages.households.presenter import HouseholdPresenter, Ready
from agent_app.ui.pages.households.price import Price, Priced
from agent_app.ui.pages.households.quote_card import QuoteCard
from agent_app.ui.pages.households.visits_card import VisitsCard
from agent_app.ui.pages.households.wish import head_of
from agent_app.ui.parts.boxes import Line, Scroller, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.flow import Flow, Sides
from agent_app.ui.parts.labels import Elided, Notice, Text
from agent_app.ui.parts.tab_order import chain
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.wording import dong, masked
from agent_app.ui.words import _

_ROOM = 760
_MARGINS = (24, 10, 24, 8)


class HouseholdView(QWidget):
    """Shows a household and what can be done there."""

    left = Signal()

    def __init__(self, bench: Bench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = HouseholdPresenter(bench, self)
        self.people = PeopleBar(bench, self.presenter)
        self._look = bench.look
        self._shown: HouseholdId | None = None
        outer, content = column(self, gap=0), QWidget()
        outer.addWidget(Scroller(content), 1)
        self._fill(content, bench.look)
        outer.addWidget(Line())
        outer.addWidget(self.people.told)
        outer.addWidget(self._actions(bench.look))
        self._connect()

    def record_outcomes(self) -> None:
        """Ask what the visit came to and keep it."""
        if (ready := self.presenter.ready) is not None:
            command = VisitDialog.ask(self, self._look, ready.page, ready.today)
            if command is not None:
                self.presenter.record(command)

    def ask_details(self, person_id: PersonId) -> None:
        """Ask what is special about one member's payments."""
        if (ready := self.presenter.ready) is not None:
            wish = PaymentDetails.ask(self, self._look, ready, person_id)
            if wish is not None:
                self.presenter.wish(wish)

    def render_state(self, state: object) -> None:
        """Show a state of the household."""
        ready = isinstance(state, Ready)
        for part in (self.members, self.quote, self.visits, self.bar):
            part.setVisible(ready)
        self.notice.tell(state.text if isinstance(state, Failed) else "")
        if isinstance(state, Ready):
            self._show(state)
        else:
            self._shown = None
            self.uncover.hide()

    def _show(self, state: Ready) -> None:
        arrived = state.page.household.id != self._shown
        self._shown = state.page.household.id
        self.title.show_text(household_title(state.page))
        self.subtitle.setText(household_subtitle(state.page, uncovered=state.uncovered))
        self.uncover.setVisible(phone_of(state.page) is not None and not state.uncovered)
        self.quote.show_state(state)
        self.members.show_state(state, explained=self.quote.how.isChecked())
        self.visits.show_visits(state.page.visits)
        self.notice.tell(state.trouble or state.told, Tone.LATE if state.trouble else Tone.GOOD)
        self._show_actions(state.price)
        if arrived:
            self.members.focus_first()

    def _show_actions(self, price: Price) -> None:
        payable = isinstance(price, Priced) and bool(price.lines)
        self.collect.setEnabled(payable)
        self.transfer.setEnabled(payable)
        words = _("Thu tiền  F9")
        if isinstance(price, Priced) and price.lines:
            words = _("Thu {total}  F9").format(total=dong(price.total))
        self.collect.say(words)

    def _fill(self, content: QWidget, look: Look) -> None:
        layout = column(content, _MARGINS, 10)
        whole, head, below_head = column(gap=0), row(gap=8), Sides(_ROOM, 12)
        layout.addLayout(whole)
        whole.addLayout(head)
        whole.addWidget(below_head)
        self.back = Button(_("Tìm hộ khác"), "quiet", look.icon("chevron-left", Tone.BRAND))
        self.back.setToolTip("Esc")
        self.title, self.subtitle = Elided(role="title"), Text(role="soft", wrap=True)
        head.addWidget(self.title, 1)
        below_head.sides.addWidget(self.subtitle, 1)
        below_head.sides.addWidget(self.people)
        self.uncover = Button(_("Hiện số điện thoại"), "quiet")
        self.uncover.setToolTip(_("Máy ghi lại mỗi lần mở số bị che"))
        self.uncover.hide()
        head.addWidget(self.uncover)
        head.addWidget(self.back)
        self.notice = Notice(look)
        self.members, self.quote, self.visits = MembersCard(look), QuoteCard(look), VisitsCard(look)
        below = Sides(_ROOM, 12)
        for part in (self.notice, self.members, below):
            layout.addWidget(part)
        below.sides.addWidget(self.quote, 9)
        below.sides.addWidget(self.visits, 4)
        layout.addStretch()

    def _actions(self, look: Look) -> QWidget:
        self.bar = QWidget()
        layout, holder = row(self.bar, (24, 8, 24, 8)), QWidget()
        flow = Flow(holder, 12)
        self.collect = Button(_("Thu tiền  F9"), "primary", look.icon("hand-coins", Tone.ON_BRAND))
        self.record = Button(_("Ghi kết quả  F8"), "", look.icon("clipboard-pen"))
        self.transfer = Button(_("Mã QR chuyển khoản"), "", look.icon("qr-code"))
        self.notify = Button(_("In thông báo"), "", look.icon("printer"))
        self.notify.setToolTip("Ctrl+P")
        for each in (self.collect, self.record, self.transfer, self.notify):
            flow.addWidget(each)
        layout.addWidget(holder, 1)
        return self.bar

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.state_changed.connect(self.render_state)
        self.back.clicked.connect(self.left)
        self.uncover.clicked.connect(presenter.uncover)
        self.collect.clicked.connect(self._on_collect)
        self.transfer.clicked.connect(presenter.draft_transfer)
        self.record.clicked.connect(self.record_outcomes)
        self.members.ticked.connect(self._on_ticked)
        self.members.unticked.connect(presenter.untick)
        self.members.household_form_wanted.connect(presenter.pay_in_household_form)
        self.members.details_wanted.connect(self.ask_details)
        self.members.reordered.connect(self._order)
        self.quote.months_chosen.connect(presenter.choose_months)
        self.quote.plan_chosen.connect(self._on_plan)
        self.quote.income_chosen.connect(presenter.choose_income)
        self.quote.form_chosen.connect(presenter.choose_form)
        self.quote.blocked.untick.clicked.connect(presenter.untick_refused)
        self.quote.explained.connect(self._on_explained)
        self._order()

    def _order(self) -> None:
        """Let Tab go on in reading order through what has just been made."""
        # Nobody shall uncover a number by pressing Enter on a page that has just been opened.
        head = (self.back, self.uncover, *self.people.stops())
        acts = (self.collect, self.record, self.transfer, self.notify)
        chain((*head, *self.members.stops(), *self.quote.stops(), *acts))

    def _on_collect(self) -> None:
        self.presenter.draft()

    def _on_ticked(self, tick: object, on: bool) -> None:  # noqa: FBT001
        self.presenter.tick(tick, on=on)  # type: ignore[arg-type]

    def _on_plan(self, months: int, plan: PlanKind) -> None:
        self.presenter.choose_months(Scheme.PENSION, months, plan)

    def _on_explained(self, on: bool) -> None:  # noqa: FBT001
        if (ready := self.presenter.ready) is not None:
            self.members.show_state(ready, explained=on)


def household_title(page: HouseholdPage) -> str:
    """Name a household after its head, or after the first of its members."""
    named = head_of(page.members) or next(iter(page.members), None)
    return _("Hộ {name}").format(name=named.name) if named else _("Hộ chưa có ai")


def phone_of(page: HouseholdPage) -> str | None:
    """Return the first phone number of a household."""
    return next((each.phone for each in page.members if each.phone), None)


def household_subtitle(page: HouseholdPage, *, uncovered: bool = False) -> str:
    """Say where a household lives; its phone is masked until somebody asks for it."""
    phone, number = phone_of(page), page.household.household_no
    shown = phone if uncovered else masked(Phone, phone)
    parts = (
        page.household.address,
        shown if phone else "",
        _("mã hộ {number}").format(number=number) if number else "",
    )
    return " · ".join(part for part in parts if part)
