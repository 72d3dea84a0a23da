"""The card «Máy in»."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QWidget

from agent_app.domain.print_log import MOST_COPIES, PaperKind
from agent_app.ui.look import Look
from agent_app.ui.pages.settings.printing import KINDS, PrintersPresenter, PrintersRead
from agent_app.ui.parts.boxes import Card, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.flow import Flow
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.parts.tab_order import chain
from agent_app.ui.printing.choice import PrintChoice, Sheet, on_roll, roll_printer
from agent_app.ui.printing.words import kind_words, sheet_words
from agent_app.ui.sizes import fix_width
from agent_app.ui.states import Failed
from agent_app.ui.theme import Tone
from agent_app.ui.words import _

_NAME, _PRINTER, _SHEET, _COPIES = 186, 236, 186, 92


class PrintersCard(Card):
    """Lists what is printed here, and how."""

    def __init__(self, look: Look, presenter: PrintersPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self.notice = Notice(look)
        head = row(gap=8)
        head.addWidget(Text(_("Máy in"), "section"), 1)
        self.seek = Button(_("Tìm lại máy in"), "quiet", look.icon("refresh-cw", Tone.BRAND))
        self.seek.clicked.connect(presenter.reload)
        head.addWidget(self.seek)
        self.content.addLayout(head)
        self.content.addWidget(self.notice)
        self.rows: dict[PaperKind, KindRow] = {}
        self._read: PrintersRead | None = None
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._make_row)
        self.looking = Text(_("Đang tìm máy in"), "soft")
        # They are seen when all of them are there: a layout that grows row by row cuts what it has.
        self._table = QWidget(self)
        self._table.hide()
        self._lines = column(self._table)
        self.content.addWidget(self.looking)
        self.content.addWidget(self._table)
        self.content.addWidget(self._roll())
        words = _(
            "Lần in sau máy dùng lại lựa chọn này. «Hỏi khi in» mở hộp thoại in của máy. Biên lai khổ A5 in "
            "trên giấy A4 thì hai liên nằm trên một tờ, cắt đôi."
        )
        self.content.addWidget(Text(words, "small", wrap=True))
        presenter.state_changed.connect(self.render_state)

    @property
    def whole(self) -> bool:
        """Whether every kind has its row."""
        return len(self.rows) == len(KINDS)

    def render_state(self, state: object) -> None:
        """Show what is chosen, and what has gone."""
        if isinstance(state, Failed):
            self.notice.tell(state.text)
        self.looking.setHidden(self.whole or isinstance(state, Failed))
        if not isinstance(state, PrintersRead):
            return
        self._read = state
        if not self.whole:
            self._next.start()
        for kind, each in self.rows.items():
            each.show_choice(state, state.choices[kind])
        if not self.roll.hasFocus():
            self.roll.setText(state.roll)
        self.notice.tell(_missing(state), Tone.SOON)

    def _make_row(self) -> None:
        """Make the next kind's row; keys and clicks come between any two of them."""
        kind = KINDS[len(self.rows)]
        above = [each.copies for each in self.rows.values()]
        self.rows[kind] = made = KindRow(kind, self._table)
        made.chosen.connect(self._on_chosen)
        self._lines.addWidget(made)
        chain((above[-1] if above else self.seek, made.printers, made.sheets, made.copies))
        if self._read is not None:
            made.show_choice(self._read, self._read.choices[kind])
        if not self.whole:
            self._next.start()
        self.looking.setHidden(self.whole)
        self._table.setVisible(self.whole)

    def _roll(self) -> QWidget:
        line = QWidget()
        flow = Flow(line, 12)
        label, self.roll = Text(_("Máy in nhiệt"), "soft"), QLineEdit()
        fix_width(label, _NAME)
        fix_width(self.roll, _PRINTER)
        label.setBuddy(self.roll)
        self.roll.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.roll.setAccessibleName(_("Địa chỉ máy in nhiệt"))
        self.roll.setPlaceholderText("net:192.168.1.50")
        self.roll.editingFinished.connect(self._on_roll)
        flow.addWidget(label)
        flow.addWidget(self.roll)
        flow.addWidget(Text(_("net:ĐỊA-CHỈ, usb:HÃNG:MÁY, file:ĐƯỜNG-DẪN"), "small"))
        return line

    def _on_roll(self) -> None:
        self._presenter.name_roll(self.roll.text())

    def _on_chosen(self, kind: PaperKind, choice: PrintChoice) -> None:
        self._presenter.choose(kind, choice)


class KindRow(QWidget):
    """One kind of paper; emits what is ``chosen`` for it."""

    chosen = Signal(object, object)

    def __init__(self, kind: PaperKind, parent: QWidget) -> None:
        super().__init__(parent)
        self._kind = kind
        self._offering: list[tuple[str, str]] = []
        flow, label = Flow(self, 12), Text(kind_words(kind), "soft")
        fix_width(label, _NAME)
        self.printers = self._box(_("Máy in"), _PRINTER)
        self.sheets = self._box(_("Giấy trong máy in"), _SHEET)
        self.copies = self._box(_("Số bản"), _COPIES)
        self.sheets.setEnabled(kind is not PaperKind.RECEIPT_ROLL)
        self._offer()
        for part in (label, self.printers, self.sheets, self.copies):
            flow.addWidget(part)

    def show_choice(self, state: PrintersRead, choice: PrintChoice) -> None:
        """Show what is chosen among the printers that there are; one that has gone is named too."""
        offered = self._offered(state, choice)
        if offered != self._offering:
            self._offering = offered
            self.printers.clear()
            for words, printer in offered:
                self.printers.addItem(words, printer)
        self.printers.setCurrentIndex(self.printers.findData(choice.printer))
        self.sheets.setCurrentIndex(self.sheets.findData(choice.sheet.value))
        self.copies.setCurrentIndex(max(0, self.copies.findData(choice.copies)))

    def _offered(self, state: PrintersRead, choice: PrintChoice) -> list[tuple[str, str]]:
        """List the printers that may be chosen, in words and as they are kept."""
        offered = [(_("Hỏi khi in"), ""), *((name, name) for name in state.known.names)]
        if self._kind is PaperKind.RECEIPT_ROLL and state.roll:
            words = _("Máy in nhiệt {address}").format(address=state.roll)
            offered.append((words, roll_printer(state.roll)))
        if choice.printer not in {printer for _named, printer in offered}:
            name = on_roll(choice.printer) or choice.printer
            offered.append((_("{printer} (không thấy)").format(printer=name), choice.printer))
        return offered

    def _offer(self) -> None:
        """Offer what does not depend on the printers."""
        receipts, rolls = self._kind is PaperKind.RECEIPT, self._kind is PaperKind.RECEIPT_ROLL
        for sheet in Sheet:
            self.sheets.addItem(_("Giấy cuộn") if rolls else sheet_words(sheet), sheet.value)
        for copies in range(2 if receipts else 1, MOST_COPIES + 1):
            words = _("{copies} liên") if receipts else _("{copies} bản")
            self.copies.addItem(words.format(copies=copies), copies)

    def _box(self, name: str, width: int) -> QComboBox:
        box = QComboBox(self)
        # Its width is fixed: nobody has to measure what it offers.
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setAccessibleName(f"{kind_words(self._kind)}: {name}")
        fix_width(box, width)
        box.activated.connect(self._on_activated)
        return box

    def _on_activated(self, _at: int) -> None:
        choice = PrintChoice(
            self.printers.currentData(), Sheet(self.sheets.currentData()), self.copies.currentData()
        )
        self.chosen.emit(self._kind, choice)


def _missing(state: PrintersRead) -> str:
    """Name the printers that were chosen and have gone."""
    chosen = {each.printer for each in state.choices.values() if not on_roll(each.printer)}
    gone = sorted(chosen - {"", *state.known.names})
    if gone:
        words = _("Không còn thấy máy in {printers}: khi in, máy sẽ hỏi chọn máy khác.")
        return words.format(printers=", ".join(f"«{each}»" for each in gone))
    return "" if state.known.names else _("Máy này chưa cài máy in nào; giấy tờ vẫn lưu được thành tệp PDF.")
