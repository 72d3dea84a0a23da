"""The two sheets of a payment: before the receipt is issued, and after it."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from agent_app.domain.money import grouped
from agent_app.domain.receipt import Receipt, ReceiptId, ReceiptLine
from agent_app.domain.receipt_book import NUMBER_DIGITS, shown_number
from agent_app.domain.spelling import dong_in_words
from agent_app.services.lines import BookLine
from agent_app.ui.look import Look
from agent_app.ui.pages.collect.presenter import Drafted, Issued, Issuing
from agent_app.ui.pages.households.presenter import Draft
from agent_app.ui.parts.boxes import PAGE, Card, Line, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.flow import Sides
from agent_app.ui.parts.labels import Elided, Notice, SignLabel, Text
from agent_app.ui.parts.sheet import SheetView
from agent_app.ui.theme import Tone
from agent_app.ui.wording import Sign, day, dong, period_words
from agent_app.ui.words import _

_ROOM_FOR_BOTH = 820


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed and ticked before a receipt is issued."""

    payer: str
    number: str
    said_no: bool


class DraftSheet(QWidget):
    """What the receipt will say, who pays, and the button that says what it does."""

    issue_asked = Signal(object)
    given_up = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.summary, self.payer = _SummaryCard(), QLineEdit()
        self.number, self.said_no = QLineEdit(), QCheckBox(_("Đã hỏi, câu trả lời là không"))
        self.issue = Button("", "big", look.icon("receipt-text", Tone.ON_BRAND)).on_press(self._on_issue)
        self.notice = Notice(look)
        whole, sides = column(self, PAGE, 12), Sides(_ROOM_FOR_BOTH)
        whole.addWidget(Text(_("Thu tiền"), "title"))
        whole.addWidget(self.notice)
        whole.addWidget(sides)
        whole.addStretch()
        left, right = column(), column()
        left.addWidget(self.summary)
        left.addStretch()
        right.addWidget(self._form())
        right.addStretch()
        sides.sides.addLayout(left, 5)
        sides.sides.addLayout(right, 4)

    def show_state(self, state: Drafted | Issuing) -> None:
        """Show a draft, or that it is being issued."""
        draft, ready = state.draft, isinstance(state, Drafted)
        self.notice.tell(state.trouble if isinstance(state, Drafted) else "")
        self.summary.show_draft(draft, state.book)
        if self.payer.text() != state.payer and not self.payer.hasFocus():
            self.payer.setText(state.payer)
        self.issue.say(_issue_words(state.book, draft.total) if ready else _("Đang lập biên lai…"))
        self.issue.setEnabled(ready)
        self.payer.setEnabled(ready)
        self.number.setVisible(state.by_paper)
        self.said_no.setVisible(bool(state.asked))
        if not state.asked:
            self.said_no.setChecked(False)

    def _form(self) -> QWidget:
        card = Card((20, 16, 20, 20), 12)
        self.payer.setAccessibleName(_("Người nộp tiền"))
        self.payer.setMaxLength(80)
        self.payer.returnPressed.connect(self._on_issue)
        fields = QGridLayout()
        fields.setHorizontalSpacing(16)
        fields.setVerticalSpacing(10)
        fields.addWidget(Text(_("Người nộp"), "soft"), 0, 0)
        fields.addWidget(self.payer, 0, 1)
        fields.addWidget(Text(_("Hình thức"), "soft"), 1, 0)
        fields.addWidget(Text(_("Tiền mặt")), 1, 1)
        fields.setColumnStretch(1, 1)
        self.issue.setDefault(True)
        self.number.setPlaceholderText(_("Số ghi trên tờ biên lai in sẵn"))
        self.number.setAccessibleName(_("Số biên lai"))
        self.number.setMaxLength(NUMBER_DIGITS)
        card.content.addLayout(fields)
        card.content.addWidget(self.number)
        card.content.addWidget(self.said_no)
        card.content.addSpacing(4)
        card.content.addWidget(self.issue)
        card.content.addWidget(Button(_("Quay lại hộ")).on_press(self.given_up.emit))
        return card

    def _on_issue(self) -> None:
        if self.issue.isEnabled():
            said_no = self.said_no.isVisibleTo(self) and self.said_no.isChecked()
            self.issue_asked.emit(Typed(self.payer.text(), self.number.text().strip(), said_no))


class _SummaryCard(Card):
    """Says what the receipt will say, without looking like it."""

    def __init__(self) -> None:
        super().__init__((20, 16, 20, 20), 10)
        self.title, self.where = Text(role="section"), Text(role="soft", wrap=True)
        self.total, self.words = Text(role="figure", right=True), Text(role="soft", wrap=True, right=True)
        self._lines = QWidget()
        head, foot = column(gap=2), row(gap=16)
        head.addWidget(self.title)
        head.addWidget(self.where)
        foot.addWidget(Text(_("Tổng cộng"), "section"))
        foot.addWidget(self.total, 1)
        self.content.addLayout(head)
        self.content.addWidget(Line())
        self.content.addWidget(self._lines)
        self.content.addWidget(Line())
        self.content.addLayout(foot)
        self.content.addWidget(self.words)

    def show_draft(self, draft: Draft, book: BookLine | None) -> None:
        """Show what is about to be taken."""
        number = shown_number(book.next) if book else "…"
        self.title.setText(_("Sẽ lập biên lai {number}").format(number=number))
        source = _("Quyển {book}").format(book=book.book) if book else ""
        where = (day(draft.today), source, draft.page.household.address)
        self.where.setText(" · ".join(part for part in where if part))
        old, self._lines = self._lines, lines_grid(draft.lines)
        self.content.replaceWidget(old, self._lines)
        old.hide()
        old.deleteLater()
        self.total.setText(dong(draft.total))
        self.words.setText(dong_in_words(draft.total))


class IssuedSheet(QWidget):
    """The receipt's number, that it is safe, and its paper."""

    save_asked = Signal()
    open_asked = Signal()
    done = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.receipt: Receipt | None = None
        self._focused_for: ReceiptId | None = None
        self.notice, self.paper = Notice(look), SheetView(look)
        whole, sides = column(self, PAGE, 12), Sides(_ROOM_FOR_BOTH)
        whole.addWidget(Text(_("Đã thu tiền"), "title"))
        whole.addWidget(self.notice)
        whole.addWidget(sides, 1)
        left, right = column(), column(gap=8)
        left.addWidget(self._card(look))
        left.addStretch()
        right.addWidget(self.paper)
        right.addWidget(Text(_("Đúng như sẽ in. Liên 2 để giao người nộp tiền."), "small"))
        right.addStretch()
        sides.sides.addLayout(left, 4)
        sides.sides.addLayout(right, 5)

    def _card(self, look: Look) -> QWidget:
        card = Card((20, 20, 20, 20), 10)
        self.number, self.total, self.words = (
            Text(role="figure"),
            Text(role="section", wrap=True),
            Text(role="soft", wrap=True),
        )
        self.state = SignLabel(look, Sign(_("Đã lưu trên máy"), Tone.GOOD, "circle-check"))
        next_step = Text(_("Chưa gửi cơ quan BHXH: khi có mạng, bấm F5."), "soft", wrap=True)
        for part in (self.number, self.total, self.words, self.state, next_step):
            card.content.addWidget(part)
        self.open_button = Button(_("Mở để in 2 liên"), "primary", look.icon("printer", Tone.ON_BRAND))
        self.save_button = Button(_("Lưu PDF…"), "", look.icon("file-down"))
        self.done_button = Button(_("Xong"))
        buttons = row(gap=8)
        for button, signal in (
            (self.open_button, self.open_asked),
            (self.save_button, self.save_asked),
            (self.done_button, self.done),
        ):
            button.clicked.connect(signal)
            buttons.addWidget(button)
        buttons.addStretch()
        card.content.addSpacing(8)
        card.content.addLayout(buttons)
        return card

    def show_state(self, state: Issued) -> None:
        """Show an issued receipt."""
        receipt = self.receipt = state.receipt
        number = receipt.shown_number
        waits = _("Phiếu xác nhận (chờ biên lai điện tử)")
        self.number.setText(_("Biên lai {number}").format(number=number) if number else waits)
        self.total.setText(_("{total} · {payer}").format(total=dong(receipt.total), payer=receipt.payer))
        self.words.setText(dong_in_words(receipt.total))
        self.notice.tell(state.trouble or state.told, Tone.LATE if state.trouble else Tone.GOOD)
        self.paper.show_page(state.picture)
        if self._focused_for != receipt.id:
            self._focused_for = receipt.id
            self.open_button.setFocus()


def lines_grid(lines: tuple[ReceiptLine, ...]) -> QWidget:
    """Lay out the lines of a receipt: person, scheme, months, money."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(0, 1)
    for at, line in enumerate(lines):
        words = _("{scheme} · {months} tháng").format(scheme=line.scheme.value, months=line.months)
        grid.addWidget(Elided(line.subject.name, "name"), at, 0)
        grid.addWidget(Text(words), at, 1)
        grid.addWidget(Text(period_words(line), "soft"), at, 2)
        grid.addWidget(Text(grouped(line.quote.due), right=True), at, 3)
    return holder


def _issue_words(book: BookLine | None, total: int) -> str:
    number = shown_number(book.next) if book else ""
    return _("Lập biên lai {number} · {total}").format(number=number, total=dong(total)).replace("  ", " ")
