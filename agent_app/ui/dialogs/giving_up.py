"""Asks why a transfer is awaited no longer."""

from PySide6.QtWidgets import QComboBox, QWidget

from agent_app.domain.names import clean
from agent_app.domain.transfer import AwaitedTransfer
from agent_app.ui.dialogs.asking import AskingDialog
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import PAGE, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.theme import Tone
from agent_app.ui.wording import dong
from agent_app.ui.words import _

_WIDTH = 560


class GiveUpDialog(AskingDialog):
    """Says what becomes of money that comes after all, and asks for the reason."""

    def __init__(self, parent: QWidget | None, look: Look, transfer: AwaitedTransfer) -> None:
        super().__init__(parent, look, _("Thôi chờ tiền về"), _WIDTH)
        self.reason_given: str | None = None
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.setAccessibleName(_("Lý do thôi chờ"))
        self.reason.addItems(
            ["", _("Hộ nộp tiền mặt"), _("Hộ đổi ý, không đóng"), _("Lập nhầm"), _("Chờ quá lâu")]
        )
        layout, foot = column(self, PAGE, 12), row(gap=12)
        layout.addWidget(Text(_("Thôi chờ khoản {code}").format(code=transfer.code), "title"))
        what = _("{payer} · {total}").format(payer=transfer.payer, total=dong(transfer.amount))
        layout.addWidget(Text(what, "soft"))
        later = Notice(look)
        later.tell(
            _("Mã QR không dùng nữa. Nếu tiền vẫn về sau đó, tiền được giữ riêng để ghép lại hoặc trả."),
            Tone.SOON,
        )
        layout.addWidget(later)
        layout.addWidget(Text(_("Lý do"), "soft"))
        layout.addWidget(self.reason)
        layout.addWidget(self.notice)
        self.save_button = Button(_("Thôi chờ"), "primary").on_press(self.save)
        self.save_button.setDefault(True)
        foot.addStretch()
        foot.addWidget(Button(_("Vẫn chờ")).on_press(self.reject))
        foot.addWidget(self.save_button)
        layout.addLayout(foot)
        self.reason.setFocus()

    @classmethod
    def ask(cls, parent: QWidget, look: Look, transfer: AwaitedTransfer) -> str | None:
        """Ask; ``None`` where it is still awaited."""
        dialog = cls(parent, look, transfer)
        dialog.exec()
        reason = dialog.reason_given
        dialog.deleteLater()
        return reason

    def save(self) -> None:
        """Take the reason, if there is one."""
        reason = clean(self.reason.currentText())
        if reason:
            self.reason_given = reason
            self.accept()
        else:
            self.miss(_("Anh/chị chọn hoặc gõ lý do thôi chờ."), self.reason)
