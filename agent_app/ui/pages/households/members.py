"""The members of a household: what each has, when it ends, and who wants to pay."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSizePolicy, QWidget

from agent_app.domain.due_list import Scheme
from agent_app.services.lines import CoverLine, HouseholdPage, MemberLine
from agent_app.ui.look import Look
from agent_app.ui.pages.households.wish import Tick, Wish
from agent_app.ui.parts.boxes import Card, Line, column, row
from agent_app.ui.parts.labels import Elided, SignLabel, Text
from agent_app.ui.theme import Tone
from agent_app.ui.wording import DASH, Sign, day, last_visit, urgency
from agent_app.ui.words import _

_PENSION_AGE = 15
_ROW = 48
_WIDTHS = (170, 190, 190, 130)
_SHARES = (25, 27, 27, 20)


class CoverCell(QWidget):
    """One scheme of one member: what there is of it, and a box to pay for it."""

    ticked = Signal(object, bool)

    def __init__(self, look: Look, member: MemberLine, scheme: Scheme, today: date) -> None:
        super().__init__()
        self.tick: Tick = (member.id, scheme)
        cover = _cover(member, scheme)
        layout, words = row(self, gap=10), column(gap=0)
        self.box = QCheckBox()
        self.box.setAccessibleName(_("{scheme} của {name}").format(scheme=scheme.value, name=member.name))
        self.box.setEnabled(may_pay(member, scheme, today))
        self.box.toggled.connect(self._on_toggled)
        words.addStretch()
        words.addWidget(SignLabel(look, cover_sign(member, cover, scheme, today)))
        if cover is not None:
            words.addWidget(Elided(_cover_note(cover), "small"))
        words.addStretch()
        layout.addWidget(self.box)
        layout.addLayout(words, 1)

    def show_tick(self, *, on: bool) -> None:
        """Show whether it is wished for, without telling anyone."""
        self.box.blockSignals(True)  # noqa: FBT003
        self.box.setChecked(on)
        self.box.blockSignals(False)  # noqa: FBT003

    def _on_toggled(self, on: bool) -> None:  # noqa: FBT001
        self.ticked.emit(self.tick, on)


class MembersCard(Card):
    """One row a member."""

    ticked = Signal(object, bool)

    def __init__(self, look: Look) -> None:
        super().__init__((16, 8, 16, 4), 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._look = look
        self._page: HouseholdPage | None = None
        self._holder = QWidget()
        self.cells: list[CoverCell] = []
        self.content.addWidget(self._holder)

    def show_page(self, page: HouseholdPage, today: date, wish: Wish) -> None:
        """Show a household; its rows are made anew only when it has changed."""
        if page is not self._page:
            self._page = page
            self._rebuild(page, today)
        for cell in self.cells:
            cell.show_tick(on=cell.tick in wish.ticked)

    def focus_first(self) -> None:
        """Go to the first box."""
        if self.cells:
            self.cells[0].box.setFocus()

    def _rebuild(self, page: HouseholdPage, today: date) -> None:
        self.content.removeWidget(self._holder)
        self._holder.hide()
        self._holder.deleteLater()
        self._holder, self.cells = QWidget(), []
        grid = QGridLayout(self._holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        for at, (width, share) in enumerate(zip(_WIDTHS, _SHARES, strict=True)):
            grid.setColumnMinimumWidth(at, width)
            grid.setColumnStretch(at, share)
        for at, title in enumerate((_("Người"), Scheme.HEALTH.value, _("BHXH tự nguyện"), _("Lần trước"))):
            grid.addWidget(Text(title, "caption"), 0, at)
        grid.setRowMinimumHeight(0, 30)
        for at, member in enumerate(page.members):
            self._add_member(grid, 1 + 2 * at, member, today)
        self.content.addWidget(self._holder)

    def _add_member(self, grid: QGridLayout, at: int, member: MemberLine, today: date) -> None:
        grid.addWidget(Line(), at, 0, 1, len(_WIDTHS))
        grid.setRowMinimumHeight(at + 1, _ROW)
        grid.addWidget(_NameCell(member), at + 1, 0)
        for column_at, scheme in enumerate(Scheme, 1):
            cell = CoverCell(self._look, member, scheme, today)
            cell.ticked.connect(self.ticked)
            self.cells.append(cell)
            grid.addWidget(cell, at + 1, column_at)
        last = last_visit(member.outcome, member.visited_on, member.promised_on, today)
        grid.addWidget(SignLabel(self._look, last), at + 1, len(_WIDTHS) - 1, Qt.AlignmentFlag.AlignVCenter)


class _NameCell(QWidget):
    def __init__(self, member: MemberLine) -> None:
        super().__init__()
        words = column(self, gap=0)
        words.addStretch()
        words.addWidget(Elided(member.name, "name"))
        words.addWidget(Elided(_who(member), "small"))
        words.addStretch()


def may_pay(member: MemberLine, scheme: Scheme, today: date) -> bool:
    """Whether a box is offered: everybody for BHYT, from fifteen years on for BHXH tự nguyện."""
    if scheme is Scheme.HEALTH or _cover(member, scheme) is not None or member.birth is None:
        return True
    return today.year - member.birth.year >= _PENSION_AGE


def cover_sign(member: MemberLine, cover: CoverLine | None, scheme: Scheme, today: date) -> Sign:
    """Say what a member has of a scheme."""
    if cover is None and not may_pay(member, scheme, today):
        return Sign(DASH, Tone.SOFT, "")
    if cover is None:
        return Sign(_("Chưa rõ"), Tone.SOFT, "circle-dashed")
    if cover.receipt_number:
        return Sign(_("Đã thu, số {number}").format(number=cover.receipt_number), Tone.GOOD, "circle-check")
    return urgency(cover.covered_to, today)


def _cover(member: MemberLine, scheme: Scheme) -> CoverLine | None:
    return next((each for each in member.covers if each.scheme is scheme), None)


def _cover_note(cover: CoverLine) -> str:
    until = _("đến {day}").format(day=day(cover.covered_to)) if cover.covered_to else ""
    group = _("mã {group}").format(group=cover.group) if cover.group else ""
    return " · ".join(part for part in (until, group) if part)


def _who(member: MemberLine) -> str:
    born = _("sinh {birth}").format(birth=member.birth.shown) if member.birth else ""
    sex = member.sex.value if member.sex else ""
    return " · ".join(part for part in (member.relation or "", sex, born) if part)
