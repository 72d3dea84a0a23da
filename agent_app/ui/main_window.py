"""The frame: pages, search, status line and keys; it assembles and decides nothing."""

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QStackedWidget, QWidget

from agent_app.domain.household import HouseholdId
from agent_app.services.ports import Report
from agent_app.ui.backing_up import BackupKeeper
from agent_app.ui.bench import Bench
from agent_app.ui.choices import keep_dark, keep_minutes_to_lock, minutes_to_lock
from agent_app.ui.fields.search_field import SearchField
from agent_app.ui.navigation import Navigation
from agent_app.ui.pages.collect.presenter import Drafted
from agent_app.ui.pages.collect.view import CollectView
from agent_app.ui.pages.due_list.view import DueListView
from agent_app.ui.pages.households.page import HouseholdsPage
from agent_app.ui.pages.households.presenter import Draft
from agent_app.ui.pages.sync.view import SyncView
from agent_app.ui.parts.banners import Banners
from agent_app.ui.parts.boxes import column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Text
from agent_app.ui.places import Place
from agent_app.ui.standing import StandingPresenter, Standings
from agent_app.ui.status import Status, StatusPresenter
from agent_app.ui.status_line import StatusLine
from agent_app.ui.tasks import Share
from agent_app.ui.theme import DARK, LIGHT, Tone
from agent_app.ui.wording import read_only_words
from agent_app.ui.words import _

SIZE = (1366, 768)


def keep_choice(dark: bool, _report: Report) -> None:  # noqa: FBT001
    """Keep the choice of dark or light windows."""
    keep_dark(dark=dark)


def read_minutes(_report: Report) -> int:
    """Find out after how many minutes the window is to lock itself."""
    return minutes_to_lock()


def keep_minutes(minutes: int, _report: Report) -> None:
    """Keep the choice of minutes until the window locks itself."""
    keep_minutes_to_lock(minutes)


@dataclass(frozen=True, slots=True)
class Where:
    """Where somebody was when the window was locked."""

    place: Place
    household_id: HouseholdId | None
    geometry: QByteArray


class MainWindow(QMainWindow):
    """The window."""

    closed = Signal()
    lock_wanted = Signal()
    lock_after_changed = Signal(object)

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setWindowTitle(_("Đi Từng Nhà"))
        self.resize(*SIZE)
        self.setMinimumSize(1100, 640)
        self._share = Share(bench.runner, self)
        bench = self._bench = replace(bench, runner=self._share)
        self.status, self.standing = StatusPresenter(bench, self), StandingPresenter(bench, self)
        self.banners = Banners(bench.look)
        self.backups = BackupKeeper(bench, self)
        self.navigation, self.status_line = Navigation(bench.look), StatusLine(bench.look)
        self.due, self.households = DueListView(bench), HouseholdsPage(bench)
        self.collect, self.sync = CollectView(bench), SyncView(bench)
        self.pages = QStackedWidget()
        for page in (self.due, self.households, self.collect, self.sync):
            self.pages.addWidget(page)
        self._place = Place.DUE
        self._build(bench)
        self._connect()
        self._bind_keys()

    def begin(self) -> None:
        """Read what the first page shows, and what was chosen for this computer."""
        task = self._bench.runner.make(read_minutes)
        task.succeeded.connect(self._on_minutes)
        self._bench.runner.start(task)
        self.status.set_active(active=True)
        self.standing.set_active(active=True)
        self.go(Place.DUE)

    def go(self, place: Place) -> None:
        """Show a page and put the focus into it."""
        self._show_page(place)
        self._focus_on(place).setFocus()

    def open_household(self, household_id: HouseholdId) -> None:
        """Show a household."""
        self.go(Place.HOUSEHOLDS)
        self.households.open(household_id)

    def look_for(self, text: str) -> None:
        """Search for people."""
        if text:
            # Whoever is still typing keeps the focus.
            self.households.look_for(text)
            self._show_page(Place.HOUSEHOLDS)
        elif self.households.searched:
            self.households.forget_search()

    def focus_search(self) -> None:
        """Go to the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def start_sync(self) -> None:
        """Show the sync page and exchange."""
        self.go(Place.SYNC)
        self.sync.runs.begin()

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
        if self._place is Place.HOUSEHOLDS and self.households.household.presenter.ready:
            self.households.leave()
        else:
            self.go(Place.DUE)

    def show_draft(self, draft: Draft) -> None:
        """Show what is about to be collected."""
        self.go(Place.COLLECT)
        self.collect.presenter.begin(draft)
        self.collect.draft.issue.setFocus()

    def show_status(self, state: object) -> None:
        """Show the status line and the counts."""
        if isinstance(state, Status):
            self.status_line.show_status(state)
            self.navigation.show_status(state)

    def show_standing(self, state: object) -> None:
        """Show how the home stands; where nothing can be written, nothing offers to."""
        self.banners.show_standing(state)
        if isinstance(state, Standings):
            household, why = self.households.household, read_only_words(state.read_only)
            importing = (self.due.import_button, self.due.begin_button)
            for button in (*importing, household.record, household.collect, self.collect.draft.issue):
                button.forbid(why)

    def where(self) -> Where:
        """Remember where one is; who has a receipt half written is at its household."""
        ready, place = self.households.household.presenter.ready, self._place
        if place is Place.COLLECT and isinstance(self.collect.presenter.state, Drafted) and ready:
            place = Place.HOUSEHOLDS
        return Where(place, ready.page.household.id if ready else None, self.saveGeometry())

    def come_back(self, where: Where) -> None:
        """Go where one was."""
        self.restoreGeometry(where.geometry)
        self.backups.look()
        if where.place is Place.HOUSEHOLDS and where.household_id is not None:
            self.open_household(where.household_id)
        else:
            self.go(where.place)

    def rest(self) -> None:
        """Read and begin nothing any more, whatever is still under way."""
        self._share.rest()
        for field in (self.search, self.due.text):
            field.rest()
        for presenter in (self.status, self.standing):
            presenter.set_active(active=False)
        self._set_active(None)

    def lock_after(self, minutes: int) -> None:
        """Tell, and keep, after how many minutes without a touch the window is to lock itself."""
        self.lock_after_changed.emit(minutes)
        self._bench.runner.start(self._bench.runner.make(partial(keep_minutes, minutes)))

    def _on_minutes(self, minutes: int) -> None:
        self.navigation.show_lock_after(minutes)
        self.lock_after_changed.emit(minutes)

    def wear(self, dark: bool) -> None:  # noqa: FBT001
        """Turn the windows dark or light, and keep it so the next time."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._bench.look.wear(DARK if dark else LIGHT, app)
            self._bench.runner.start(self._bench.runner.make(partial(keep_choice, dark)))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)

    def _show_page(self, place: Place) -> None:
        """Show a page; only the page that is seen reads."""
        self._place = place
        if place is not Place.HOUSEHOLDS:
            self.households.forget_search()
        self._show_searched()
        self.navigation.mark(place)
        self.pages.setCurrentIndex(list(Place).index(place))
        self._set_active(place)

    def _set_active(self, place: Place | None) -> None:
        self.due.presenter.set_active(active=place is Place.DUE)
        self.households.set_active(active=place is Place.HOUSEHOLDS)
        self.collect.set_active(active=place is Place.COLLECT)
        self.sync.presenter.set_active(active=place is Place.SYNC)

    def _focus_on(self, place: Place) -> QWidget:
        return {
            Place.DUE: self.due.place_to_begin(),
            Place.HOUSEHOLDS: self.search,
            Place.COLLECT: self.collect.table,
            Place.SYNC: self.sync.run,
        }[place]

    def _build(self, bench: Bench) -> None:
        body = QWidget()
        body.setObjectName("body")
        whole, sides, main = column(body, gap=0), row(gap=0), column(gap=0)
        main.addWidget(self._top_bar(bench))
        main.addWidget(self.banners)
        main.addWidget(self.pages, 1)
        sides.addWidget(self.navigation)
        sides.addLayout(main, 1)
        whole.addLayout(sides, 1)
        whole.addWidget(self.status_line)
        self.setCentralWidget(body)

    def _top_bar(self, bench: Bench) -> QWidget:
        bar = QFrame()
        bar.setObjectName("topbar")
        layout = row(bar, (24, 8, 24, 8), 12)
        self.search = SearchField(bench.look, _("Tìm người: tên, số BHXH, điện thoại…  (Ctrl+K)"))
        self.search.setObjectName("search")
        self.search.setFixedWidth(460)
        layout.addWidget(self.search)
        layout.addStretch()
        self.keys = Text(_("F8 ghi kết quả · F9 thu tiền · F5 đồng bộ"), "small")
        layout.addWidget(self.keys)
        self.lock = Button(_("Khoá"), "quiet", bench.look.icon("lock", Tone.BRAND))
        self.lock.setToolTip(_("Khoá sổ ngay (Ctrl+L)"))
        self.lock.clicked.connect(self.lock_wanted)
        layout.addWidget(self.lock)
        return bar

    def _connect(self) -> None:
        self.status.state_changed.connect(self.show_status)
        self.standing.state_changed.connect(self.show_standing)
        self.banners.wanted.connect(self.go)
        self.banners.noted.connect(self.standing.note_replays)
        self.banners.looked.connect(self.standing.reload)
        self.backups.ended.connect(self.status.reload)
        self.navigation.wanted.connect(self.go)
        self.navigation.dark_wanted.connect(self.wear)
        self.navigation.lock_after_wanted.connect(self.lock_after)
        self.status_line.wanted.connect(self.go)
        self.search.asked.connect(self.look_for)
        self.search.returnPressed.connect(self._on_search_entered)
        self.due.household_opened.connect(self.open_household)
        self.households.turned.connect(self._show_searched)
        self.households.household.presenter.drafted.connect(self.show_draft)
        self.collect.household_wanted.connect(self.focus_search)
        self.collect.household_opened.connect(self.open_household)

    def _bind_keys(self) -> None:
        for keys, slot in (
            ("Ctrl+K", self.focus_search),
            ("Ctrl+I", self.start_import),
            ("F5", self.start_sync),
            ("F8", self.record_outcomes),
            ("F9", self.collect_money),
            ("Ctrl+L", self.lock_wanted),
            ("Esc", self.go_back),
            ("Alt+1", self._go_due),
            ("Alt+2", self._go_households),
            ("Alt+3", self._go_collect),
            ("Alt+4", self._go_sync),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def _show_searched(self) -> None:
        """Keep the text in the top bar where its answer is seen, and only there."""
        searched = self.households.searched
        # Whoever types has perhaps typed more by now.
        if not (searched and self.search.hasFocus()):
            self.search.put(searched)

    def _on_search_entered(self) -> None:
        self.households.search.enter_list()

    def _go_due(self) -> None:
        self.go(Place.DUE)

    def _go_households(self) -> None:
        self.go(Place.HOUSEHOLDS)

    def _go_collect(self) -> None:
        self.go(Place.COLLECT)

    def _go_sync(self) -> None:
        self.go(Place.SYNC)
