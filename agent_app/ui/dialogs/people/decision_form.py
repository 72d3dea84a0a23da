"""A decision on somebody's standing, as it stands on paper."""

from datetime import date

from PySide6.QtWidgets import QGridLayout, QWidget

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.household_status import AreaFact
from agent_app.domain.names import clean
from agent_app.services.people_commands import RecordStatus
from agent_app.ui.dialogs.people.field import FormField, LineEdit, WordsEdit
from agent_app.ui.dialogs.people.words import group_names, group_words
from agent_app.ui.fields.date_field import DateField
from agent_app.ui.words import _

_BETWEEN = " – "


class DecisionForm(QWidget):
    """Group, number, issuer, first and last day: those of this year until somebody says else."""

    def __init__(self, today: date) -> None:
        super().__init__()
        codes = [*group_names(), *(each.value for each in AreaFact)]
        self.group = WordsEdit([_BETWEEN.join((each, group_words(each))) for each in codes], _("Chọn diện"))
        self.number, self.issuer = LineEdit(_("Ví dụ: 12/QĐ-UBND")), LineEdit(_("Ví dụ: UBND xã Tân Minh"))
        self.since, self.until = (
            DateField(today.replace(month=1, day=1)),
            DateField(today.replace(month=12, day=31)),
        )
        self.fields = {
            "group": FormField(_("Diện"), self.group),
            "number": FormField(_("Số quyết định"), self.number),
            "issuer": FormField(_("Nơi ban hành"), self.issuer),
            "since": FormField(_("Từ ngày"), self.since),
            "until": FormField(_("Đến hết ngày"), self.until),
        }
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        grid.addWidget(self.fields["group"], 0, 0, 1, 2)
        for at, name in enumerate(("number", "issuer", "since", "until")):
            grid.addWidget(self.fields[name], 1 + at // 2, at % 2)
        for at in range(2):
            grid.setColumnStretch(at, 1)
        self._tried = False
        self.group.typed.connect(self._on_typed)
        for line in (self.number, self.issuer):
            line.textEdited.connect(self._on_typed)
        for day in (self.since, self.until):
            day.dateChanged.connect(self._on_typed)

    def missing(self) -> QWidget | None:
        """Say at each field what it lacks; return the first of them."""
        self._tried = True
        lacks = {
            "group": "" if clean(self.group.currentText()) else _("Anh/chị chọn diện."),
            "number": "" if clean(self.number.text()) else _("Anh/chị ghi số quyết định."),
            "issuer": "" if clean(self.issuer.text()) else _("Anh/chị ghi nơi ban hành quyết định."),
            "until": _("Ngày kết thúc ở trước ngày bắt đầu.") if self.until.value < self.since.value else "",
        }
        for name, fault in lacks.items():
            self.fields[name].tell(fault)
            self.fields[name].insist()
        return next((self.fields[name].editor for name, fault in lacks.items() if fault), None)

    def command(self, household_id: HouseholdId, person_id: PersonId | None) -> RecordStatus:
        """Say it as the use case wants it."""
        return RecordStatus(
            household_id,
            clean(self.group.currentText()).split(_BETWEEN)[0],
            clean(self.number.text()),
            clean(self.issuer.text()),
            self.since.value,
            self.until.value,
            person_id,
        )

    def _on_typed(self, *_what: object) -> None:
        """Take back what was said of a field as soon as it no longer holds."""
        if self._tried:
            self.missing()
