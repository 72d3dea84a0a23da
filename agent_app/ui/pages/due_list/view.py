"""The page «Đến hạn»."""

from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QStackedWidget, QWidget

from agent_app.ui.bench import Bench
from agent_app.ui.fields.search_field import SearchField
from agent_app.ui.look import Look
from agent_app.ui.pages.due_list.arranging import ArrangeButton, order_words
from agent_app.ui.pages.due_list.collectors import others_words
from agent_app.ui.pages.due_list.export_bar import ExportBar
from agent_app.ui.pages.due_list.exporting import ExportPresenter
from agent_app.ui.pages.due_list.filters import DueFilters, month_words
from agent_app.ui.pages.due_list.import_panel import ImportPanel
from agent_app.ui.pages.due_list.importing import Importing, ImportPresenter, Previewed, Unread
from agent_app.ui.pages.due_list.lines import DueTable
from agent_app.ui.pages.due_list.plan_bar import PlanBar
from agent_app.ui.pages.due_list.planning import PlanPresenter
from agent_app.ui.pages.due_list.presenter import DueListPresenter
from agent_app.ui.pages.due_list.print_button import PrintButton
from agent_app.ui.pages.due_list.reading import DueShown, Ready
from agent_app.ui.pages.due_list.reading import Page as LinesPage
from agent_app.ui.parts.boxes import PAGE, column
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.empty import Empty
from agent_app.ui.parts.flow import Flow
from agent_app.ui.parts.labels import Elided, Notice, Text
from agent_app.ui.parts.page import Page
from agent_app.ui.sizes import least_height, scaled
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.words import _

_LEAST_HEIGHT = 160
_LEAST_SAID = 280
_PREVIEWS = Previewed | Unread


class DueListView(Page):
    """Shows the list, its filters and imports."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.presenter = DueListPresenter(bench, self)
        self.importing = ImportPresenter(bench, self)
        self.exporting, self.planning = ExportPresenter(bench, self), PlanPresenter(bench, self)
        self._look = bench.look
        self._build(bench.look)
        self.presenter.state_changed.connect(self.render_state)
        self.presenter.page_read.connect(self._on_page)
        self.presenter.page_missed.connect(self.table.rows.forgive)
        self.table.rows.missing.connect(self.presenter.ask_page)
        self.importing.state_changed.connect(self.render_import)

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

    def choose_workbook(self) -> Path | None:
        """Let the agent say where the lines go; a test answers in its place."""
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Xuất danh sách đến hạn"), "danh-sach-den-han.xlsx", _("Bảng tính (*.xlsx)")
        )
        return Path(name) if name else None

    def export_lines(self) -> None:
        """Ask for a place and write the lines there that are chosen, or all."""
        state = self.presenter.state
        if not isinstance(state, Ready) or state.month is None:
            return
        chosen = self.table.chosen_lines()
        ids = state.listed.ids
        lines = [ids[line] for line in chosen] if len(chosen) > 1 else list(ids)
        if (path := self.choose_workbook()) is not None:
            self.exporting.begin(state.month, lines, path)

    def plan_chosen(self) -> None:
        """Put the households of the lines that are chosen into today's walk."""
        state = self.presenter.state
        if isinstance(state, Ready):
            self.planning.plan([state.listed.ids[line] for line in self.table.chosen_lines()])

    def print_page(self) -> None:
        """Print the notices of whose lines are chosen."""
        if self.print_button.isVisible():
            self.print_button.ask_notices()

    def save_report(self) -> None:
        """Ask for a place and write the report there."""
        if (path := self.choose_report()) is not None:
            self.importing.save_report(path)

    def import_list(self) -> None:
        """Ask for a file and import it."""
        if (path := self.choose_file()) is not None:
            self.importing.begin(path)

    @cached_property
    def panel(self) -> ImportPanel:
        """What an import has to say above the list; most days nobody imports one."""
        panel = ImportPanel(self._look, self.importing)
        panel.result.report_button.clicked.connect(self.save_report)
        self._page.insertWidget(self._page.indexOf(self.notice), panel)
        self.grown.emit(self)
        return panel

    def render_import(self, state: object) -> None:
        """Show a state of an import: a list that is being looked at has the whole page before it counts."""
        self.panel.render_state(state)
        previewing = isinstance(state, _PREVIEWS)
        self._page.setStretchFactor(self.panel, int(previewing))
        self.stack.setHidden(previewing)
        if isinstance(self.presenter.state, Ready):
            self._show(self.presenter.state)
        if not isinstance(state, Importing | _PREVIEWS):
            self.place_to_begin().setFocus()

    def minimumSizeHint(self) -> QSize:
        """Ask for the height that all lines of the head and the filters need at this width."""
        size = super().minimumSizeHint()
        return QSize(size.width(), max(size.height(), self._page.totalMinimumHeightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def set_active(self, *, active: bool) -> None:
        self.presenter.set_active(active=active)

    def forbid_writing(self, why: str) -> None:
        for button in (self.import_button, self.begin_button, self.plan):
            button.forbid(why)

    @property
    def text(self) -> SearchField:
        """Where the list is filtered by words."""
        return self.filters.text

    def place_to_begin(self) -> QWidget:
        seen = self.stack.currentWidget()
        if seen is self.begin:
            return self.begin_button
        if seen is self.theirs:
            return self.filters.collectors.everybody
        return self.text if seen is self.nothing else self.table

    def render_state(self, state: object) -> None:
        """Show a state of the list."""
        self.notice.tell(state.text if isinstance(state, Failed) else "")
        if isinstance(state, Ready):
            self._show(state)

    def _show(self, state: Ready) -> None:
        self.subtitle.show_text(_subtitle(state))
        self.table.show_list(state)
        empty = self._empty(state)
        arrives = self.stack.currentWidget() is self.loading or self.begin_button.hasFocus()
        self.stack.setCurrentWidget(self.table if state.total else empty)
        self.import_button.setVisible(empty is not self.begin or bool(state.total))
        self.arrange.setVisible(bool(state.total))
        self.arrange.tell(state.display)
        self.filters.tell(state)
        if arrives:
            self.place_to_begin().setFocus()
        self._name_export()
        if isinstance(self.importing.state, _PREVIEWS):
            head = (self.arrange, self.plan, self.export, self.print_button, self.import_button)
            for part in (self.filters, *head):
                part.hide()

    def _name_export(self) -> None:
        """Say how many lines would be written: those that are chosen, where they are several, else all."""
        chosen = len(self.table.chosen_lines())
        words = _("Xuất {count} dòng đã chọn…") if chosen > 1 else _("Xuất {count} dòng…")
        count = chosen if chosen > 1 else self.table.rows.total
        self.export.say(words.format(count=count))
        for button in (self.export, self.plan, self.print_button):
            button.setVisible(bool(self.table.rows.total))
        self.plan.setEnabled(bool(self.table.chosen_lines()))
        self._name_papers()

    def _name_papers(self) -> None:
        state = self.presenter.state
        if isinstance(state, Ready):
            lines = tuple(state.listed.ids[line] for line in self.table.chosen_lines())
            self.print_button.tell(lines, state.wanted.hamlet)

    def _empty(self, state: Ready) -> QWidget:
        if state.others and state.mine:
            return self.theirs
        return self.nothing if state.filtered else self.begin

    def _build(self, look: Look) -> None:
        layout = self._page = column(self, PAGE, 12)
        head, self.stack = QWidget(), QStackedWidget()
        layout.addWidget(head)
        self._fill_head(head, look)
        self.notice = Notice(look)
        layout.addWidget(self.notice)
        self.export_bar = ExportBar(look, self.exporting)
        self.plan_bar = PlanBar(look, self.planning)
        layout.addWidget(self.export_bar)
        layout.addWidget(self.plan_bar)
        self.filters = DueFilters(look, self.presenter)
        layout.addWidget(self.filters)
        layout.addWidget(self.stack, 1)
        self._fill_stack(look)

    def _fill_head(self, head: QWidget, look: Look) -> None:
        said = _Said()
        layout, words = Flow(head, gap=12), column(said, gap=0)
        layout.addWidget(said)
        self.subtitle = Elided(role="soft")
        words.addWidget(Text(_("Đến hạn"), "title"))
        words.addWidget(self.subtitle)
        self.import_button = Button(_("Nhập danh sách…"), "", look.icon("upload")).on_press(self.import_list)
        self.import_button.setToolTip("Ctrl+I")
        self.arrange = ArrangeButton(look, self.presenter)
        self.plan = Button(_("Đưa vào hôm nay"), "", look.icon("route")).on_press(self.plan_chosen)
        self.plan.setToolTip(_("Đưa hộ của các dòng đang chọn vào danh sách đi hôm nay"))
        self.export = Button(_("Xuất…"), "", look.icon("file-down")).on_press(self.export_lines)
        self.export.setToolTip(_("Ghi các dòng đang thấy ra tệp Excel"))
        self.print_button = PrintButton(look)
        self.print_button.wanted.connect(self.paper_wanted)
        for part in (self.arrange, self.plan, self.export, self.print_button, self.import_button):
            layout.addWidget(part)

    def _fill_stack(self, look: Look) -> None:
        # What an import came to may need most of a small window.
        least_height(self.stack, _LEAST_HEIGHT)
        self.table = DueTable(look)
        self.table.opened.connect(self._on_opened)
        self.table.chosen.connect(self._name_export)
        self.table.order_wanted.connect(self.presenter.sort_by)
        self.table.verticalScrollBar().valueChanged.connect(self._on_scrolled)
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
            look, "search", _("Không có ai khớp"), _("Anh/chị bớt chữ ở ô lọc, hoặc bấm «Bỏ lọc».")
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

    def _on_opened(self, shown: DueShown) -> None:
        self.household_opened.emit(shown.line.household_id)

    def _on_page(self, page: LinesPage) -> None:
        self.table.rows.take(page.number, page.rows)

    def _on_scrolled(self) -> None:
        self.presenter.look_at(self.table.top_line())


class _Said(QWidget):
    """What is said of the list: it gives way before a button has to go to the next line."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return QSize(min(size.width(), scaled(_LEAST_SAID)), size.height())


def _subtitle(state: Ready) -> str:
    if state.month is None:
        return ""
    told = _("{month} · còn {open} trong {total} dòng").format(
        month=month_words(state.month), open=state.open, total=state.total
    )
    order = _("xếp theo {order}").format(order=order_words()[state.display.order].split(":")[0].lower())
    return " · ".join(part for part in (told, others_words(state), order) if part)
