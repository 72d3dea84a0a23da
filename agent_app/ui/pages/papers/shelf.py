"""One kind of paper: what it is for, which of them, and the button to look at it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from agent_app.domain.print_log import PaperKind
from agent_app.ui.look import Look
from agent_app.ui.pages.papers.presenter import Offered, Shelf
from agent_app.ui.parts.boxes import column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.flow import Sides
from agent_app.ui.parts.labels import Text
from agent_app.ui.parts.picture import Picture
from agent_app.ui.printing.words import kind_words
from agent_app.ui.sizes import fix_width
from agent_app.ui.theme import Tone
from agent_app.ui.words import _

_ROOM = 560
_CHOICE = 210


class ShelfRow(QWidget):
    """Emits the paper that is ``wanted``."""

    wanted = Signal(object)

    def __init__(self, look: Look, kind: PaperKind) -> None:
        super().__init__()
        self.kind = kind
        icon, purpose, missing = _told(kind)
        self._missing = missing
        whole, said, acts = row(self, (0, 8, 0, 8), 12), column(gap=2), row(gap=8)
        sides = Sides(_ROOM, 12)
        whole.addWidget(Picture(look, icon, Tone.BRAND), 0, Qt.AlignmentFlag.AlignTop)
        whole.addWidget(sides, 1)
        sides.sides.addLayout(said, 3)
        sides.sides.addLayout(acts, 2)
        self.purpose = Text(purpose, "small", wrap=True)
        said.addWidget(Text(kind_words(kind), "name"))
        said.addWidget(self.purpose)
        self.choice, self.button = QComboBox(), Button(_("Xem và in…"))
        self.choice.setAccessibleName(_("{paper}: của ai, lúc nào").format(paper=kind_words(kind)))
        fix_width(self.choice, _CHOICE)
        self.button.setAccessibleName(_("Xem và in {paper}").format(paper=kind_words(kind)))
        self.button.clicked.connect(self.ask)
        self.missing = Text(missing, "soft", wrap=True, right=True)
        self.missing.hide()
        acts.addStretch()
        for part in (self.missing, self.choice, self.button):
            acts.addWidget(part)

    def show_shelf(self, shelf: Shelf) -> None:
        """Show what may be chosen; what was chosen stays so."""
        kept = self.choice.currentText()
        self.choice.clear()
        for each in shelf.papers:
            self.choice.addItem(each.words, each)
        self.choice.setCurrentIndex(max(0, self.choice.findText(kept)))
        there = bool(shelf.papers)
        self.choice.setVisible(there)
        self.button.setVisible(there)
        self.missing.setVisible(not there)

    def ask(self) -> None:
        """Ask for the paper that is chosen."""
        chosen = self.choice.currentData()
        if isinstance(chosen, Offered):
            self.wanted.emit(chosen.paper)


def _told(kind: PaperKind) -> tuple[str, str, str]:
    """Name the icon, say what a paper is for and when, and what has to be there first."""
    return {
        PaperKind.DAY_LIST: (
            "route",
            _("Mang theo khi đi: thứ tự đi, ai đến hạn, bao nhiêu tiền, chỗ để ghi. Dùng xong thì huỷ."),
            _("Cần nhập danh sách đến hạn trước"),
        ),
        PaperKind.NOTICE: (
            "calendar-clock",
            _("Phát cho hộ trước khi thẻ hết hạn: còn mấy ngày, đóng bao nhiêu, cần chuẩn bị gì."),
            _("Cần nhập danh sách đến hạn trước"),
        ),
        PaperKind.REMITTANCE: (
            "wallet",
            _("Nộp kèm tiền cho cơ quan BHXH: từng biên lai của một lần nộp."),
            _("Chưa có lần nộp tiền nào"),
        ),
        PaperKind.BOOK: (
            "book-open",
            _("Cuối tháng hoặc khi hết quyển: số nào đã dùng, đã huỷ, còn lại (mẫu BC 01/QTAC)."),
            "",
        ),
        PaperKind.STOCK: ("receipt-text", _("Cuối tháng: mỗi quyển nhận, dùng, còn bao nhiêu số."), ""),
        PaperKind.SUMMARY: (
            "clipboard-pen",
            _("Cuối ngày, cuối tuần: đã đến mấy hộ, thu bao nhiêu, tiền đang ở đâu."),
            "",
        ),
    }[kind]
