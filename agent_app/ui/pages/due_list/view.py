"""The page «Đến hạn»."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from agent_app.ui.bench import Bench
from agent_app.ui.fields.search_field import SearchField
from agent_app.ui.look import Look
from agent_app.ui.pages.due_list.collectors import Collectors, others_words
from agent_app.ui.pages.due_list.import_panel import ImportPanel
from agent_app.ui.pages.due_list.importing import Importing, ImportPresenter, Previewed, Unread
from agent_app.ui.pages.due_list.presenter import PAGE_SIZE, DueListPresenter, DueShown, Ready
from agent_app.ui.parts.boxes import PAGE, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.empty import Empty
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.parts.page import Page
from agent_app.ui.parts.table import RowsTable
from agent_app.ui.rows import Column
from agent_app.ui.sizes import least_width, most_width
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.wording import Sign, dong, last_visit, near_day, short_address, urgency
from agent_app.ui.words import _

_LEAST_HEIGHT = 160
_PREVIEWS = Previewed | Unread


class DueTable(RowsTable[DueShown]):
    """The list; a hairline stands between households only."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, due_columns(), _("Danh sách đến hạn"))

    def begins_group(self, at: int) -> bool:
        return self.rows.rows[at].begins


class DueListView(Page):
    """Shows the list, its filters and imports."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.presenter = DueListPresenter(bench, self)
        self.importing = ImportPresenter(bench, self)
        self._build(bench.look)
        self.presenter.state_changed.connect(self.render_state)
        self.importing.state_changed.connect(self.make_room)

    def choose_file(self) -> Path | None:
        """Let the agent choose a workbook; a test answers in its place."""
        name, _kind = QFileDialog.getOpenFileName(
            self,
            _("Chọn danh sách đến hạn"),
            "",
            _("Bảng tính (*.xlsx *.xls *.xlsb *.ods *.csv *.txt);;Mọi tệp (*)"),
        )
        return Path(name) if name else None

    def choose_report(self) -> Path | None:
        """Let the agent say where a report goes; a test answers in its place."""
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Ghi báo cáo nhập danh sách"), "bao-cao-nhap.xlsx", _("Bảng tính (*.xlsx)")
        )
        return Path(name) if name else None

    def save_report(self) -> None:
        """Ask for a place and write the report there."""
        if (path := self.choose_report()) is not None:
            self.importing.save_report(path)

    def import_list(self) -> None:
        """Ask for a file and import it."""
        if (path := self.choose_file()) is not None:
            self.importing.begin(path)

    def make_room(self, state: object) -> None:
        """Give the whole page to a list that is being looked at before it is swapped in."""
        previewing = isinstance(state, _PREVIEWS)
        self._page.setStretchFactor(self.panel, int(previewing))
        self.stack.setHidden(previewing)
        if isinstance(self.presenter.state, Ready):
            self._show(self.presenter.state)
        if not isinstance(state, Importing | _PREVIEWS):
            self.place_to_begin().setFocus()

    def set_active(self, *, active: bool) -> None:
        self.presenter.set_active(active=active)

    def forbid_writing(self, why: str) -> None:
        for button in (self.import_button, self.begin_button):
            button.forbid(why)

    def place_to_begin(self) -> QWidget:
        seen = self.stack.currentWidget()
        if seen is self.begin:
            return self.begin_button
        if seen is self.theirs:
            return self.collectors.everybody
        return self.text if seen is self.nothing else self.table

    def render_state(self, state: object) -> None:
        """Show a state of the list."""
        self.notice.tell(state.text if isinstance(state, Failed) else "")
        if isinstance(state, Ready):
            self._show(state)

    def _show(self, state: Ready) -> None:
        self.subtitle.setText(_subtitle(state))
        self.table.show_rows(state.rows)
        empty = self._empty(state)
        arrives = self.stack.currentWidget() is self.loading or self.begin_button.hasFocus()
        self.stack.setCurrentWidget(self.table if state.rows else empty)
        self.import_button.setVisible(empty is not self.begin or bool(state.rows))
        self.filters.setVisible(bool(state.rows) or state.filtered or state.others > 0)
        self.collectors.tell(state)
        if arrives:
            self.place_to_begin().setFocus()
        self._fill(
            self.hamlets, _("Mọi thôn, tổ"), {each: each for each in state.hamlets}, state.wanted.hamlet
        )
        months = {_month_words(each): each for each in state.months}
        self._fill(self.months, None, months, state.month)
        self.months.setVisible(len(state.months) > 1)
        self._show_pager(state)
        if isinstance(self.importing.state, _PREVIEWS):
            self.filters.hide()
            self.import_button.hide()

    def _empty(self, state: Ready) -> QWidget:
        if state.others and state.mine:
            return self.theirs
        return self.nothing if state.filtered else self.begin

    def _show_pager(self, state: Ready) -> None:
        first = state.wanted.offset
        self.pager.setVisible(state.total > PAGE_SIZE)
        self.pager_text.setText(
            _("{first}–{last} trong {total}").format(
                first=first + 1, last=first + len(state.rows), total=state.total
            )
        )
        self.back.setEnabled(first > 0)
        self.forth.setEnabled(first + len(state.rows) < state.total)

    def _fill(self, box: QComboBox, first: str | None, values: dict[str, str], chosen: str | None) -> None:
        box.blockSignals(True)  # noqa: FBT003
        box.clear()
        if first is not None:
            box.addItem(first, None)
        for text, value in values.items():
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.blockSignals(False)  # noqa: FBT003

    def _build(self, look: Look) -> None:
        layout = self._page = column(self, PAGE, 12)
        layout.addLayout(self._head(look))
        self.panel, self.notice = ImportPanel(look, self.importing), Notice(look)
        self.panel.result.report_button.clicked.connect(self.save_report)
        layout.addWidget(self.panel)
        layout.addWidget(self.notice)
        layout.addWidget(self._filter_bar(look))
        layout.addWidget(self._body(look), 1)

    def _head(self, look: Look) -> QHBoxLayout:
        head, words = row(gap=12), column(gap=0)
        self.subtitle = Text(role="soft")
        words.addWidget(Text(_("Đến hạn"), "title"))
        words.addWidget(self.subtitle)
        self.import_button = Button(_("Nhập danh sách…"), "", look.icon("upload")).on_press(self.import_list)
        self.import_button.setToolTip("Ctrl+I")
        head.addLayout(words, 1)
        head.addWidget(self.import_button)
        return head

    def _filter_bar(self, look: Look) -> QWidget:
        self.filters = QWidget()
        bar = row(self.filters)
        self.text = SearchField(look, _("Lọc theo tên, địa chỉ, số điện thoại"))
        most_width(self.text, 320)
        self.hamlets, self.months = QComboBox(), QComboBox()
        self.hamlets.setAccessibleName(_("Thôn, tổ"))
        least_width(self.hamlets, 160)
        self.months.setAccessibleName(_("Tháng"))
        self.collectors = Collectors()
        self.collectors.chosen.connect(self.presenter.choose_mine)
        for part in (self.text, self.hamlets, self.months, self.collectors):
            bar.addWidget(part)
        bar.addStretch()
        bar.addWidget(self._pager(look))
        self.text.asked.connect(self.presenter.filter_text)
        self.hamlets.currentIndexChanged.connect(self._on_hamlet)
        self.months.currentIndexChanged.connect(self._on_month)
        return self.filters

    def _pager(self, look: Look) -> QWidget:
        self.pager = QWidget()
        bar = row(self.pager, gap=4)
        self.pager_text = Text(role="soft")
        self.back = Button("", "quiet", look.icon("chevron-left", Tone.BRAND)).on_press(self._on_back)
        self.forth = Button("", "quiet", look.icon("chevron-right", Tone.BRAND)).on_press(self._on_forth)
        self.back.setAccessibleName(_("Trang trước"))
        self.forth.setAccessibleName(_("Trang sau"))
        for part in (self.pager_text, self.back, self.forth):
            bar.addWidget(part)
        return self.pager

    def _body(self, look: Look) -> QWidget:
        self.stack = QStackedWidget()
        # What an import came to may need most of a small window.
        self.stack.setMinimumHeight(_LEAST_HEIGHT)
        self.table = DueTable(look)
        self.table.opened.connect(self._on_opened)
        icon = look.icon("upload", Tone.ON_BRAND)
        self.begin_button = Button(_("Nhập danh sách…"), "primary", icon).on_press(self.import_list)
        self.begin_button.setToolTip("Ctrl+I")
        self.begin = Empty(
            look,
            "calendar-clock",
            _("Chưa có danh sách đến hạn"),
            _(
                "Danh sách D08a-TS của tháng sẽ hiện ở đây, xếp theo thôn và theo hộ. "
                "Anh/chị bấm «Nhập danh sách…» rồi chọn tệp Excel mà cơ quan BHXH đã gửi."
            ),
            self.begin_button,
        )
        self.nothing = Empty(
            look, "search", _("Không có ai khớp"), _("Anh/chị bớt chữ ở ô lọc, hoặc chọn lại thôn, tổ.")
        )
        self.theirs = Empty(
            look,
            "search",
            _("Không có dòng nào của anh/chị"),
            _("Anh/chị bấm «Cả danh sách» để xem dòng của nhân viên thu khác."),
        )
        self.loading = Empty(look, "hourglass", _("Đang mở danh sách"), "")
        for part in (self.loading, self.table, self.begin, self.nothing, self.theirs):
            self.stack.addWidget(part)
        return self.stack

    def _on_opened(self, shown: DueShown) -> None:
        self.household_opened.emit(shown.line.household_id)

    def _on_hamlet(self) -> None:
        self.presenter.filter_hamlet(self.hamlets.currentData())

    def _on_month(self) -> None:
        self.presenter.choose_month(self.months.currentData())

    def _on_back(self) -> None:
        self.presenter.turn(-1)

    def _on_forth(self) -> None:
        self.presenter.turn(1)


def due_columns() -> list[Column[DueShown]]:
    """Say how a line is worded; the household is named once."""
    return [
        Column(_("Hộ, địa chỉ"), _address, _address_tone),
        Column(_("Người đến hạn"), _name, _ink, bold=True, width=170),
        Column(_("Loại"), _scheme, _ink, width=96),
        Column(_("Hạn"), _urgency_text, _urgency_tone, _urgency_icon, width=226),
        Column(_("Số tiền"), _amount, _ink, right=True, width=108),
        Column(_("Lần trước"), _last_text, _last_tone, _last_icon, width=150),
    ]


def _address(shown: DueShown) -> str:
    line = shown.line
    if not shown.begins:
        return ""
    # The household's name is the person's beside it: where there is little room, the address says more.
    who = _("Hộ {name}").format(name=line.name)
    return " · ".join(part for part in (short_address(line.address), who) if part)


def _address_tone(_shown: DueShown) -> Tone:
    return Tone.SOFT


def _name(shown: DueShown) -> str:
    return shown.line.name


def _scheme(shown: DueShown) -> str:
    return " · ".join(part for part in (shown.line.scheme.value, shown.line.group) if part)


def _paid(shown: DueShown) -> bool:
    return shown.line.receipt_id is not None


def _ink(shown: DueShown) -> Tone:
    return Tone.SOFT if _paid(shown) else Tone.INK


def _urgency(shown: DueShown) -> Sign:
    if _paid(shown):
        return Sign(_("Đã lập biên lai"), Tone.SOFT, "circle-check")
    return urgency(shown.line.due_on, shown.today)


def _urgency_text(shown: DueShown) -> str:
    due_on = None if _paid(shown) else shown.line.due_on
    return " · ".join([_urgency(shown).text, *([near_day(due_on, shown.today)] if due_on else [])])


def _urgency_tone(shown: DueShown) -> Tone:
    return _urgency(shown).tone


def _urgency_icon(shown: DueShown) -> str:
    return _urgency(shown).icon


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


def _month_words(month: str) -> str:
    year, number = month.split("-")
    return _("Tháng {month}/{year}").format(month=number, year=year)


def _subtitle(state: Ready) -> str:
    if state.month is None:
        return ""
    words = _("{month} · còn {open} trong {total} dòng, xếp theo thôn và theo hộ")
    told = words.format(month=_month_words(state.month), open=state.open, total=state.total)
    return " · ".join(part for part in (told, others_words(state)) if part)
