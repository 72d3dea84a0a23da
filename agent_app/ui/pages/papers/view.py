"""The page «Giấy tờ»."""

from PySide6.QtWidgets import QApplication, QWidget

from agent_app.domain.calendar import VIETNAM
from agent_app.domain.print_log import PaperKind
from agent_app.ui.bench import Bench
from agent_app.ui.look import Look
from agent_app.ui.pages.papers.presenter import PapersPresenter, PrintedShown, Ready
from agent_app.ui.pages.papers.shelf import ShelfRow
from agent_app.ui.parts.boxes import PAGE, Card, Line, Scroller, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.flow import Sides
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.parts.page import Page
from agent_app.ui.parts.table import RowsTable
from agent_app.ui.places import Place
from agent_app.ui.printing.words import kind_words, way_words
from agent_app.ui.rows import Column
from agent_app.ui.sizes import least_height
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.wording import near_day
from agent_app.ui.words import _

_KINDS = (
    PaperKind.DAY_LIST,
    PaperKind.NOTICE,
    PaperKind.REMITTANCE,
    PaperKind.BOOK,
    PaperKind.STOCK,
    PaperKind.SUMMARY,
)
_ROOM_FOR_BOTH = 1060
_LEAST_LIST = 220


class PapersView(Page):
    """Shows what can be printed, and what was."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.presenter = PapersPresenter(bench, self)
        content = QWidget()
        column(self).addWidget(Scroller(content))
        layout = column(content, PAGE, 12)
        layout.addWidget(Text(_("Giấy tờ"), "title"))
        self.notice = Notice(bench.look)
        layout.addWidget(self.notice)
        sides = Sides(_ROOM_FOR_BOTH)
        layout.addWidget(sides, 1)
        left, right = column(), column()
        sides.sides.addLayout(left, 3)
        sides.sides.addLayout(right, 2)
        shelves, printed = Card((16, 4, 16, 8), 0), Card()
        left.addWidget(shelves)
        left.addStretch()
        right.addWidget(printed, 1)
        self._fill_shelves(shelves, bench.look)
        self._fill_printed(printed, bench.look)
        self.presenter.state_changed.connect(self.render_state)

    def set_active(self, *, active: bool) -> None:
        self.presenter.set_active(active=active)

    def place_to_begin(self) -> QWidget:
        return next((each.button for each in self.rows.values() if not each.button.isHidden()), self.again)

    def print_page(self) -> None:
        """Show the paper that the focus is at, else the first one."""
        rows = [each for each in self.rows.values() if not each.button.isHidden()]
        here = QApplication.focusWidget()
        at = next((each for each in rows if here is not None and each.isAncestorOf(here)), None)
        for each in [at] if at is not None else rows[:1]:
            each.ask()

    def render_state(self, state: object) -> None:
        """Show what can be printed, and what was."""
        self.notice.tell(state.text if isinstance(state, Failed) else "")
        if isinstance(state, Ready):
            for shelf in state.shelves:
                self.rows[shelf.kind].show_shelf(shelf)
            self.table.show_rows(state.printed)
            self.table.setVisible(bool(state.printed))
            self.nothing.setVisible(not state.printed)

    def _fill_shelves(self, card: Card, look: Look) -> None:
        self.rows = {kind: ShelfRow(look, kind) for kind in _KINDS}
        for each in self.rows.values():
            each.wanted.connect(self.paper_wanted)
            card.content.addWidget(each)
            card.content.addWidget(Line())
        self.again = Button(_("Mở trang Thu tiền"), "quiet").on_press(self._on_again)
        foot = row(margins=(0, 8, 0, 0), gap=8)
        foot.addWidget(Text(_("In lại biên lai: mở biên lai ở trang Thu tiền."), "soft", wrap=True), 1)
        foot.addWidget(self.again)
        card.content.addLayout(foot)

    def _fill_printed(self, card: Card, look: Look) -> None:
        card.content.addWidget(Text(_("Vừa in"), "section"))
        self.table: RowsTable[PrintedShown] = RowsTable(look, _columns(), _("Giấy tờ vừa in"))
        least_height(self.table, _LEAST_LIST)
        self.nothing = Text(
            _("Chưa in gì trên máy này. Mỗi lần in hay lưu PDF sẽ được ghi lại ở đây."), "soft", wrap=True
        )
        card.content.addWidget(self.nothing)
        card.content.addWidget(self.table, 1)
        card.content.addStretch()
        self.table.hide()

    def _on_again(self) -> None:
        self.place_wanted.emit(Place.COLLECT)


def _columns() -> list[Column[PrintedShown]]:
    return [
        Column(_("Lúc"), _when, _soft, width=72),
        Column(_("Giấy tờ"), _what, bold=True),
        Column(_("Cách"), _way, _soft, width=96, spare=2),
        Column(_("Lần"), _nth, _soft, right=True, width=56, spare=1),
    ]


def _soft(_shown: PrintedShown) -> Tone:
    return Tone.SOFT


def _when(shown: PrintedShown) -> str:
    printed_at = shown.line.printed_at.astimezone(VIETNAM)
    return f"{printed_at:%H:%M}" if printed_at.date() == shown.today else near_day(printed_at, shown.today)


def _what(shown: PrintedShown) -> str:
    line, name = shown.line, kind_words(shown.line.kind)
    if line.number:
        return f"{name} {line.number}"
    return _("{name} · {count} hộ").format(name=name, count=line.papers) if line.papers > 1 else name


def _way(shown: PrintedShown) -> str:
    line, words = shown.line, way_words(shown.line.way)
    return _("{way} × {copies}").format(way=words, copies=line.copies) if line.copies > 1 else words


def _nth(shown: PrintedShown) -> str:
    return str(shown.line.nth)
