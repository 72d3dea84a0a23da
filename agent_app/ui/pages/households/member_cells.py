"""What one row of the household shows: who it is, two schemes with a box each, the last visit, the money."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from agent_app.domain.due_list import Scheme
from agent_app.domain.groups import HOUSEHOLD_GROUP
from agent_app.domain.household import PersonId
from agent_app.domain.money import grouped
from agent_app.domain.receipt import ReceiptLine
from agent_app.runtime.group_words import group_name
from agent_app.services.lines import MemberLine
from agent_app.services.offers import PaymentOptions
from agent_app.ui.arithmetic import short
from agent_app.ui.look import Look
from agent_app.ui.pages.households.cover_words import cover_note, cover_sign, may_pay, who
from agent_app.ui.pages.households.price import Price, Priced
from agent_app.ui.pages.households.wish import Tick, Wish
from agent_app.ui.parts.boxes import column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Elided, SignLabel, Text, set_tone
from agent_app.ui.sizes import fix_width
from agent_app.ui.theme import Tone
from agent_app.ui.wording import last_visit
from agent_app.ui.words import _


class NameCell(QWidget):
    """Who it is."""

    def __init__(self, member: MemberLine) -> None:
        super().__init__()
        words = column(self, gap=0)
        words.addStretch()
        words.addWidget(Elided(member.name, "name"))
        words.addWidget(Elided(who(member), "small"))
        words.addStretch()


class CoverCell(QWidget):
    """One scheme of one member: what there is of it, a box to pay for it, and how the price comes about."""

    ticked = Signal(object, bool)

    def __init__(
        self, look: Look, member: MemberLine, scheme: Scheme, today: date, options: PaymentOptions
    ) -> None:
        super().__init__()
        self.tick: Tick = (member.id, scheme)
        self._own_note = cover_note(member, scheme, options)
        sign = cover_sign(member, scheme, today, options)
        layout, words = row(self, gap=10), column(gap=0)
        self.box = QCheckBox()
        name = _("{scheme} của {name}").format(scheme=scheme.value, name=member.name)
        self.box.setAccessibleName(name)
        self.box.setAccessibleDescription(sign.text)
        self.box.setEnabled(may_pay(member, scheme, today, options))
        if not self.box.isEnabled():
            self.box.setToolTip(_("Chưa đủ {age} tuổi").format(age=options.pension_age))
        self.box.toggled.connect(self._on_toggled)
        self.scheme = Text(scheme.value, "caption")
        fix_width(self.scheme, 60)
        self.note = Text(role="small", wrap=True)
        words.addStretch()
        words.addWidget(SignLabel(look, sign))
        words.addWidget(self.note)
        words.addStretch()
        layout.addWidget(self.box)
        layout.addWidget(self.scheme)
        layout.addLayout(words, 1)
        self.show_wish(Wish(), None)

    def show_wish(self, wish: Wish, price: Price | None) -> None:
        """Show whether it is wished for, without telling anyone, and its price."""
        self.box.blockSignals(True)  # noqa: FBT003
        self.box.setChecked(self.tick in wish.ticked)
        self.box.blockSignals(False)  # noqa: FBT003
        note, tone = self._own_note, None
        if isinstance(price, Priced) and self.tick in wish.ticked:
            line = price.line_of(self.tick)
            if line is not None:
                note = price_words(line)
            elif price.refusal_of(self.tick) is not None:
                note, tone = _("Chưa thu được, lý do ở dưới"), Tone.LATE
        self.note.setText(note)
        self.note.setVisible(bool(note))
        set_tone(self.note, tone)

    def _on_toggled(self, on: bool) -> None:  # noqa: FBT001
        self.ticked.emit(self.tick, on)


class LastCell(QWidget):
    """What the last visit came to, and when it was."""

    def __init__(self, look: Look, member: MemberLine, today: date) -> None:
        super().__init__()
        words = column(self, gap=0)
        self.visited = member.outcome is not None
        sign = last_visit(member.outcome, member.visited_on, member.promised_on, today)
        words.addStretch()
        words.addWidget(SignLabel(look, sign))
        if member.visited_on is not None and member.promised_on is not None:
            words.addWidget(Text(_("ghi ngày {day}").format(day=f"{member.visited_on:%d/%m}"), "small"))
        words.addStretch()


class DueCell(QWidget):
    """What a member has to pay in all, and a button for what is special about it."""

    details_wanted = Signal(object)

    def __init__(self, member: MemberLine) -> None:
        super().__init__()
        self._person_id: PersonId = member.id
        words = column(self, gap=0)
        self.amount = Text(role="name", right=True)
        self.details = Button(_("Chi tiết"), "link").on_press(self._on_details)
        self.details.setAccessibleName(_("Chi tiết khoản đóng của {name}").format(name=member.name))
        words.addStretch()
        words.addWidget(self.amount)
        words.addWidget(self.details, 0, Qt.AlignmentFlag.AlignRight)
        words.addStretch()
        self.show_wish(Wish(), None)

    def show_wish(self, wish: Wish, price: Price | None) -> None:
        """Show the money, if any is wished for."""
        self.details.setVisible(wish.has_person(self._person_id))
        lines = price.lines if isinstance(price, Priced) else ()
        own = [each.quote.due for each in lines if each.subject.person_id == self._person_id]
        self.amount.setText(grouped(sum(own)) if own else "")
        self.amount.setVisible(bool(own))

    def _on_details(self) -> None:
        self.details_wanted.emit(self._person_id)


def price_words(line: ReceiptLine) -> str:
    """Write how a price comes about, on one row."""
    if line.place:
        return _("người thứ {place}: {price}").format(place=line.place, price=short(line))
    if line.scheme is Scheme.HEALTH and line.group and line.group != HOUSEHOLD_GROUP:
        return _("{group}: {price}").format(group=group_name(line.group), price=short(line))
    return short(line)
