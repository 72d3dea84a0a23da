"""Opens the dialogs about people over a window, one at a time, and hands on what they keep."""

from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.names import clean, proper_case
from agent_app.domain.person_fields import PersonFields
from agent_app.services.lines import HouseholdPage
from agent_app.services.people_lines import HistoryOf
from agent_app.ui.bench import Bench
from agent_app.ui.card_reader import Stranger
from agent_app.ui.dialogs.people.card import CardSaid, stranger_said
from agent_app.ui.dialogs.people.frame import PeopleDialog
from agent_app.ui.dialogs.people.history import HistoryDialog
from agent_app.ui.dialogs.people.home import HomeDialog
from agent_app.ui.dialogs.people.merge import MergeDialog, Two
from agent_app.ui.dialogs.people.move import MoveDialog
from agent_app.ui.dialogs.people.person import Newcomer, PersonDialog
from agent_app.ui.dialogs.people.saved import Saved
from agent_app.ui.dialogs.people.status import StatusDialog


class PeopleDesk(QObject):
    """``saved`` has what a dialog has kept, ``household_wanted`` whom somebody wants to see instead."""

    saved = Signal(object)
    household_wanted = Signal(object)

    def __init__(self, bench: Bench, over: QWidget) -> None:
        super().__init__(over)
        self._bench, self._over = bench, over
        self.dialog: PeopleDialog | None = None

    def add(self, newcomer: Newcomer) -> None:
        """Add somebody."""
        self._open_person(PersonDialog(self._parent, self._bench, newcomer))

    def add_stranger(self, stranger: Stranger, home: Newcomer) -> None:
        """Add somebody whose card was scanned, perhaps to the household that is seen."""
        self.add(Newcomer(home.home, home.title, stranger_said(stranger)))

    def add_named(self, name: str) -> None:
        """Add somebody whom a search has not found, in a household of their own."""
        wanted = proper_case(clean(name))
        self.add(Newcomer(said=CardSaid(PersonFields(wanted)) if wanted.replace(" ", "").isalpha() else None))

    def edit(self, person_id: PersonId) -> None:
        """Correct somebody."""
        self._open_person(PersonDialog(self._parent, self._bench, person_id))

    def edit_home(self, household_id: HouseholdId) -> None:
        """Correct where a household is."""
        dialog = HomeDialog(self._parent, self._bench, household_id)
        dialog.saved.connect(self._on_saved)
        self._open(dialog)

    def move(self, person_id: PersonId, name: str) -> None:
        """Let somebody live elsewhere."""
        dialog = MoveDialog(self._parent, self._bench, person_id, name)
        dialog.saved.connect(self._on_saved)
        self._open(dialog)

    def merge(self, two: Two) -> None:
        """Make two who are one one."""
        dialog = MergeDialog(self._parent, self._bench, two)
        dialog.saved.connect(self._on_saved)
        self._open(dialog)

    def tell_standing(self, page: HouseholdPage, today: date, person_id: PersonId | None) -> None:
        """Keep a decision on a household or one of its people."""
        dialog = StatusDialog(self._parent, self._bench, page, today, person_id)
        dialog.saved.connect(self._on_saved)
        self._open(dialog)

    def tell_history(self, of: HistoryOf, name: str) -> None:
        """Show what has happened to somebody."""
        self._open(HistoryDialog(self._parent, self._bench, of, name))

    @property
    def _parent(self) -> QWidget:
        return self._over.window()

    def _open_person(self, dialog: PersonDialog) -> None:
        dialog.saved.connect(self._on_saved)
        dialog.household_wanted.connect(self.household_wanted)
        dialog.merge_wanted.connect(self._on_merge_wanted)
        dialog.move_wanted.connect(self.move)
        self._open(dialog)

    def _open(self, dialog: PeopleDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._on_finished)
        dialog.begin()

    def _on_saved(self, saved: Saved) -> None:
        self.saved.emit(saved)

    def _on_merge_wanted(self, one: PersonId, other: PersonId) -> None:
        self.merge(Two(one, "", other))

    def _on_finished(self) -> None:
        if self.sender() is self.dialog:
            self.dialog = None
