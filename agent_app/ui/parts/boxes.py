"""Layouts on the grid, cards and lines."""

from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

Margins = tuple[int, int, int, int]
NONE: Margins = (0, 0, 0, 0)
CARD: Margins = (16, 12, 16, 16)
PAGE: Margins = (24, 16, 24, 16)

L = TypeVar("L", bound=QLayout)


def column(parent: QWidget | None = None, margins: Margins = NONE, gap: int = 8) -> QVBoxLayout:
    """Lay out from top to bottom."""
    layout = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    return _spaced(layout, margins, gap)


def row(parent: QWidget | None = None, margins: Margins = NONE, gap: int = 8) -> QHBoxLayout:
    """Lay out from left to right."""
    layout = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    return _spaced(layout, margins, gap)


def _spaced(layout: L, margins: Margins, gap: int) -> L:
    layout.setContentsMargins(*margins)
    layout.setSpacing(gap)
    return layout


def clear(layout: QLayout) -> None:
    """Remove everything from a layout, for good."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


class Card(QFrame):
    """A raised panel with a column of things."""

    def __init__(self, margins: Margins = CARD, gap: int = 8) -> None:
        super().__init__()
        self.setObjectName("card")
        self.content = column(self, margins, gap)


class Line(QFrame):
    """A hairline between things."""

    def __init__(self, *, upright: bool = False) -> None:
        super().__init__()
        self.setObjectName("upright" if upright else "hairline")


class Scroller(QScrollArea):
    """Scrolls its content vertically when the window is small.

    The content is measured when the area is dressed for the window that it stands in, not before.
    """

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._content: QWidget | None = content
        content.setParent(self.viewport())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Polish and self._content is not None:
            content, self._content = self._content, None
            self.setWidget(content)
        return super().event(event)
