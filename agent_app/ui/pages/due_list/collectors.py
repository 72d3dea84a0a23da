"""Chooses between one's own lines and the whole list, and says what is hidden."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from agent_app.ui.pages.due_list.presenter import Ready
from agent_app.ui.parts.boxes import row
from agent_app.ui.parts.buttons import Choices
from agent_app.ui.parts.labels import Text
from agent_app.ui.words import _


class Collectors(QWidget):
    """Is seen only where the list has lines of other collectors."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        layout = row(self)
        self.choices = Choices({_("Chỉ của tôi"): True, _("Cả danh sách"): False})
        self.choices.setAccessibleName(_("Dòng của ai"))
        self.choices.chosen.connect(self.chosen)
        self.words = Text(role="soft")
        layout.addWidget(self.choices)
        layout.addWidget(self.words, 1)
        self.hide()

    def tell(self, state: Ready) -> None:
        """Show what a state of the list says."""
        self.choices.choose(state.mine)
        words = (
            _("Đang ẩn {count} dòng của nhân viên thu khác")
            if state.mine
            else _("Kể cả {count} dòng của nhân viên thu khác")
        )
        self.words.setText(words.format(count=state.others))
        self.setVisible(state.others > 0)
