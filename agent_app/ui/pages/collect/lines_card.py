"""The lines of a payment with their sum, and how each of them came about."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from agent_app.domain.money import grouped
from agent_app.domain.receipt import ReceiptLine
from agent_app.domain.spelling import dong_in_words
from agent_app.ui.arithmetic import explain
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import Card, Line, column, row
from agent_app.ui.parts.labels import Elided, Text
from agent_app.ui.parts.unfold import Unfold
from agent_app.ui.wording import dong, period_words
from agent_app.ui.words import _


class LinesCard(Card):
    """Whom the money is for, and how much it is in figures and words."""

    def __init__(self, look: Look) -> None:
        super().__init__((20, 12, 20, 16), 8)
        self.title, self.where = Text(role="section"), Text(role="soft", wrap=True)
        self.total, self.words = Text(role="figure", right=True), Text(role="soft", wrap=True, right=True)
        self.how = Unfold(look, _("Cách tính"))
        self.how.toggled.connect(self._on_how)
        self._shown: tuple[ReceiptLine, ...] = ()
        self._lines = QWidget()
        head, names, foot = row(gap=12), column(gap=0), row(gap=16)
        names.addWidget(self.title)
        names.addWidget(self.where)
        head.addLayout(names, 1)
        head.addWidget(self.how, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(Text(_("Tổng cộng"), "section"))
        foot.addWidget(self.total, 1)
        self.content.addLayout(head)
        self.content.addWidget(Line())
        self.content.addWidget(self._lines)
        self.content.addWidget(Line())
        self.content.addLayout(foot)
        self.content.addWidget(self.words)

    def show_lines(self, title: str, where: str, lines: tuple[ReceiptLine, ...]) -> None:
        """Show a payment."""
        self.title.setText(title)
        self.where.setText(where)
        total = sum(line.quote.due for line in lines)
        self.total.setText(dong(total))
        self.words.setText(dong_in_words(total))
        if lines != self._shown:
            self._shown = lines
            self._lay_out()

    def _on_how(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        old, self._lines = self._lines, lines_grid(self._shown, explained_too=self.how.isChecked())
        self.content.replaceWidget(old, self._lines)
        old.hide()
        old.deleteLater()


def lines_grid(lines: tuple[ReceiptLine, ...], *, explained_too: bool) -> QWidget:
    """Lay out the lines of a receipt: person, scheme, months, money, and perhaps the arithmetic."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for line in lines:
        at = grid.rowCount()
        words = _("{scheme} · {months} tháng").format(scheme=line.scheme.value, months=line.months)
        grid.addWidget(Elided(line.subject.name, "name"), at, 0)
        grid.addWidget(Text(words), at, 1)
        grid.addWidget(Text(period_words(line), "soft"), at, 2)
        grid.addWidget(Text(grouped(line.quote.due), right=True), at, 3)
        if explained_too:
            why = Text(arithmetic_of(line), "small", wrap=True)
            why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(why, at + 1, 0, 1, 4)
    return holder


def arithmetic_of(line: ReceiptLine) -> str:
    """Write how a line's money came about, a step a line, with the documents that the figures come from."""
    return "\n".join(f"– {each}" for each in explain(line))
