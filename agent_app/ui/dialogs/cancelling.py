"""Asks for what cancelling a receipt needs: why, who approves it, and where the payer's copy is."""

from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from agent_app.domain.cancellation import CopyTwo
from agent_app.domain.names import clean
from agent_app.services.cancelling import CancelReceipt
from agent_app.services.lines import ReceiptView
from agent_app.ui.dialogs.asking import AskingDialog
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import PAGE, column, row
from agent_app.ui.parts.buttons import Button, Choices
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.theme import Tone
from agent_app.ui.wording import dong
from agent_app.ui.words import _

_WIDTH, _LONGEST = 620, 200


class CancelDialog(AskingDialog):
    """Says that the number stays in its book, and asks three things."""

    def __init__(
        self, parent: QWidget | None, look: Look, view: ReceiptView, former: CancelReceipt | None = None
    ) -> None:
        super().__init__(parent, look, _("Huỷ biên lai"), _WIDTH)
        self._receipt = view.receipt
        self.command: CancelReceipt | None = None
        self.reason, self.approver = QComboBox(), QLineEdit()
        self.copy_two = Choices(
            {
                _("Chưa giao"): CopyTwo.KEPT,
                _("Đã thu lại"): CopyTwo.TAKEN_BACK,
                _("Bị mất"): CopyTwo.LOST,
            }
        )
        layout = column(self, PAGE, 12)
        number = view.shown_number
        title = _("Huỷ biên lai {number}").format(number=number) if number else _("Huỷ phiếu xác nhận")
        layout.addWidget(Text(title, "title"))
        what = _("{payer} · {total}").format(payer=view.receipt.payer, total=dong(view.receipt.total))
        layout.addWidget(Text(what, "soft"))
        stays = Notice(look)
        stays.tell(
            _(
                "Số biên lai ở lại trong quyển và không dùng lại; giữ cả hai liên, gạch chéo. "
                "Tiền trả lại người nộp. Lần đến vẫn còn trong sổ."
            ),
            Tone.SOON,
        )
        layout.addWidget(stays)
        layout.addLayout(self._fields())
        layout.addWidget(self.notice)
        layout.addLayout(self._foot())
        if former is not None:
            self.reason.setCurrentText(former.reason)
            self.approver.setText(former.approver)
            self.copy_two.choose(former.copy_two)
        self.reason.setFocus()

    @classmethod
    def ask(
        cls, parent: QWidget, look: Look, view: ReceiptView, former: CancelReceipt | None = None
    ) -> CancelReceipt | None:
        """Ask; ``None`` where the agent thought better of it."""
        dialog = cls(parent, look, view, former)
        dialog.exec()
        command = dialog.command
        dialog.deleteLater()
        return command

    def save(self) -> None:
        """Take what was said, if there is enough of it."""
        reason, approver, copy = (
            clean(self.reason.currentText()),
            clean(self.approver.text()),
            self.copy_two.value,
        )
        if not reason:
            self.miss(_("Anh/chị chọn hoặc gõ lý do huỷ."), self.reason)
        elif not approver:
            self.miss(_("Anh/chị ghi họ tên người duyệt, không phải người lập."), self.approver)
        elif not isinstance(copy, CopyTwo):
            self.miss(_("Anh/chị chọn liên 2 đang ở đâu."), self.copy_two.buttons[0])
        else:
            self.command = CancelReceipt(self._receipt.id, reason, approver, copy)
            self.accept()

    def _fields(self) -> QGridLayout:
        self.reason.setEditable(True)
        self.reason.setAccessibleName(_("Lý do huỷ"))
        self.reason.addItems(
            ["", _("Thu nhầm người"), _("Sai số tháng hoặc số tiền"), _("Người nộp đổi ý"), _("Thu hai lần")]
        )
        self.approver.setAccessibleName(_("Người duyệt"))
        self.approver.setPlaceholderText(_("Người của cơ quan BHXH hoặc tổ chức dịch vụ"))
        self.approver.setMaxLength(_LONGEST)
        fields = QGridLayout()
        fields.setHorizontalSpacing(16)
        fields.setVerticalSpacing(10)
        fields.setColumnStretch(1, 1)
        for at, (words, widget) in enumerate(
            ((_("Lý do"), self.reason), (_("Người duyệt"), self.approver), (_("Liên 2"), self.copy_two))
        ):
            fields.addWidget(Text(words, "soft"), at, 0)
            fields.addWidget(widget, at, 1)
        return fields

    def _foot(self) -> QHBoxLayout:
        foot = row(gap=12)
        self.save_button = Button(_("Huỷ biên lai này"), "primary").on_press(self.save)
        self.save_button.setDefault(True)
        foot.addStretch()
        foot.addWidget(Button(_("Thôi, giữ biên lai")).on_press(self.reject))
        foot.addWidget(self.save_button)
        return foot
