"""Fields for what is special about one payment: group, decision, another card, plan, income, place."""

from collections.abc import Iterator
from datetime import date
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QSizePolicy, QWidget

from agent_app.domain.due_list import Scheme
from agent_app.domain.groups import HOUSEHOLD_GROUP
from agent_app.domain.household_status import StatusRecord, proof
from agent_app.domain.names import clean
from agent_app.domain.pension_contribution import PensionGroup
from agent_app.domain.pension_plan import PlanKind
from agent_app.runtime.group_words import group_name
from agent_app.runtime.rule_messages import WORDS
from agent_app.services.lines import HouseholdPage, MemberLine
from agent_app.services.offers import PaymentOptions
from agent_app.services.payments import ShownDecision
from agent_app.ui.fields.date_field import DateField
from agent_app.ui.fields.money_field import MoneyField
from agent_app.ui.fields.months_field import MonthsField
from agent_app.ui.fields.value_box import ValueBox
from agent_app.ui.pages.households.cover_words import cover_of, group_of
from agent_app.ui.pages.households.presenter import Ready
from agent_app.ui.pages.households.wish import Details
from agent_app.ui.parts.boxes import row
from agent_app.ui.parts.flow import Flow
from agent_app.ui.parts.labels import Text
from agent_app.ui.sizes import fix_width, least_width
from agent_app.ui.wording import day
from agent_app.ui.words import _

_PLACES = 6
_MOST_SUPPORTED = 600
Plan = tuple[int, PlanKind] | None
G = TypeVar("G")


def form_of(parent: QWidget) -> QFormLayout:
    """Lay out labelled fields; a field goes below its label where there is no room beside it."""
    form = QFormLayout(parent)
    form.setContentsMargins(0, 0, 0, 0)
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(8)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


class OptionalDate(QWidget):
    """A date that may be missing."""

    def __init__(self, words: str, value: date) -> None:
        super().__init__()
        layout = Flow(self, 8)
        self.box, self.date = QCheckBox(words), DateField(value)
        self.date.setAccessibleName(words)
        self.date.setEnabled(False)
        self.box.toggled.connect(self.date.setEnabled)
        layout.addWidget(self.box)
        layout.addWidget(self.date)

    @property
    def value(self) -> date | None:
        """The date, if there is one."""
        return self.date.value if self.box.isChecked() else None

    def put(self, value: date | None) -> None:
        """Show a date, or that there is none."""
        self.box.setChecked(value is not None)
        if value is not None:
            self.date.put(value)


class DecisionFields(QWidget):
    """A decision as it is shown at the door; without a number the one that is recorded counts."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._year = today.year
        layout = Flow(self, 8)
        self.number, self.issuer = QLineEdit(), QLineEdit()
        for field, name, width in (
            (self.number, _("Số quyết định"), 160),
            (self.issuer, _("Nơi cấp"), 190),
        ):
            field.setAccessibleName(name)
            field.setPlaceholderText(name)
            field.setMaxLength(120)
            field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            fix_width(field, width)
            layout.addWidget(field)
        self.since, self.until = DateField(date(today.year, 1, 1)), DateField(date(today.year, 12, 31))
        days = QWidget()
        pair = row(days, gap=6)
        for label, date_field in ((_("từ"), self.since), (_("đến"), self.until)):
            date_field.setAccessibleName(_("Quyết định có hiệu lực {label}").format(label=label))
            pair.addWidget(Text(label, "soft"))
            pair.addWidget(date_field)
        layout.addWidget(days)

    @property
    def value(self) -> ShownDecision | None:
        """The decision, if one was shown."""
        number = clean(self.number.text())
        if not number:
            return None
        return ShownDecision(number, clean(self.issuer.text()), self.since.value, self.until.value)

    @property
    def trouble(self) -> str:
        """What is wrong with what was typed."""
        if not clean(self.number.text()):
            return _("Anh/chị ghi số quyết định, hoặc xoá nơi cấp.") if clean(self.issuer.text()) else ""
        ended = self.until.value < self.since.value
        return _("Ngày hết hiệu lực của quyết định phải sau ngày bắt đầu.") if ended else ""

    def put(self, decision: ShownDecision | None) -> None:
        """Show a decision."""
        if decision is not None:
            self.number.setText(decision.number)
            self.issuer.setText(decision.issuer)
            self.since.put(decision.since or date(self._year, 1, 1))
            self.until.put(decision.until or date(self._year, 12, 31))


class _Fields(QWidget, Generic[G]):
    """What both schemes ask: a group with its decision, and the end of another cover."""

    changed = Signal()

    def __init__(self, ready: Ready, member: MemberLine) -> None:
        super().__init__()
        self._ready, self._member = ready, member
        self.form = form_of(self)
        self.group = ValueBox(_("Nhóm"), self._groups())
        self.decision, self.recorded = DecisionFields(ready.today), Text(role="small", wrap=True)
        self.form.addRow(_("Nhóm"), self.group)
        self.form.addRow(_("Quyết định"), self.decision)
        self.form.addRow("", self.recorded)
        self.group.currentIndexChanged.connect(self._on_group)

    @property
    def trouble(self) -> str:
        """What is wrong with what was typed."""
        return self.decision.trouble if self._needed() else ""

    def _groups(self) -> dict[str, G | None]:
        raise NotImplementedError

    def _proven(self) -> str | None:
        """Name the group that needs a proof now."""
        raise NotImplementedError

    def _needed(self) -> bool:
        return self._proven() is not None

    def _shown(self) -> ShownDecision | None:
        return self.decision.value if self._needed() else None

    def _on_group(self, _at: int = 0) -> None:
        group = self._proven()
        self.form.setRowVisible(self.decision, group is not None)
        found = recorded_words(self._ready.page, self._member, group, self._ready.today)
        self.recorded.setText(found)
        self.form.setRowVisible(self.recorded, bool(found))
        self.changed.emit()


class HealthFields(_Fields[str]):
    """What is special about one payment for BHYT."""

    def __init__(self, ready: Ready, member: MemberLine, details: Details) -> None:
        super().__init__(ready, member)
        months: dict[str, int | None] = {_("Như cả hộ"): None}
        months |= {_("{months} tháng").format(months=each): each for each in ready.options.health_months}
        self.months = ValueBox(_("Số tháng"), months)
        self.other_card = OptionalDate(_("Có thẻ khác, dùng đến ngày"), ready.today)
        places: dict[str, int | None] = {_("Chưa đóng ở nơi khác trong năm"): None}
        places |= {_("Đã giữ thứ tự {place}").format(place=each): each for each in range(1, _PLACES + 1)}
        self.place = ValueBox(_("Thứ tự trong hộ"), places)
        self.form.insertRow(0, _("Số tháng"), self.months)
        self.form.addRow(_("Thẻ khác"), self.other_card)
        self.form.addRow(_("Thứ tự"), self.place)
        if member.place is not None:
            own = _("Thứ tự {place}, theo biên lai trên máy").format(place=member.place)
            self.place.setItemText(0, own)
            self.place.setEnabled(False)
        self.months.choose(details.months)
        self.group.choose(details.health_group)
        self.place.choose(details.place)
        self.other_card.put(details.previous_end)
        self.decision.put(details.decision)
        self._on_group()

    @property
    def value(self) -> Details:
        """What was said."""
        return Details(
            months=self.months.value,
            health_group=self.group.value,
            previous_end=self.other_card.value,
            decision=self._shown(),
            place=self.place.value,
        )

    def _groups(self) -> dict[str, str | None]:
        known = group_of(self._member) or HOUSEHOLD_GROUP
        words = dict[str, str | None]()
        words[_("Theo danh sách: {name}").format(name=named_group(known))] = None
        for code in (HOUSEHOLD_GROUP, *self._ready.options.groups):
            words[named_group(code)] = code
        return words

    def _proven(self) -> str | None:
        group = self.group.value or group_of(self._member)
        return group if group in self._ready.options.groups else None


class PensionFields(_Fields[PensionGroup]):
    """What is special about one payment for BHXH tự nguyện."""

    def __init__(self, ready: Ready, member: MemberLine, details: Details) -> None:
        super().__init__(ready, member)
        options = ready.options
        self.plan = ValueBox(_("Cách đóng"), plans(options))
        self.missing = MonthsField(_("Số tháng còn thiếu"), 1, options.missing_most)
        self.income = MoneyField(_("Mức thu nhập chọn đóng mỗi tháng"))
        self.income.setPlaceholderText(_("như cả hộ"))
        self.supported = MonthsField(_("Số tháng Nhà nước đã hỗ trợ trước đây"), 0, _MOST_SUPPORTED)
        self.paid_until = OptionalDate(_("Đã đóng ở nơi khác đến hết ngày"), ready.today)
        self.form.insertRow(0, _("Cách đóng"), self._beside(self.plan, self.missing))
        self.form.insertRow(1, _("Thu nhập"), self.income)
        self.form.addRow(_("Đã hỗ trợ trước"), self.supported)
        self.form.addRow(_("Đóng nơi khác"), self.paid_until)
        self.plan.currentIndexChanged.connect(self._on_plan)
        self.plan.choose(_plan_of(details))
        if details.plan is PlanKind.MISSING and details.months:
            self.missing.put(details.months)
        self.group.choose(details.group)
        self.income.put(details.income)
        self.supported.put(details.supported_months)
        self.paid_until.put(details.previous_end)
        self.decision.put(details.decision)
        self._on_plan()
        self._on_group()

    @property
    def value(self) -> Details:
        """What was said."""
        chosen: Plan = self.plan.value
        months, plan = chosen or (None, PlanKind.PERIODIC)
        return Details(
            months=self.missing.value if plan is PlanKind.MISSING else months,
            plan=plan,
            income=self.income.value,
            group=self.group.value,
            supported_months=self.supported.value,
            previous_end=self.paid_until.value,
            decision=self._shown(),
        )

    def _groups(self) -> dict[str, PensionGroup | None]:
        cover = cover_of(self._member, Scheme.PENSION)
        listed = cover.group if cover else None
        words = dict[str, PensionGroup | None]()
        words[_("Theo danh sách: {group}").format(group=listed or WORDS[PensionGroup.OTHER])] = None
        for group in PensionGroup:
            words[WORDS[group].capitalize()] = group
        return words

    def _proven(self) -> str | None:
        group = self.group.value
        return None if group is None or group is PensionGroup.OTHER else group.value

    def _on_plan(self, _at: int = 0) -> None:
        chosen: Plan = self.plan.value
        self.missing.setVisible(chosen is not None and chosen[1] is PlanKind.MISSING)

    @staticmethod
    def _beside(*parts: QWidget) -> QWidget:
        holder = QWidget()
        layout = row(holder)
        for each in parts:
            layout.addWidget(each)
        layout.addStretch()
        least_width(parts[0], 220)
        return holder


def plans(options: PaymentOptions) -> dict[str, Plan]:
    """Name all plans of BHXH."""
    words: dict[str, Plan] = {_("Như cả hộ"): None}
    for months in options.pension_months:
        words[_("{months} tháng").format(months=months)] = (months, PlanKind.PERIODIC)
    for years in options.years_ahead:
        words[_("{years} năm về sau").format(years=years)] = (years * 12, PlanKind.AHEAD)
    words[_("Thời gian còn thiếu")] = (0, PlanKind.MISSING)
    return words


def _plan_of(details: Details) -> Plan:
    if details.months is None:
        return None
    missing = details.plan is PlanKind.MISSING
    return (0 if missing else details.months, details.plan)


def named_group(code: str) -> str:
    """Name a group with its code, where papers have one."""
    name = group_name(code)
    return _("{name} ({code})").format(name=name, code=code) if code.isupper() and name != code else name


def recorded_words(page: HouseholdPage, member: MemberLine, group: str | None, today: date) -> str:
    """Say which decision is recorded already."""
    found = proof(_statuses(page, member), group, today) if group else None
    if found is None:
        return _("Chưa ghi quyết định nào trên máy.") if group else ""
    words = _("Trên máy đã ghi quyết định {number}, có hiệu lực {since} – {until}.")
    return words.format(number=found.number, since=day(found.since), until=day(found.until))


def _statuses(page: HouseholdPage, member: MemberLine) -> Iterator[StatusRecord]:
    return (each for each in page.statuses if each.person_id in {None, member.id})
