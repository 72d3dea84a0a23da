"""What the day has come to: doors, money, and what has not been sent."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QProgressBar, QWidget

from agent_app.services.evening_lines import CashHeld
from agent_app.ui.look import Look
from agent_app.ui.pages.today.presenter import Ready
from agent_app.ui.pages.today.wording import held_words
from agent_app.ui.parts.boxes import Card, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Text, set_tone
from agent_app.ui.sizes import fix_width, free_width
from agent_app.ui.theme import Tone
from agent_app.ui.wording import dong
from agent_app.ui.words import _

_WIDTH = 270


class DayCard(Card):
    """Three small groups, one above the other, or side by side where the window is narrow."""

    def __init__(self, look: Look) -> None:
        super().__init__((16, 14, 16, 16), 0)
        self._groups = row(gap=20)
        self.doors, self.bar = Text(role="section"), QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Số hộ đã đến"))
        self.taken, self.receipts = Text(role="section"), Text(role="small", wrap=True)
        self.cash, self.limit = Text(role="section"), Text(role="small", wrap=True)
        self.waiting = Text(role="section", wrap=True)
        self.sync = Button(_("Đồng bộ"), "quiet", look.icon("refresh-cw", Tone.BRAND))
        for title, *parts in (
            (_("Đã đến"), self.doors, self.bar),
            (_("Thu hôm nay"), self.taken, self.receipts),
            (_("Tiền mặt đang giữ"), self.cash, self.limit),
            (_("Chờ gửi cơ quan BHXH"), self.waiting, self.sync),
        ):
            self._groups.addWidget(_group(title, *parts), 1)
        self.content.addLayout(self._groups)
        self.content.addStretch()
        self.stand(True)  # noqa: FBT003

    def show_day(self, ready: Ready) -> None:
        """Show what is true now."""
        self.doors.setText(_("{done} trong {all} hộ").format(done=ready.done, all=len(ready.doors)))
        self.bar.setRange(0, max(1, len(ready.doors)))
        self.bar.setValue(ready.done)
        count, money = ready.taken
        self.taken.setText(dong(money))
        words = _("{count} biên lai").format(count=count) if count else _("Chưa có biên lai")
        self.receipts.setText(words)
        self._show_cash(ready.cash)
        acts = ready.waiting.count
        self.waiting.setText(ready.waiting.words if acts else _("Không còn gì"))
        set_tone(self.waiting, None if acts else Tone.GOOD)
        self.sync.setVisible(bool(acts))

    def _show_cash(self, cash: CashHeld) -> None:
        late = cash.over_limit or cash.over_days
        self.cash.setText(dong(cash.amount))
        self.limit.setText(held_words(cash))
        for part in (self.cash, self.limit):
            set_tone(part, Tone.LATE if late else None)

    def stand(self, upright: bool) -> None:  # noqa: FBT001
        """Stand beside the walk, or lie below it."""
        ways = QBoxLayout.Direction
        self._groups.setDirection(ways.TopToBottom if upright else ways.LeftToRight)
        if upright:
            fix_width(self, _WIDTH)
        else:
            free_width(self)


def _group(title: str, *parts: QWidget) -> QWidget:
    holder = QWidget()
    layout = column(holder, gap=4)
    layout.addWidget(Text(title, "caption"))
    for part in parts:
        beside = Qt.AlignmentFlag.AlignLeft if isinstance(part, Button) else Qt.AlignmentFlag(0)
        layout.addWidget(part, 0, beside)
    layout.addStretch()
    return holder
