"""How a line of the due list is worded, column by column, and the table of them."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Signal

from agent_app.domain.groups import HOUSEHOLD_GROUP
from agent_app.domain.phone import Phone
from agent_app.services.due_choices import DueGroup, DueGrouping, DueOrder, LineIds
from agent_app.ui.long_rows import Header, LongRows
from agent_app.ui.look import Look
from agent_app.ui.pages.due_list.reading import DueShown, Ready
from agent_app.ui.parts.long_table import LongTable
from agent_app.ui.rows import Column
from agent_app.ui.theme import Tone
from agent_app.ui.wording import (
    DASH,
    Sign,
    dong,
    last_visit,
    masked,
    near_day,
    short_address,
    urgency,
)
from agent_app.ui.words import _

_MOST_KEPT = 1_000


@dataclass(frozen=True)
class DueColumn(Column[DueShown]):
    """``key`` names it among the hidden ones, where it may be hidden; ``order`` is what it sorts by."""

    key: str = ""
    order: DueOrder | None = None


class DueRowsModel(LongRows[DueShown]):
    """Names a household by its first line."""

    def first_words(self, row: DueShown | None) -> str:
        return household_words(row) if row is not None else ""


class DueTable(LongTable[DueShown]):
    """The list; a hairline stands between households only."""

    order_wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, DueRowsModel(due_columns(), look), _("Danh sách đến hạn"))
        self._ids = LineIds()
        self.sorted_by.connect(self._on_sorted)

    def begins_group(self, row: int) -> bool:
        shown = self.rows.row(row)
        return shown is None or shown.begins

    def show_list(self, state: Ready) -> None:
        """Show a list; the lines that were chosen stay so, wherever they stand now."""
        ids, same = state.listed.ids, state.listed.ids == self._ids
        chosen = [self._ids[line] for line in self.chosen_lines()[:_MOST_KEPT]]
        line = self.current_line()
        current = self._ids[line] if line is not None else None
        self._ids = ids
        same = self.rows.show(state.total, state.pages, headers_of(state)) and same
        headed = state.wanted.grouping is DueGrouping.HOUSEHOLD
        self.hide_columns(state.display.hidden, headed=headed)
        orders = [each.order for each in due_columns()]
        self.mark_sorted(orders.index(state.display.order), falling=state.display.descending)
        if not same and state.total:
            places = [place for each in chosen if (place := ids.place(each)) is not None]
            found = ids.place(current) if current is not None else None
            at = (places or [0])[0] if found is None else found
            self.choose_lines(places or [at], at)
            self.scrollTo(self.rows.index(self.rows.row_of(at), 0))

    def _on_sorted(self, column: int) -> None:
        if (order := due_columns()[column].order) is not None:
            self.order_wanted.emit(order)

    def hide_columns(self, hidden: tuple[str, ...], *, headed: bool = False) -> None:
        """Show the other columns only."""
        for at, each in enumerate(due_columns()):
            self.setColumnHidden(at, bool(each.key) and each.key in hidden)
        # Under a header that names the household, no line does.
        self.setColumnHidden(0, headed)


def headers_of(state: Ready) -> tuple[Header, ...]:
    """Word the headers of a list."""
    by_household = state.wanted.grouping is DueGrouping.HOUSEHOLD
    return tuple(
        Header(_household_header(each) if by_household else _hamlet_header(each), each.lines, by_household)
        for each in state.listed.groups
    )


def _hamlet_header(group: DueGroup) -> str:
    words = _("{hamlet} · {households} hộ, {lines} dòng · {amount}")
    return words.format(
        hamlet=group.hamlet or _("Chưa rõ thôn, tổ"),
        households=group.households,
        lines=group.lines,
        amount=dong(group.amount),
    )


def _household_header(group: DueGroup) -> str:
    return _("{lines} dòng · {amount}").format(lines=group.lines, amount=dong(group.amount))


def due_columns() -> tuple[DueColumn, ...]:
    """Say how a line is worded; the household is named once."""
    return (
        DueColumn(_("Hộ, địa chỉ"), _address, _address_tone, order=DueOrder.WALK),
        DueColumn(_("Người đến hạn"), _name, _ink, bold=True, width=180, order=DueOrder.NAME),
        DueColumn(_("Loại"), _scheme, _ink, width=104, key="scheme"),
        DueColumn(_("Hạn"), _urgency_text, _urgency_tone, _urgency_icon, width=226, order=DueOrder.DUE),
        DueColumn(_("Số tiền"), _amount, _ink, right=True, width=116, key="amount", order=DueOrder.AMOUNT),
        DueColumn(
            _("Lần trước"), _last_text, _last_tone, _last_icon, width=164, key="last", order=DueOrder.VISIT
        ),
        DueColumn(_("Điện thoại"), _phone, _ink, width=124, key="phone"),
        DueColumn(_("Số tháng"), _months, _ink, right=True, width=92, key="months"),
        DueColumn(_("Nhân viên thu"), _agent, _ink, width=140, key="agent"),
    )


def household_words(shown: DueShown) -> str:
    """Name a household by where it lives and who is listed first in it."""
    line = shown.line
    # The household's name is the person's beside it: where there is little room, the address says more.
    who = _("Hộ {name}").format(name=line.name)
    where = short_address(line.address)
    if shown.hamlet_said and line.hamlet:
        # What is left is the door: the commune follows the hamlet.
        where = f", {where}".partition(f", {line.hamlet}")[0].removeprefix(", ")
    return " · ".join(part for part in (where, who) if part)


def _address(shown: DueShown) -> str:
    return household_words(shown) if shown.begins else ""


def _address_tone(_shown: DueShown) -> Tone:
    return Tone.SOFT


def _name(shown: DueShown) -> str:
    return shown.line.name


def _scheme(shown: DueShown) -> str:
    group = "" if shown.line.group == HOUSEHOLD_GROUP else shown.line.group
    return " · ".join(part for part in (shown.line.scheme.value, group) if part)


def _paid(shown: DueShown) -> bool:
    return shown.line.receipt_id is not None


def _ink(shown: DueShown) -> Tone:
    return Tone.SOFT if _paid(shown) else Tone.INK


def urgency_of(shown: DueShown) -> Sign:
    """Say how long a line's cover still lasts, or that it is answered."""
    if _paid(shown):
        return Sign(_("Đã lập biên lai"), Tone.SOFT, "circle-check")
    return urgency(shown.line.due_on, shown.today)


def _urgency_text(shown: DueShown) -> str:
    due_on = None if _paid(shown) else shown.line.due_on
    return " · ".join([urgency_of(shown).text, *([near_day(due_on, shown.today)] if due_on else [])])


def _urgency_tone(shown: DueShown) -> Tone:
    return urgency_of(shown).tone


def _urgency_icon(shown: DueShown) -> str:
    return urgency_of(shown).icon


def _amount(shown: DueShown) -> str:
    return dong(shown.line.amount)


def _last(shown: DueShown) -> Sign:
    line = shown.line
    last = last_visit(line.outcome, line.visited_on, line.promised_on, shown.today)
    return replace(last, tone=Tone.SOFT) if _paid(shown) else last


def _last_text(shown: DueShown) -> str:
    return _last(shown).text


def _last_tone(shown: DueShown) -> Tone:
    return _last(shown).tone


def _last_icon(shown: DueShown) -> str | None:
    return _last(shown).icon or None


def _phone(shown: DueShown) -> str:
    return masked(Phone, shown.line.phone)


def _months(shown: DueShown) -> str:
    return DASH if shown.line.months is None else str(shown.line.months)


def _agent(shown: DueShown) -> str:
    return shown.line.agent_code or DASH
