"""How the list is sorted, grouped and in which columns it is shown: a menu, so that keys reach all of it."""

from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from agent_app.services.due_choices import DueGrouping, DueOrder
from agent_app.ui.look import Look
from agent_app.ui.pages.due_list.display import DueDisplay
from agent_app.ui.pages.due_list.lines import due_columns
from agent_app.ui.pages.due_list.presenter import DueListPresenter
from agent_app.ui.parts.buttons import Button
from agent_app.ui.words import _

V = TypeVar("V")


class ArrangeButton(Button):
    """Opens the menu."""

    def __init__(self, look: Look, presenter: DueListPresenter) -> None:
        super().__init__(_("Cách xem"), "", look.icon("list-tree"))
        self._presenter = presenter
        self.arranged = QMenu(self)
        self.arranged.setToolTipsVisible(True)
        self.orders = self._choices(_("Xếp theo"), order_words())
        self.groupings = self._choices(_("Nhóm"), grouping_words())
        self.arranged.addSection(_("Cột"))
        self.columns = {each.key: self._column(each.key, each.title) for each in due_columns() if each.key}
        self.setMenu(self.arranged)

    def tell(self, display: DueDisplay) -> None:
        """Show how the list is shown."""
        self.orders[display.order].setChecked(True)
        self.groupings[display.grouping].setChecked(True)
        for key, action in self.columns.items():
            action.setChecked(key not in display.hidden)

    def _choices(self, title: str, words: Mapping[V, str]) -> dict[V, QAction]:
        self.arranged.addSection(title)
        group = QActionGroup(self)
        made = {}
        for value, text in words.items():
            action = group.addAction(text)
            action.setCheckable(True)
            action.setData(value)
            action.triggered.connect(self._on_chosen)
            self.arranged.addAction(action)
            made[value] = action
        return made

    def _column(self, key: str, title: str) -> QAction:
        action = self.arranged.addAction(title)
        action.setCheckable(True)
        action.setData(key)
        action.triggered.connect(self._on_column)
        return action

    def _on_chosen(self) -> None:
        action = self.sender()
        if not isinstance(action, QAction):
            return
        for order, each in self.orders.items():
            if each is action:
                self._presenter.sort_by(order)
        for grouping, each in self.groupings.items():
            if each is action:
                self._presenter.group_by(grouping)

    def _on_column(self) -> None:
        hidden = tuple(key for key, action in self.columns.items() if not action.isChecked())
        self._presenter.hide_columns(hidden)


def order_words() -> dict[DueOrder, str]:
    """Name the orders."""
    return {
        DueOrder.WALK: _("Đường đi: thôn, rồi nhà"),
        DueOrder.NAME: _("Tên người"),
        DueOrder.DUE: _("Hạn"),
        DueOrder.AMOUNT: _("Số tiền"),
        DueOrder.VISIT: _("Lần trước"),
    }


def grouping_words() -> dict[DueGrouping, str]:
    """Name the groupings."""
    return {
        DueGrouping.HAMLET: _("Theo thôn, tổ"),
        DueGrouping.HOUSEHOLD: _("Theo hộ"),
        DueGrouping.NONE: _("Không nhóm"),
    }
