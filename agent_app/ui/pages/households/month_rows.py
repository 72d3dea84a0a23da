"""For how long everybody pays: the months of BHYT, and the months, years or missing time of BHXH."""

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from agent_app.domain.due_list import Scheme
from agent_app.domain.money import grouped
from agent_app.domain.pension_plan import PlanKind
from agent_app.services.offers import PaymentOptions
from agent_app.ui.fields.money_field import MoneyField
from agent_app.ui.fields.months_field import MonthsField
from agent_app.ui.pages.households.wish import Wish
from agent_app.ui.parts.boxes import column, row
from agent_app.ui.parts.buttons import Button, Choices
from agent_app.ui.parts.flow import Flow
from agent_app.ui.parts.labels import Text
from agent_app.ui.sizes import fix_width
from agent_app.ui.theme import Tone
from agent_app.ui.words import _

_LABEL = 68
_FIRST_MISSING = 12


class LabelledRow(QWidget):
    """A label, and beside it what flows on where there is no room."""

    def __init__(self, label: str) -> None:
        super().__init__()
        layout, holder = row(self, gap=8), QWidget()
        self.label = Text(label, "soft")
        fix_width(self.label, _LABEL)
        self.parts = Flow(holder, 8)
        layout.addWidget(self.label)
        layout.addWidget(holder, 1)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets beside the label."""
        for each in widgets:
            self.parts.addWidget(each)


class MonthsRow(LabelledRow):
    """The months that a scheme is paid for."""

    chosen = Signal(object, int)

    def __init__(self, scheme: Scheme) -> None:
        super().__init__(scheme.value)
        self.scheme = scheme
        self._offered: tuple[int, ...] = ()
        self.choices = Choices({})
        self.choices.setAccessibleName(_("Số tháng đóng {scheme}").format(scheme=scheme.value))
        self.choices.chosen.connect(self._on_chosen)
        self.add(self.choices)

    def offer(self, months: tuple[int, ...]) -> None:
        """Say which months there are."""
        if months != self._offered:
            self._offered = months
            self.choices.offer({_("{months} tháng").format(months=each): each for each in months})

    def show_wish(self, wish: Wish) -> None:
        """Show what is wished for."""
        self.setVisible(wish.has(self.scheme))
        self.choices.choose(wish.months_of(self.scheme))

    def _on_chosen(self, months: int) -> None:
        self.chosen.emit(self.scheme, months)


class PlanRow(QWidget):
    """How BHXH is paid: some months, some years ahead, or time that is missing; and on which income."""

    chosen = Signal(int, object)
    income_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        whole = column(self)
        self.months = MonthsRow(Scheme.PENSION)
        self.more = Button(_("Nhiều năm"), "menu")
        self.more.setAccessibleDescription(_("Đóng nhiều năm về sau, hoặc thời gian còn thiếu"))
        self._menu = QMenu(self)
        self._menu.triggered.connect(self._on_picked)
        self.more.setMenu(self._menu)
        self.missing = MonthsField(_("Số tháng còn thiếu"), 1, _FIRST_MISSING)
        self.missing.changed.connect(self._on_missing)
        self.income = MoneyField(_("Mức thu nhập chọn đóng mỗi tháng"))
        self.income.setPlaceholderText(_("theo danh sách"))
        self.income.changed.connect(self.income_chosen)
        self.months.add(self.more, self.missing, _pair(_("Thu nhập"), self.income))
        self.months.chosen.connect(self._on_months)
        whole.addWidget(self.months)

    def stops(self) -> Iterator[QWidget]:
        """Name what the keys reach, in reading order."""
        yield from self.months.choices.buttons
        yield from (self.more, self.missing, self.income)

    def offer(self, options: PaymentOptions) -> None:
        """Say what there is to choose."""
        self.months.offer(options.pension_months)
        self.missing.bound(options.missing_most)
        self._menu.clear()
        for years in options.years_ahead:
            action = self._menu.addAction(_("{years} năm về sau").format(years=years))
            action.setData(years * 12)
        self._menu.addAction(_("Thời gian còn thiếu…")).setData(0)
        words = _("{least}–{most} đ, mỗi bậc {step} đ")
        words = words.format(
            least=grouped(options.income_least),
            most=grouped(options.income_most),
            step=grouped(options.income_step),
        )
        self.income.setToolTip(words)
        self.income.setAccessibleDescription(words)

    def show_wish(self, wish: Wish) -> None:
        """Show what is wished for."""
        months, plan = wish.months_of(Scheme.PENSION), wish.plan
        self.setVisible(wish.has(Scheme.PENSION))
        self.months.show_wish(wish)
        if plan is not PlanKind.PERIODIC:
            self.months.choices.choose(None)
        self.missing.setVisible(plan is PlanKind.MISSING)
        words = {
            PlanKind.PERIODIC: _("Nhiều năm"),
            PlanKind.AHEAD: _("{years} năm về sau").format(years=months // 12),
            PlanKind.MISSING: _("Còn thiếu"),
        }
        self.more.say(words[plan])
        self.more.setProperty("tone", "" if plan is PlanKind.PERIODIC else Tone.BRAND.value)
        self.more.style().unpolish(self.more)
        self.more.style().polish(self.more)
        if plan is PlanKind.MISSING:
            self.missing.put(months)
        self.income.put(wish.income)

    def _on_months(self, _scheme: Scheme, months: int) -> None:
        self.chosen.emit(months, PlanKind.PERIODIC)

    def _on_picked(self, action: QAction) -> None:
        months = int(action.data())
        if months:
            self.chosen.emit(months, PlanKind.AHEAD)
        else:
            self.chosen.emit(min(_FIRST_MISSING, self.missing.most), PlanKind.MISSING)

    def _on_missing(self, months: int) -> None:
        self.chosen.emit(months, PlanKind.MISSING)


def _pair(label: str, field: QWidget) -> QWidget:
    """Keep a field and its label together."""
    holder = QWidget()
    holder.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    layout = row(holder, gap=6)
    layout.addWidget(Text(label, "soft"))
    layout.addWidget(field)
    return holder
