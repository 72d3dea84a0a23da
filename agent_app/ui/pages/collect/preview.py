"""How the receipt will look on paper: the words of C45-BB, always black on white."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel

from agent_app.domain.money import grouped
from agent_app.domain.receipt import ReceiptLine
from agent_app.domain.spelling import dong_in_words
from agent_app.ui.look import PAPER_FAMILY
from agent_app.ui.parts.boxes import column, row
from agent_app.ui.parts.labels import Text

_POINTS = 9.5


class ReceiptPreview(QFrame):
    """A sheet of paper with what will be printed in it."""

    def __init__(self) -> None:
        super().__init__()
        self.setStyleSheet(
            f"QFrame {{ background: #FFFFFF; border: 1px solid #DEDCD3; border-radius: 2px; }}"
            f"QLabel {{ background: transparent; border: 0; color: #1B1D1F;"
            f" font-family: '{PAPER_FAMILY}'; font-size: {_POINTS}pt; }}"
            "QLabel[role='paper-title'] { font-size: 13pt; font-weight: 700; }"
        )
        self._layout = column(self, (20, 16, 20, 20), 5)
        head = row()
        self.book, self.number = Text(), Text(right=True)
        head.addWidget(Text("Mẫu số: C45-BB"), 1)
        head.addWidget(self.book)
        self.title, self.day = _centred("BIÊN LAI THU TIỀN", "paper-title"), _centred("")
        self.payer, self.address = Text(wrap=True), Text(wrap=True)
        self.lines, self.total, self.words = Text(wrap=True), Text(wrap=True), Text(wrap=True)
        self._layout.addLayout(head)
        for part in (
            self.number,
            self.title,
            self.day,
            self.payer,
            self.address,
            self.lines,
            self.total,
            self.words,
        ):
            self._layout.addWidget(part)
        signs = row()
        signs.addWidget(_centred("NGƯỜI NỘP TIỀN\n(Ký, họ tên)"))
        signs.addWidget(_centred("NGƯỜI THU TIỀN\n(Ký, họ tên)"))
        self._layout.addSpacing(8)
        self._layout.addLayout(signs)
        self._layout.addStretch()

    def show_book(self, book: str, number: str) -> None:
        """Show where the number comes from."""
        self.book.setText(book)
        self.number.setText(f"Số: {number}")

    def show_payer(self, payer: str, address: str) -> None:
        """Show who pays."""
        self.payer.setText(f"Họ và tên người nộp: {payer.upper()}")
        self.address.setText(f"Địa chỉ: {address}")

    def show_lines(self, lines: Sequence[ReceiptLine], day: date) -> None:
        """Show what is paid."""
        self.day.setText(f"Ngày {day.day} tháng {day.month} năm {day.year}")
        self.lines.setText("Nội dung thu: " + "; ".join(_content(line) for line in lines))
        total = sum(line.quote.due for line in lines)
        self.total.setText(f"Số tiền thu: {grouped(total)} đồng")
        self.words.setText(f"(Viết bằng chữ): {dong_in_words(total)}")


def _centred(text: str, role: str = "") -> QLabel:
    label = Text(text, role)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return label


def _content(line: ReceiptLine) -> str:
    place = f" (người thứ {line.place})" if line.place else ""
    period = f"{line.period.start:%d/%m/%Y}–{line.period.end:%d/%m/%Y}"
    who = f"{line.scheme.value} {line.months} tháng: {line.subject.name}{place}"
    return f"{who} {period} {grouped(line.quote.due)}"
