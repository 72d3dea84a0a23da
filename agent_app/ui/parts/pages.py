"""The room for the page that is seen: a page that is too large for it can be scrolled, the window stays."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget

from agent_app.ui.parts.page import Page


class Pages(QStackedWidget):
    """Needs as much room as the page that is seen; the others do not count."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(self._on_turned)

    def minimumSizeHint(self) -> QSize:
        seen = self.currentWidget()
        return QSize() if seen is None else seen.minimumSizeHint()

    def print_page(self) -> None:
        """Look at the paper that the page that is seen is about, to print it."""
        if isinstance(page := self.currentWidget(), Page):
            page.print_page()

    def heightForWidth(self, _width: int) -> int:
        # The shelf would else give a page all the height that it likes, and show a bar for it.
        return self.minimumSizeHint().height()

    def _on_turned(self) -> None:
        self.updateGeometry()


class Shelf(QScrollArea):
    """Holds the pages; its bars come only where large texts meet a small screen."""

    def __init__(self, pages: Pages) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(pages)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 240)
