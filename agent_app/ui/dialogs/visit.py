"""What a visit came to: one row of big buttons for each person."""

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QWidget

from agent_app.domain.household import PersonId
from agent_app.domain.names import clean
from agent_app.domain.visit import Outcome
from agent_app.services.lines import HouseholdPage, MemberLine
from agent_app.services.visits import OutcomeRequest, RecordVisit
from agent_app.ui.fields.date_field import DateField
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import PAGE, Card, Line, Scroller, column, row
from agent_app.ui.parts.buttons import Button, Choices
from agent_app.ui.parts.flow import Flow, Sides
from agent_app.ui.parts.labels import Elided, Notice, Text
from agent_app.ui.sizes import fix_width, room_for, scaled
from agent_app.ui.wording import day
from agent_app.ui.words import _

_DAYS = (1, 3, 7, 14)
_USUAL_DAYS = 7
_NAME = 190
_WIDE, _LOW = 1100, 380
_ROOM = 980


def button_words() -> dict[str, object]:
    """Name the outcomes as their buttons do; three dots where a question follows."""
    return {
        _("Đã đóng"): Outcome.PAID,
        _("Hẹn ngày…"): Outcome.PROMISED,
        _("Từ chối…"): Outcome.REFUSED,
        _("Vắng nhà"): Outcome.ABSENT,
        _("Chuyển đi"): Outcome.MOVED,
        _("Đã mất"): Outcome.DIED,
        _("Đã tham gia nơi khác"): Outcome.ELSEWHERE,
        _("Đã vào BHXH bắt buộc"): Outcome.COMPULSORY,
    }


def reasons() -> list[str]:
    """List the reasons that people give."""
    return [
        _("Chưa có tiền"),
        _("Thấy chưa cần"),
        _("Chờ người nhà quyết định"),
        _("Ngại thủ tục"),
        _("Chưa tin tưởng"),
        _("Lý do khác"),
    ]


class OutcomeRow(QWidget):
    """One person's outcome, with the date of a promise or the reason of a refusal."""

    changed = Signal()

    def __init__(self, name: str, person_id: PersonId | None, today: date) -> None:
        super().__init__()
        self.person_id = person_id
        self.follows = False
        self._today = today
        layout, top = column(self, (0, 0, 0, 8), 8), Sides(_ROOM, 8)
        self._rule = Line()
        layout.addWidget(self._rule)
        label = Elided(name, "name")
        fix_width(label, _NAME)
        self.choices = Choices(button_words(), required=False)
        self.choices.setAccessibleName(name)
        top.sides.addWidget(label)
        top.sides.addWidget(self.choices, 1)
        layout.addWidget(top)
        self.promise, self.refusal = self._promise(), self._refusal()
        top.turned.connect(self._indent)
        self._indent(beside=top.beside)
        layout.addWidget(self.promise)
        layout.addWidget(self.refusal)
        self.choices.chosen.connect(self._on_chosen)
        self._show_question()

    @property
    def outcome(self) -> Outcome | None:
        """What has been chosen."""
        value = self.choices.value
        return value if isinstance(value, Outcome) else None

    def set_ruled(self, *, ruled: bool) -> None:
        """Say whether a hairline stands above it."""
        self._rule.setVisible(ruled)

    def put(self, outcome: Outcome | None, promised_on: date, reason: str) -> None:
        """Choose for this person what was chosen for the whole household, which has been asked already."""
        self.follows = outcome is not None
        self.choices.choose(outcome)
        self.date.put(promised_on)
        self.reason.setCurrentText(reason)
        self._show_question()

    def request(self) -> OutcomeRequest | None:
        """Say it as the use case wants it; ``None`` where nothing was chosen."""
        if self.outcome is None or self.person_id is None:
            return None
        promised_on = self.date.value if self.outcome is Outcome.PROMISED else None
        reason = clean(self.reason.currentText()) if self.outcome is Outcome.REFUSED else None
        return OutcomeRequest(self.person_id, self.outcome, promised_on, reason)

    def _promise(self) -> QWidget:
        holder = QWidget()
        layout = Flow(holder, 8)
        self.date = DateField(self._today + timedelta(_USUAL_DAYS), self._today)
        self.date.setAccessibleName(_("Ngày hẹn"))
        words = {1: _("Mai"), 7: _("1 tuần"), 14: _("2 tuần")}
        texts = {words.get(each) or _("{days} ngày").format(days=each): each for each in _DAYS}
        self.quick = Choices(dict(texts), required=False)
        self.quick.choose(_USUAL_DAYS)
        self.quick.chosen.connect(self._on_quick)
        self.date.dateChanged.connect(self._on_date)
        for part in (Text(_("Hẹn trở lại"), "soft"), self.quick, self.date):
            layout.addWidget(part)
        return holder

    def _refusal(self) -> QWidget:
        holder = QWidget()
        layout = Flow(holder, 8)
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.setAccessibleName(_("Lý do từ chối"))
        self.reason.setMinimumWidth(300)
        self.reason.addItems(reasons())
        self.reason.currentTextChanged.connect(self._on_reason)
        layout.addWidget(Text(_("Vì sao"), "soft"))
        layout.addWidget(self.reason)
        return holder

    def _indent(self, beside: bool) -> None:  # noqa: FBT001
        """Let a question begin below the buttons."""
        for part in (self.promise, self.refusal):
            part.setContentsMargins(scaled(_NAME) + 8 if beside else 0, 0, 0, 0)

    def _show_question(self) -> None:
        self.promise.setVisible(self.outcome is Outcome.PROMISED and not self.follows)
        self.refusal.setVisible(self.outcome is Outcome.REFUSED and not self.follows)

    def _on_chosen(self, _value: object) -> None:
        self.follows = False
        self._show_question()
        self.changed.emit()

    def _on_quick(self, days: object) -> None:
        if isinstance(days, int):
            self.date.put(self._today + timedelta(days))

    def _on_date(self) -> None:
        self.quick.choose((self.date.value - self._today).days)
        self.changed.emit()

    def _on_reason(self, _text: str) -> None:
        self.changed.emit()


class VisitDialog(QDialog):
    """Asks for the outcomes; people who are due come first."""

    def __init__(self, parent: QWidget | None, look: Look, page: HouseholdPage, today: date) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Ghi kết quả"))
        self._page, self._look = page, look
        self.command: RecordVisit | None = None
        self._due, self._others = _sorted_members(page)
        self.rows = [OutcomeRow(each.name, each.id, today) for each in (*self._due, *self._others)]
        self.whole = OutcomeRow(_("Cả hộ"), None, today)
        self._said: Outcome | None = None
        layout = column(self, PAGE, 12)
        layout.addWidget(Text(_("Kết quả lần đến hôm nay, {day}").format(day=day(today)), "title"))
        self._card = self._people()
        self._scroller = Scroller(self._card)
        layout.addWidget(self._scroller, 1)
        self.notice = Notice(look)
        layout.addWidget(self.notice)
        layout.addWidget(Line())
        layout.addLayout(self._foot())
        self._show_others(shown=not self._due)
        self._wide = min(scaled(_WIDE), room_for(self).width())
        self.resize(self._wide, scaled(_LOW))
        self._first().choices.buttons[0].setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Only now is it known what stands beside what.
        self._grow()

    @classmethod
    def ask(cls, parent: QWidget, look: Look, page: HouseholdPage, today: date) -> RecordVisit | None:
        """Ask for one visit; ``None`` where the agent thought better of it."""
        dialog = cls(parent, look, page, today)
        dialog.exec()
        command = dialog.command
        dialog.deleteLater()
        return command

    def save(self) -> None:
        """Take what was chosen, if there is enough of it."""
        outcomes = tuple(each for each in (line.request() for line in self.rows) if each is not None)
        met = "" if self._met_nobody(outcomes) else clean(self.met.currentText())
        if not outcomes:
            self.notice.tell(_("Anh/chị chọn kết quả cho ít nhất một người rồi lưu."))
        elif any(each.outcome is Outcome.REFUSED and not each.reason for each in outcomes):
            self.notice.tell(_("Anh/chị chọn hoặc gõ lý do từ chối."))
        else:
            self.command = RecordVisit(self._page.household.id, outcomes, met)
            self.accept()

    def _met_nobody(self, outcomes: tuple[OutcomeRequest, ...]) -> bool:
        """Tell whether all are absent; somebody else may have been named whom the agent met."""
        absent = all(each.outcome is Outcome.ABSENT for each in outcomes)
        return absent and not self._named

    def _first(self) -> OutcomeRow:
        return self.whole if len(self.rows) > 1 or not self.rows else self.rows[0]

    def _people(self) -> QWidget:
        card = Card((16, 12, 16, 4), 0)
        self.whole.changed.connect(self._on_whole)
        shown = [self.whole, *self.rows] if len(self.rows) > 1 else self.rows
        for at, each in enumerate(shown):
            each.set_ruled(ruled=at > 0)
            card.content.addWidget(each)
        self.more = Button("", "quiet").on_press(self._on_more)
        card.content.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        card.content.addStretch()
        return card

    def _foot(self) -> QHBoxLayout:
        foot = row(gap=12)
        self.met = QComboBox()
        self.met.setEditable(True)
        self.met.setAccessibleName(_("Đã gặp"))
        self.met.setMinimumWidth(260)
        self.met.addItems([each.name for each in self._page.members])
        self._named = False
        self.met.activated.connect(self._on_named)
        self.met.editTextChanged.connect(self._on_named)
        self.save_button = Button(_("Lưu kết quả  Enter"), "primary").on_press(self.save)
        self.save_button.setDefault(True)
        foot.addWidget(Text(_("Đã gặp"), "soft"))
        foot.addWidget(self.met)
        foot.addStretch()
        foot.addWidget(Button(_("Thôi")).on_press(self.reject))
        foot.addWidget(self.save_button)
        return foot

    def _show_others(self, *, shown: bool) -> None:
        for each in self.rows[len(self._due) :]:
            each.setVisible(shown)
        self.more.setVisible(not shown and bool(self._others))
        self.more.setText(_("Hiện thêm {count} người không đến hạn").format(count=len(self._others)))

    def _on_named(self) -> None:
        self._named = True

    def _on_more(self) -> None:
        self._show_others(shown=True)
        self._grow()

    def _on_whole(self) -> None:
        outcome = self.whole.outcome
        anew, self._said = outcome is not self._said, outcome
        for each in self.rows:
            # Another day for the household does not take back what was said of one of its people.
            if not each.isHidden() and (anew or each.follows):
                each.put(outcome, self.whole.date.value, self.whole.reason.currentText())

    def _grow(self) -> None:
        """Be as high as the people need, with a question below the first row, as far as the screen goes."""
        people, question = self._card.sizeHint().height(), self.whole.promise.sizeHint().height() + 8
        if self._card.hasHeightForWidth():
            people = self._card.heightForWidth(self._wide - PAGE[0] - PAGE[2])
        around = self.sizeHint().height() - self._scroller.sizeHint().height()
        most = room_for(self).height()
        self.resize(self._wide, min(max(people + question + around, scaled(_LOW)), most))


def _sorted_members(page: HouseholdPage) -> tuple[list[MemberLine], list[MemberLine]]:
    due = [each for each in page.members if any(cover.due_item for cover in each.covers)]
    return due, [each for each in page.members if each not in due]
