"""The receipt's number, that it is safe, and its paper."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from agent_app.domain.receipt import PaymentMethod, Receipt, ReceiptForm, ReceiptId
from agent_app.domain.spelling import dong_in_words
from agent_app.ui.look import Look
from agent_app.ui.pages.collect.draft_sheet import ROOM_FOR_BOTH
from agent_app.ui.pages.collect.states import Issued
from agent_app.ui.parts.boxes import PAGE, Card, column
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.flow import Flow, Sides
from agent_app.ui.parts.labels import Notice, SignLabel, Text
from agent_app.ui.parts.sheet_pages import SheetPages
from agent_app.ui.theme import Tone
from agent_app.ui.wording import Sign, dong
from agent_app.ui.words import _


class IssuedSheet(QWidget):
    """What was taken, and where to go from here."""

    save_asked = Signal()
    print_asked = Signal()
    done = Signal()
    home_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.receipt: Receipt | None = None
        self._focused_for: ReceiptId | None = None
        self.notice, self.paper = Notice(look), SheetPages(look)
        whole, sides = column(self, PAGE, 12), Sides(ROOM_FOR_BOTH)
        whole.addWidget(Text(_("Đã thu tiền"), "title"))
        whole.addWidget(self.notice)
        whole.addWidget(sides, 1)
        left, right = column(), column(gap=8)
        left.addWidget(self._card(look))
        left.addStretch()
        self.note = Text(role="small", wrap=True)
        right.addWidget(self.paper)
        right.addWidget(self.note)
        right.addStretch()
        sides.sides.addLayout(left, 5)
        sides.sides.addLayout(right, 5)

    def _card(self, look: Look) -> QWidget:
        card = Card((20, 20, 20, 20), 10)
        self.number, self.total, self.words = (
            Text(role="figure", wrap=True),
            Text(role="section", wrap=True),
            Text(role="soft", wrap=True),
        )
        self.state = SignLabel(look, Sign(_("Đã lưu trên máy"), Tone.GOOD, "circle-check"))
        next_step = Text(_("Chưa gửi cơ quan BHXH: khi có mạng, bấm F5."), "soft", wrap=True)
        for part in (self.number, self.total, self.words, self.state, next_step):
            card.content.addWidget(part)
        self.print_button = Button(_("In"), "primary", look.icon("printer", Tone.ON_BRAND))
        self.save_button = Button(_("Lưu PDF…"), "", look.icon("file-down"))
        self.home_button = Button(_("Về hộ này"), "", look.icon("house"))
        self.done_button = Button(_("Xong, nhà tiếp theo"), "", look.icon("route"))
        card.content.addSpacing(8)
        for pairs in (
            ((self.print_button, self.print_asked), (self.save_button, self.save_asked)),
            ((self.done_button, self.done), (self.home_button, self.home_asked)),
        ):
            buttons = QWidget()
            flow = Flow(buttons, 8)
            for button, signal in pairs:
                button.clicked.connect(signal)
                flow.addWidget(button)
            card.content.addWidget(buttons)
        return card

    def show_state(self, state: Issued) -> None:
        """Show an issued receipt."""
        receipt = self.receipt = state.receipt
        self.number.setText(receipt_title(receipt))
        payer = _("{total} · {payer}").format(total=dong(receipt.total), payer=receipt.payer)
        self.total.setText(f"{payer} · {method_words(receipt.method)}")
        self.words.setText(dong_in_words(receipt.total))
        self.notice.tell(state.trouble)
        self.paper.show_pages(state.pages)
        self.print_button.say(print_words(receipt.form))
        self.note.setText(_note(receipt.form))
        if self._focused_for != receipt.id:
            self._focused_for = receipt.id
            self.print_button.setFocus()


def receipt_title(receipt: Receipt) -> str:
    """Name a receipt; one without a number waits for it."""
    number = receipt.shown_number
    if number is None:
        return _("Phiếu xác nhận (chờ biên lai điện tử)")
    return _("Biên lai {number}").format(number=number)


def method_words(method: PaymentMethod) -> str:
    """Say how the money came."""
    return _("tiền mặt") if method is PaymentMethod.CASH else _("chuyển khoản")


def print_words(form: ReceiptForm) -> str:
    """Say what is printed of a receipt."""
    return {
        ReceiptForm.SELF_PRINTED: _("In 2 liên"),
        ReceiptForm.ELECTRONIC: _("In phiếu"),
        ReceiptForm.PREPRINTED: _("In bảng tính"),
    }[form]


def _note(form: ReceiptForm) -> str:
    if form is ReceiptForm.SELF_PRINTED:
        return _("Đúng như sẽ in. Liên 2 để giao người nộp tiền.")
    return _("Đúng như sẽ in, để giao người nộp tiền; tờ này không phải biên lai.")
