"""Chooses between one's own lines and the whole list, and says what is hidden."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from agent_app.ui.pages.due_list.reading import Ready
from agent_app.ui.parts.boxes import row
from agent_app.ui.parts.buttons import Choices
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
        layout.addWidget(self.choices)
        self.hide()

    @property
    def everybody(self) -> QWidget:
        """What shows the whole list."""
        return self.choices.buttons[-1]

    def tell(self, state: Ready) -> None:
        """Show what a state of the list says."""
        self.choices.choose(state.mine)
        self.setVisible(state.others > 0)


def others_words(state: Ready) -> str:
    """Say how many lines of other collectors are hidden, or shown too; nothing where there are none."""
    if not state.others:
        return ""
    words = _("ẩn {count} dòng của người khác") if state.mine else _("kể cả {count} dòng của người khác")
    return words.format(count=state.others)
