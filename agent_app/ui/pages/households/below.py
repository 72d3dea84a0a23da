"""What unfolds below a member's row: why a payment is refused, and how the others came about."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from agent_app.domain.due_list import Scheme
from agent_app.domain.receipt import ReceiptLine
from agent_app.ui.arithmetic import explain
from agent_app.ui.look import Look
from agent_app.ui.pages.households.price import RefusedTogether
from agent_app.ui.pages.households.wish import Tick
from agent_app.ui.parts.boxes import clear, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.flow import Flow, Sides
from agent_app.ui.parts.labels import Text, set_tone
from agent_app.ui.parts.picture import Picture
from agent_app.ui.theme import Tone
from agent_app.ui.wording import period_words
from agent_app.ui.words import _

_ROOM = 820


class TicksButton(Button):
    """A button about some payments."""

    wanted = Signal(object)

    def __init__(self, text: str, ticks: tuple[Tick, ...]) -> None:
        super().__init__(text)
        self._ticks = ticks
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        self.wanted.emit(self._ticks)


class RefusalStrip(QFrame):
    """Why payments are refused, and what can be done about it: once, however many there are."""

    def __init__(self, look: Look, names: str, refused: RefusedTogether) -> None:
        super().__init__()
        self.setObjectName("notice")
        layout, words = row(self, (12, 8, 12, 8), 10), Sides(_ROOM, 12)
        picture = Picture(look)
        picture.show_icon("triangle-alert", Tone.LATE)
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(words, 1)
        whole = _("{scheme} của {name}: {why}").format(
            scheme=refused.ticks[0][1].value, name=names, why=refused.text
        )
        words.sides.addWidget(Text(whole, wrap=True), 1)
        self.untick = TicksButton(_("Bỏ đánh dấu"), refused.ticks)
        self.details = TicksButton(_("Chi tiết"), refused.ticks)
        self.household_form = TicksButton(_("Đóng theo hộ gia đình"), refused.ticks)
        holder = QWidget()
        buttons = Flow(holder, 8)
        for each in self.buttons:
            buttons.addWidget(each)
        self.household_form.setVisible(refused.in_group)
        # The details of each of several are asked for in their rows.
        self.details.setVisible(len(refused.ticks) == 1)
        words.sides.addWidget(holder)
        self.setAccessibleName(whole)
        set_tone(self, Tone.LATE)

    @property
    def buttons(self) -> tuple[TicksButton, ...]:
        """The buttons, in reading order."""
        return self.details, self.household_form, self.untick


class MemberBelow(QWidget):
    """The part below one member; no room is taken for nothing."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: object = ()
        self._column = column(self, (0, 0, 0, 8), 6)
        self.strips: list[RefusalStrip] = []
        self.hide()

    def show_parts(
        self, refused: tuple[tuple[str, RefusedTogether], ...], lines: tuple[ReceiptLine, ...]
    ) -> bool:
        """Show refusals, each with whom it is about, and arithmetic; return whether anything has changed."""
        shown = (refused, lines)
        if shown == self._shown:
            return False
        self._shown = shown
        clear(self._column)
        self.strips = [RefusalStrip(self._look, names, each) for names, each in refused]
        for strip in self.strips:
            self._column.addWidget(strip)
        for line in lines:
            words = Text(arithmetic(line), "small", wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._column.addWidget(words)
        self.setVisible(bool(refused or lines))
        return True


def arithmetic(line: ReceiptLine) -> str:
    """Write the whole arithmetic of a line, one step a row, and the time that it pays for."""
    health = line.scheme is Scheme.HEALTH
    head = _("BHYT, thẻ {period}") if health else _("BHXH tự nguyện, đóng cho {period}")
    return "\n".join((head.format(period=period_words(line)), *(f"· {each}" for each in explain(line))))
