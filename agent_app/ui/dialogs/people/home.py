"""The dialog that corrects where a household is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QWidget

from agent_app.domain.household import Household, HouseholdId
from agent_app.domain.person_fields import HouseholdFields
from agent_app.services.people_commands import EditHousehold
from agent_app.services.people_lines import HeldHome, KnownPlace
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.dialogs.people.acting import Acting, ActPresenter
from agent_app.ui.dialogs.people.frame import PeopleDialog
from agent_app.ui.dialogs.people.home_form import HomeForm
from agent_app.ui.dialogs.people.person_presenter import CHANGES
from agent_app.ui.dialogs.people.saved import Saved
from agent_app.ui.dialogs.people.words import edited_words
from agent_app.ui.parts.buttons import Button
from agent_app.ui.words import _

_SIZE = QSize(760, 420)
_PAUSE_MS = 150


@dataclass(frozen=True, slots=True)
class HomeRead:
    """The household, and where people live."""

    held: HeldHome
    places: tuple[KnownPlace, ...]


@dataclass(frozen=True, slots=True)
class HomeChecked:
    """What is wrong with what was typed."""

    faults: Mapping[str, Exception]


def read_home(core: Core, household_id: HouseholdId, _report: Report) -> HomeRead:
    """Read what an edit is about."""
    return HomeRead(core.people_queries.home(household_id), tuple(core.people_queries.places()))


def check_home(core: Core, fields: HouseholdFields, _report: Report) -> HomeChecked:
    """Hold what was typed against the rules."""
    return HomeChecked(core.people_checks.household(fields))


def save_home(core: Core, command: EditHousehold, _report: Report) -> Saved:
    """Keep what was typed."""
    done = core.people.edit_household(command)
    return Saved(edited_words(done, _("hộ")), command.household_id, done if done.edits else None)


class HomeDialog(PeopleDialog):
    """Shows a household's fields."""

    saved = Signal(object)

    def __init__(self, parent: QWidget | None, bench: Bench, household_id: HouseholdId) -> None:
        super().__init__(parent, bench.look, _("Sửa địa chỉ của hộ"), _SIZE)
        self.presenter = ActPresenter(bench, self)
        self._bench = bench
        self._home: Household | None = None
        self.form = HomeForm()
        self.save_button = Button(_("Lưu"), "primary").on_press(self.save)
        self.save_button.setDefault(True)
        self.body.addWidget(self.form)
        self.body.addStretch()
        self.foot.addWidget(self.save_button)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.check)
        self.presenter.state_changed.connect(self.render_state)
        self.presenter.read_in.connect(self._on_read)
        self.presenter.saved.connect(self._on_saved)
        self.form.typed.connect(self._on_typed)
        self.presenter.ask(partial(read_home, bench.core, household_id))

    def save(self) -> None:
        """Keep what was typed."""
        said = self.form.said()
        if self._home is None:
            return
        if said == HouseholdFields():
            self.presenter.refuse(_("Anh/chị chưa sửa mục nào."))
        elif (faulty := self.form.first_faulty()) is not None:
            faulty.setFocus()
            self.presenter.refuse(_("Anh/chị sửa mục được đánh dấu rồi lưu lại."))
        else:
            self.presenter.do(
                partial(save_home, self._bench.core, EditHousehold(self._home.id, said)), CHANGES
            )

    def check(self) -> None:
        """Check what was typed."""
        self.presenter.ask(partial(check_home, self._bench.core, self.form.said()))

    def render_state(self, state: object) -> None:
        """Show how it stands."""
        if isinstance(state, Acting):
            self.notice.tell(state.trouble)
            self.save_button.setEnabled(not state.saving)

    def _on_typed(self) -> None:
        self._pause.start()

    def _on_read(self, answer: HomeRead | HomeChecked) -> None:
        if isinstance(answer, HomeChecked):
            self.form.tell({name: self._bench.sentence(error) for name, error in answer.faults.items()})
            return
        self._home = answer.held.household
        self.say(self._home.address)
        self.form.offer(answer.places)
        self.form.hold(self._home, known_to_office=answer.held.known_to_office)
        self.form.address.setFocus()

    def _on_saved(self, saved: Saved) -> None:
        self.accept()
        self.saved.emit(saved)
