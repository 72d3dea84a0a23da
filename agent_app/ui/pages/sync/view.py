"""The page «Đồng bộ»: three plain columns, and the last runs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from agent_app.runtime.clock_words import clock_sentence
from agent_app.runtime.review_words import held_words
from agent_app.services.lines import HeldLine, RunLine, SyncStatus
from agent_app.ui.acts import Acts
from agent_app.ui.bench import Bench
from agent_app.ui.look import Look
from agent_app.ui.pages.sync.presenter import Done, Ready, Running, RunPresenter, Stopped, SyncPresenter
from agent_app.ui.pages.sync.wording import done_words, run_words
from agent_app.ui.parts.boxes import PAGE, Card, clear, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.flow import Sides
from agent_app.ui.parts.labels import Notice, SignLabel, Text
from agent_app.ui.parts.page import Page
from agent_app.ui.parts.table import RowsTable
from agent_app.ui.parts.working import Working
from agent_app.ui.rows import Column
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.wording import Sign, days_ago, moment
from agent_app.ui.words import _

_MOST_HELD = 4
_MOST_RUNS = 7
_ROOM_FOR_ALL = 820


class SyncView(Page):
    """Shows what waits, what the office has, and what needs a look."""

    def __init__(self, bench: Bench, runs: RunPresenter) -> None:
        super().__init__(bench)
        self.presenter, self.runs = SyncPresenter(bench, self), runs
        look = bench.look
        layout = column(self, PAGE, 12)
        head, words = row(gap=12), column(gap=0)
        self.subtitle = Text(role="soft")
        words.addWidget(Text(_("Đồng bộ"), "title"))
        words.addWidget(self.subtitle)
        self.run = Button(_("Đồng bộ ngay  F5"), "primary", look.icon("refresh-cw", Tone.ON_BRAND))
        self.run.clicked.connect(self.runs.begin)
        head.addLayout(words, 1)
        head.addWidget(self.run)
        self.working, self.notice, self.clock = Working(), Notice(look), Notice(look)
        self.working.cancelled.connect(self.runs.cancel)
        columns = Sides(_ROOM_FOR_ALL, gap=12)
        self.waiting, self.received, self.review = (_Pile(look) for _each in range(3))
        for pile in (self.waiting, self.received, self.review):
            columns.sides.addWidget(pile, 1)
        self.table: RowsTable[RunLine] = RowsTable(
            look, _columns(), _("Những lần đồng bộ gần đây"), picks=False
        )
        layout.addLayout(head)
        layout.addWidget(self.working)
        layout.addWidget(self.notice)
        layout.addWidget(self.clock)
        layout.addWidget(columns)
        layout.addSpacing(8)
        layout.addWidget(Text(_("Những lần gần đây"), "section"))
        self.none = Text(
            _("Chưa đồng bộ lần nào. Bấm F5 khi có mạng; không có mạng thì mọi việc vẫn làm được."),
            "soft",
            wrap=True,
        )
        layout.addWidget(self.none)
        layout.addWidget(self.table)
        layout.addStretch()
        self.presenter.state_changed.connect(self.render_state)
        self.runs.state_changed.connect(self.render_run)
        self.render_run(self.runs.state)

    def set_active(self, *, active: bool) -> None:
        self.presenter.set_active(active=active)

    def place_to_begin(self) -> QWidget:
        return self.run

    def render_state(self, state: object) -> None:
        """Show what has reached the office."""
        if isinstance(state, Failed):
            self.notice.tell(state.text)
        if isinstance(state, Ready):
            self._show(state)

    def render_run(self, state: object) -> None:
        """Show an exchange."""
        self._show_running(running=isinstance(state, Running))
        self.notice.tell("")
        match state:
            case Running(progress):
                self.working.tell(_("Đang gửi và nhận"), progress)
            case Done():
                self.notice.tell(done_words(state), Tone.SOON if state.waiting.count else Tone.GOOD)
            case Stopped():
                self.notice.tell(
                    _("Đã dừng theo ý anh/chị. Những gì chưa gửi vẫn nguyên trên máy."), Tone.SOON
                )
            case Failed(text):
                self.notice.tell(text)

    def _show_running(self, *, running: bool) -> None:
        focused = self.working.cancel.hasFocus()
        self.run.setEnabled(not running)
        self.working.setVisible(running)
        if running and not focused:
            self.working.cancel.setFocus()
        elif focused and not running:
            self.run.setFocus()

    def _show(self, state: Ready) -> None:
        status = state.status
        self.subtitle.setText(_subtitle(status))
        self.clock.tell(clock_sentence(status.clock_ahead), Tone.SOON)
        self.waiting.tell(_waiting_sign(status), *_waiting(state))
        self.received.tell(Sign(_("Cơ quan BHXH đã nhận"), Tone.GOOD, "inbox"), *_taken(status))
        count = _("{count} việc").format(count=len(status.held)) if status.held else _("Không có gì")
        self.review.tell(_review_sign(status), count, _held(status.held))
        self.table.show_rows(status.runs)
        self.table.fit_rows(_MOST_RUNS)
        self.table.setVisible(bool(status.runs))
        self.none.setVisible(not status.runs)


class _Pile(Card):
    def __init__(self, look: Look) -> None:
        super().__init__((16, 14, 16, 16), 6)
        self.sign, self.figure = SignLabel(look), Text(role="figure")
        self.notes = column(gap=4)
        self.content.addWidget(self.sign)
        self.content.addWidget(self.figure)
        self.content.addLayout(self.notes)
        self.content.addStretch()
        self.setMinimumHeight(150)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def tell(self, sign: Sign, figure: str, notes: list[str]) -> None:
        self.sign.show_sign(sign)
        self.figure.setText(figure)
        clear(self.notes)
        for note in notes:
            self.notes.addWidget(Text(note, "soft", wrap=True), 0, Qt.AlignmentFlag.AlignTop)


def _waiting_sign(status: SyncStatus) -> Sign:
    if status.waiting_operations:
        return Sign(_("Chờ gửi"), Tone.SOON, "hourglass")
    return Sign(_("Chờ gửi"), Tone.GOOD, "circle-check")


def _waiting(state: Ready) -> tuple[str, list[str]]:
    """Say what waits, the receipts in large, the rest and the age below."""
    status, acts = state.status, Acts.waiting(state.status)
    if not status.waiting_operations:
        return _("Không còn gì chờ gửi"), []
    others = acts.besides.words
    lines = [_("và {acts}").format(acts=others)] if acts.receipts and others else []
    if status.oldest_waiting:
        lines.append(_("Cũ nhất: {age}").format(age=days_ago(status.oldest_waiting, state.today)))
    return acts.brought.words or others, lines


def _taken(status: SyncStatus) -> tuple[str, list[str]]:
    """Say what the office has, and when it last said so."""
    acts = Acts(status.received_receipts, status.received_money)
    at = [_("Giấy nhận gần nhất: {at}").format(at=moment(status.last_custody_at))]
    return acts.words or _("Chưa có biên lai nào"), at if status.last_custody_at else []


def _review_sign(status: SyncStatus) -> Sign:
    if status.held:
        return Sign(_("Cần xem lại"), Tone.LATE, "triangle-alert")
    return Sign(_("Cần xem lại"), Tone.SOFT, "circle-check")


def _held(held: tuple[HeldLine, ...]) -> list[str]:
    notes = [held_words(each) for each in held[:_MOST_HELD]]
    more = len(held) - _MOST_HELD
    return [*notes, _("và {count} việc nữa").format(count=more)] if more > 0 else notes


def _subtitle(status: SyncStatus) -> str:
    if status.agent_name:
        return _("Nhân viên thu {name} · mã {code}").format(
            name=status.agent_name, code=status.agent_code or ""
        )
    return _("Máy này chưa được cơ quan BHXH ghi danh")


def _columns() -> list[Column[RunLine]]:
    return [
        Column(_("Lúc"), _started, width=180),
        Column(_("Kết quả"), _result, _result_tone, _result_icon),
        Column(_("Bản ghi gửi"), _sent, right=True, width=120),
        Column(_("Bản ghi nhận"), _received, right=True, width=130),
        Column(_("Dung lượng"), _bytes, right=True, width=150),
        Column(_("Mất"), _seconds, right=True, width=110),
    ]


def _started(run: RunLine) -> str:
    return moment(run.started_at)


def _result(run: RunLine) -> str:
    return run_words(run).text


def _result_tone(run: RunLine) -> Tone:
    return run_words(run).tone


def _result_icon(run: RunLine) -> str:
    return run_words(run).icon


def _sent(run: RunLine) -> str:
    return str(run.sent)


def _received(run: RunLine) -> str:
    return str(run.received)


def _bytes(run: RunLine) -> str:
    return _("{kilobytes} kB").format(kilobytes=-(-(run.bytes_up + run.bytes_down) // 1000))


def _seconds(run: RunLine) -> str:
    return _("{seconds} giây").format(seconds=f"{run.seconds:.1f}".replace(".", ","))
