"""What the due list can be narrowed by, as the agent chooses it."""

from collections.abc import Mapping

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from agent_app.domain.due_list import Scheme
from agent_app.domain.visit import Outcome
from agent_app.services.due_choices import DueWindow, PromiseWindow
from agent_app.ui.fields.search_field import SearchField
from agent_app.ui.look import Look
from agent_app.ui.pages.due_list.collectors import Collectors
from agent_app.ui.pages.due_list.presenter import DueListPresenter, LastVisit
from agent_app.ui.pages.due_list.reading import Ready
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.flow import Flow
from agent_app.ui.sizes import least_width
from agent_app.ui.wording import outcome_words
from agent_app.ui.words import _

_TEXT = 214
# Of several wishes the presenter fulfils the newest: nobody has to wait for a pause.
AT_ONCE = 0


class Choice(QComboBox):
    """One thing to narrow by; what is chosen is told by the values, not by their places."""

    def __init__(self, name: str, values: Mapping[str, object] | None = None) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._values: list[object] = []
        self.offer(values or {}, None)

    def offer(self, values: Mapping[str, object], chosen: object) -> None:
        """Offer some values and show which is chosen; nobody is told."""
        texts = [self.itemText(at) for at in range(self.count())]
        self.blockSignals(True)  # noqa: FBT003
        if texts != list(values):
            self.clear()
            self.addItems(list(values))
        self._values = list(values.values())
        if chosen in self._values:
            self.setCurrentIndex(self._values.index(chosen))
        self.blockSignals(False)  # noqa: FBT003

    def show_chosen(self, chosen: object) -> None:
        """Show which value is chosen; nobody is told."""
        self.offer(dict(zip(self.texts, self._values, strict=True)), chosen)

    @property
    def texts(self) -> list[str]:
        """What is offered, in words."""
        return [self.itemText(at) for at in range(self.count())]

    @property
    def value(self) -> object:
        """What is chosen."""
        return self._values[self.currentIndex()] if self._values else None


class DueFilters(QWidget):
    """The filters, which go on in the next line where there is little room."""

    def __init__(self, look: Look, presenter: DueListPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        layout = Flow(self, gap=8)
        self.text = SearchField(look, _("Lọc theo tên, địa chỉ, số điện thoại"), AT_ONCE)
        self.hamlets = Choice(_("Thôn, tổ"))
        self.schemes = Choice(_("Loại"), scheme_choices())
        self.windows = Choice(_("Hạn"), window_choices())
        self.visits = Choice(_("Lần trước"), visit_choices())
        self.unanswered = QCheckBox(_("Chưa đóng"))
        self.months = Choice(_("Tháng"))
        self.collectors = Collectors()
        self.forget = Button(_("Bỏ lọc"), "quiet").on_press(self._on_forget)
        for part in (
            self.text,
            self.hamlets,
            self.schemes,
            self.windows,
            self.visits,
            self.months,
            self.unanswered,
            self.collectors,
            self.forget,
        ):
            layout.addWidget(part)
        self._connect()

    def tell(self, state: Ready) -> None:
        """Show what is filtered by, and what can be."""
        wanted = state.wanted
        self.hamlets.offer({_("Mọi thôn, tổ"): None} | {each: each for each in state.hamlets}, wanted.hamlet)
        self.months.offer({month_words(each): each for each in state.months}, state.month)
        self.months.setVisible(len(state.months) > 1)
        self.schemes.show_chosen(wanted.scheme)
        self.windows.show_chosen(wanted.window)
        last: LastVisit = False if wanted.unvisited else wanted.outcome or wanted.promise
        self.visits.show_chosen(last)
        self.unanswered.blockSignals(True)  # noqa: FBT003
        self.unanswered.setChecked(wanted.unanswered)
        self.unanswered.blockSignals(False)  # noqa: FBT003
        self.collectors.tell(state)
        self.forget.setVisible(state.filtered)
        self.setVisible(bool(state.total) or state.filtered or state.others > 0)

    def _connect(self) -> None:
        least_width(self.text, _TEXT)
        self.collectors.chosen.connect(self._presenter.choose_mine)
        self.text.asked.connect(self._presenter.filter_text)
        self.unanswered.toggled.connect(self._presenter.filter_unanswered)
        for box, slot in (
            (self.hamlets, self._on_hamlet),
            (self.schemes, self._on_scheme),
            (self.windows, self._on_window),
            (self.visits, self._on_visit),
            (self.months, self._on_month),
        ):
            box.currentIndexChanged.connect(slot)

    def _on_hamlet(self) -> None:
        hamlet = self.hamlets.value
        self._presenter.filter_hamlet(hamlet if isinstance(hamlet, str) else None)

    def _on_scheme(self) -> None:
        scheme = self.schemes.value
        self._presenter.filter_scheme(scheme if isinstance(scheme, Scheme) else None)

    def _on_window(self) -> None:
        window = self.windows.value
        self._presenter.filter_window(window if isinstance(window, DueWindow) else None)

    def _on_visit(self) -> None:
        last = self.visits.value
        self._presenter.filter_visit(last if isinstance(last, Outcome | PromiseWindow | bool) else None)

    def _on_month(self) -> None:
        month = self.months.value
        self._presenter.choose_month(month if isinstance(month, str) else None)

    def _on_forget(self) -> None:
        self.text.put("")
        self._presenter.forget_filters()
        self.text.setFocus()


def scheme_choices() -> dict[str, object]:
    """Offer the schemes."""
    return {_("BHYT và BHXH"): None, _("Chỉ BHYT"): Scheme.HEALTH, _("Chỉ BHXH tự nguyện"): Scheme.PENSION}


def window_choices() -> dict[str, object]:
    """Offer the windows."""
    return {
        _("Mọi hạn"): None,
        _("Quá hạn"): DueWindow.OVERDUE,
        _("Quá hạn trên 60 ngày"): DueWindow.LONG_OVERDUE,
        _("Còn trong 7 ngày"): DueWindow.WEEK,
        _("Còn trong 15 ngày"): DueWindow.FORTNIGHT,
        _("Còn trong 30 ngày"): DueWindow.MONTH,
        _("Còn hơn 30 ngày"): DueWindow.LATER,
        _("Chưa rõ hạn"): DueWindow.UNKNOWN,
    }


def visit_choices() -> dict[str, object]:
    """Offer what the last visit may have come to."""
    return {
        _("Mọi lần trước"): None,
        _("Chưa đến lần nào"): False,
        _("Hẹn hôm nay"): PromiseWindow.TODAY,
        _("Hẹn đã qua"): PromiseWindow.PAST,
        _("Hẹn trong 7 ngày"): PromiseWindow.WEEK,
        **{outcome_words(each): each for each in Outcome},
    }


def month_words(month: str) -> str:
    """Name a month."""
    year, number = month.split("-")
    return _("Tháng {month}/{year}").format(month=number, year=year)
