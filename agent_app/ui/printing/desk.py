"""Where every page of a window brings what it wants to have printed."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from agent_app.ui.bench import Bench
from agent_app.ui.parts.boxes import column
from agent_app.ui.parts.page import Page
from agent_app.ui.printing.finding import system_printers
from agent_app.ui.printing.printers import Printers
from agent_app.ui.printing.wanted import PaperWanted

if TYPE_CHECKING:
    from agent_app.ui.printing.leaving import LeavingPresenter
    from agent_app.ui.printing.preview import PreviewDialog


class PrintDesk(QObject):
    """Shows one paper at a time; what leaves goes on leaving when nobody looks at it any more."""

    def __init__(self, bench: Bench, window: QWidget) -> None:
        super().__init__(window)
        self._bench, self._window = bench, window
        self._leaving: LeavingPresenter | None = None
        self.printers: Printers | None = None
        self.dialog: PreviewDialog | None = None
        # What will say how papers leave; it takes no room before the first one does.
        self.bar = QWidget()
        self._column = column(self.bar)

    @property
    def leaving(self) -> "LeavingPresenter":
        """Lets papers leave; made when the first one is wanted, as is all that prints."""
        from agent_app.ui.printing.bar import LeavingBar  # noqa: PLC0415
        from agent_app.ui.printing.leaving import LeavingPresenter  # noqa: PLC0415

        if self._leaving is None:
            self.printers = self.printers or system_printers()
            self._leaving = LeavingPresenter(self._bench, self.printers, self)
            self._column.addWidget(LeavingBar(self._bench.look, self._leaving, (24, 8, 24, 0)))
        return self._leaving

    def serve(self, page: Page) -> None:
        """Take what a page wants to have printed or saved."""
        page.paper_wanted.connect(self.show)
        page.file_wanted.connect(self.save)

    def show(self, wanted: PaperWanted) -> None:
        """Show a paper before it is printed."""
        from agent_app.ui.printing.preview import PreviewDialog  # noqa: PLC0415

        if self.dialog is not None:
            self.dialog.raise_()
            return
        leaving = self.leaving
        leaving.dismiss()
        self.dialog = PreviewDialog(self._window, self._bench, leaving, wanted)
        self.dialog.finished.connect(self._on_finished)
        self.dialog.open()

    def choose_target(self, wanted: PaperWanted) -> Path | None:
        """Let the agent say where a PDF goes; a test answers in its place."""
        from agent_app.ui.printing.target import ask_target  # noqa: PLC0415

        return ask_target(self._window, wanted)

    def save(self, wanted: PaperWanted) -> None:
        """Write a paper to a file without showing it."""
        leaving = self.leaving
        if not leaving.busy and (path := self.choose_target(wanted)) is not None:
            leaving.save(wanted, path, max(1, wanted.own_copies))
            leaving.forget()

    def rest(self) -> None:
        """Show nothing any more."""
        if self.dialog is not None:
            self.dialog.reject()

    def _on_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
