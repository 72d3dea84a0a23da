"""The members of a household: what each has, when it ends, who wants to pay, and what that comes to."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from agent_app.domain.due_list import Scheme
from agent_app.domain.household import PersonId
from agent_app.services.lines import HouseholdPage
from agent_app.ui.look import Look
from agent_app.ui.pages.households.below import MemberBelow
from agent_app.ui.pages.households.member_cells import CoverCell, DueCell, LastCell, NameCell
from agent_app.ui.pages.households.presenter import Ready
from agent_app.ui.pages.households.price import Priced, RefusedTogether
from agent_app.ui.pages.households.wish import Tick
from agent_app.ui.parts.boxes import Card, Line
from agent_app.ui.parts.labels import Text
from agent_app.ui.sizes import scaled
from agent_app.ui.words import _

_ROW, _HEAD = 45, 26
_WIDTHS = (150, 200, 200, 110, 84)
_SHARES = (20, 30, 29, 14, 8)
_LAST, _DUE = 3, 4
# Beside one another where there is that much room, else one below the other.
_ROOM, _LEAST = 880, 300
_ROWS = 6


@dataclass(frozen=True, slots=True)
class MemberRow:
    """The parts of one member, wherever they stand."""

    person_id: PersonId
    rule: Line
    name: NameCell
    covers: tuple[CoverCell, ...]
    last: LastCell
    due: DueCell
    below: MemberBelow

    def stops(self) -> Iterator[QWidget]:
        """Name what the keys reach, in reading order."""
        yield from (each.box for each in self.covers)
        yield self.due.details
        for strip in self.below.strips:
            yield from strip.buttons


class MembersCard(Card):
    """One row a member; where there is no room beside one another, its parts stand one below the other."""

    ticked = Signal(object, bool)
    unticked = Signal(object)
    details_wanted = Signal(object)
    household_form_wanted = Signal(object)
    reordered = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__((16, 6, 16, 4), 0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._look = look
        self._page: HouseholdPage | None = None
        self._beside: bool | None = None
        self._explained = False
        self._holder, self._heads = QWidget(), list[QWidget]()
        self._grid = QGridLayout(self._holder)
        self.rows: list[MemberRow] = []
        self.content.addWidget(self._holder)

    @property
    def cells(self) -> list[CoverCell]:
        """The schemes of all members, in reading order."""
        return [cell for each in self.rows for cell in each.covers]

    def stops(self) -> Iterator[QWidget]:
        """Name what the keys reach, in reading order."""
        for each in self.rows:
            yield from each.stops()

    def show_state(self, state: Ready, *, explained: bool) -> None:
        """Show a household; its rows are made anew only when it has changed."""
        if state.page is not self._page:
            self._page = state.page
            self._rebuild(state)
        changed = False
        for each in self.rows:
            for cell in each.covers:
                cell.show_wish(state.wish, state.price)
            each.due.show_wish(state.wish, state.price)
            changed |= self._show_below(each, state, explained=explained)
        if changed:
            self.reordered.emit()

    def focus_first(self) -> None:
        """Go to the first box."""
        if self.rows:
            self.cells[0].box.setFocus()

    def minimumSizeHint(self) -> QSize:
        """Ask for no more width than one part alone needs: the others can go below it."""
        return QSize(scaled(_LEAST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()
        # How high wrapped texts are depends on the width.
        self.updateGeometry()

    def _show_below(self, each: MemberRow, state: Ready, *, explained: bool) -> bool:
        price = state.price
        if not isinstance(price, Priced):
            # What was shown stays until there is something new: nothing jumps.
            return False if state.wish.has_person(each.person_id) else each.below.show_parts((), ())
        ticks = [cell.tick for cell in each.covers]
        lines = [line for tick in ticks if (line := price.line_of(tick)) is not None]
        # What is refused for one reason is told once, below the last whom it is about.
        everything = price.refused_together(cell.tick for cell in self.cells)
        refused = [(self._names(one), one) for one in everything if one.ticks[-1] in ticks]
        changed = each.below.show_parts(tuple(refused), tuple(lines) if explained else ())
        if changed:
            for strip in each.below.strips:
                strip.untick.wanted.connect(self.unticked)
                strip.household_form.wanted.connect(self.household_form_wanted)
                strip.details.wanted.connect(self._on_details)
        return changed

    def _names(self, refused: RefusedTogether) -> str:
        members = self._page.members if self._page is not None else ()
        names = {each.id: each.name for each in members}
        return ", ".join(names[person_id] for person_id, _scheme in refused.ticks)

    def _rebuild(self, state: Ready) -> None:
        kept = self._focused()
        self.content.removeWidget(self._holder)
        self._holder.hide()
        self._holder.deleteLater()
        self._holder = QWidget()
        self._grid = QGridLayout(self._holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(0)
        titles = (_("Người"), Scheme.HEALTH.value, _("BHXH tự nguyện"), _("Lần trước"), _("Phải đóng"))
        self._heads = [Text(title, "caption", right=at == _DUE) for at, title in enumerate(titles)]
        self.rows = [self._make_row(state, at) for at in range(len(state.page.members))]
        self._beside = None
        self._turn()
        self.content.addWidget(self._holder)
        self.reordered.emit()
        if kept is not None:
            next((cell.box for cell in self.cells if cell.tick == kept), self.cells[0].box).setFocus()

    def _focused(self) -> Tick | None:
        """Say which payment the keys are at, so that they are there again when the rows are made anew."""
        focus = self.window().focusWidget()
        for each in self.rows:
            stops = dict.fromkeys(each.stops(), each.covers[0].tick) | {
                cell.box: cell.tick for cell in each.covers
            }
            if focus in stops:
                return stops[focus]
        return None

    def _make_row(self, state: Ready, at: int) -> MemberRow:
        member, look = state.page.members[at], self._look
        cells = tuple(CoverCell(look, member, each, state.today, state.options) for each in Scheme)
        due = DueCell(member)
        for cell in cells:
            cell.ticked.connect(self.ticked)
        due.details_wanted.connect(self.details_wanted)
        last = LastCell(look, member, state.today)
        return MemberRow(member.id, Line(), NameCell(member), cells, last, due, MemberBelow(look))

    def _turn(self) -> None:
        beside = self.width() >= scaled(_ROOM)
        if beside is self._beside:
            return
        self._beside = beside
        for at, (width, share) in enumerate(zip(_WIDTHS, _SHARES, strict=True)):
            self._grid.setColumnMinimumWidth(at, scaled(width) if beside else 0)
            self._grid.setColumnStretch(at, share if beside else int(at == 0))
        for at, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, at)
            head.setVisible(beside)
        self._grid.setRowMinimumHeight(0, scaled(_HEAD) if beside else 0)
        for at, each in enumerate(self.rows):
            self._place(each, 1 + _ROWS * at, beside=beside)

    def _place(self, each: MemberRow, at: int, *, beside: bool) -> None:
        grid, whole, middle = self._grid, len(_WIDTHS), Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(each.rule, at, 0, 1, whole)
        each.rule.setVisible(beside or at > 1)
        grid.addWidget(each.name, at + 1, 0, 1, 1 if beside else _DUE)
        grid.addWidget(each.due, at + 1, _DUE)
        grid.setRowMinimumHeight(at + 1, scaled(_ROW))
        for number, cell in enumerate(each.covers, 1):
            cell.scheme.setVisible(not beside)
            if beside:
                grid.addWidget(cell, at + 1, number)
            else:
                grid.addWidget(cell, at + 1 + number, 0, 1, whole)
        if beside:
            grid.addWidget(each.last, at + 1, _LAST, middle)
        else:
            grid.addWidget(each.last, at + _ROWS - 2, 0, 1, whole)
        each.last.setVisible(beside or each.last.visited)
        grid.addWidget(each.below, at + _ROWS - 1, 0, 1, whole)

    def _on_details(self, ticks: tuple[Tick, ...]) -> None:
        self.details_wanted.emit(ticks[0][0])
