"""The lists of the page: receipts, newest first, and transfers whose money is awaited."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from agent_app.services.lines import ReceiptView
from agent_app.services.ports import TransferView
from agent_app.ui.fields.search_field import SearchField
from agent_app.ui.look import Look
from agent_app.ui.pages.collect.recent import Recent
from agent_app.ui.pages.collect.transfers import Listed, transfer_sign
from agent_app.ui.parts.boxes import PAGE, column
from agent_app.ui.parts.buttons import Button, Choices
from agent_app.ui.parts.empty import Empty
from agent_app.ui.parts.flow import Flow
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.parts.table import RowsTable
from agent_app.ui.rows import Column
from agent_app.ui.sizes import least_width
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.wording import day, dong, receipt_state
from agent_app.ui.words import _

RECEIPTS, TRANSFERS = "receipts", "transfers"


class Overview(QWidget):
    """One of two lists, with what finds a receipt in the first."""

    search_wanted = Signal()
    found = Signal(str)
    receipt_opened = Signal(object)
    transfer_opened = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        layout = column(self, PAGE, 12)
        self.notice = Notice(look)
        self.which = Choices({_("Biên lai"): RECEIPTS, _("Chuyển khoản"): TRANSFERS})
        self.which.choose(RECEIPTS)
        self.which.chosen.connect(self._on_which)
        self.field = SearchField(look, _("Tìm số biên lai hoặc người nộp"))
        least_width(self.field, 260)
        self.field.asked.connect(self.found)
        self.begin = Button(_("Tìm hộ để thu  Ctrl+K"), "primary").on_press(self.search_wanted.emit)
        self.table: RowsTable[ReceiptView] = RowsTable(look, _receipt_columns(), _("Biên lai đã lập"))
        self.table.opened.connect(self._on_receipt)
        self.transfers: RowsTable[TransferView] = RowsTable(
            look, _transfer_columns(), _("Chuyển khoản chờ tiền về")
        )
        self.transfers.opened.connect(self._on_transfer)
        self.nothing, self.nobody = _no_receipts(look), _no_transfers(look)
        self.nothing_found = Empty(
            look,
            "search",
            _("Không tìm thấy biên lai nào"),
            _("Anh/chị gõ vài chữ số của số biên lai, hoặc họ tên người nộp."),
        )
        self.listing = QStackedWidget()
        for part in (self.table, self.nothing, self.nothing_found, self.transfers, self.nobody):
            self.listing.addWidget(part)
        head = QWidget()
        flow = Flow(head, 12)
        for widget in (Text(_("Thu tiền"), "title"), self.which, self.field, self.begin):
            flow.addWidget(widget)
        layout.addWidget(head)
        layout.addWidget(
            Text(
                _("Mới nhất trước; Enter để mở, in lại, huỷ hay đưa lại mã."),
                "soft",
                wrap=True,
            )
        )
        layout.addWidget(self.notice)
        layout.addWidget(self.listing, 1)
        self._receipts: Recent | None = None
        self._listed: Listed | None = None

    def place_to_begin(self) -> QWidget:
        """Say where the keys go."""
        return self.table if self.which.value == RECEIPTS else self.transfers

    def show_receipts(self, state: object) -> None:
        """Show the newest receipts, or those that were found."""
        self.notice.tell(state.text if isinstance(state, Failed) else "")
        if not isinstance(state, Recent):
            return
        self._receipts = state
        self.table.show_rows(state.receipts)
        if state.sought in (numbers := [each.receipt.id for each in state.receipts]):
            self.which.choose(RECEIPTS)
            self.field.put("")
            self.table.selectRow(numbers.index(state.sought))
        self._turn()

    def show_transfers(self, state: object) -> None:
        """Show the newest transfers."""
        if not isinstance(state, Listed):
            return
        self._listed = state
        self.transfers.show_rows(state.transfers)
        words = _("Chuyển khoản")
        if state.open_count:
            words = _("Chờ tiền về ({count})").format(count=state.open_count)
        self.which.buttons[1].setText(words)
        self.which.updateGeometry()
        self._turn()

    def _turn(self) -> None:
        receipts = self.which.value == RECEIPTS
        self.field.setEnabled(receipts)
        if not receipts:
            listed = bool(self._listed and self._listed.transfers)
            self.listing.setCurrentWidget(self.transfers if listed else self.nobody)
        elif self._receipts is None or self._receipts.receipts:
            self.listing.setCurrentWidget(self.table)
        else:
            self.listing.setCurrentWidget(self.nothing_found if self._receipts.text else self.nothing)

    def _on_which(self, _value: object) -> None:
        self._turn()

    def _on_receipt(self, view: ReceiptView) -> None:
        self.receipt_opened.emit(view.receipt.id)

    def _on_transfer(self, view: TransferView) -> None:
        self.transfer_opened.emit(view.id)


def _no_receipts(look: Look) -> Empty:
    return Empty(
        look,
        "receipt-text",
        _("Chưa lập biên lai nào"),
        _(
            "Biên lai đã lập sẽ hiện ở đây cùng trạng thái của từng tờ. "
            "Anh/chị mở một hộ, đánh dấu người đóng rồi bấm F9 để thu tiền."
        ),
    )


def _no_transfers(look: Look) -> Empty:
    return Empty(
        look,
        "hourglass",
        _("Chưa có khoản chuyển nào"),
        _("Hộ muốn chuyển khoản thì anh/chị chọn «Chuyển khoản» lúc thu tiền; khoản chờ hiện ở đây."),
    )


def _receipt_columns() -> list[Column[ReceiptView]]:
    return [
        Column(_("Số"), _number, bold=True, width=110),
        Column(_("Ngày"), _issued_on, width=120, spare=1),
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
    words = receipt_state(view.state).text
    return f"{words} ({view.confirmation})" if view.confirmation else words


def _state_tone(view: ReceiptView) -> Tone:
    return receipt_state(view.state).tone


def _state_icon(view: ReceiptView) -> str:
    return receipt_state(view.state).icon


def _transfer_columns() -> list[Column[TransferView]]:
    return [
        Column(_("Nội dung"), _code, bold=True, width=140),
        Column(_("Ngày"), _awaited_on, width=120, spare=1),
        Column(_("Người nộp"), _transfer_payer),
        Column(_("Số tiền"), _amount, right=True, width=140),
        Column(_("Trạng thái"), _transfer_state, _transfer_tone, _transfer_icon, width=240),
    ]


def _code(view: TransferView) -> str:
    return view.code


def _awaited_on(view: TransferView) -> str:
    return day(view.awaited_on)


def _transfer_payer(view: TransferView) -> str:
    return view.payer


def _amount(view: TransferView) -> str:
    return dong(view.amount if view.receipted is None else view.receipted)


def _transfer_state(view: TransferView) -> str:
    return transfer_sign(view.state).text


def _transfer_tone(view: TransferView) -> Tone:
    return transfer_sign(view.state).tone


def _transfer_icon(view: TransferView) -> str:
    return transfer_sign(view.state).icon
