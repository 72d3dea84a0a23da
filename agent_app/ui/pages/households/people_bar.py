"""What can be done about the people of the household that is seen, and the line that tells what was."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from agent_app.domain.household import HouseholdId
from agent_app.services.lines import MemberLine
from agent_app.services.people_lines import HistoryOf
from agent_app.ui.bench import Bench
from agent_app.ui.card_reader import Stranger
from agent_app.ui.dialogs.people.desk import PeopleDesk
from agent_app.ui.dialogs.people.merge import Two
from agent_app.ui.dialogs.people.person import Newcomer
from agent_app.ui.pages.households.people_told import ToldLine
from agent_app.ui.pages.households.presenter import HouseholdPresenter, Ready
from agent_app.ui.pages.households.wish import head_of
from agent_app.ui.parts.boxes import row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.flow import Flow
from agent_app.ui.words import _


class MenuButton(Button):
    """A button that asks whom it is about: everybody of the household, and perhaps the household itself."""

    chosen = Signal(object)

    def __init__(self, text: str, whole: str = "") -> None:
        super().__init__(text, "menu")
        self._whole = whole
        self._menu = QMenu(self)
        self.setMenu(self._menu)

    def offer(self, members: tuple[MemberLine, ...]) -> None:
        """Offer everybody."""
        self._menu.clear()
        for member in members:
            self._add(member.name, member)
        if self._whole:
            self._menu.addSeparator()
            self._add(self._whole, None)
        self.setEnabled(bool(members) or bool(self._whole))

    @property
    def actions_offered(self) -> list[QAction]:
        """What the menu has, but for the lines between."""
        return [each for each in self._menu.actions() if not each.isSeparator()]

    def _add(self, words: str, member: MemberLine | None) -> None:
        action = QAction(words, self._menu)
        action.setData(member)
        action.triggered.connect(self._on_triggered)
        self._menu.addAction(action)

    def _on_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.chosen.emit(action.data())


class PeopleBar(QWidget):
    """Compact buttons; ``desk`` opens the dialogs, ``told`` is the line of what they have kept."""

    household_wanted = Signal(object)

    def __init__(self, bench: Bench, household: HouseholdPresenter) -> None:
        super().__init__()
        self._household = household
        self.desk, self.told = PeopleDesk(bench, self), ToldLine(bench)
        self.add = Button(_("Thêm người"), "quiet").on_press(self.add_person)
        self.add.setToolTip("Ctrl+N")
        self.edit = MenuButton(_("Sửa"), _("Địa chỉ của hộ"))
        self.merge = MenuButton(_("Gộp"))
        self.standing = MenuButton(_("Tình trạng"), _("Cả hộ"))
        self.history = MenuButton(_("Lịch sử"), _("Cả hộ"))
        holder = QWidget()
        flow = Flow(holder, 0)
        for button in (self.add, *self.menus):
            flow.addWidget(button)
        row(self).addWidget(holder, 1)
        keys = QShortcut(QKeySequence("Ctrl+N"), self)
        keys.setContext(Qt.ShortcutContext.WindowShortcut)
        keys.activated.connect(self.add_person)
        self._connect()
        self.render_state(household.state)

    @property
    def menus(self) -> tuple[MenuButton, ...]:
        """The buttons that ask whom they are about."""
        return self.edit, self.merge, self.standing, self.history

    def stops(self) -> tuple[QWidget, ...]:
        """Say where Tab goes, in order."""
        return (self.add, *self.menus)

    def render_state(self, state: object) -> None:
        """Offer the people of the household that is seen."""
        self.setEnabled(isinstance(state, Ready))
        if isinstance(state, Ready):
            for menu in self.menus:
                menu.offer(state.page.members)
            self.told.show_household(state.page.household.id)
        else:
            self.told.hide_for_now()

    def forbid(self, why: str) -> None:
        """Let nothing be pressed that writes; an empty reason lifts that."""
        for button in (self.add, self.edit, self.merge, self.standing, self.told.undo):
            button.forbid(why)

    def newcomer(self) -> Newcomer:
        """Say where somebody new would live, as things are."""
        ready = self._household.ready
        if ready is None:
            return Newcomer()
        named = head_of(ready.page.members) or next(iter(ready.page.members), None)
        return Newcomer(ready.page.household, _("Hộ {name}").format(name=named.name) if named else "")

    def add_person(self) -> None:
        """Add somebody to the household that is seen."""
        if self._household.ready is not None and self.add.isEnabled():
            self.desk.add(self.newcomer())

    def add_somebody(self, who: Stranger | str) -> None:
        """Add somebody whose card was scanned, or who is called so and was not found."""
        if not self.add.allowed:
            return
        if isinstance(who, Stranger):
            self.desk.add_stranger(who, self.newcomer())
        else:
            self.desk.add_named(who)

    def _connect(self) -> None:
        self._household.state_changed.connect(self.render_state)
        self.edit.chosen.connect(self._on_edit)
        self.merge.chosen.connect(self._on_merge)
        self.standing.chosen.connect(self._on_standing)
        self.history.chosen.connect(self._on_history)
        self.desk.saved.connect(self.told.tell)
        self.desk.household_wanted.connect(self.household_wanted)
        self.told.household_wanted.connect(self._on_told)

    def _on_told(self, household_id: HouseholdId) -> None:
        """Show the household that something was kept for; one that is seen keeps what is ticked there."""
        ready = self._household.ready
        if ready is None or ready.page.household.id != household_id:
            self.household_wanted.emit(household_id)

    def _on_edit(self, member: MemberLine | None) -> None:
        ready = self._household.ready
        if member is not None:
            self.desk.edit(member.id)
        elif ready is not None:
            self.desk.edit_home(ready.page.household.id)

    def _on_merge(self, member: MemberLine) -> None:
        self.desk.merge(Two(member.id, member.name))

    def _on_standing(self, member: MemberLine | None) -> None:
        if (ready := self._household.ready) is not None:
            self.desk.tell_standing(ready.page, ready.today, member.id if member else None)

    def _on_history(self, member: MemberLine | None) -> None:
        if (ready := self._household.ready) is not None:
            home = ready.page.household
            of = HistoryOf(home.id, member.id if member else None)
            self.desk.tell_history(of, member.name if member else home.address)
