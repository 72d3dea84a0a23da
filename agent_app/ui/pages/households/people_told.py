"""The line that tells what a dialog about people has kept, with a button that takes it back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from agent_app.domain.household import HouseholdId
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.people.acting import Acting
from agent_app.ui.dialogs.people.saved import Saved
from agent_app.ui.dialogs.people.undoing import UndoPresenter
from agent_app.ui.parts.boxes import row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Text, set_tone
from agent_app.ui.parts.picture import Picture
from agent_app.ui.theme import Tone
from agent_app.ui.words import _


class ToldLine(QFrame):
    """Is seen at the household that it is about, until it is put away or another one is opened."""

    household_wanted = Signal(object)

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.presenter = UndoPresenter(bench, self)
        layout = row(self, (24, 6, 16, 6), 12)
        self.picture, self.words = Picture(bench.look), Text("", wrap=True)
        self.undo = Button(_("Hoàn tác")).on_press(self.presenter.undo)
        self.away = Button(_("Đóng"), "quiet").on_press(self.put_away)
        layout.addWidget(self.picture)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.undo)
        layout.addWidget(self.away)
        self.presenter.state_changed.connect(self.render_state)
        self.presenter.saved.connect(self._on_undone)
        self.hide()

    def tell(self, saved: Saved) -> None:
        """Tell what was kept, and show the household that it is about."""
        self.presenter.remember(saved)
        self._say(saved.words, Tone.GOOD)
        self.household_wanted.emit(saved.household_id)

    def show_household(self, household_id: HouseholdId) -> None:
        """Be seen where the household is the one that it is about."""
        last = self.presenter.last
        self.setVisible(last is not None and last.household_id == household_id)

    def hide_for_now(self) -> None:
        """Be seen nowhere."""
        self.hide()

    def put_away(self) -> None:
        """Say nothing any more."""
        self.presenter.remember(None)
        self.hide()

    def render_state(self, state: object) -> None:
        """Show why it was not taken back."""
        if isinstance(state, Acting) and state.trouble:
            self._say(state.trouble, Tone.LATE)

    def _say(self, words: str, tone: Tone) -> None:
        last = self.presenter.last
        self.words.setText(words)
        self.setAccessibleName(words)
        self.picture.show_icon("circle-check" if tone is Tone.GOOD else "triangle-alert", tone)
        self.undo.setVisible(last is not None and last.undo is not None and tone is Tone.GOOD)
        set_tone(self, tone)
        self.setVisible(bool(words))

    def _on_undone(self, saved: Saved) -> None:
        self.tell(saved)
