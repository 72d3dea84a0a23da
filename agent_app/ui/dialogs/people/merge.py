"""The dialog that makes two lines of one person one."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget

from agent_app.domain.household import PersonId
from agent_app.services.lines import PersonLine
from agent_app.services.people_alike import Alike
from agent_app.ui.bench import Bench
from agent_app.ui.dialogs.people.frame import PeopleDialog
from agent_app.ui.dialogs.people.merge_presenter import Choosing, Compared, MergePresenter
from agent_app.ui.dialogs.people.merge_table import MergeTable, weights
from agent_app.ui.dialogs.people.picker import Picker
from agent_app.ui.dialogs.people.saved import Saved
from agent_app.ui.dialogs.people.words import alike_words
from agent_app.ui.parts.boxes import clear, column
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Text
from agent_app.ui.theme import Tone
from agent_app.ui.words import _

_SIZE = QSize(980, 712)


class Proposal(Button):
    """Somebody who may be the other one."""

    chosen = Signal(object)

    def __init__(self, alike: Alike) -> None:
        super().__init__(alike_words(alike))
        self._alike = alike
        self.clicked.connect(self._on_pressed)

    def _on_pressed(self) -> None:
        self.chosen.emit(self._alike.person.id)


@dataclass(frozen=True, slots=True)
class Two:
    """Who is to become one with somebody, and that other one where they are known already."""

    person_id: PersonId
    name: str = ""
    other: PersonId | None = None


class MergeDialog(PeopleDialog):
    """Looks for the other one first, unless they are known."""

    saved = Signal(object)

    def __init__(self, parent: QWidget | None, bench: Bench, two: Two) -> None:
        super().__init__(parent, bench.look, _("Gộp hai dòng của cùng một người"), _SIZE)
        self.say(two.name)
        self.presenter = MergePresenter(bench, two.person_id, self)
        self.proposed = column(gap=8)
        self.finding, self.both = QWidget(), QWidget()
        self.proposals: list[Proposal] = []
        self.picker = Picker(bench, _("Tìm người thứ hai: tên, số BHXH, CCCD, điện thoại"))
        self.table, self.sum = MergeTable(bench.look), Text("", "section", wrap=True)
        self.uncover = Button(_("Hiện số"), "quiet").on_press(self.presenter.uncover)
        self.uncover.setToolTip(_("Máy ghi lại mỗi lần mở số bị che"))
        self.again = Button(_("Chọn người khác")).on_press(self.presenter.look_again)
        self.merge_button = Button("", "primary").on_press(self.presenter.merge)
        self._build()
        self._connect()
        if two.other is None:
            self.presenter.begin()
        else:
            self.presenter.compare(two.other)

    def render_state(self, state: object) -> None:
        """Show who is looked for, or both side by side."""
        compared = isinstance(state, Compared)
        arrived = compared and self.both.isHidden()
        self.finding.setVisible(isinstance(state, Choosing))
        for part in (self.both, self.again, self.uncover, self.merge_button):
            part.setVisible(compared)
        match state:
            case Choosing(proposed, trouble):
                self.notice.tell(trouble)
                self._show_proposed(proposed)
                self.picker.field.setFocus()
            case Compared():
                self._show_compared(state)
                if arrived:
                    (self.table.place_to_begin() or self.merge_button).setFocus()
            case _:
                self.notice.tell("")

    def _show_proposed(self, proposed: tuple[Alike, ...]) -> None:
        clear(self.proposed)
        self.proposals = [Proposal(each) for each in proposed]
        if proposed:
            self.proposed.addWidget(Text(_("Có thể là cùng một người"), "section"))
        for made in self.proposals:
            made.chosen.connect(self.presenter.compare)
            self.proposed.addWidget(made)

    def _show_compared(self, state: Compared) -> None:
        self.table.show_compared(state)
        joined = ", ".join(
            f"{stays + goes} {name.lower()}"
            for name, (stays, goes) in weights(state.preview).items()
            if stays + goes
        )
        words = _("Sau khi gộp: {name} ở {place}, có {joined}.")
        name, place = state.preview.stays.person.name, state.preview.stays.household.address
        self.sum.setText(words.format(name=name, place=place, joined=joined or _("chưa có gì khác")))
        warning = _("Gộp rồi không tách lại được. Biên lai đã lập giữ nguyên. Bấm lần nữa để gộp.")
        told = state.apart or state.trouble or (warning if state.asked else "")
        self.notice.tell(told, Tone.LATE if state.apart or state.trouble else Tone.SOON)
        self.uncover.setVisible(not state.uncovered)
        self.merge_button.say(_("Gộp, không tách lại") if state.asked else _("Gộp hai dòng này…"))
        self.merge_button.setEnabled(not state.apart and not state.saving)

    def _build(self) -> None:
        finding, both = column(self.finding, gap=12), column(self.both, gap=12)
        finding.addLayout(self.proposed)
        finding.addWidget(self.picker)
        both.addWidget(self.sum)
        both.addWidget(self.table)
        for part in (self.finding, self.both):
            self.body.addWidget(part)
            part.hide()
        self.body.addStretch()
        for part in (self.again, self.uncover):
            self.left.addWidget(part)
            part.hide()
        self.foot.addWidget(self.merge_button)
        self.merge_button.hide()

    def _connect(self) -> None:
        self.presenter.state_changed.connect(self.render_state)
        self.presenter.saved.connect(self._on_saved)
        self.picker.picked.connect(self._on_picked)
        self.table.taken.connect(self._on_taken)

    def _on_picked(self, person: PersonLine) -> None:
        self.presenter.compare(person.id)

    def _on_taken(self, name: str, of_goes: bool) -> None:  # noqa: FBT001
        self.presenter.take(name, of_goes=of_goes)

    def _on_saved(self, saved: Saved) -> None:
        self.accept()
        self.saved.emit(saved)
