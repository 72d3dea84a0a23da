"""A file in which no caption is known: the agent may say what its columns are about."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from agent_app.ui.look import Look
from agent_app.ui.pages.due_list.import_columns import ColumnsBoard
from agent_app.ui.pages.due_list.importing import ImportPresenter, Unread
from agent_app.ui.parts.boxes import Card, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Notice
from agent_app.ui.theme import Tone
from agent_app.ui.words import _


class UnreadCard(Card):
    """Nothing has been stored while this is seen; Esc puts it away."""

    def __init__(self, look: Look, presenter: ImportPresenter) -> None:
        super().__init__((16, 12, 16, 16))
        self._presenter = presenter
        self.notice, self.board = Notice(look), ColumnsBoard(look)
        self.drop = Button(_("Bỏ")).on_press(presenter.dismiss)
        self.again = Button(_("Đọc lại với các cột đã chọn"), "primary").on_press(self._on_again)
        self.board.changed.connect(self._on_columns)
        buttons = row()
        buttons.addStretch()
        buttons.addWidget(self.drop)
        buttons.addWidget(self.again)
        self.content.addWidget(self.notice)
        self.content.addWidget(self.board, 1)
        self.content.addLayout(buttons)
        self.hide()

    def tell(self, unread: Unread) -> None:
        """Show the columns of a file."""
        words = _(
            "Máy không nhận ra tên cột trong tệp {file_name}. Danh sách cũ vẫn giữ nguyên. Anh/chị chọn bên "
            "dưới mỗi cột là gì, ít nhất bốn cột, trong đó có họ tên và mã số, rồi đọc lại; nếu nhầm tệp thì "
            "bấm «Bỏ»."
        )
        self.notice.tell(words.format(file_name=unread.file_name), Tone.SOON)
        self.board.show_columns(unread.columns)
        self.again.setEnabled(False)
        self.show()

    def place_to_begin(self) -> QWidget:
        """Say where the keys should go."""
        return next(iter(self.board.boxes.values()), self.drop)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._presenter.dismiss()
            return
        super().keyPressEvent(event)

    def _on_columns(self) -> None:
        self.again.setEnabled(bool(self.board.named()))

    def _on_again(self) -> None:
        self._presenter.name_columns(self.board.chosen() | self.board.named())
