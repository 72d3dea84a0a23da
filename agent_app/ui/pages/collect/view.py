"""The page «Thu tiền»."""

from pathlib import Path

from PySide6.QtCore import QDir, QTemporaryDir, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from agent_app.domain.receipt import Receipt, ReceiptId
from agent_app.services.lines import ReceiptView
from agent_app.ui.bench import Bench
from agent_app.ui.pages.collect.presenter import (
    CollectPresenter,
    Drafted,
    Issued,
    Issuing,
    Recent,
    RecentPresenter,
)
from agent_app.ui.pages.collect.sheets import DraftSheet, IssuedSheet, Typed
from agent_app.ui.parts.boxes import PAGE, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.empty import Empty
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.parts.page import Page
from agent_app.ui.parts.table import RowsTable
from agent_app.ui.rows import Column
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.wording import day, dong, receipt_state
from agent_app.ui.words import _


class CollectView(Page):
    """Shows a draft, an issued receipt, or the newest receipts."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.presenter = CollectPresenter(bench, self)
        self.recent = RecentPresenter(bench, self)
        # Papers to look at hold personal data: they vanish with the window.
        self._papers = QTemporaryDir()
        layout = column(self)
        self.stack = QStackedWidget()
        layout.addWidget(self.stack)
        self.draft, self.issued = DraftSheet(bench.look), IssuedSheet(bench.look)
        self.overview = self._overview(bench)
        for part in (self.overview, self.draft, self.issued):
            self.stack.addWidget(part)
        self._connect()

    @property
    def issuing(self) -> bool:
        """Whether a receipt is on its way of which nobody knows yet what becomes."""
        return isinstance(self.presenter.state, Issuing)

    def seek(self, receipt_id: ReceiptId) -> None:
        """Show one receipt among the others."""
        self.presenter.finish()
        self.recent.seek(receipt_id)

    def choose_target(self, receipt: Receipt) -> Path | None:
        """Let the agent choose where the PDF goes; a test answers in its place."""
        start = QDir.home().filePath(paper_name(receipt))
        name, _kind = QFileDialog.getSaveFileName(self, _("Lưu biên lai"), start, _("Tệp PDF (*.pdf)"))
        return Path(name) if name else None

    def show_file(self, path: Path) -> None:
        """Let the system's viewer show and print a paper; a test answers in its place."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def set_active(self, *, active: bool) -> None:
        self.presenter.set_active(active=active)
        self.recent.set_active(active=active)

    def place_to_begin(self) -> QWidget:
        return self.table

    def forbid_writing(self, why: str) -> None:
        self.draft.issue.forbid(why)

    def render_state(self, state: object) -> None:
        """Show a state of the payment."""
        match state:
            case Drafted() | Issuing():
                self.draft.show_state(state)
                self.stack.setCurrentWidget(self.draft)
            case Issued():
                self.issued.show_state(state)
                self.stack.setCurrentWidget(self.issued)
            case _:
                self.stack.setCurrentWidget(self.overview)

    def render_recent(self, state: object) -> None:
        """Show the newest receipts."""
        self.notice.tell(state.text if isinstance(state, Failed) else "")
        if isinstance(state, Recent):
            self.table.show_rows(state.receipts)
            if state.sought in (numbers := [each.receipt.id for each in state.receipts]):
                self.table.selectRow(numbers.index(state.sought))
            self.listing.setCurrentWidget(self.table if state.receipts else self.nothing)

    def save_paper(self) -> None:
        """Ask where to and write the paper."""
        receipt = self.issued.receipt
        if receipt is not None and (path := self.choose_target(receipt)) is not None:
            self.presenter.write(receipt.id, path, shown=False)

    def open_paper(self) -> None:
        """Write the paper for a look and show it."""
        if self.issued.receipt is not None:
            self._open(self.issued.receipt)

    def _open(self, receipt: Receipt) -> None:
        self.presenter.write(receipt.id, Path(self._papers.filePath(paper_name(receipt))), shown=True)

    def _overview(self, bench: Bench) -> QWidget:
        holder = QWidget()
        layout = column(holder, PAGE, 12)
        head, words = row(gap=12), column(gap=0)
        words.addWidget(Text(_("Thu tiền"), "title"))
        words.addWidget(Text(_("Biên lai mới nhất trước; bấm hai lần để mở bản in"), "soft"))
        head.addLayout(words, 1)
        head.addWidget(Button(_("Tìm hộ để thu  Ctrl+K"), "primary").on_press(self.search_wanted.emit))
        self.notice = Notice(bench.look)
        self.table: RowsTable[ReceiptView] = RowsTable(bench.look, _columns(), _("Biên lai đã lập"))
        self.nothing = Empty(
            bench.look,
            "receipt-text",
            _("Chưa lập biên lai nào"),
            _(
                "Biên lai đã lập sẽ hiện ở đây cùng trạng thái của từng tờ. "
                "Anh/chị mở một hộ, đánh dấu người đóng rồi bấm F9 để thu tiền."
            ),
        )
        self.listing = QStackedWidget()
        self.listing.addWidget(self.table)
        self.listing.addWidget(self.nothing)
        layout.addLayout(head)
        layout.addWidget(self.notice)
        layout.addWidget(self.listing, 1)
        return holder

    def _connect(self) -> None:
        self.presenter.state_changed.connect(self.render_state)
        self.presenter.paper_shown.connect(self.show_file)
        self.recent.state_changed.connect(self.render_recent)
        self.table.opened.connect(self._on_opened)
        self.draft.issue_asked.connect(self._on_issue_asked)
        self.draft.given_up.connect(self._on_given_up)
        self.issued.save_asked.connect(self.save_paper)
        self.issued.open_asked.connect(self.open_paper)
        self.issued.done.connect(self.presenter.finish)

    def _on_issue_asked(self, typed: Typed) -> None:
        self.presenter.issue(typed.payer, typed.number, said_no=typed.said_no)

    def _on_opened(self, view: ReceiptView) -> None:
        self._open(view.receipt)

    def _on_given_up(self) -> None:
        state = self.presenter.state
        self.presenter.finish()
        if isinstance(state, Drafted):
            self.household_opened.emit(state.draft.page.household.id)


def paper_name(receipt: Receipt) -> str:
    """Name a receipt's file by its number only."""
    book = "".join(letter for letter in receipt.book or "" if letter.isalnum())
    return f"bien-lai-{book}-{receipt.shown_number or receipt.id}.pdf"


def _columns() -> list[Column[ReceiptView]]:
    return [
        Column(_("Số"), _number, bold=True, width=110),
        Column(_("Ngày"), _issued_on, width=120),
        Column(_("Người nộp"), _payer),
        Column(_("Số tiền"), _total, right=True, width=140),
        Column(_("Trạng thái"), _state, _state_tone, _state_icon, width=240),
    ]


def _number(view: ReceiptView) -> str:
    return view.shown_number or _("chờ số")


def _issued_on(view: ReceiptView) -> str:
    return day(view.receipt.issued_on)


def _payer(view: ReceiptView) -> str:
    return view.receipt.payer


def _total(view: ReceiptView) -> str:
    return dong(view.receipt.total)


def _state(view: ReceiptView) -> str:
    return receipt_state(view.state).text


def _state_tone(view: ReceiptView) -> Tone:
    return receipt_state(view.state).tone


def _state_icon(view: ReceiptView) -> str:
    return receipt_state(view.state).icon
