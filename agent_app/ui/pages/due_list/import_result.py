"""What an import came to, with what can be done about it: its report, the list before, who may be one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from agent_app.services.import_lines import ListNote, ProposalKind, ProposalLine
from agent_app.ui.look import Look
from agent_app.ui.pages.due_list import import_words as wording
from agent_app.ui.pages.due_list.importing import Imported
from agent_app.ui.parts.boxes import Card, clear, column
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.flow import Flow
from agent_app.ui.parts.labels import Elided, SignLabel, Text
from agent_app.ui.parts.table import RowsTable
from agent_app.ui.words import _

_MOST_ROWS = 4
_MOST_ROWS_BESIDE_A_QUESTION = 2


class ResultCard(Card):
    """Has room below its table for what else can be done with the file."""

    answered = Signal(object, bool)

    def __init__(self, look: Look) -> None:
        super().__init__((16, 8, 16, 16))
        head = QWidget()
        flow = Flow(head, gap=8)
        self.title = SignLabel(look)
        self.title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.report_button = Button(_("Ghi báo cáo ra Excel…"), "quiet")
        self.undo_button, self.close_button = (
            Button(_("Đưa về như trước"), "quiet"),
            Button(_("Đóng"), "quiet"),
        )
        for each in (self.title, self.report_button, self.undo_button, self.close_button):
            flow.addWidget(each)
        self.counts, self.said = Text(role="soft"), Text(role="soft", wrap=True)
        columns = wording.note_columns()
        self.table: RowsTable[ListNote] = RowsTable(look, columns, _("Các dòng cần xem"), picks=False)
        self.questions = QWidget()
        self._question_lines = column(self.questions, gap=4)
        for part in (self.counts, self.said, self.table, self.questions):
            self.content.addWidget(part)
        self.content.insertWidget(0, head)
        self.hide()

    def tell(self, imported: Imported) -> None:
        """Show what one file came to."""
        self.title.show_sign(wording.imported_sign(imported))
        self.counts.setText(wording.counts(imported.result))
        self.said.setText(imported.said)
        self.said.setVisible(bool(imported.said))
        self.undo_button.setVisible(not imported.result.unchanged)
        rows = wording.to_look_at(imported.result.report)
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.table.fit_rows(_MOST_ROWS_BESIDE_A_QUESTION if imported.proposals else _MOST_ROWS)
        self._ask(imported.proposals)
        self.show()

    def _ask(self, proposals: tuple[ProposalLine, ...]) -> None:
        """Ask about the first; the next comes up as it is answered."""
        clear(self._question_lines)
        if proposals:
            question = Question(proposals[0])
            question.answered.connect(self.answered)
            self._question_lines.addWidget(question)
        if len(proposals) > 1:
            words = _("Còn {count} câu hỏi như vậy.").format(count=len(proposals) - 1)
            self._question_lines.addWidget(Text(words, "small"))
        self.questions.setVisible(bool(proposals))


class Question(QWidget):
    """Asks whether two are one."""

    answered = Signal(object, bool)

    def __init__(self, proposal: ProposalLine) -> None:
        super().__init__()
        self._proposal = proposal
        line = Flow(self, gap=8)
        words = question_words(proposal)
        self.yes, self.no = Button(_("Đúng, gộp lại")), Button(_("Không phải"), "quiet")
        self.yes.setAccessibleDescription(words)
        self.no.setAccessibleDescription(words)
        self.yes.clicked.connect(self._on_yes)
        self.no.clicked.connect(self._on_no)
        line.addWidget(Elided(words))
        line.addWidget(self.yes)
        line.addWidget(self.no)

    def _on_yes(self) -> None:
        self.answered.emit(self._proposal, True)  # noqa: FBT003

    def _on_no(self) -> None:
        self.answered.emit(self._proposal, False)  # noqa: FBT003


def question_words(proposal: ProposalLine) -> str:
    """Ask in a sentence."""
    if proposal.kind is ProposalKind.PERSON:
        words = _("{what} trong danh sách có phải là {known} đã có trong sổ, ở {address}?")
    else:
        words = _("{what} có ở cùng hộ với {known}, tại {address}?")
    return words.format(what=proposal.what, known=proposal.known, address=proposal.address)
