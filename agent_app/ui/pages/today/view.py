"""The page «Hôm nay»."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QWidget

from agent_app.services.day_paper_orders import DayListOrder
from agent_app.ui.bench import Bench
from agent_app.ui.look import Look
from agent_app.ui.pages.today.day_card import DayCard
from agent_app.ui.pages.today.presenter import Doors, DoorShown, Ready, TodayPresenter
from agent_app.ui.pages.today.wording import door_sign, doors_words, long_day, summary
from agent_app.ui.parts.boxes import PAGE, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.empty import Empty
from agent_app.ui.parts.flow import Flow, Sides
from agent_app.ui.parts.labels import Elided, Notice
from agent_app.ui.parts.ordered_table import OrderedTable
from agent_app.ui.parts.page import Page
from agent_app.ui.places import Place
from agent_app.ui.printing.day_papers import day_paper
from agent_app.ui.printing.notices import notice_paper, of_doors
from agent_app.ui.rows import Column
from agent_app.ui.sizes import least_height, least_width
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.wording import dong, short_address
from agent_app.ui.words import _

_ROOM_FOR_BOTH = 900
_LEAST_LIST = 200


class TodayView(Page):
    """Shows the walk, and what the day has come to."""

    counted = Signal(object)

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.presenter = TodayPresenter(bench, self)
        self._build(bench.look)
        self.presenter.state_changed.connect(self.render_state)
        self.table.opened.connect(self._on_opened)
        self.table.moved.connect(self._on_moved)
        self.hamlets.activated.connect(self._on_hamlet)
        self.reset.clicked.connect(self.presenter.forget_order)
        self.card.sync.clicked.connect(self._on_sync)
        self.to_list.clicked.connect(self._on_list)

    def set_active(self, *, active: bool) -> None:
        self.presenter.set_active(active=active)

    def place_to_begin(self) -> QWidget:
        seen = self.stack.currentWidget()
        return self.to_list if seen is self.unlisted else self.table if seen is self.table else self.hamlets

    def print_page(self) -> None:
        """Print the list to walk by, of the doors that are seen."""
        state = self.presenter.state
        if isinstance(state, Ready) and state.doors:
            hamlet = state.shown if isinstance(state.shown, str) else None
            order = DayListOrder(hamlet=hamlet, planned=state.shown is Doors.PLANNED)
            self.paper_wanted.emit(day_paper(order, doors_words(state.shown, state.planned)))

    def render_state(self, state: object) -> None:
        """Show a state of the day."""
        self.notice.tell(state.text if isinstance(state, Failed) else "")
        if isinstance(state, Ready):
            self._show(state)

    def _show(self, state: Ready) -> None:
        self.title.show_text(long_day(state.today))
        self.subtitle.show_text(" · ".join([doors_words(state.shown, state.planned), summary(state)]))
        if state.told:
            self.notice.tell(state.told, Tone.SOON)
        arrives = self.stack.currentWidget() is self.loading and self.isVisible()
        self.table.show_rows(state.rows)
        empty = self.done if state.listed else self.unlisted
        self.stack.setCurrentWidget(self.table if state.doors else empty)
        self._fill(state)
        self.reset.setVisible(state.arranged)
        self.hint.setVisible(len(state.doors) > 1)
        for button in (self.print_list, self.print_notices):
            button.setVisible(bool(state.doors))
        self.card.show_day(state)
        self.counted.emit(len(state.doors) - state.done)
        if arrives:
            self.place_to_begin().setFocus()

    def _fill(self, state: Ready) -> None:
        choices: list[str | Doors] = [Doors.PLANNED] if state.planned else []
        choices += [*state.hamlets, Doors.ALL]
        self.hamlets.setVisible(len(choices) > 1)
        self.hamlets.blockSignals(True)  # noqa: FBT003
        self.hamlets.clear()
        for each in choices:
            self.hamlets.addItem(doors_words(each, state.planned), each)
        self.hamlets.setCurrentIndex(choices.index(state.shown) if state.shown in choices else -1)
        self.hamlets.blockSignals(False)  # noqa: FBT003

    def _build(self, look: Look) -> None:
        layout = column(self, PAGE, 12)
        layout.addLayout(self._head())
        self.notice, self.card = Notice(look), DayCard(look)
        layout.addWidget(self.notice)
        sides = Sides(_ROOM_FOR_BOTH)
        sides.turned.connect(self.card.stand)
        left = column(gap=8)
        self.hint = Elided(_("Kéo ⋮ hoặc bấm Alt+↑, Alt+↓ để đổi thứ tự; Enter mở hộ."), "small")
        self.hint.hide()
        left.addWidget(self._body(look), 1)
        left.addWidget(self.hint)
        left.addWidget(self._foot(look))
        sides.sides.addLayout(left, 1)
        sides.sides.addWidget(self.card)
        layout.addWidget(sides, 1)

    def _head(self) -> QHBoxLayout:
        head, words = row(gap=12), column(gap=0)
        self.title, self.subtitle = Elided(role="title"), Elided(role="soft")
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        self.hamlets = QComboBox()
        self.hamlets.setAccessibleName(_("Đi thôn, tổ nào"))
        least_width(self.hamlets, 180)
        self.hamlets.hide()
        head.addLayout(words, 1)
        head.addWidget(self.hamlets)
        return head

    def _body(self, look: Look) -> QWidget:
        self.stack = QStackedWidget()
        least_height(self.stack, _LEAST_LIST)
        self.table: OrderedTable[DoorShown] = OrderedTable(look, _columns(), _("Thứ tự đi hôm nay"))
        self.loading = Empty(look, "hourglass", _("Đang mở ngày hôm nay"), "")
        self.to_list = Button(_("Mở trang Đến hạn"), "primary")
        self.unlisted = Empty(
            look,
            "route",
            _("Chưa có hộ nào để đến"),
            _("Khi đã nhập danh sách đến hạn của tháng, các hộ cần đến sẽ hiện ở đây theo thứ tự đi."),
            self.to_list,
        )
        self.done = Empty(
            look,
            "circle-check",
            _("Ở đây không còn hộ nào đến hạn"),
            _("Anh/chị chọn thôn, tổ khác ở góc trên bên phải."),
        )
        for part in (self.loading, self.table, self.unlisted, self.done):
            self.stack.addWidget(part)
        return self.stack

    def _foot(self, look: Look) -> QWidget:
        foot = QWidget()
        flow = Flow(foot, 8)
        self.print_list = Button(_("In danh sách đi địa bàn…"), "", look.icon("printer"))
        self.print_list.clicked.connect(self.print_page)
        self.print_notices = Button(_("In thông báo đến hạn…"), "", look.icon("printer"))
        self.print_notices.clicked.connect(self._on_notices)
        self.reset = Button(_("Xếp lại theo hạn"), "", look.icon("route"))
        self.reset.setToolTip(_("Bỏ thứ tự anh/chị đã xếp của những hộ đang hiện"))
        for part in (self.print_list, self.print_notices, self.reset):
            part.hide()
            flow.addWidget(part)
        return foot

    def _on_notices(self) -> None:
        state = self.presenter.state
        if isinstance(state, Ready) and state.doors:
            open_doors = [each for each in state.doors if not each.is_done(state.today)] or state.doors
            households = tuple(each.household_id for each in open_doors)
            words = _("Thông báo đến hạn đóng · {count} hộ").format(count=len(households))
            self.paper_wanted.emit(notice_paper(partial(of_doors, households), words))

    def _on_opened(self, shown: DoorShown) -> None:
        self.household_opened.emit(shown.line.household_id)

    def _on_moved(self, start: int, end: int) -> None:
        if self.presenter.move(start, end):
            self.table.choose(end)

    def _on_hamlet(self, _at: int) -> None:
        self.presenter.choose(self.hamlets.currentData())

    def _on_sync(self) -> None:
        self.place_wanted.emit(Place.SYNC)

    def _on_list(self) -> None:
        self.place_wanted.emit(Place.DUE)


def _columns() -> list[Column[DoorShown]]:
    return [
        Column("", _nothing, _soft, _handle, width=34),
        Column("", _number, _number_tone, _number_icon, width=66),
        Column(_("Hộ"), _name, _ink, bold=True, width=172),
        Column(_("Ở đâu"), _address, _soft, spare=2),
        Column(_("Người"), _people, _soft, right=True, width=66, spare=3),
        Column(_("Vì sao đến"), _sign_text, _sign_tone, _sign_icon, width=178),
        Column(_("Số tiền"), _amount, _ink, right=True, width=112, spare=1),
    ]


def _nothing(_shown: DoorShown) -> str:
    return ""


def _soft(_shown: DoorShown) -> Tone:
    return Tone.SOFT


def _ink(shown: DoorShown) -> Tone:
    return Tone.SOFT if shown.done else Tone.INK


def _handle(_shown: DoorShown) -> str:
    return "grip-vertical"


def _number(shown: DoorShown) -> str:
    return str(shown.number)


def _number_tone(shown: DoorShown) -> Tone:
    return Tone.GOOD if shown.done else Tone.SOFT


def _number_icon(shown: DoorShown) -> str | None:
    return "check" if shown.done else None


def _name(shown: DoorShown) -> str:
    return shown.line.name or _("Hộ chưa có ai")


def _address(shown: DoorShown) -> str:
    house, hamlet, _rest = shown.line.address.partition(shown.line.hamlet or "\n")
    return f"{house}{hamlet}" if hamlet else short_address(shown.line.address)


def _people(shown: DoorShown) -> str:
    return str(shown.line.people)


def _sign_text(shown: DoorShown) -> str:
    return door_sign(shown).text


def _sign_tone(shown: DoorShown) -> Tone:
    return door_sign(shown).tone


def _sign_icon(shown: DoorShown) -> str | None:
    return door_sign(shown).icon or None


def _amount(shown: DoorShown) -> str:
    return dong(shown.line.amount) if shown.line.open else ""
