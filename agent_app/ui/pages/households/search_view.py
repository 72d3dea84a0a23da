"""The list of people that the search in the top bar has found."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from agent_app.domain.identity import SocialInsuranceNo
from agent_app.domain.phone import Phone
from agent_app.services.lines import PersonLine
from agent_app.ui.bench import Bench
from agent_app.ui.parts.boxes import PAGE, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.empty import Empty
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.parts.table import RowsTable
from agent_app.ui.people_search import Found, SearchPresenter
from agent_app.ui.rows import Column
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.wording import DASH, masked
from agent_app.ui.words import _


class SearchView(QWidget):
    """Shows whom the search finds and opens their household."""

    household_opened = Signal(object)
    adding_wanted = Signal(str)

    def __init__(self, bench: Bench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = SearchPresenter(bench, self)
        layout = column(self, PAGE, 12)
        head, words = row(gap=12), column(gap=0)
        layout.addLayout(head)
        head.addLayout(words, 1)
        self.subtitle = Text(role="soft")
        words.addWidget(Text(_("Hộ gia đình"), "title"))
        words.addWidget(self.subtitle)
        self.add = Button(_("Thêm hộ"), "", bench.look.icon("house")).on_press(self._on_add)
        head.addWidget(self.add)
        self._wanted = False
        self.notice = Notice(bench.look)
        layout.addWidget(self.notice)
        self.stack = QStackedWidget()
        layout.addWidget(self.stack, 1)
        self._fill_stack(bench)
        self.presenter.state_changed.connect(self.render_state)

    def render_state(self, state: object) -> None:
        """Show what was found."""
        self.notice.tell(state.text if isinstance(state, Failed) else "")
        if isinstance(state, Found):
            self.subtitle.setText(_found_words(state))
            self.table.show_rows(state.people)
            self.stack.setCurrentWidget(self.table if state.people else self.nothing)
            if self._wanted and state.people:
                self.table.setFocus()
            self._wanted = False
        else:
            self.subtitle.clear()
            self.stack.setCurrentWidget(self.begin)

    def forbid_adding(self, why: str) -> None:
        """Let nobody be added, and say why; an empty reason lifts that."""
        self.add.forbid(why)

    def enter_list(self) -> None:
        """Go to the first result as soon as it is there."""
        self._wanted = True

    def _fill_stack(self, bench: Bench) -> None:
        self.table: RowsTable[PersonLine] = RowsTable(bench.look, _columns(), _("Người tìm thấy"))
        self.table.opened.connect(self._on_opened)
        self.begin = Empty(
            bench.look,
            "users",
            _("Tìm một người để mở hộ của họ"),
            _(
                "Gõ vào ô tìm ở trên cùng (Ctrl+K): tên không cần dấu, ví dụ «nguyen thi anh», "
                "số BHXH, CCCD hoặc vài số của điện thoại."
            ),
        )
        self.nothing = Empty(
            bench.look,
            "search",
            _("Không tìm thấy ai"),
            _("Anh/chị thử ít chữ hơn. Người chưa có trong sổ thì bấm «Thêm hộ» ở trên."),
        )
        for part in (self.begin, self.table, self.nothing):
            self.stack.addWidget(part)

    def _on_add(self) -> None:
        found = self.presenter.state
        self.adding_wanted.emit(found.text if isinstance(found, Found) and not found.people else "")

    def _on_opened(self, person: PersonLine) -> None:
        self.household_opened.emit(person.household_id)


def _found_words(found: Found) -> str:
    shown = len(found.people)
    if found.total > shown:
        return _("{shown} người đầu trong {total} người khớp").format(shown=shown, total=found.total)
    return _("{total} người khớp «{text}»").format(total=found.total, text=found.text)


def _columns() -> list[Column[PersonLine]]:
    return [
        Column(_("Họ và tên"), _name, bold=True, width=220),
        Column(_("Sinh"), _birth, width=110),
        Column(_("Địa chỉ"), _address, _soft),
        Column(_("Số BHXH"), _insurance_no, _soft, width=140),
        Column(_("Điện thoại"), _phone, _soft, width=140),
    ]


def _name(person: PersonLine) -> str:
    return person.name


def _birth(person: PersonLine) -> str:
    return person.birth.shown if person.birth else DASH


def _address(person: PersonLine) -> str:
    return person.address


def _insurance_no(person: PersonLine) -> str:
    return masked(SocialInsuranceNo, person.insurance_no)


def _phone(person: PersonLine) -> str:
    return masked(Phone, person.phone)


def _soft(_person: PersonLine) -> Tone:
    return Tone.SOFT
