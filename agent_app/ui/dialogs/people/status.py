"""The dialog about how a household or one of its people stands: decisions, and who is gone."""

from datetime import date
from enum import Enum, auto
from functools import partial
from typing import cast

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.household_status import StatusRecord, StatusState, holding, state_of
from agent_app.domain.visit import Outcome
from agent_app.runtime.people_words import PEOPLE_WORDS
from agent_app.services.changes import Changed, Touched
from agent_app.services.lines import HouseholdPage
from agent_app.services.people_commands import RecordStatus
from agent_app.services.ports import Report
from agent_app.services.visits import OutcomeRequest, RecordVisit
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.dialogs.people.acting import Acting, ActPresenter
from agent_app.ui.dialogs.people.decision_form import DecisionForm
from agent_app.ui.dialogs.people.frame import PeopleDialog
from agent_app.ui.dialogs.people.saved import Saved
from agent_app.ui.dialogs.people.words import decision_words
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import Card, column, row
from agent_app.ui.parts.buttons import Button, Choices
from agent_app.ui.parts.labels import SignLabel, Text
from agent_app.ui.sign import Sign
from agent_app.ui.theme import Tone
from agent_app.ui.wording import outcome_words
from agent_app.ui.words import _

_SIZE = QSize(860, 640)
_CHANGES = Changed.of(Touched.PEOPLE, Touched.SYNC)
_GONE = (Outcome.DIED, Outcome.MOVED, Outcome.ELSEWHERE, Outcome.COMPULSORY)
_VISITED = Changed.of(Touched.VISITS, Touched.SYNC)


class About(Enum):
    """What the dialog is asked to keep."""

    DECISION = auto()
    GONE = auto()


def save_status(core: Core, command: RecordStatus, _report: Report) -> Saved:
    """Keep a decision, or take one back."""
    made = core.people.record_status(command)
    words = _("Đã rút lại quyết định số {number}. Đã lưu trên máy.")
    if not made.withdrawn:
        words = _("Đã ghi quyết định số {number}. Đã lưu trên máy.")
    undo = None if made.withdrawn else made
    return Saved(words.format(number=made.decision.number), command.household_id, undo)


def save_outcome(core: Core, command: RecordVisit, _report: Report) -> Saved:
    """Keep that somebody is gone."""
    made = core.visits.record(command)
    told = made.outcomes[0]
    words = _("Đã ghi {name}: {outcome}. Đã lưu trên máy.")
    said = words.format(name=told.subject.name, outcome=outcome_words(told.outcome).lower())
    return Saved(said, command.household_id)


def taken_back(record: StatusRecord, household_id: HouseholdId) -> RecordStatus:
    """Say how a decision is taken back."""
    decision = record.decision
    return RecordStatus(
        household_id,
        decision.group,
        decision.number,
        decision.issuer,
        decision.since,
        decision.until,
        record.person_id,
        record.source,
        withdrawn=True,
    )


class HeldDecision(QWidget):
    """A decision that is kept, how it stands today, and a button that takes it back."""

    withdrawn = Signal(object)

    def __init__(self, look: Look, record: StatusRecord, who: str, state: StatusState) -> None:
        super().__init__()
        self._record = record
        layout, words = row(self, gap=12), column(gap=2)
        words.addWidget(Text(who, "name"))
        words.addWidget(Text(decision_words(record), "soft", wrap=True))
        layout.addLayout(words, 1)
        layout.addWidget(SignLabel(look, state_sign(state)))
        self.button = Button(_("Rút lại"), "quiet")
        self.button.setAccessibleDescription(decision_words(record))
        self.button.setVisible(state is not StatusState.WITHDRAWN)
        self.button.clicked.connect(self._on_pressed)
        layout.addWidget(self.button)

    def _on_pressed(self) -> None:
        self.withdrawn.emit(self._record)


class StatusDialog(PeopleDialog):
    """Shows the decisions that are kept, and takes another one, or a word of who is gone."""

    saved = Signal(object)

    def __init__(
        self,
        parent: QWidget | None,
        bench: Bench,
        page: HouseholdPage,
        today: date,
        person_id: PersonId | None = None,
    ) -> None:
        super().__init__(parent, bench.look, _("Tình trạng, diện hỗ trợ"), _SIZE)
        self.presenter = ActPresenter(bench, self)
        self._bench, self._page, self._today = bench, page, today
        self.say(page.household.address)
        about = {_("Quyết định về diện hỗ trợ"): About.DECISION, _("Đã mất, đi khỏi, nơi khác"): About.GONE}
        self.about = Choices(dict(about))
        self.about.choose(About.DECISION)
        members = {each.name: each.id for each in page.members}
        self.who = Choices({_("Cả hộ"): page.household.id, **members})
        self.who.setAccessibleName(_("Của ai"))
        self.decision = DecisionForm(today)
        self.gone = Choices({outcome_words(each): each for each in _GONE}, required=False)
        self.save_button = Button(_("Lưu"), "primary").on_press(self.save)
        self.save_button.setDefault(True)
        self.kept = self._kept()
        self._build()
        self.who.choose(person_id or page.household.id)
        self._show_about()
        self.decision.group.setFocus()

    def save(self) -> None:
        """Keep what was chosen."""
        job = self._save_gone if self.about.value is About.GONE else self._save_decision
        job()

    def render_state(self, state: object) -> None:
        """Show how it stands."""
        if isinstance(state, Acting):
            self.notice.tell(state.trouble)
            self.save_button.setEnabled(not state.saving)

    @property
    def person_id(self) -> PersonId | None:
        """Whom it is about; nobody for the household as a whole."""
        chosen = self.who.value
        return None if chosen in {None, self._page.household.id} else cast("PersonId", chosen)

    def _save_decision(self) -> None:
        if (missing := self.decision.missing()) is not None:
            missing.setFocus()
            return
        command = self.decision.command(self._page.household.id, self.person_id)
        self.presenter.do(partial(save_status, self._bench.core, command), _CHANGES)

    def _save_gone(self) -> None:
        outcome, person_id = self.gone.value, self.person_id
        if person_id is None or not isinstance(outcome, Outcome):
            self.presenter.refuse(_("Anh/chị chọn một người và điều cần ghi."))
            return
        command = RecordVisit(self._page.household.id, (OutcomeRequest(person_id, outcome),), "")
        self.presenter.do(partial(save_outcome, self._bench.core, command), _VISITED)

    def _build(self) -> None:
        card = Card((16, 12, 16, 16), 12)
        for part in (Text(_("Của ai"), "caption"), self.who, self.decision, self.gone):
            card.content.addWidget(part)
        for each in (self.about, card, *self.kept):
            self.body.addWidget(each)
        self.body.addStretch()
        self.foot.addWidget(self.save_button)
        self.about.chosen.connect(self._show_about)
        for choices in (self.who, self.gone):
            choices.chosen.connect(self._on_chosen)
        self.presenter.state_changed.connect(self.render_state)
        self.presenter.saved.connect(self._on_saved)

    def _kept(self) -> list[QWidget]:
        records = list(reversed(holding(self._page.statuses)))
        if not records:
            return [Text(_("Chưa ghi quyết định nào cho hộ này."), "soft")]
        made: list[QWidget] = [Text(_("Quyết định đã ghi"), "section")]
        names = {each.id: each.name for each in self._page.members}
        for record in records:
            who = names.get(record.person_id, "") if record.person_id else _("Cả hộ")
            state = state_of(record, self._page.statuses, self._today)
            held = HeldDecision(self.look, record, who, state)
            held.withdrawn.connect(self._on_withdrawn)
            made.append(held)
        return made

    def _show_about(self) -> None:
        gone = self.about.value is About.GONE
        self.decision.setVisible(not gone)
        self.gone.setVisible(gone)
        self.who.buttons[0].setVisible(not gone)
        if gone and self.person_id is None:
            self.who.choose(None)
        elif not gone and self.who.value is None:
            self.who.choose(self._page.household.id)
        self.presenter.refuse("")

    def _on_chosen(self, _value: object) -> None:
        self.presenter.refuse("")

    def _on_withdrawn(self, record: StatusRecord) -> None:
        command = taken_back(record, self._page.household.id)
        self.presenter.do(partial(save_status, self._bench.core, command), _CHANGES)

    def _on_saved(self, saved: Saved) -> None:
        self.accept()
        self.saved.emit(saved)


def state_sign(state: StatusState) -> Sign:
    """Show how a decision stands."""
    tone, icon = {
        StatusState.IN_FORCE: (Tone.GOOD, "circle-check"),
        StatusState.AWAITING_NEXT: (Tone.SOON, "hourglass"),
        StatusState.COMING: (Tone.SOFT, "clock"),
        StatusState.ENDED: (Tone.LATE, "circle-alert"),
        StatusState.WITHDRAWN: (Tone.SOFT, "circle-x"),
    }[state]
    return Sign(PEOPLE_WORDS[state], tone, icon)
