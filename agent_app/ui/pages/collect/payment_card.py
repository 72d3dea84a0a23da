"""Who pays, how the money comes, and the number of a printed paper."""

from PySide6.QtCore import QRegularExpression, QTimer, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from agent_app.domain.calendar import add_months
from agent_app.domain.payment_qr import BANKS
from agent_app.domain.receipt import PaymentMethod, ReceiptForm
from agent_app.domain.receipt_book import NUMBER_DIGITS, shown_number
from agent_app.services.receipts import NumberMissingError
from agent_app.ui.bench import Bench
from agent_app.ui.pages.collect.refusals import refusal_words
from agent_app.ui.pages.collect.states import Drafted
from agent_app.ui.pages.households.presenter import Draft
from agent_app.ui.parts.boxes import Card, column, row
from agent_app.ui.parts.buttons import Button, Choices
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.sizes import fix_width
from agent_app.ui.theme import Tone
from agent_app.ui.words import _

PAUSE_MS = 250
_LABEL = 88
_GROWN_UP_MONTHS = 18 * 12
_LONGEST = 80


class PaymentCard(Card):
    """Fields of a payment; what is typed is told after a short pause, and at once when it is asked for."""

    payer_filled = Signal(str)
    number_filled = Signal(str)
    method_chosen = Signal(object)
    account_chosen = Signal(str)
    entered = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__((20, 12, 20, 16), 10)
        self._bench = bench
        self._draft: Draft | None = None
        self.payers = _PayerBox()
        self.payer = _line_of(self.payers)
        self.payer.setAccessibleName(_("Người nộp tiền"))
        self.payer.setMaxLength(_LONGEST)
        self.payer.returnPressed.connect(self.entered)
        self.method = Choices(
            {_("Tiền mặt"): PaymentMethod.CASH, _("Chuyển khoản (mã QR)"): PaymentMethod.TRANSFER}
        )
        for button in self.method.buttons:
            button.setProperty("kind", "choice-big")
        self.method.chosen.connect(self.method_chosen)
        self.accounts = QComboBox()
        self.accounts.setAccessibleName(_("Tài khoản nhận tiền"))
        self.accounts.activated.connect(self._on_account)
        self.number = _NumberRow(bench)
        self.number.field.returnPressed.connect(self.entered)
        self.notice = Notice(bench.look)
        self._account_row = _labelled(_("Tài khoản"), self.accounts)
        for part in (
            _labelled(_("Người nộp"), self.payers),
            _labelled(_("Hình thức"), self.method),
            self._account_row,
            self.number,
            self.notice,
        ):
            self.content.addWidget(part)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.tell)
        for signal in (self.payer.textEdited, self.number.field.textEdited):
            signal.connect(self._on_typed)
        self.payers.activated.connect(self.tell)
        self.number.proposed.connect(self.tell)

    def tell(self) -> None:
        """Tell what was typed, now."""
        self._pause.stop()
        self.payer_filled.emit(self.payer.text())
        self.number_filled.emit(self.number.field.text())

    def rest(self) -> None:
        """Tell nothing of what is being typed."""
        self._pause.stop()

    def show_draft(self, drafted: Drafted, *, ready: bool) -> None:
        """Show what is filled in, and what is wrong with it."""
        if drafted.draft is not self._draft:
            self._draft = drafted.draft
            self.payers.offer(payer_names(drafted.draft), drafted.filled.payer)
            self.number.field.clear()
        for part in (self.payers, self.method, self.accounts, self.number):
            part.setEnabled(ready)
        self.method.choose(drafted.filled.method)
        by_transfer = drafted.filled.method is PaymentMethod.TRANSFER
        look = drafted.look
        by_hand = look is not None and look.receipt.form is ReceiptForm.PREPRINTED and not by_transfer
        self.number.setVisible(by_hand)
        if look is not None and by_hand:
            self.number.show_next(look.next_number)
        self._show_accounts(drafted, by_transfer=by_transfer)
        obstacle = look.obstacle if look else None
        untyped = isinstance(obstacle, NumberMissingError)
        words = refusal_words(obstacle, drafted.name_of, self._bench.sentence) if obstacle else ""
        self.notice.tell("" if untyped else words)
        right = by_hand and obstacle is None and bool(drafted.filled.number) and look is not None
        self.number.praise(look.receipt.book if right and look else None)

    def _show_accounts(self, drafted: Drafted, *, by_transfer: bool) -> None:
        known = drafted.look.accounts if drafted.look else ()
        self._account_row.setVisible(by_transfer and len(known) > 1)
        if [each.account for each in known] == [self.accounts.itemData(at) for at in range(len(known))]:
            return
        self.accounts.clear()
        for each in known:
            bank = BANKS.get(each.bank_bin, each.bank_bin)
            self.accounts.addItem(f"{bank} · {each.account} · {each.holder}", each.account)
        self.accounts.setCurrentIndex(-1)

    def _on_typed(self, _text: str) -> None:
        self._pause.start()

    def _on_account(self, at: int) -> None:
        self.account_chosen.emit(str(self.accounts.itemData(at)))


class _PayerBox(QComboBox):
    """A name to type or to choose; it never takes a name into its list."""

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(_("Người nộp tiền"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)

    def offer(self, names: list[str], first: str) -> None:
        """Offer names."""
        self.clear()
        self.addItems(names)
        self.setCurrentText(first)


class _NumberRow(QWidget):
    """The number of a printed paper: typed, or the next one of the book with one press."""

    proposed = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.field, self.next = QLineEdit(), Button(_("Số kế tiếp")).on_press(self._on_next)
        self.field.setPlaceholderText(_("Số trên tờ in sẵn"))
        self.field.setAccessibleName(_("Số ghi trên tờ biên lai in sẵn"))
        self.field.setMaxLength(NUMBER_DIGITS)
        self.field.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), self.field))
        self.right = Notice(bench.look)
        whole, line = column(self, gap=6), row(gap=8)
        label = Text(_("Số biên lai"), "soft")
        fix_width(label, _LABEL)
        line.addWidget(label)
        line.addWidget(self.field, 1)
        line.addWidget(self.next)
        whole.addLayout(line)
        whole.addWidget(self.right)

    def show_next(self, number: int | None) -> None:
        """Propose the next number of the book."""
        self.next.setVisible(number is not None)
        if number is not None:
            self.next.say(_("Số kế tiếp: {number}").format(number=shown_number(number)))
            self.next.setProperty("number", shown_number(number))

    def praise(self, book: str | None) -> None:
        """Say that the number is the right one of its book."""
        words = _("Đúng số kế tiếp của quyển {book}.").format(book=book) if book else ""
        self.right.tell(words, Tone.GOOD)

    def _on_next(self) -> None:
        self.field.setText(str(self.next.property("number")))
        self.proposed.emit()


def payer_names(draft: Draft) -> list[str]:
    """Name who may hand over the money: grown-ups, and whoever may be one."""
    last_birth = add_months(draft.today, -_GROWN_UP_MONTHS)
    return [
        each.name for each in draft.page.members if each.birth is None or each.birth.last_day <= last_birth
    ]


def _line_of(box: QComboBox) -> QLineEdit:
    line = box.lineEdit()
    if line is None:
        raise RuntimeError("an editable box has a line to type in")
    return line


def _labelled(words: str, widget: QWidget) -> QWidget:
    holder = QWidget()
    line = row(holder, gap=12)
    label = Text(words, "soft")
    fix_width(label, _LABEL)
    line.addWidget(label)
    line.addWidget(widget, 1)
    return holder
