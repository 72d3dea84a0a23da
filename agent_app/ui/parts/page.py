"""What the window asks of a page, and what a page may ask of the window."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from agent_app.ui.bench import Bench


class Page(QWidget):
    """One page of the window; whatever it emits here, the window does.

    ``grown`` says that the page has got a part since it was made: it belongs before what follows the page.
    """

    grown = Signal(object)
    household_opened = Signal(object)
    place_wanted = Signal(object)
    search_wanted = Signal()
    paper_wanted = Signal(object)
    file_wanted = Signal(object)

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench.shelf)
        self.setObjectName("page")

    def set_active(self, *, active: bool) -> None:
        """Say whether the page is seen; a page that is not seen reads nothing."""

    def place_to_begin(self) -> QWidget:
        """Say where the keys should go when the page comes up."""
        return self

    def print_page(self) -> None:
        """Want the paper that the page is about; one that is about none wants none."""

    def forbid_writing(self, why: str) -> None:
        """Let nothing be pressed that writes, and say why; an empty reason lifts that."""
