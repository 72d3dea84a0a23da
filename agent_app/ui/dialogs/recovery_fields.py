"""What the office's recovery code and a new password are typed into."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from agent_app.ui.parts.boxes import column
from agent_app.ui.parts.labels import Text
from agent_app.ui.words import _


class RecoveryFields(QWidget):
    """Three fields with their names; most windows never show them, and are quicker for not making them."""

    def __init__(self, secret: Callable[[str, str], QLineEdit]) -> None:
        super().__init__()
        self.code = secret(_("Mã khôi phục"), _("Mã khôi phục, 7 nhóm 4 ký tự"))
        self.code.setEchoMode(QLineEdit.EchoMode.Normal)
        self.new_password = secret(_("Mật khẩu mới"), _("Mật khẩu mới"))
        self.again = secret(_("Mật khẩu mới, lần nữa"), _("Gõ lại mật khẩu mới"))
        self.fields = (self.code, self.new_password, self.again)
        layout = column(self, gap=12)
        for field in self.fields:
            label = Text(field.accessibleName(), "caption")
            label.setBuddy(field)
            named = column(gap=2)
            named.addWidget(label)
            named.addWidget(field)
            layout.addLayout(named)
