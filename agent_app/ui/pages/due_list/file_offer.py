"""Offers to delete a workbook once every line of it has come into the list."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from agent_app.runtime.deleted_files import delete_imported
from agent_app.services.due_lists import ImportResult
from agent_app.services.ports import Report
from agent_app.services.privacy import lines_to_look_at
from agent_app.ui.bench import Bench
from agent_app.ui.pages.due_list.importing import Imported
from agent_app.ui.parts.boxes import column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Notice, Text
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Failed, Idle
from agent_app.ui.theme import Tone
from agent_app.ui.words import _


@dataclass(frozen=True, slots=True)
class Offered:
    """The file may be deleted, as long as it is the one that was imported, by its digest."""

    path: Path
    digest: bytes


@dataclass(frozen=True, slots=True)
class Deleted:
    """The file is gone."""

    file_name: str


def delete_file(path: Path, digest: bytes, _report: Report) -> str:
    """Overwrite and delete a file of which every line has been taken in."""
    delete_imported(path, digest)
    return path.name


class FileOfferPresenter(Presenter):
    """Holds the offer for the file that was imported last."""

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Idle(), parent)
        self._result: ImportResult | None = None

    def follow(self, importing: object) -> None:
        """Offer what an import has left behind, where nobody needs to look at the file again.

        A report that is written, or a question that is answered, asks nothing anew.
        """
        result = importing.result if isinstance(importing, Imported) else None
        if result is not None and result is self._result:
            return
        self._result = result
        path = importing.path if isinstance(importing, Imported) else None
        if result is not None and path is not None and not lines_to_look_at(result.rejected_rows):
            self.enter(Offered(path, result.reading.file_hash))
        else:
            self.enter(Idle())

    def delete(self) -> None:
        """Delete the file."""
        if isinstance(self.state, Offered):
            self.read(
                partial(delete_file, self.state.path, self.state.digest), self._on_deleted, self._on_failed
            )

    def keep(self) -> None:
        """Leave the file where it is."""
        self.enter(Idle())

    def _on_deleted(self, file_name: str) -> None:
        self.enter(Deleted(file_name))

    def _on_failed(self, error: Exception) -> None:
        self.enter(Failed(self.bench.sentence(error)))


class FileOffer(QWidget):
    """One line with two buttons, in the card that says what an import came to."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.presenter = FileOfferPresenter(bench, self)
        layout = column(self)
        self.line, self.notice = QWidget(), Notice(bench.look)
        line = row(self.line, gap=12)
        self.question = Text(wrap=True)
        self.delete = Button(_("Xoá tệp Excel")).on_press(self.presenter.delete)
        self.keep = Button(_("Giữ lại"), "quiet").on_press(self.presenter.keep)
        line.addWidget(self.question, 1)
        line.addWidget(self.delete)
        line.addWidget(self.keep)
        for part in (self.line, self.notice):
            layout.addWidget(part)
        self.presenter.state_changed.connect(self.render_state)
        self.hide()

    def render_state(self, state: object) -> None:
        """Show a state of the offer."""
        self.line.setVisible(isinstance(state, Offered))
        self.notice.hide()
        match state:
            case Offered(path, _):
                self.question.setText(
                    _("Xoá tệp {file_name} đã nhập khỏi máy? Danh sách đã nằm an toàn trong sổ.").format(
                        file_name=path.name
                    )
                )
            case Deleted(file_name):
                words = _(
                    "Đã ghi đè và xoá tệp {file_name}. Ổ SSD, hộp thư hay bản sao khác có thể vẫn còn nội "
                    "dung cũ."
                )
                self.notice.tell(words.format(file_name=file_name), Tone.GOOD)
            case Failed(text):
                self.notice.tell(text)
        self.setVisible(not isinstance(state, Idle))
