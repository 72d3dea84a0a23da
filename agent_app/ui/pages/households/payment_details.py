"""What is special about one member's payments, asked in one place: most payments never need it."""

from dataclasses import replace

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from agent_app.domain.due_list import Scheme
from agent_app.domain.household import PersonId
from agent_app.ui.look import Look
from agent_app.ui.pages.households.household_fields import HouseholdFields
from agent_app.ui.pages.households.payment_fields import HealthFields, PensionFields
from agent_app.ui.pages.households.presenter import Ready
from agent_app.ui.pages.households.wish import Wish
from agent_app.ui.parts.boxes import PAGE, Card, Line, Scroller, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.flow import Sides
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.sizes import room_for, scaled
from agent_app.ui.words import _

_ONE, _TWO, _ROOM = 720, 1100, 900


class PaymentDetails(QDialog):
    """Asks for groups and their proof, other covers, plans and incomes, places and local support."""

    def __init__(self, parent: QWidget | None, look: Look, ready: Ready, person_id: PersonId) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Chi tiết khoản đóng"))
        self._ready, self._person_id = ready, person_id
        self.wish: Wish | None = None
        member = next(each for each in ready.page.members if each.id == person_id)
        layout = column(self, PAGE, 12)
        layout.addWidget(Text(_("Chi tiết khoản đóng của {name}").format(name=member.name), "title"))
        self._content = QWidget()
        self._column = column(self._content, gap=12)
        sides = Sides(_ROOM, 12)
        self.health: HealthFields | None = None
        self.pension: PensionFields | None = None
        ticks = {scheme: (person_id, scheme) for scheme in Scheme if (person_id, scheme) in ready.wish.ticked}
        if Scheme.HEALTH in ticks:
            self.health = HealthFields(ready, member, ready.wish.of(ticks[Scheme.HEALTH]))
            sides.sides.addWidget(_card(Scheme.HEALTH.value, self.health), 1)
        if Scheme.PENSION in ticks:
            self.pension = PensionFields(ready, member, ready.wish.of(ticks[Scheme.PENSION]))
            sides.sides.addWidget(_card(_("BHXH tự nguyện"), self.pension), 1)
        self.household = HouseholdFields(ready)
        self._column.addWidget(sides)
        self._column.addWidget(_card(_("Cả hộ"), self.household))
        self._scroller = Scroller(self._content)
        layout.addWidget(self._scroller, 1)
        self.notice = Notice(look)
        layout.addWidget(self.notice)
        layout.addWidget(Line())
        layout.addLayout(self._foot())
        for fields in (self.health, self.pension):
            if fields is not None:
                fields.changed.connect(self._grow)
        self._wide = min(room_for(self).width(), scaled(_TWO if self.health and self.pension else _ONE))
        self.resize(self._wide, self.sizeHint().height())

    @classmethod
    def ask(cls, parent: QWidget, look: Look, ready: Ready, person_id: PersonId) -> Wish | None:
        """Ask; ``None`` where the agent thought better of it."""
        dialog = cls(parent, look, ready, person_id)
        dialog.exec()
        wish = dialog.wish
        dialog.deleteLater()
        return wish

    def save(self) -> None:
        """Take what was said, if it can be understood."""
        parts = (self.health, self.pension, self.household)
        trouble = next((each.trouble for each in parts if each is not None and each.trouble), "")
        if trouble:
            self.notice.tell(trouble)
            return
        wish = replace(self._ready.wish, taken=self.household.taken, local=self.household.local)
        for scheme, fields in ((Scheme.HEALTH, self.health), (Scheme.PENSION, self.pension)):
            if fields is not None:
                wish = wish.detailed((self._person_id, scheme), fields.value)
        self.wish = wish
        self.accept()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Only now is it known what stands beside what.
        self._grow()

    def _foot(self) -> QHBoxLayout:
        foot = row(gap=12)
        self.save_button = Button(_("Xong  Enter"), "primary").on_press(self.save)
        self.save_button.setDefault(True)
        foot.addStretch()
        foot.addWidget(Button(_("Thôi")).on_press(self.reject))
        foot.addWidget(self.save_button)
        return foot

    def _grow(self) -> None:
        """Be as high as the fields need, as far as the screen goes."""
        content = self._content
        self._column.activate()
        around = self.sizeHint().height() - self._scroller.sizeHint().height()
        inner = self._wide - PAGE[0] - PAGE[2]
        fitting = content.hasHeightForWidth()
        high = (content.heightForWidth(inner) if fitting else content.sizeHint().height()) + around
        self.resize(self._wide, min(high, room_for(self).height()))


def _card(title: str, fields: QWidget) -> Card:
    card = Card((16, 12, 16, 12), 10)
    card.content.addWidget(Text(title, "section"))
    card.content.addWidget(fields)
    card.content.addStretch()
    return card
