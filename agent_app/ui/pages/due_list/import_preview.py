"""What an import would come to: what was understood, which lines to look at, and the swap."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from agent_app.domain.due_layout import ColumnReading
from agent_app.services.import_lines import ImportReport, ListNote
from agent_app.ui.look import Look
from agent_app.ui.pages.due_list import import_words as wording
from agent_app.ui.pages.due_list.import_columns import ColumnsBoard
from agent_app.ui.pages.due_list.importing import ImportPresenter, Previewed
from agent_app.ui.parts.boxes import Card, row
from agent_app.ui.parts.buttons import Button, Choices
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.parts.table import RowsTable
from agent_app.ui.rows import Column
from agent_app.ui.theme import Tone
from agent_app.ui.words import _

Change = tuple[str, str, str]
"""A column's letters, and one of its texts before and after."""


class PreviewCard(Card):
    """Nothing has been stored while this is seen; Esc puts it away."""

    def __init__(self, look: Look, presenter: ImportPresenter) -> None:
        super().__init__((16, 12, 16, 16))
        self._presenter = presenter
        self.title, self.counts, self.sums = Text(role="section"), Text(), Text(role="soft")
        self.news = Text(role="soft")
        self.months = QComboBox()
        self.months.setAccessibleName(_("Tháng của danh sách"))
        self.months.currentIndexChanged.connect(self._on_month)
        head = row()
        head.addWidget(self.title, 1)
        head.addWidget(self.months)
        self.content.addLayout(head)
        for label in (self.title, self.counts, self.sums, self.news):
            label.setWordWrap(True)
            if label is not self.title:
                self.content.addWidget(label)
        self.notice = Notice(look)
        self.content.addWidget(self.notice)
        self.board = ColumnsBoard(look)
        columns = wording.note_columns()
        self.notes: RowsTable[ListNote] = RowsTable(look, columns, _("Các dòng cần xem"))
        self.letters: RowsTable[Change] = RowsTable(look, _letter_columns(), _("Chữ trước và sau khi chuyển"))
        self.parts = QStackedWidget()
        for part in (self.notes, self.board, self.letters):
            self.parts.addWidget(part)
        self.tabs = Choices({})
        self._tab_row = row()
        self._tab_row.addStretch()
        self.content.addLayout(self._tab_row)
        self.content.addWidget(self.parts, 1)
        self._add_buttons()
        self.board.changed.connect(self._on_columns)
        self.hide()

    def tell(self, previewed: Previewed) -> None:
        """Show what a list would come to."""
        prepared = previewed.prepared
        reading, told = prepared.reading, prepared.report
        self.title.setText(wording.previewed_title(previewed))
        self._offer_months(reading.month)
        self.counts.setText(
            wording.count_words(told.accepted, told.rejected, told.duplicates, reading.skipped)
        )
        for label, words in ((self.sums, wording.sums(told)), (self.news, wording.news(told))):
            label.setText(words)
            label.setVisible(bool(words))
        self.notice.tell(wording.warnings(reading), Tone.SOON)
        self.confirm.say(wording.confirm_words(previewed))
        self.confirm.setEnabled(bool(reading.rows))
        self.again.hide()
        self.confirm.show()
        columns = (
            tuple(each for sheet in reading.layout.lists for each in sheet.columns) if reading.layout else ()
        )
        changes = _changes(columns)
        self.board.show_columns(columns)
        self.letters.show_rows(changes)
        self.notes.show_rows(wording.in_order(told.notes))
        self._show_tabs(told, columns, changes)
        self.show()

    def place_to_begin(self) -> QWidget:
        """Say where the keys should go."""
        return self.confirm if self.confirm.isEnabled() else self.drop

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._presenter.dismiss()
            return
        super().keyPressEvent(event)

    def _add_buttons(self) -> None:
        buttons = row()
        self.drop = Button(_("Bỏ")).on_press(self._presenter.dismiss)
        self.again = Button(_("Đọc lại với các cột đã chọn"), "primary").on_press(self._on_again)
        self.confirm = Button(_("Nhập danh sách"), "primary").on_press(self._presenter.confirm)
        buttons.addStretch()
        for part in (self.drop, self.again, self.confirm):
            buttons.addWidget(part)
        self.content.addLayout(buttons)

    def _show_tabs(
        self, told: ImportReport, columns: tuple[ColumnReading, ...], changes: tuple[Change, ...]
    ) -> None:
        unsure = sum(not wording.is_sure(each) for each in columns if each.caption)
        names: dict[str, object] = {}
        if told.notes:
            names[_("Các dòng ({count})").format(count=len(told.notes))] = self.notes
        if columns:
            words = _("Các cột ({count} chưa chắc)") if unsure else _("Các cột")
            names[words.format(count=unsure)] = self.board
        if changes:
            names[_("Bảng mã chữ")] = self.letters
        self.tabs.hide()
        self._tab_row.removeWidget(self.tabs)
        self.tabs.deleteLater()
        self.tabs = Choices(names)
        self.tabs.chosen.connect(self._on_tab)
        self._tab_row.insertWidget(0, self.tabs)
        first = self.board if unsure or not told.notes else self.notes
        self.tabs.choose(first)
        self.parts.setCurrentWidget(first)
        self.parts.setVisible(bool(names))

    def _offer_months(self, month: str) -> None:
        self.months.blockSignals(True)  # noqa: FBT003
        self.months.clear()
        for words, value in wording.months_around(month).items():
            self.months.addItem(words, value)
        self.months.setCurrentIndex(self.months.findData(month))
        self.months.blockSignals(False)  # noqa: FBT003

    def _on_month(self) -> None:
        self._presenter.choose_month(str(self.months.currentData()))

    def _on_tab(self, part: object) -> None:
        if isinstance(part, QWidget):
            self.parts.setCurrentWidget(part)

    def _on_columns(self) -> None:
        """Whoever has named columns must first see what comes of it."""
        named = bool(self.board.named())
        self.again.setVisible(named)
        self.confirm.setVisible(not named)

    def _on_again(self) -> None:
        self._presenter.name_columns(self.board.named())


def _changes(columns: tuple[ColumnReading, ...]) -> tuple[Change, ...]:
    return tuple(
        (f"{column.caption} · {wording.letters(column)}", before, after)
        for column in columns
        for before, after in column.evidence.preview
        if before != after
    )


def _letter_columns() -> list[Column[Change]]:
    return [
        Column(_("Cột"), _of, width=260),
        Column(_("Trong tệp"), _before),
        Column(_("Sau khi chuyển"), _after),
    ]


def _of(change: Change) -> str:
    return change[0]


def _before(change: Change) -> str:
    return change[1]


def _after(change: Change) -> str:
    return change[2]
