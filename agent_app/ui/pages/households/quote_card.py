"""What the ticked members have to pay, with the arithmetic."""

from typing import assert_never

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from agent_app.domain.due_list import Scheme
from agent_app.domain.money import grouped
from agent_app.domain.receipt import ReceiptLine
from agent_app.ui.arithmetic import explain, monthly
from agent_app.ui.fields.money_field import MoneyField
from agent_app.ui.look import Look
from agent_app.ui.pages.households.presenter import NotPriced, Price, Priced, Pricing, Refused
from agent_app.ui.pages.households.wish import MONTHS, Wish
from agent_app.ui.parts.boxes import Card, Line, row
from agent_app.ui.parts.buttons import Button, Choices
from agent_app.ui.parts.labels import Elided, Notice, Text
from agent_app.ui.sizes import fix_width
from agent_app.ui.theme import Tone
from agent_app.ui.wording import dong, period_words
from agent_app.ui.words import _


class QuoteCard(Card):
    """Months to choose, lines, sum, and how each line came about."""

    months_chosen = Signal(object, int)
    income_chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__((16, 12, 16, 12), 8)
        self._look = look
        self._lines: tuple[ReceiptLine, ...] = ()
        head = row(gap=12)
        self.title = Text(_("Tiền phải đóng"), "section")
        self.how = Button(_("Cách tính"), "quiet", look.icon("chevron-down", Tone.BRAND))
        self.how.setCheckable(True)
        self.how.toggled.connect(self._show_lines)
        head.addWidget(self.title, 1)
        head.addWidget(self.how)
        self.content.addLayout(head)
        self.health = _MonthsRow(Scheme.HEALTH)
        self.pension = _MonthsRow(Scheme.PENSION)
        self.income = MoneyField(_("Mức thu nhập chọn đóng mỗi tháng"))
        self.income.setPlaceholderText(_("theo danh sách"))
        self.pension.layout_.insertWidget(2, Text(_("thu nhập"), "soft"))
        self.pension.layout_.insertWidget(3, self.income)
        for each in (self.health, self.pension):
            each.chosen.connect(self.months_chosen)
            self.content.addWidget(each)
        self.income.changed.connect(self.income_chosen)
        self.notice = Notice(look)
        self._holder = QWidget()
        self.content.addWidget(self.notice)
        self.content.addWidget(self._holder)
        self.content.addStretch()

    def show_price(self, wish: Wish, price: Price) -> None:
        """Show a wish and what it costs."""
        for scheme, months in ((Scheme.HEALTH, self.health), (Scheme.PENSION, self.pension)):
            months.setVisible(wish.has(scheme))
            months.choices.choose(wish.months_of(scheme))
        self.income.put(wish.income)
        people = len({person_id for person_id, _scheme in wish.ticked})
        self.title.setText(_("Tiền phải đóng cho {people} người").format(people=people))
        self.notice.tell("")
        match price:
            case Priced(lines):
                self._lines = lines
            case Pricing():
                return  # The former lines stay until the new ones are there: nothing jumps.
            case NotPriced():
                self._lines = ()
                self.title.setText(_("Đánh dấu ô bên cạnh người muốn đóng để xem số tiền"))
            case Refused(text):
                self._lines = ()
                self.notice.tell(text)
            case _:
                assert_never(price)
        self._show_lines()

    def _show_lines(self) -> None:
        self.how.setVisible(bool(self._lines))
        old = self._holder
        self._holder = _LinesGrid(self._lines, explained=self.how.isChecked())
        self.content.replaceWidget(old, self._holder)
        old.hide()
        old.deleteLater()
        self._holder.setVisible(bool(self._lines))


class _MonthsRow(QWidget):
    chosen = Signal(object, int)

    def __init__(self, scheme: Scheme) -> None:
        super().__init__()
        self._scheme = scheme
        self.layout_ = row(self, gap=12)
        title = Text(scheme.value, "soft")
        fix_width(title, 64)
        self.choices = Choices({_("{months} tháng").format(months=each): each for each in MONTHS[scheme]})
        self.choices.chosen.connect(self._on_chosen)
        self.layout_.addWidget(title)
        self.layout_.addWidget(self.choices)
        self.layout_.addStretch()

    def _on_chosen(self, months: int) -> None:
        self.chosen.emit(self._scheme, months)


class _LinesGrid(QWidget):
    def __init__(self, lines: tuple[ReceiptLine, ...], *, explained: bool) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        for line in lines:
            self._add(line, explained=explained)
        self._grid.addWidget(Line(), self._grid.rowCount(), 0, 1, 4)
        at = self._grid.rowCount()
        self._grid.addWidget(Text(_("Cộng"), "section"), at, 0)
        total = sum(line.quote.due for line in lines)
        self._grid.addWidget(Text(dong(total), "figure", right=True), at, 1, 1, 3)

    def _add(self, line: ReceiptLine, *, explained: bool) -> None:
        at = self._grid.rowCount()
        self._grid.addWidget(Elided(line.subject.name), at, 0)
        self._grid.addWidget(Text(_place(line), "soft"), at, 1)
        self._grid.addWidget(Text(monthly(line), "soft", right=True), at, 2)
        self._grid.addWidget(Text(grouped(line.quote.due), right=True), at, 3)
        if explained:
            words = Text(_explanation(line), "small", wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(words, at + 1, 0, 1, 4)


def _place(line: ReceiptLine) -> str:
    return _("người thứ {place}").format(place=line.place) if line.place else line.scheme.value


def _explanation(line: ReceiptLine) -> str:
    health = line.scheme is Scheme.HEALTH
    words = _("{arithmetic}. Thẻ {period}.") if health else _("{arithmetic}. Đóng cho {period}.")
    arithmetic = explain(line).replace(" đ", "\N{NO-BREAK SPACE}đ")
    return words.format(arithmetic=arithmetic, period=period_words(line))
