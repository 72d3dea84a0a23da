"""The page «Hộ gia đình»: a search until a household is chosen."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from agent_app.domain.household import HouseholdId
from agent_app.ui.bench import Bench
from agent_app.ui.pages.households.search_view import SearchView
from agent_app.ui.pages.households.view import HouseholdView, household_title
from agent_app.ui.parts.boxes import column
from agent_app.ui.parts.page import Page
from agent_app.ui.printing.notices import notice_paper, of_doors
from agent_app.ui.words import _


class HouseholdsPage(Page):
    """Shows the search or one household."""

    turned = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.stack = QStackedWidget()
        column(self).addWidget(self.stack)
        self.search, self.household = SearchView(bench, self.stack), HouseholdView(bench, self.stack)
        for part in (self.search, self.household):
            self.stack.addWidget(part)
        self.stack.currentChanged.connect(self._on_turned)
        self.search.household_opened.connect(self.open)
        self.household.left.connect(self.leave)
        self.household.notify.clicked.connect(self.print_page)
        self.people = self.household.people
        self.people.household_wanted.connect(self.household_opened)
        self.search.adding_wanted.connect(self.people.add_somebody)

    @property
    def searched(self) -> str:
        """What the list of people that is seen was searched with; nothing while a household is seen."""
        return self.search.presenter.text if self.stack.currentWidget() is self.search else ""

    def open(self, household_id: HouseholdId) -> None:
        """Show a household."""
        self.stack.setCurrentWidget(self.household)
        self.household.presenter.open(household_id)

    def look_for(self, text: str) -> None:
        """Search for people."""
        self.search.presenter.find(text)
        self.leave()

    def forget_search(self) -> None:
        """Show nobody the next time."""
        self.search.presenter.find("")

    def leave(self) -> None:
        """Go back to the search."""
        self.household.presenter.leave()
        self.stack.setCurrentWidget(self.search)

    def print_page(self) -> None:
        """Print the notice of the household that is seen."""
        ready = self.household.presenter.ready
        if ready is not None and self.stack.currentWidget() is self.household:
            household = ready.page.household.id
            words = _("Thông báo đến hạn đóng · {household}").format(household=household_title(ready.page))
            self.paper_wanted.emit(notice_paper(partial(of_doors, (household,)), words))

    def set_active(self, *, active: bool) -> None:
        self.search.presenter.set_active(active=active)
        self.household.presenter.set_active(active=active)

    def forbid_writing(self, why: str) -> None:
        for button in (self.household.record, self.household.collect, self.household.transfer):
            button.forbid(why)
        self.people.forbid(why)
        self.search.forbid_adding(why)

    def _on_turned(self) -> None:
        self.turned.emit()
