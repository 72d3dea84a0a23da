"""The column beside a paper: what it is printed on, where, how often, and the buttons."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from agent_app.domain.print_log import MOST_COPIES
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import Scroller, column
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.printing.choice import PrintChoice, Sheet, roll_printer
from agent_app.ui.printing.previewing import Offer
from agent_app.ui.printing.wanted import PaperWanted
from agent_app.ui.printing.words import sheet_words
from agent_app.ui.sizes import fix_width
from agent_app.ui.theme import Tone
from agent_app.ui.words import _

_WIDTH = 268


class PrintOptions(QWidget):
    """Says how a paper will be printed; ``shape_chosen`` wants it for something else to print on."""

    shape_chosen = Signal(object)

    def __init__(self, look: Look, wanted: PaperWanted) -> None:
        super().__init__()
        fix_width(self, _WIDTH)
        whole, content = column(self, gap=12), QWidget()
        whole.addWidget(Scroller(content), 1)
        layout = self._layout = column(content, (0, 0, 4, 0), 4)
        self.extent, self.notice = Text(role="soft", wrap=True), Notice(look)
        layout.addWidget(Text(_("Khổ giấy"), "caption"))
        layout.addWidget(self.extent)
        self.shapes = self._field(_("In ra"))
        for each in (wanted, *wanted.others):
            self.shapes.addItem(each.shape, each)
        self._show_field(self.shapes, shown=bool(wanted.others))
        self.printers, self.sheets = self._field(_("Máy in")), self._field(_("Giấy trong máy in"))
        self.copies = self._field(_("Số bản"))
        self._fill(wanted)
        layout.addSpacing(4)
        layout.addWidget(self.notice)
        self.seek_button = Button(_("Tìm lại máy in"), "quiet", look.icon("refresh-cw", Tone.BRAND))
        self.seek_button.hide()
        layout.addWidget(self.seek_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addSpacing(8)
        self._add_buttons(look)
        layout.addStretch()
        self.shapes.activated.connect(self._on_shape)
        self.printers.currentIndexChanged.connect(self._name_print)
        self.allow(allowed=False)

    @property
    def choice(self) -> PrintChoice:
        """How it will be printed."""
        sheet, copies = self.sheets.currentData(), self.copies.currentData()
        return PrintChoice(self.printers.currentData() or "", Sheet(sheet), int(copies))

    def show_size(self, words: str, pages: int) -> None:
        """Say how large the pages are, and how many."""
        self.extent.setText(_("{size}, {pages} trang").format(size=words, pages=pages))

    def show_offer(self, offer: Offer) -> None:
        """Show the printers that there are, and what was chosen before."""
        known, choice = offer.known, offer.choice
        self.printers.clear()
        if offer.roll:
            words = _("Máy in nhiệt {address}").format(address=offer.roll)
            self.printers.addItem(words, roll_printer(offer.roll))
        for name in known.names:
            self.printers.addItem(name, name)
        self.printers.addItem(_("Hỏi khi in…") if known.names else _("Chưa có máy in"), "")
        wanted = choice.printer or (roll_printer(offer.roll) if offer.roll else known.usual)
        asks = self.printers.count() - 1
        at = self.printers.findData(wanted) if wanted else asks
        self.printers.setCurrentIndex(at if at >= 0 else asks)
        self.sheets.setCurrentIndex(max(0, self.sheets.findData(choice.sheet.value)))
        self.copies.setCurrentIndex(max(0, self.copies.findData(choice.copies)))
        self._warn(offer)

    def allow(self, *, allowed: bool) -> None:
        """Let the paper be printed and saved, or not now."""
        for button in (self.print_button, self.ask_button, self.save_button):
            button.setEnabled(allowed)
        for box in (self.shapes, self.printers, self.sheets, self.copies):
            box.setEnabled(allowed)

    def _warn(self, offer: Offer) -> None:
        words = ""
        if not (offer.known.names or offer.roll):
            words = _(
                "Máy này chưa cài máy in nào. Anh/chị nối máy in rồi bấm «Tìm lại máy in», hoặc lưu thành "
                "tệp PDF để in ở máy khác."
            )
        elif offer.gone:
            words = _(
                "Không còn thấy máy in «{printer}» đã chọn cho loại giấy tờ này. Anh/chị bật lại máy in, "
                "hoặc chọn máy khác."
            ).format(printer=offer.gone)
        self.notice.tell(words, Tone.SOON)
        self.seek_button.setVisible(bool(words))
        why = "" if offer.known.names or offer.roll else words
        self.print_button.forbid(why)
        self.ask_button.forbid(why)

    def _fill(self, wanted: PaperWanted) -> None:
        self.printers.addItem(_("Đang tìm máy in"), "")
        for sheet in Sheet:
            self.sheets.addItem(sheet_words(sheet), sheet.value)
        self._count(wanted)

    def _count(self, wanted: PaperWanted) -> None:
        """Offer as many copies as a paper may have: a form numbers its own."""
        name = _("Số liên") if wanted.own_copies > 1 else _("Số bản")
        self._label(self.copies).setText(name)
        self.copies.setAccessibleName(name)
        self.copies.clear()
        for copies in range(max(1, wanted.own_copies), MOST_COPIES + 1):
            self.copies.addItem(str(copies), copies)

    def _field(self, name: str) -> QComboBox:
        label, box = Text(name, "caption"), QComboBox()
        label.setBuddy(box)
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        self._layout.addSpacing(8)
        self._layout.addWidget(label)
        self._layout.addWidget(box)
        return box

    def _show_field(self, box: QComboBox, *, shown: bool) -> None:
        box.setVisible(shown)
        self._label(box).setVisible(shown)

    def _label(self, box: QComboBox) -> Text:
        return next(each for each in self.findChildren(Text) if each.buddy() is box)

    def _add_buttons(self, look: Look) -> None:
        self.print_button = Button(_("In"), "primary", look.icon("printer", Tone.ON_BRAND))
        self.print_button.setToolTip("Ctrl+P")
        self.print_button.setDefault(True)
        self.ask_button = Button(_("Tuỳ chọn in…"))
        self.ask_button.setToolTip(_("Chọn máy in, trang và giấy trong hộp thoại của máy"))
        self.save_button = Button(_("Lưu PDF…"), "", look.icon("file-down"))
        self.save_button.setToolTip("Ctrl+S")
        self.close_button = Button(_("Đóng"))
        self.close_button.setToolTip("Esc")
        for button in (self.print_button, self.ask_button, self.save_button, self.close_button):
            self._layout.addWidget(button)
            self._layout.addSpacing(4)
        self._name_print()

    def _name_print(self) -> None:
        """Say whether the system's dialog will ask."""
        chosen = bool(self.printers.currentData())
        self.print_button.say(_("In") if chosen else _("In…"))
        self.ask_button.setVisible(chosen)

    def _on_shape(self, _at: int) -> None:
        chosen = self.shapes.currentData()
        if isinstance(chosen, PaperWanted):
            self._count(chosen)
            self.shape_chosen.emit(chosen)
