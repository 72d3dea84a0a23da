"""One receipt: what it is for, how far it has come, its paper, and what may still be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from agent_app.domain.cancellation import AlreadyCancelledError, CopyTwo
from agent_app.domain.operation import short_code
from agent_app.domain.receipt import Receipt, ReceiptId, ReceiptState
from agent_app.runtime.review_words import review_words
from agent_app.services.lines import ReceiptView
from agent_app.ui.look import Look
from agent_app.ui.pages.collect.draft_sheet import ROOM_FOR_BOTH
from agent_app.ui.pages.collect.issued_sheet import method_words
from agent_app.ui.pages.collect.lines_card import LinesCard
from agent_app.ui.pages.collect.receipt_presenter import Opened
from agent_app.ui.parts.boxes import PAGE, Card, clear, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.flow import Flow, Sides
from agent_app.ui.parts.labels import Notice, SignLabel, Text
from agent_app.ui.parts.sheet_pages import SheetPages
from agent_app.ui.theme import Tone
from agent_app.ui.wording import Sign, day, dong, moment, receipt_state, short_address
from agent_app.ui.words import _


class ReceiptSheet(QWidget):
    """A receipt, its history, its paper and its buttons."""

    print_asked = Signal()
    save_asked = Signal()
    cancel_asked = Signal()
    refund_asked = Signal()
    home_asked = Signal()
    done = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._focused_for: ReceiptId | None = None
        self.title = Text(role="title")
        self.notice, self.lines, self.paper = Notice(look), LinesCard(look), SheetPages(look)
        self.history = Card((20, 12, 20, 16), 6)
        self.history.setAccessibleName(_("Quá trình của biên lai"))
        whole, head, sides = column(self, PAGE, 10), row(gap=12), Sides(ROOM_FOR_BOTH)
        self.back = Button(_("Các biên lai"), "", look.icon("chevron-left"))
        head.addWidget(self.title, 1)
        whole.addLayout(head)
        whole.addWidget(self.notice)
        whole.addWidget(sides, 1)
        left, right = column(gap=10), column()
        for part in (self._buttons(look), self.lines, self.history):
            left.addWidget(part)
        left.addStretch()
        right.addWidget(self.paper)
        right.addStretch()
        sides.sides.addLayout(left, 6)
        sides.sides.addLayout(right, 5)
        head.addWidget(self.back)
        self.back.clicked.connect(self.done)

    def _buttons(self, look: Look) -> QWidget:
        holder = QWidget()
        flow = Flow(holder, 8)
        self.print_button = Button(_("In lại"), "primary", look.icon("printer", Tone.ON_BRAND))
        self.save_button = Button(_("Lưu PDF…"), "", look.icon("file-down"))
        self.home_button = Button(_("Mở hộ"), "", look.icon("house"))
        self.cancel_button = Button(_("Huỷ biên lai…"))
        self.refund_button = Button(_("Đề nghị hoàn tiền…"))
        for button, signal in (
            (self.print_button, self.print_asked),
            (self.save_button, self.save_asked),
            (self.home_button, self.home_asked),
            (self.cancel_button, self.cancel_asked),
            (self.refund_button, self.refund_asked),
        ):
            button.clicked.connect(signal)
            flow.addWidget(button)
        return holder

    def show_state(self, state: Opened) -> None:
        """Show a receipt."""
        view, receipt = state.view, state.view.receipt
        number = view.shown_number
        self.title.setText(
            _("Biên lai {number}").format(number=number) if number else _("Phiếu xác nhận, chờ số")
        )
        self.notice.tell(state.trouble or state.told, Tone.LATE if state.trouble else Tone.GOOD)
        title = _("{payer} · {method}").format(payer=receipt.payer, method=method_words(receipt.method))
        self.lines.show_lines(title, _where(view), receipt.lines)
        self._tell_history(view)
        self.paper.show_pages(state.pages)
        void = isinstance(state.obstacle, AlreadyCancelledError)
        self.cancel_button.setVisible(state.obstacle is None)
        self.refund_button.setVisible(state.obstacle is not None and not void)
        for button in (self.cancel_button, self.refund_button):
            button.setEnabled(not state.busy)
        if self._focused_for != receipt.id:
            self._focused_for = receipt.id
            self.print_button.setFocus()

    def _tell_history(self, view: ReceiptView) -> None:
        clear(self.history.content)
        self.history.content.addWidget(Text(_("Quá trình"), "section"))
        for sign, words in history_of(view):
            line = row(gap=12)
            line.addWidget(SignLabel(self._look, sign))
            line.addWidget(Text(words, "soft", wrap=True), 1)
            self.history.content.addLayout(line)
        code = _("Mã kiểm tra {code}").format(code=short_code(view.receipt))
        self.history.content.addWidget(Text(code, "small"))


def history_of(view: ReceiptView) -> list[tuple[Sign, str]]:
    """Tell what became of a receipt, step by step, never more than is known."""
    receipt = view.receipt
    steps = [(Sign(_("Đã lưu trên máy"), Tone.GOOD, "circle-check"), moment(receipt.recorded_at))]
    reached = _reached(view)
    if reached in {ReceiptState.RECEIVED, ReceiptState.RECORDED} or view.refusal is not None:
        steps.append((receipt_state(ReceiptState.RECEIVED), ""))
    if reached is ReceiptState.REVIEW:
        why = review_words(view.reason, view.refusal)
        steps.append((receipt_state(reached), why[0].upper() + why[1:]))
    if reached is ReceiptState.SAVED:
        steps.append((Sign(_("Chưa gửi cơ quan BHXH"), Tone.SOON, "hourglass"), _("Khi có mạng, bấm F5.")))
    if view.confirmation:
        words = _("Mã xác nhận {code}").format(code=view.confirmation)
        steps.append((receipt_state(ReceiptState.RECORDED), words))
    if view.e_receipt:
        words = _("Ký hiệu {symbol}, số {number}, ngày {day}").format(
            symbol=view.e_receipt.symbol, number=view.e_receipt.shown_number, day=day(view.e_receipt.given_on)
        )
        steps.append((Sign(_("Có biên lai điện tử"), Tone.GOOD, "circle-check"), words))
    return steps + _undone(view)


def _undone(view: ReceiptView) -> list[tuple[Sign, str]]:
    steps: list[tuple[Sign, str]] = []
    if view.cancellation:
        void = view.cancellation
        words = _("{day}: {reason}. Người duyệt {approver}; liên 2 {copy}.").format(
            day=day(void.on), reason=void.reason, approver=void.approver, copy=copy_words(void.copy_two)
        )
        steps.append((receipt_state(ReceiptState.CANCELLED), words))
    for refund in view.refunds:
        name = view.receipt.lines[refund.line].subject.name
        words = _("{day}: {amount} của {name}").format(
            day=day(refund.requested_on), amount=dong(refund.amount), name=name
        )
        steps.append((receipt_state(ReceiptState.REFUND_REQUESTED), words))
    return steps


def copy_words(copy: CopyTwo) -> str:
    """Say what became of the payer's copy."""
    return {
        CopyTwo.KEPT: _("chưa giao"),
        CopyTwo.TAKEN_BACK: _("đã thu lại"),
        CopyTwo.LOST: _("bị mất"),
    }[copy]


def _reached(view: ReceiptView) -> ReceiptState | None:
    """Say how far it came, where what undid it does not hide that."""
    if view.confirmation:
        return ReceiptState.RECORDED
    hidden = view.state in {ReceiptState.CANCELLED, ReceiptState.REFUND_REQUESTED}
    return None if hidden else view.state


def _where(view: ReceiptView) -> str:
    receipt: Receipt = view.receipt
    source = _("Quyển {book}").format(book=receipt.book) if receipt.book else ""
    return " · ".join(
        part for part in (day(receipt.issued_on), source, short_address(receipt.address)) if part
    )
