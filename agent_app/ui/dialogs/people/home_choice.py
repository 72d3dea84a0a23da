"""Where somebody new lives: in the household that is seen, in a new one, or in another that is looked for."""

from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from agent_app.domain.household import HouseholdId
from agent_app.services.lines import PersonLine
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.people.home_form import HomeForm
from agent_app.ui.dialogs.people.picker import Picker
from agent_app.ui.parts.boxes import Card, row
from agent_app.ui.parts.buttons import Choices
from agent_app.ui.parts.labels import Text
from agent_app.ui.wording import short_address
from agent_app.ui.words import _


class Home(Enum):
    """Which of the three."""

    THIS = auto()
    NEW = auto()
    OTHER = auto()


class HomeChoice(Card):
    """Shows what the choice needs, and nothing else; ``changed`` tells of another household."""

    changed = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__((16, 12, 16, 12), 12)
        self._this: HouseholdId | None = None
        self._other: HouseholdId | None = None
        self._this_words = self._other_words = ""
        words = {_("Hộ đang mở"): Home.THIS, _("Hộ mới"): Home.NEW, _("Hộ khác…"): Home.OTHER}
        self.choices = Choices(dict(words))
        self.choices.setAccessibleName(_("Ở hộ nào"))
        self.where = Text("", "soft", wrap=True)
        self.form, self.picker = HomeForm(), Picker(bench, _("Tìm một người của hộ đó"))
        head = row(gap=12)
        head.addWidget(Text(_("Ở hộ nào"), "section"))
        head.addWidget(self.choices, 1)
        self.content.addLayout(head)
        for part in (self.where, self.form, self.picker):
            self.content.addWidget(part)
        self.choices.chosen.connect(self._on_chosen)
        self.picker.picked.connect(self._on_picked)
        self.form.typed.connect(self.changed)
        self.begin(None, "")

    def begin(self, this: HouseholdId | None, words: str) -> None:
        """Offer the household that is seen, where there is one."""
        self._this, self._this_words = this, words
        self.choices.buttons[0].setVisible(this is not None)
        self.choose(Home.NEW if this is None else Home.THIS)

    def choose(self, home: Home) -> None:
        """Choose one of the three."""
        self.choices.choose(home)
        self._show()

    def settle_in(self, household_id: HouseholdId, place: str) -> None:
        """Choose a household that has been found."""
        self._other, self._other_words = household_id, place
        self.choose(Home.OTHER)
        self.changed.emit()

    @property
    def chosen(self) -> Home:
        """Which of the three it is."""
        value = self.choices.value
        return value if isinstance(value, Home) else Home.NEW

    @property
    def household_id(self) -> HouseholdId | None:
        """The household that is here already; nothing for a new one, or while none was found."""
        return {Home.THIS: self._this, Home.NEW: None, Home.OTHER: self._other}[self.chosen]

    def place_to_begin(self) -> QWidget:
        """Say where the keys should go to name the household."""
        return {Home.NEW: self.form.hamlet, Home.OTHER: self.picker.field}.get(
            self.chosen, self.choices.buttons[0]
        )

    def _show(self) -> None:
        chosen = self.chosen
        self.form.setVisible(chosen is Home.NEW)
        self.picker.setVisible(chosen is Home.OTHER and self._other is None)
        found = {Home.THIS: self._this_words, Home.OTHER: self._other_words if self._other else ""}
        self.where.setText(found.get(chosen, ""))
        self.where.setVisible(bool(found.get(chosen)))

    def _on_chosen(self, home: object) -> None:
        if home is Home.OTHER:
            self._other = None
        self._show()
        if home is not Home.THIS:
            self.place_to_begin().setFocus()
        self.changed.emit()

    def _on_picked(self, person: PersonLine) -> None:
        words = _("Hộ của {name}, {address}").format(name=person.name, address=short_address(person.address))
        self.settle_in(person.household_id, words)
