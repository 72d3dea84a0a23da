"""What the receipt will say, who pays, what is asked first, and the button that says what it does."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from agent_app.domain.receipt import PaymentMethod, ReceiptForm
from agent_app.domain.receipt_book import shown_number
from agent_app.ui.bench import Bench
from agent_app.ui.pages.collect.lines_card import LinesCard
from agent_app.ui.pages.collect.payment_card import PaymentCard
from agent_app.ui.pages.collect.questions_card import QuestionsCard
from agent_app.ui.pages.collect.states import Drafted, Issuing, Missing
from agent_app.ui.parts.boxes import PAGE, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.flow import Sides
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.parts.sheet_pages import SheetPages
from agent_app.ui.theme import Tone
from agent_app.ui.wording import day, dong, short_address
from agent_app.ui.words import _

ROOM_FOR_BOTH = 820


class DraftSheet(QWidget):
    """A draft beside the paper that it will be."""

    issue_asked = Signal()
    given_up = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        look = bench.look
        self.summary, self.payment = LinesCard(look), PaymentCard(bench)
        self.questions = QuestionsCard(bench)
        self.payer, self.number = self.payment.payer, self.payment.number.field
        self.issue = Button(_("Lập biên lai"), "big", look.icon("receipt-text", Tone.ON_BRAND))
        self.issue.on_press(self._on_issue)
        self.issue.setDefault(True)
        self.back = Button(_("Quay lại hộ"), "", look.icon("chevron-left")).on_press(self.given_up.emit)
        self.notice, self.paper = Notice(look), SheetPages(look)
        self.caption, self.note = Text(role="section"), Text(role="small", wrap=True)
        whole, head, sides = column(self, PAGE, 10), row(gap=12), Sides(ROOM_FOR_BOTH)
        head.addWidget(Text(_("Thu tiền"), "title"), 1)
        whole.addLayout(head)
        whole.addWidget(self.notice)
        whole.addWidget(sides, 1)
        left, right = column(gap=10), column()
        for part in (self.summary, self.payment, self.questions, self.issue):
            left.addWidget(part)
        left.addStretch()
        for shown in (self.caption, self.paper, self.note):
            right.addWidget(shown)
        right.addStretch()
        sides.sides.addLayout(left, 6)
        sides.sides.addLayout(right, 5)
        # Whoever goes from field to field comes to the way back last.
        head.addWidget(self.back)
        for before, after in pairwise((self.issue, self.paper.before, self.paper.after, self.back)):
            QWidget.setTabOrder(before, after)
        self.payment.entered.connect(self._on_issue)

    def show_state(self, state: Drafted | Issuing) -> None:
        """Show a draft, or that it is being issued."""
        ready = isinstance(state, Drafted)
        drafted = state.drafted if isinstance(state, Issuing) else state
        self.notice.tell(drafted.trouble if ready else "")
        lines = drafted.look.receipt.lines if drafted.look else drafted.draft.lines
        self.summary.show_lines(_title(drafted), _where(drafted), lines)
        self.payment.show_draft(drafted, ready=ready)
        if self.questions.show_draft(drafted):
            self._order_stops()
        self.questions.setEnabled(ready)
        self.issue.say(_issue_words(drafted) if ready else _("Đang ghi vào sổ…"))
        self.issue.setEnabled(ready)
        self.back.setEnabled(ready)
        self.caption.setText(_caption(drafted))
        self.note.setText(_note(drafted))
        self.paper.show_pages(drafted.pages, _("XEM TRƯỚC"))

    def _order_stops(self) -> None:
        """Let the Tab key come to what has just been asked where it is read."""
        kind = Qt.FocusPolicy.TabFocus
        asked = [each for each in self.questions.findChildren(QWidget) if each.focusPolicy() & kind]
        for before, after in pairwise((self.payment.number.next, *asked, self.issue)):
            QWidget.setTabOrder(before, after)

    def lead_to(self, missing: Missing) -> None:
        """Put the keys where something is missing."""
        match missing:
            case Missing.PAYER:
                self.payer.setFocus()
            case Missing.NUMBER:
                self.number.setFocus()
            case Missing.ANSWER | Missing.OVERLAP:
                (self.questions.first_open() or self.issue).setFocus()

    def _on_issue(self) -> None:
        if self.issue.isEnabled():
            self.payment.tell()
            self.issue_asked.emit()


def _title(drafted: Drafted) -> str:
    if drafted.filled.method is PaymentMethod.TRANSFER:
        return _("Sẽ chờ tiền chuyển về")
    look = drafted.look
    if look is not None and look.receipt.form is ReceiptForm.ELECTRONIC:
        return _("Sẽ lập phiếu xác nhận đã nhận tiền")
    return _("Sẽ lập biên lai {number}").format(number=_number(drafted) or "…")


def _where(drafted: Drafted) -> str:
    book = drafted.look.receipt.book if drafted.look else None
    source = _("Quyển {book}").format(book=book) if book else ""
    where = (day(drafted.draft.today), source, short_address(drafted.draft.page.household.address))
    return " · ".join(part for part in where if part)


def _number(drafted: Drafted) -> str:
    number = drafted.look.receipt.number if drafted.look else None
    return shown_number(number) if number is not None else ""


def _issue_words(drafted: Drafted) -> str:
    look = drafted.look
    total = dong(look.receipt.total if look else drafted.draft.total)
    if drafted.filled.method is PaymentMethod.TRANSFER:
        return _("Ghi chờ tiền về · {total}").format(total=total)
    if look is not None and look.receipt.form is ReceiptForm.ELECTRONIC:
        return _("Nhận tiền, lập phiếu xác nhận · {total}").format(total=total)
    number = _number(drafted)
    if look is not None and look.receipt.form is ReceiptForm.PREPRINTED:
        typed = drafted.filled.number
        number = shown_number(int(typed)) if typed.isdecimal() else ""
        words = _("Ghi biên lai in sẵn {number} · {total}") if number else _("Ghi biên lai in sẵn · {total}")
        return words.format(number=number, total=total)
    return _("Lập biên lai {number} · {total}").format(number=number, total=total).replace("  ", " ")


def _caption(drafted: Drafted) -> str:
    look = drafted.look
    if look is None:
        return _("Đang xem trước…")
    return {
        ReceiptForm.SELF_PRINTED: _("Xem trước biên lai"),
        ReceiptForm.ELECTRONIC: _("Xem trước phiếu xác nhận"),
        ReceiptForm.PREPRINTED: _("Xem trước bảng tính tiền đóng"),
    }[look.receipt.form]


def _note(drafted: Drafted) -> str:
    look = drafted.look
    if drafted.filled.method is PaymentMethod.TRANSFER:
        return _("Biên lai chỉ được lập khi sao kê có tiền; số và ngày ghi lúc đó.")
    if look is None:
        return ""
    return {
        ReceiptForm.SELF_PRINTED: _("Chưa phải biên lai. Tiền được lưu trên máy trước, rồi mới in."),
        ReceiptForm.ELECTRONIC: _("Phiếu không phải biên lai. Số biên lai điện tử do cơ quan BHXH gửi về."),
        ReceiptForm.PREPRINTED: _("Anh/chị viết tay tờ biên lai in sẵn; bảng này kèm theo cho người nộp."),
    }[look.receipt.form]
