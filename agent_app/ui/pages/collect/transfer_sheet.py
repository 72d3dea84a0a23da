"""A transfer that is awaited: the code to scan, large, and what to tell whoever pays."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from agent_app.domain.payment_qr import BANKS
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.spelling import dong_in_words
from agent_app.domain.transfer import FollowedTransfer, TransferState
from agent_app.ui.look import Look
from agent_app.ui.pages.collect.draft_sheet import ROOM_FOR_BOTH
from agent_app.ui.pages.collect.jobs import Scannable
from agent_app.ui.pages.collect.transfers import Awaited, transfer_sign
from agent_app.ui.parts.boxes import PAGE, Card, Line, column
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.flow import Flow, Sides
from agent_app.ui.parts.labels import Notice, SignLabel, Text
from agent_app.ui.parts.qr_view import QrView
from agent_app.ui.theme import Tone
from agent_app.ui.wording import day, dong
from agent_app.ui.words import _


class TransferSheet(QWidget):
    """The code, the account, the words that the bank is told, and the ways on."""

    give_up_asked = Signal()
    home_asked = Signal()
    done = Signal()
    receipt_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.notice, self.beside = Notice(look), Notice(look)
        self.code = QrView(_("Mã VietQR để người nộp quét"))
        self.scan = Text(_("Đưa màn hình cho người nộp quét bằng ứng dụng ngân hàng"), "soft", wrap=True)
        self.scan.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        whole, sides = column(self, PAGE, 12), Sides(ROOM_FOR_BOTH)
        whole.addWidget(Text(_("Chờ tiền chuyển về"), "title"))
        whole.addWidget(self.notice)
        whole.addWidget(self.beside)
        whole.addWidget(sides, 1)
        left, right = column(), column()
        paper = Card((16, 16, 16, 12), 8)
        paper.content.addWidget(self.code, 1)
        paper.content.addWidget(self.scan)
        left.addWidget(paper, 1)
        right.addWidget(self._card(look))
        right.addStretch()
        sides.sides.addLayout(left, 5)
        sides.sides.addLayout(right, 5)
        self._paper = paper
        self._focused_for: ReceiptId | None = None

    def show_state(self, state: Awaited) -> None:
        """Show a transfer."""
        shown, transfer = state.shown, state.shown.followed.transfer
        self.notice.tell(state.trouble)
        self.beside.tell(_beside_words(shown), Tone.SOON)
        self.code.show_code(shown.modules)
        self._paper.setVisible(shown.modules is not None)
        self.state.show_sign(transfer_sign(shown.followed.state))
        self.total.setText(dong(transfer.amount))
        self.words.setText(dong_in_words(transfer.amount))
        self.payer.setText(transfer.payer)
        self.bank.setText(BANKS.get(transfer.account.bank_bin, transfer.account.bank_bin))
        self.account.setText(transfer.account.number)
        self.holder.setText(transfer.account.holder)
        self.purpose.setText(transfer.code)
        self.advice.setText(_advice(shown))
        waiting = shown.followed.is_open
        self.give_up_button.setVisible(waiting)
        self.give_up_button.setEnabled(not state.busy)
        self.receipt_button.setVisible(shown.followed.receipted)
        if self._focused_for != transfer.id:
            self._focused_for = transfer.id
            self.done_button.setFocus()

    def _card(self, look: Look) -> QWidget:
        card = Card((20, 16, 20, 20), 10)
        self.state = SignLabel(look)
        self.total, self.words = Text(role="figure"), Text(role="soft", wrap=True)
        self.payer, self.bank, self.account = Text(role="name"), Text(role="name"), Text(role="name")
        self.holder, self.purpose = Text(role="name", wrap=True), Text(role="figure")
        self.advice = Text(wrap=True)
        fields = QGridLayout()
        fields.setHorizontalSpacing(16)
        fields.setVerticalSpacing(6)
        fields.setColumnStretch(1, 1)
        for at, (caption, value) in enumerate(
            (
                (_("Người nộp"), self.payer),
                (_("Ngân hàng"), self.bank),
                (_("Số tài khoản"), self.account),
                (_("Chủ tài khoản"), self.holder),
                (_("Nội dung"), self.purpose),
            )
        ):
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            fields.addWidget(Text(caption, "soft"), at, 0)
            fields.addWidget(value, at, 1)
        for part in (self.state, self.total, self.words, Line()):
            card.content.addWidget(part)
        card.content.addLayout(fields)
        card.content.addWidget(Line())
        card.content.addWidget(self.advice)
        card.content.addWidget(self._buttons(look))
        return card

    def _buttons(self, look: Look) -> QWidget:
        holder = QWidget()
        flow = Flow(holder, 8)
        self.done_button = Button(_("Xong, nhà tiếp theo"), "primary", look.icon("route", Tone.ON_BRAND))
        self.receipt_button = Button(_("Xem biên lai"), "", look.icon("receipt-text"))
        self.home_button = Button(_("Về hộ này"), "", look.icon("house"))
        self.give_up_button = Button(_("Thôi chờ…"))
        for button, signal in (
            (self.done_button, self.done),
            (self.receipt_button, self.receipt_asked),
            (self.home_button, self.home_asked),
            (self.give_up_button, self.give_up_asked),
        ):
            button.clicked.connect(signal)
            flow.addWidget(button)
        return holder


def _beside_words(shown: Scannable) -> str:
    if not shown.beside:
        return ""
    return _(
        "Hộ này còn khoản chuyển {codes} đang chờ: khoản nào về trước giữ thứ tự trước trong hộ, nên giá của "
        "khoản còn lại có thể khác."
    ).format(codes=", ".join(shown.beside))


def _advice(shown: Scannable) -> str:
    followed = shown.followed
    match followed.state:
        case TransferState.AWAITED:
            return _(
                "Đã ghi trên máy, chưa có số biên lai. Anh/chị dặn người nộp: chuyển đúng {total}, giữ "
                "nguyên nội dung {code}. Biên lai được lập khi sao kê ngân hàng có tiền."
            ).format(total=dong(followed.transfer.amount), code=followed.transfer.code)
        case TransferState.PARTIAL:
            missing = followed.transfer.amount - followed.credited
            return _(
                "Đã về {credited}, còn thiếu {missing}. Người nộp chuyển thêm với cùng nội dung."
            ).format(credited=dong(followed.credited), missing=dong(missing))
        case TransferState.CREDITED:
            return _("Tiền đã về đủ, đừng chuyển lần nữa. Chỉ còn ghi số trên tờ biên lai in sẵn.")
        case TransferState.RECEIPTED:
            number = shown.number or _("chờ số")
            return _("Tiền đã về, biên lai {number} đã lập. Đừng chuyển lần nữa.").format(number=number)
        case TransferState.GIVEN_UP:
            return _given_up_words(followed)


def _given_up_words(followed: FollowedTransfer) -> str:
    if followed.given_up is None:
        return ""
    return _("Đã thôi chờ ngày {day}: {reason}. Mã này không dùng nữa.").format(
        day=day(followed.given_up.given_up_on), reason=followed.given_up.reason
    )
