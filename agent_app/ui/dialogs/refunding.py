"""Asks for what a refund needs: whose payment, why, since when, and the amount where no rule tells it."""

from datetime import date

from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from agent_app.domain.due_list import Scheme
from agent_app.domain.names import clean
from agent_app.domain.receipt import ReceiptLine
from agent_app.domain.refunds import HealthRefundCause, PensionRefundCause
from agent_app.services.lines import ReceiptView
from agent_app.services.refunding import RefundReceipt
from agent_app.ui.dialogs.asking import AskingDialog
from agent_app.ui.fields.date_field import DateField
from agent_app.ui.fields.money_field import MoneyField
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import PAGE, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.theme import Tone
from agent_app.ui.wording import dong
from agent_app.ui.words import _

_WIDTH, _LONGEST = 640, 200


def cause_words(scheme: Scheme) -> dict[str, str]:
    """Name what may bring money of a scheme back."""
    if scheme is Scheme.HEALTH:
        return {
            HealthRefundCause.NEW_GROUP: _("Chuyển sang nhóm khác đóng"),
            HealthRefundCause.HIGHER_SUPPORT: _("Được hỗ trợ mức cao hơn"),
            HealthRefundCause.DEATH: _("Mất trước khi thẻ có giá trị"),
            HealthRefundCause.BASE_SALARY: _("Lương cơ sở thay đổi (không hoàn)"),
        }
    return {
        PensionRefundCause.COMPULSORY: _("Vào BHXH bắt buộc"),
        PensionRefundCause.ONE_OFF_WITHDRAWAL: _("Hưởng BHXH một lần"),
        PensionRefundCause.DEATH: _("Đã mất"),
        PensionRefundCause.RETIREMENT: _("Đủ điều kiện hưởng lương hưu"),
    }


class RefundDialog(AskingDialog):
    """Asks for one payment of a receipt at a time."""

    def __init__(
        self,
        parent: QWidget | None,
        look: Look,
        view: ReceiptView,
        today: date,
        former: RefundReceipt | None = None,
    ) -> None:
        super().__init__(parent, look, _("Đề nghị hoàn tiền"), _WIDTH)
        self._receipt = view.receipt
        self.command: RefundReceipt | None = None
        asked = {each.line for each in view.refunds}
        self.lines = [line for at, line in enumerate(view.receipt.lines) if at not in asked]
        self.whose, self.cause, self.on = QComboBox(), QComboBox(), DateField(today)
        self.due_then = MoneyField(_("Số tiền của cùng số tháng theo mức hỗ trợ mới"))
        self.amount = MoneyField(_("Số tiền cơ quan BHXH báo"))
        self.reason = QLineEdit()
        layout = column(self, PAGE, 12)
        layout.addWidget(Text(_("Đề nghị hoàn tiền"), "title"))
        note = Notice(look)
        note.tell(
            _(
                "Tiền đã nộp nên cơ quan BHXH xem và trả. Máy tính số tiền theo quy định; nếu chưa tính được "
                "thì ghi số cơ quan báo."
            ),
            Tone.SOON,
        )
        layout.addWidget(note)
        layout.addLayout(self._fields())
        layout.addWidget(self.notice)
        layout.addLayout(self._foot())
        self.whose.currentIndexChanged.connect(self._on_whose)
        self.cause.currentIndexChanged.connect(self._on_cause)
        for line in self.lines:
            words = _("{name} · {scheme} {months} tháng · {due}").format(
                name=line.subject.name, scheme=line.scheme.value, months=line.months, due=dong(line.quote.due)
            )
            self.whose.addItem(words)
        if former is not None:
            self._put(former)
        self.whose.setFocus()

    @classmethod
    def ask(
        cls, parent: QWidget, look: Look, view: ReceiptView, today: date, former: RefundReceipt | None = None
    ) -> RefundReceipt | None:
        """Ask; ``None`` where the agent thought better of it."""
        dialog = cls(parent, look, view, today, former)
        dialog.exec()
        command = dialog.command
        dialog.deleteLater()
        return command

    @property
    def line(self) -> ReceiptLine | None:
        """The payment that is asked back."""
        at = self.whose.currentIndex()
        return self.lines[at] if 0 <= at < len(self.lines) else None

    def save(self) -> None:
        """Take what was said, if there is enough of it."""
        line, cause = self.line, self.cause.currentData()
        if line is None:
            self.miss(_("Mọi khoản của biên lai này đã đề nghị hoàn."), self.whose)
        elif not cause:
            self.miss(_("Anh/chị chọn lý do hoàn."), self.cause)
        else:
            self.command = RefundReceipt(
                self._receipt.id,
                str(cause),
                self.on.value,
                line.subject.person_id,
                line.scheme,
                self.due_then.value if self.due_then.isVisibleTo(self) else None,
                self.amount.value,
                clean(self.reason.text()),
            )
            self.accept()

    def _put(self, former: RefundReceipt) -> None:
        for at, line in enumerate(self.lines):
            if (line.subject.person_id, line.scheme) == (former.person_id, former.scheme):
                self.whose.setCurrentIndex(at)
        self.cause.setCurrentIndex(self.cause.findData(former.cause))
        if former.changed_on is not None:
            self.on.put(former.changed_on)
        self.due_then.put(former.due_then)
        self.amount.put(former.amount)
        self.reason.setText(former.reason)

    def _on_whose(self, _at: int) -> None:
        self.cause.clear()
        if self.line is not None:
            self.cause.addItem(_("Chọn lý do"), "")
            for cause, words in cause_words(self.line.scheme).items():
                self.cause.addItem(words, str(cause))

    def _on_cause(self, _at: int) -> None:
        higher = self.cause.currentData() == HealthRefundCause.HIGHER_SUPPORT
        self._then.setVisible(higher)
        self.due_then.setVisible(higher)
        self.grow()

    def _fields(self) -> QGridLayout:
        self.whose.setAccessibleName(_("Khoản nào"))
        self.cause.setAccessibleName(_("Lý do hoàn"))
        self.on.setAccessibleName(_("Ngày có thay đổi"))
        self.reason.setAccessibleName(_("Ghi chú"))
        self.reason.setMaxLength(_LONGEST)
        self.amount.setPlaceholderText(_("để trống: máy tính"))
        fields = QGridLayout()
        fields.setHorizontalSpacing(16)
        fields.setVerticalSpacing(10)
        fields.setColumnStretch(1, 1)
        self._then = Text(_("Mức mới của cùng số tháng"), "soft")
        for at, (label, widget) in enumerate(
            (
                (Text(_("Khoản nào"), "soft"), self.whose),
                (Text(_("Lý do"), "soft"), self.cause),
                (Text(_("Ngày có thay đổi"), "soft"), self.on),
                (self._then, self.due_then),
                (Text(_("Số tiền hoàn"), "soft"), self.amount),
                (Text(_("Ghi chú"), "soft"), self.reason),
            )
        ):
            fields.addWidget(label, at, 0)
            fields.addWidget(widget, at, 1)
        for widget in (self._then, self.due_then):
            widget.hide()
        return fields

    def _foot(self) -> QHBoxLayout:
        foot = row(gap=12)
        self.save_button = Button(_("Ghi đề nghị"), "primary").on_press(self.save)
        self.save_button.setDefault(True)
        foot.addStretch()
        foot.addWidget(Button(_("Thôi")).on_press(self.reject))
        foot.addWidget(self.save_button)
        return foot
