"""The page of one household, at the door: everything on one screen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from agent_app.domain.household import HouseholdId
from agent_app.domain.phone import Phone
from agent_app.services.lines import HouseholdPage
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.visit import VisitDialog
from agent_app.ui.look import Look
from agent_app.ui.pages.households.members import MembersCard
from agent_app.ui.pages.households.people_bar import PeopleBar
from agent_app.ui.pages.households.presenter import HouseholdPresenter, Priced, Ready
from agent_app.ui.pages.households.quote_card import QuoteCard
from agent_app.ui.pages.households.visits_card import VisitsCard
from agent_app.ui.pages.households.wish import head_of
from agent_app.ui.parts.boxes import PAGE, Line, Scroller, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Elided, Notice, Text
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.wording import dong, masked
from agent_app.ui.words import _


class HouseholdView(QWidget):
    """Shows a household and what can be done there."""

    left = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.presenter = HouseholdPresenter(bench, self)
        self._look = bench.look
        self._shown: HouseholdId | None = None
        outer = column(self, gap=0)
        outer.addWidget(Scroller(self._content(bench.look)), 1)
        outer.addWidget(Line())
        self.people = PeopleBar(bench, self.presenter)
        outer.addWidget(self.people.told)
        outer.addWidget(self._actions(bench.look))
        self._connect()

    def record_outcomes(self) -> None:
        """Ask what the visit came to and keep it."""
        if (ready := self.presenter.ready) is not None:
            command = VisitDialog.ask(self, self._look, ready.page, ready.today)
            if command is not None:
                self.presenter.record(command)

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
        self.subtitle.show_text(household_subtitle(state.page, uncovered=state.uncovered))
        self.uncover.setVisible(phone_of(state.page) is not None and not state.uncovered)
        self.members.show_page(state.page, state.today, state.wish)
        self.quote.show_price(state.wish, state.price)
        self.visits.show_visits(state.page.visits)
        self.notice.tell(state.trouble or state.told, Tone.LATE if state.trouble else Tone.GOOD)
        priced = isinstance(state.price, Priced)
        self.collect.setEnabled(priced)
        words = _("Thu tiền  F9")
        if isinstance(state.price, Priced):
            words = _("Thu {total}  F9").format(total=dong(state.price.total))
        self.collect.say(words)
        if arrived:
            self.members.focus_first()

    def _content(self, look: Look) -> QWidget:
        content = QWidget()
        layout = column(content, PAGE, 12)
        head, words = row(gap=8), column(gap=0)
        self.back = Button(_("Tìm hộ khác"), "quiet", look.icon("chevron-left", Tone.BRAND))
        self.back.setToolTip("Esc")
        self.title, self.subtitle = Elided(role="title"), Elided(role="soft")
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        head.addLayout(words, 1)
        self.uncover = Button(_("Hiện số điện thoại"), "quiet")
        self.uncover.setToolTip(_("Máy ghi lại mỗi lần mở số bị che"))
        self.uncover.hide()
        head.addWidget(self.uncover)
        head.addWidget(self.back)
        self.notice = Notice(look)
        self.members, self.quote, self.visits = MembersCard(look), QuoteCard(look), VisitsCard(look)
        below = row(gap=12)
        below.addWidget(self.quote, 3)
        below.addWidget(self.visits, 2)
        layout.addLayout(head)
        layout.addWidget(self.notice)
        layout.addWidget(self.members)
        layout.addLayout(below)
        layout.addStretch()
        return content

    def _actions(self, look: Look) -> QWidget:
        self.bar = QWidget()
        layout = row(self.bar, (24, 12, 24, 12), 12)
        self.collect = Button(_("Thu tiền  F9"), "primary", look.icon("hand-coins", Tone.ON_BRAND))
        self.record = Button(_("Ghi kết quả  F8"), "", look.icon("clipboard-pen"))
        layout.addWidget(self.collect)
        layout.addWidget(self.record)
        layout.addWidget(self.people, 1)
        layout.addWidget(Text(_("Giá tính theo mức đang áp dụng hôm nay"), "small"))
        return self.bar

    def _connect(self) -> None:
        self.presenter.state_changed.connect(self.render_state)
        self.back.clicked.connect(self.left)
        self.uncover.clicked.connect(self.presenter.uncover)
        # Nobody shall uncover a number by pressing Enter on a page that has just been opened.
        self.setTabOrder(self.back, self.uncover)
        self.collect.clicked.connect(self.presenter.draft)
        self.record.clicked.connect(self.record_outcomes)
        self.members.ticked.connect(self._on_ticked)
        self.quote.months_chosen.connect(self.presenter.choose_months)
        self.quote.income_chosen.connect(self.presenter.choose_income)

    def _on_ticked(self, tick: object, on: bool) -> None:  # noqa: FBT001
        self.presenter.tick(tick, on=on)  # type: ignore[arg-type]


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
