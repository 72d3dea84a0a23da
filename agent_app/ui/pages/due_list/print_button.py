"""What can be printed of the due list: notices for whose lines are chosen, and the list to walk by."""

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from agent_app.services.day_paper_orders import DayListOrder
from agent_app.ui.look import Look
from agent_app.ui.parts.buttons import Button
from agent_app.ui.printing.day_papers import day_paper
from agent_app.ui.printing.notices import lines_paper
from agent_app.ui.words import _


class PrintButton(Button):
    """Opens a menu of papers; emits the one that is ``wanted``."""

    wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(_("In"), "", look.icon("printer"))
        self._lines: tuple[UUID, ...] = ()
        self._hamlet: str | None = None
        self.papers = QMenu(self)
        self.notices = self.papers.addAction("")
        self.notices.triggered.connect(self.ask_notices)
        self.day_list = self.papers.addAction("")
        self.day_list.triggered.connect(self.ask_day_list)
        self.setMenu(self.papers)

    def tell(self, lines: tuple[UUID, ...], hamlet: str | None) -> None:
        """Say whose lines are chosen, and which hamlet is seen."""
        self._lines, self._hamlet = lines, hamlet
        words = _("Thông báo đến hạn cho {count} dòng đang chọn…").format(count=len(lines))
        self.notices.setText(words if lines else _("Thông báo đến hạn: anh/chị chọn dòng trước"))
        self.notices.setEnabled(bool(lines))
        place = hamlet or _("cả địa bàn")
        self.day_list.setText(_("Danh sách đi địa bàn: {place}…").format(place=place))

    def ask_notices(self) -> None:
        """Want the notices of whose lines are chosen."""
        if self._lines:
            self.wanted.emit(lines_paper(self._lines))

    def ask_day_list(self) -> None:
        """Want the list to walk by."""
        self.wanted.emit(day_paper(DayListOrder(hamlet=self._hamlet), self._hamlet or _("cả địa bàn")))
