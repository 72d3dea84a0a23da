"""The two sheets of a payment: before the receipt is issued, and after it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from agent_app.domain.money import grouped
from agent_app.domain.receipt import Receipt, ReceiptLine, shown_number
from agent_app.domain.spelling import dong_in_words
from agent_app.services.lines import BookLine
from agent_app.ui.look import Look
from agent_app.ui.pages.collect.presenter import Drafted, Issued, Issuing
from agent_app.ui.pages.collect.preview import ReceiptPreview
from agent_app.ui.parts.boxes import PAGE, Card, Line, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Elided, Notice, SignLabel, Text
from agent_app.ui.theme import Tone
from agent_app.ui.wording import Sign, dong
from agent_app.ui.words import _


class DraftSheet(QWidget):
    """Who pays for what, the sum, and the button that says what it does."""

    issue_asked = Signal(str)
    given_up = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._lines, self._address = QWidget(), ""
        self.total, self.words, self.payer = Text(role="figure"), Text(role="soft", wrap=True), QLineEdit()
        self.issue = Button("", "big", look.icon("receipt-text", Tone.ON_BRAND)).on_press(self._on_issue)
        layout = row(self, PAGE, 16)
        left, right = column(gap=12), column(gap=8)
        left.addWidget(Text(_("Thu tiền"), "title"))
        self.notice = Notice(look)
        left.addWidget(self.notice)
        self.card = Card((16, 12, 16, 16), 10)
        left.addWidget(self.card)
        left.addStretch()
        self.preview = ReceiptPreview()
        right.addWidget(Text(_("Biên lai sẽ in"), "caption"))
        right.addWidget(self.preview)
        right.addStretch()
        layout.addLayout(left, 5)
        layout.addLayout(right, 4)
        self._fill()

    def show_state(self, state: Drafted | Issuing) -> None:
        """Show a draft, or that it is being issued."""
        draft, ready = state.draft, isinstance(state, Drafted)
        self.notice.tell(state.trouble if isinstance(state, Drafted) else "")
        self._show_lines(draft.lines)
        if self.payer.text() != state.payer and not self.payer.hasFocus():
            self.payer.setText(state.payer)
        self.total.setText(dong(draft.total))
        self.words.setText(dong_in_words(draft.total))
        self.issue.say(_issue_words(state.book, draft.total) if ready else _("Đang lập biên lai…"))
        self.issue.setEnabled(ready)
        self.payer.setEnabled(ready)
        self.preview.show_lines(draft.lines, draft.today)
        self._address = draft.page.household.address
        self.preview.show_book(_book_words(state.book), shown_number(state.book.next) if state.book else "…")
        self._show_payer(self.payer.text())

    def _fill(self) -> None:
        add = self.card.content
        add.addWidget(self._lines)
        add.addWidget(Line())
        self.payer.setAccessibleName(_("Người nộp tiền"))
        self.payer.setMaxLength(80)
        fields = QGridLayout()
        fields.setHorizontalSpacing(16)
        fields.setVerticalSpacing(10)
        fields.addWidget(Text(_("Tổng cộng"), "soft"), 0, 0)
        fields.addWidget(self.total, 0, 1)
        fields.addWidget(self.words, 1, 1)
        fields.addWidget(Text(_("Người nộp"), "soft"), 2, 0)
        fields.addWidget(self.payer, 2, 1)
        fields.addWidget(Text(_("Hình thức"), "soft"), 3, 0)
        fields.addWidget(Text(_("Tiền mặt")), 3, 1)
        fields.setColumnStretch(1, 1)
        add.addLayout(fields)
        buttons = row(gap=12)
        self.issue.setDefault(True)
        buttons.addWidget(self.issue, 1)
        buttons.addWidget(Button(_("Quay lại hộ"), "tall").on_press(self.given_up.emit))
        add.addSpacing(4)
        add.addLayout(buttons)
        self.payer.textChanged.connect(self._show_payer)
        self.payer.returnPressed.connect(self._on_issue)

    def _show_lines(self, lines: tuple[ReceiptLine, ...]) -> None:
        old, self._lines = self._lines, lines_grid(lines)
        self.card.content.replaceWidget(old, self._lines)
        old.hide()
        old.deleteLater()

    def _show_payer(self, payer: str) -> None:
        self.preview.show_payer(payer, self._address)

    def _on_issue(self) -> None:
        self.issue_asked.emit(self.payer.text())


class IssuedSheet(QWidget):
    """The receipt's number, that it is safe, and its paper."""

    save_asked = Signal()
    open_asked = Signal()
    done = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.receipt: Receipt | None = None
        layout = row(self, PAGE, 16)
        left, right = column(gap=12), column(gap=8)
        left.addWidget(Text(_("Đã thu tiền"), "title"))
        self.notice = Notice(look)
        card = Card((24, 24, 24, 24), 10)
        left.addWidget(self.notice)
        left.addWidget(card)
        left.addStretch()
        self.preview = ReceiptPreview()
        right.addWidget(Text(_("Biên lai đã lập"), "caption"))
        right.addWidget(self.preview)
        right.addStretch()
        layout.addLayout(left, 5)
        layout.addLayout(right, 4)
        self.number, self.total, self.words = (
            Text(role="figure"),
            Text(role="section"),
            Text(role="soft", wrap=True),
        )
        self.state = SignLabel(look, Sign(_("Đã lưu trên máy"), Tone.GOOD, "circle-check"))
        next_step = Text(_("Chưa gửi cơ quan BHXH: khi có mạng, bấm F5."), "soft")
        for part in (self.number, self.total, self.words, self.state, next_step):
            card.content.addWidget(part)
        card.content.addSpacing(8)
        buttons = row(gap=12)
        self.open_button = Button(_("Mở để in 2 liên"), "primary", look.icon("printer", Tone.ON_BRAND))
        self.save_button = Button(_("Lưu PDF…"), "", look.icon("file-down"))
        self.done_button = Button(_("Xong"))
        for button, signal in (
            (self.open_button, self.open_asked),
            (self.save_button, self.save_asked),
            (self.done_button, self.done),
        ):
            button.clicked.connect(signal)
            buttons.addWidget(button)
        buttons.addStretch()
        card.content.addLayout(buttons)

    def show_state(self, state: Issued) -> None:
        """Show an issued receipt."""
        receipt = self.receipt = state.receipt
        self.number.setText(_("Biên lai {number}").format(number=receipt.shown_number))
        self.total.setText(_("{total} · {payer}").format(total=dong(receipt.total), payer=receipt.payer))
        self.words.setText(dong_in_words(receipt.total))
        self.notice.tell(state.trouble or state.told, Tone.LATE if state.trouble else Tone.GOOD)
        self.preview.show_lines(receipt.lines, receipt.issued_on)
        self.preview.show_book(f"Ký hiệu: {receipt.symbol}   Quyển số: {receipt.book}", receipt.shown_number)
        self.preview.show_payer(receipt.payer, receipt.address)
        if not state.told and not state.trouble:
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
        period = f"{line.period.start:%d/%m/%Y} – {line.period.end:%d/%m/%Y}"
        grid.addWidget(Elided(line.subject.name, "name"), at, 0)
        grid.addWidget(Text(words), at, 1)
        grid.addWidget(Text(period, "soft"), at, 2)
        grid.addWidget(Text(grouped(line.quote.due), right=True), at, 3)
    return holder


def _issue_words(book: BookLine | None, total: int) -> str:
    number = shown_number(book.next) if book else ""
    return _("Lập biên lai {number} · {total}").format(number=number, total=dong(total)).replace("  ", " ")


def _book_words(book: BookLine | None) -> str:
    return f"Ký hiệu: {book.symbol}   Quyển số: {book.book}" if book else ""
