"""The dialog that lets a person live in another household."""

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget

from agent_app.domain.household import PersonId
from agent_app.domain.names import clean
from agent_app.services.lines import PersonLine
from agent_app.services.people_commands import MovePerson
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.dialogs.people.acting import Acting, ActPresenter
from agent_app.ui.dialogs.people.field import FormField, WordsEdit
from agent_app.ui.dialogs.people.frame import PeopleDialog
from agent_app.ui.dialogs.people.person_form import relations
from agent_app.ui.dialogs.people.person_presenter import CHANGES
from agent_app.ui.dialogs.people.picker import Picker
from agent_app.ui.dialogs.people.saved import Saved
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Text
from agent_app.ui.wording import short_address
from agent_app.ui.words import _

_SIZE = QSize(760, 560)


def save_move(core: Core, command: MovePerson, _report: Report) -> Saved:
    """Let somebody live elsewhere."""
    done = core.people.move(command)
    held = core.people_queries.person(command.person_id)
    words = _("Đã chuyển {name} sang {place}. Biên lai cũ vẫn ở hộ đã lập. Đã lưu trên máy.")
    said = words.format(name=held.person.name, place=short_address(held.household.address))
    return Saved(said, held.household.id, done)


class MoveDialog(PeopleDialog):
    """Looks for the household, and asks who the person is to its head."""

    saved = Signal(object)

    def __init__(self, parent: QWidget | None, bench: Bench, person_id: PersonId, name: str) -> None:
        super().__init__(parent, bench.look, _("Chuyển sang hộ khác"), _SIZE)
        self.say(name)
        self.presenter = ActPresenter(bench, self)
        self._bench, self._person_id = bench, person_id
        self._chosen: PersonLine | None = None
        self.picker = Picker(bench, _("Tìm một người của hộ mới: tên, số BHXH, điện thoại"))
        self.where, self.relation = Text("", "name", wrap=True), WordsEdit(relations())
        self.save_button = Button(_("Chuyển hộ"), "primary").on_press(self.save)
        self.save_button.setDefault(True)
        self.relation_field = FormField(_("Quan hệ với chủ hộ mới"), self.relation)
        for part in (self.picker, self.where, self.relation_field):
            self.body.addWidget(part)
        self.body.addStretch()
        self.foot.addWidget(self.save_button)
        self.picker.picked.connect(self._on_picked)
        self.presenter.state_changed.connect(self.render_state)
        self.presenter.saved.connect(self._on_saved)
        self._show_chosen()
        self.picker.field.setFocus()

    def save(self) -> None:
        """Let the person live there."""
        if self._chosen is None:
            self.presenter.refuse(_("Anh/chị tìm một người của hộ mới rồi chọn người đó."))
            self.picker.field.setFocus()
            return
        relation = clean(self.relation.currentText()) or None
        command = MovePerson(self._person_id, self._chosen.household_id, relation)
        self.presenter.do(partial(save_move, self._bench.core, command), CHANGES)

    def render_state(self, state: object) -> None:
        """Show how it stands."""
        if isinstance(state, Acting):
            self.notice.tell(state.trouble)
            self.save_button.setEnabled(not state.saving)

    def _show_chosen(self) -> None:
        if self._chosen is not None:
            words = _("Chuyển đến: hộ của {name}, {address}")
            address = short_address(self._chosen.address)
            self.where.setText(words.format(name=self._chosen.name, address=address))
        for part in (self.where, self.relation_field):
            part.setVisible(self._chosen is not None)

    def _on_picked(self, person: PersonLine) -> None:
        self._chosen = person
        self.presenter.refuse("")
        self._show_chosen()
        self.relation.setFocus()

    def _on_saved(self, saved: Saved) -> None:
        self.accept()
        self.saved.emit(saved)
