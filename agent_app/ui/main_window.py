"""The frame: pages, search, status line and keys; it assembles and decides nothing."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from agent_app.domain.due_list import Scheme
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.receipt import ReceiptId
from agent_app.ui.ahead import PagesAhead
from agent_app.ui.auto_sync import AutoSync
from agent_app.ui.backing_up import BackupKeeper
from agent_app.ui.bench import Bench
from agent_app.ui.book import Book, PageOf
from agent_app.ui.card_reader import CardReader, Stranger
from agent_app.ui.finder.finder import Finder
from agent_app.ui.hearing import unheard
from agent_app.ui.keys import Slots, bind_keys
from agent_app.ui.navigation import Navigation
from agent_app.ui.pages.collect.states import Drafted
from agent_app.ui.pages.collect.view import CollectView
from agent_app.ui.pages.due_list.view import DueListView
from agent_app.ui.pages.households.page import HouseholdsPage
from agent_app.ui.pages.households.presenter import Draft
from agent_app.ui.pages.papers.view import PapersView
from agent_app.ui.pages.settings.presenter import SettingsPresenter
from agent_app.ui.pages.settings.view import SettingsView
from agent_app.ui.pages.sync.presenter import RunPresenter
from agent_app.ui.pages.sync.view import SyncView
from agent_app.ui.pages.today.view import TodayView
from agent_app.ui.parts.banners import Banners
from agent_app.ui.parts.boxes import column, row
from agent_app.ui.parts.card_bar import CardBar
from agent_app.ui.parts.page import Page
from agent_app.ui.parts.pages import Pages, Shelf
from agent_app.ui.places import Place
from agent_app.ui.printing.desk import PrintDesk
from agent_app.ui.scanner import Scanner
from agent_app.ui.standing import StandingPresenter, Standings
from agent_app.ui.states import Failed
from agent_app.ui.status import Status, StatusPresenter
from agent_app.ui.status_line import StatusLine
from agent_app.ui.tasks import Share
from agent_app.ui.top_bar import TopBar
from agent_app.ui.where import Where
from agent_app.ui.wording import read_only_words
from agent_app.ui.words import _

SIZE = (1366, 768)


class MainWindow(QMainWindow):
    """The window."""

    today = PageOf(Place.TODAY, TodayView)
    due = PageOf(Place.DUE, DueListView)
    households = PageOf(Place.HOUSEHOLDS, HouseholdsPage)
    collect = PageOf(Place.COLLECT, CollectView)
    papers = PageOf(Place.PAPERS, PapersView)
    sync = PageOf(Place.SYNC, SyncView)
    settings = PageOf(Place.SETTINGS, SettingsView)

    closed = Signal()
    lock_wanted = Signal()
    lock_after_changed = Signal(object)

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setWindowTitle(_("Đi Từng Nhà"))
        self.resize(*SIZE)
        self.setMinimumSize(1024, 600)
        self._share = Share(bench.runner, self)
        self.pages = Pages()
        bench = self._bench = replace(bench, runner=self._share, shelf=self.pages)
        self.status, self.standing = StatusPresenter(bench, self), StandingPresenter(bench, self)
        self.banners = Banners(bench.look)
        self.scanner, self.cards = Scanner(self), CardReader(bench, self)
        self.card_bar = CardBar(bench.look, self.cards)
        self.backups, self.desk = BackupKeeper(bench, self), PrintDesk(bench, self)
        self.choices, self.runs = SettingsPresenter(bench, self), RunPresenter(bench, self)
        self.auto_sync = AutoSync(bench, self.runs)
        self.book = Book(
            bench,
            {
                Place.TODAY: TodayView,
                Place.DUE: DueListView,
                Place.HOUSEHOLDS: HouseholdsPage,
                Place.COLLECT: CollectView,
                Place.PAPERS: PapersView,
                Place.SYNC: partial(SyncView, runs=self.runs),
                Place.SETTINGS: partial(SettingsView, presenter=self.choices),
            },
            self,
        )
        self.ahead, self.top_bar = PagesAhead(self.book, bench.runner, self), TopBar(bench.look)
        self.navigation, self.status_line = Navigation(bench.look, self.book), StatusLine(bench.look)
        self.search, self.lock = self.top_bar.search, self.top_bar.lock
        self._forbidden, self._place, self._opened_from = "", Place.TODAY, Place.TODAY
        self._build()
        self._connect()
        self._bind_keys()

    def begin(self, place: Place = Place.TODAY) -> None:
        """Read what the first page shows, and what was chosen for this computer."""
        # Whoever opens the window waits for the page, and for nothing else.
        self.go(place)
        self.choices.reload()
        self.status.set_active(active=True)
        self.standing.set_active(active=True)
        self.scanner.begin()
        self.ahead.begin()

    def go(self, place: Place) -> None:
        """Show a page and put the focus into it; a page that is not offered yet is not shown."""
        if place in self.book:
            self._show_page(place)
            self._focus_on(place).setFocus()

    def open_household(self, household_id: HouseholdId) -> None:
        """Show a household."""
        if self._place is not Place.HOUSEHOLDS or self.households.household.presenter.ready is None:
            self._opened_from = self._place
        self.go(Place.HOUSEHOLDS)
        self.households.open(household_id)

    def open_receipt(self, receipt_id: ReceiptId) -> None:
        """Show a receipt among the others."""
        self.go(Place.COLLECT)
        self.collect.seek(receipt_id)

    def look_for(self, text: str) -> None:
        """List everybody whom a text finds."""
        self.households.look_for(text)
        self._show_page(Place.HOUSEHOLDS)
        self.households.search.enter_list()
        self.search.put(text)

    def add_somebody(self, who: Stranger | str) -> None:
        """Add whoever was scanned, or not found."""
        self.cards.dismiss()
        self._show_page(Place.HOUSEHOLDS)
        self.households.people.add_somebody(who)

    def focus_search(self) -> None:
        """Go to the search field."""
        self.finder.begin()

    def start_sync(self) -> None:
        """Show the sync page and exchange."""
        self.go(Place.SYNC)
        self.runs.begin()

    def start_import(self) -> None:
        """Show the due list and import one."""
        self.go(Place.DUE)
        if self.due.import_button.isEnabled():
            self.due.import_list()

    def record_outcomes(self) -> None:
        """Record a visit to the household that is seen."""
        if self._place is Place.HOUSEHOLDS:
            self.households.household.record.click()

    def collect_money(self) -> None:
        """Take the money that the household that is seen wants to pay."""
        if self._place is Place.HOUSEHOLDS:
            self.households.household.collect.click()

    def go_back(self) -> None:
        """Leave what is seen for where it was opened from."""
        if self._place is Place.COLLECT and self.collect.step_back():
            return
        opened = self._place is Place.HOUSEHOLDS and self.households.household.presenter.ready is not None
        if opened:
            self.households.leave()
        if not opened or self._opened_from is not Place.HOUSEHOLDS:
            self.go(self._opened_from if opened else Place.TODAY)

    def show_draft(self, draft: Draft) -> None:
        """Show what is about to be collected."""
        self.go(Place.COLLECT)
        self.collect.presenter.begin(draft)
        self.collect.draft.issue.setFocus()

    def return_to(self, household_id: HouseholdId, without: PersonId | None) -> None:
        """Go back to a household as it was left, perhaps without one of those who were to pay."""
        self.go(Place.HOUSEHOLDS)
        presenter = self.households.household.presenter
        if presenter.ready is None or presenter.ready.page.household.id != household_id:
            self.households.open(household_id)
        if without is not None:
            for scheme in Scheme:
                presenter.tick((without, scheme), on=False)

    def show_status(self, state: object) -> None:
        """Show the status line and the counts."""
        if isinstance(state, Status):
            self.status_line.show_status(state)
            self.navigation.show_status(state)
            self.top_bar.show_agent(state.sync.agent_name)
        elif isinstance(state, Failed):
            self.status_line.show_doubt(state.text)

    def show_standing(self, state: object) -> None:
        """Show how the home stands; where nothing can be written, nothing offers to."""
        self.banners.show_standing(state)
        if isinstance(state, Standings):
            self._forbidden = read_only_words(state.read_only)
            self.card_bar.offers_adding = not self._forbidden
            for page in self.book.pages().values():
                page.forbid_writing(self._forbidden)

    @property
    def issuing(self) -> bool:
        """Whether a receipt is on its way of which nobody knows yet what becomes."""
        collect = self.book.find(CollectView)
        return collect is not None and collect.issuing

    def where(self) -> Where:
        """Remember where one is; who has a receipt half written is at its household."""
        households, collect, place = self.book.find(HouseholdsPage), self.book.find(CollectView), self._place
        ready = households.household.presenter.ready if households else None
        if place is Place.COLLECT and collect and isinstance(collect.presenter.state, Drafted) and ready:
            place = Place.HOUSEHOLDS
        return Where(place, ready.page.household.id if ready else None, self.saveGeometry())

    def come_back(self, where: Where) -> None:
        """Go where one was before the window was locked."""
        self.backups.look()
        self.stand(where)

    def stand(self, where: Where) -> None:
        """Stand as a window stood before, and show what it showed."""
        self.restoreGeometry(where.geometry)
        if where.place is Place.HOUSEHOLDS and where.household_id is not None:
            self.open_household(where.household_id)
        else:
            self.go(where.place)

    def rest(self) -> None:
        """Read and begin nothing any more, whatever is still under way."""
        self._share.rest()
        self.scanner.stop()
        self.ahead.rest()
        self.auto_sync.rest()
        self.finder.close()
        self.desk.rest()
        due = self.book.find(DueListView)
        for field in (self.search, *((due.text,) if due else ())):
            field.rest()
        for presenter in (self.status, self.standing):
            presenter.set_active(active=False)
        self._set_active(None)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)

    def _show_page(self, place: Place) -> None:
        """Show a page; only the page that is seen reads."""
        self._place = place
        households = self.book.find(HouseholdsPage)
        if place is not Place.HOUSEHOLDS and households is not None:
            households.forget_search()
        self._show_searched()
        self.navigation.mark(place)
        page = self.book[place]
        with unheard():
            self.pages.setCurrentWidget(page)
        self._set_active(place)

    def _set_active(self, place: Place | None) -> None:
        for each, page in self.book.pages().items():
            page.set_active(active=each is place)

    def _focus_on(self, place: Place) -> QWidget:
        return self.search if place is Place.HOUSEHOLDS else self.book[place].place_to_begin()

    def _build(self) -> None:
        body = QWidget()
        body.setObjectName("body")
        whole, sides, main = column(body, gap=0), row(gap=0), column(gap=0)
        main.addWidget(self.top_bar)
        main.addWidget(self.banners)
        main.addWidget(self.card_bar)
        main.addWidget(self.desk.bar)
        main.addWidget(Shelf(self.pages), 1)
        sides.addWidget(self.navigation)
        sides.addLayout(main, 1)
        whole.addLayout(sides, 1)
        whole.addWidget(self.status_line)
        self.setCentralWidget(body)
        self.finder = Finder(self._bench, self.search, body)

    def _connect(self) -> None:
        self.status.state_changed.connect(self.show_status)
        self.standing.state_changed.connect(self.show_standing)
        self.banners.wanted.connect(self.go)
        self.banners.noted.connect(self.standing.note_replays)
        self.banners.looked.connect(self.standing.reload)
        self.scanner.scanned.connect(self.cards.take)
        self.cards.known.connect(self.open_household)
        self.card_bar.add_wanted.connect(self.add_somebody)
        self.backups.ended.connect(self.status.reload)
        for bar in (self.navigation, self.status_line, self.top_bar):
            bar.wanted.connect(self.go)
        self.book.made.connect(self._welcome)
        self.top_bar.lock_wanted.connect(self.lock_wanted)
        self.choices.minutes_changed.connect(self.lock_after_changed)
        self.choices.auto_sync_changed.connect(self.auto_sync.allow)
        self.finder.household_chosen.connect(self.open_household)
        self.finder.receipt_chosen.connect(self.open_receipt)
        self.finder.everybody_chosen.connect(self.look_for)
        self.finder.nobody_chosen.connect(self.add_somebody)

    def _welcome(self, page: Page) -> None:
        """Take in a page that has just been made."""
        self.pages.addWidget(page)
        self.status_line.follow(page)
        page.forbid_writing(self._forbidden)
        page.household_opened.connect(self.open_household)
        page.place_wanted.connect(self.go)
        page.search_wanted.connect(self.focus_search)
        self.desk.serve(page)
        match page:
            case TodayView():
                page.counted.connect(self.navigation.show_today)
            case HouseholdsPage():
                page.turned.connect(self._show_searched)
                page.search.household_opened.connect(self._on_listed_opened)
                page.household.presenter.drafted.connect(self.show_draft)
            case CollectView():
                page.returned.connect(self.return_to)

    def _bind_keys(self) -> None:
        pages = {each.place.keys: each.click for each in self.navigation.buttons.values()}
        finding: Slots = {"Ctrl+K": self.focus_search, "Ctrl+I": self.start_import, "Esc": self.go_back}
        doing: Slots = {"F5": self.start_sync, "F8": self.record_outcomes, "F9": self.collect_money}
        leaving: Slots = {"Ctrl+P": self.pages.print_page, "Ctrl+L": self.lock_wanted}
        bind_keys(self, {**pages, **finding, **doing, **leaving})

    def _on_listed_opened(self) -> None:
        self._opened_from = Place.HOUSEHOLDS

    def _show_searched(self) -> None:
        """Keep the text in the top bar where its answer is seen, and only there."""
        households = self.book.find(HouseholdsPage)
        searched = households.searched if households else ""
        # Whoever types has perhaps typed more by now.
        if not (searched and self.search.hasFocus()):
            self.search.put(searched)
