"""Keeps the Tab key in the order in which a window is read, whenever its parts were made."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def put_behind(part: QWidget, bar: QWidget) -> None:
    """Let the Tab key go from a part that has just been put into a window to the bar below it.

    Qt puts whatever comes into a window behind everything there. Its chain is not asked for the end of the
    part: PySide would take each widget of it for a child of the one before, and forget it with that one.
    """
    end = QWidget(part)
    end.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    end.hide()
    stops = [each for each in bar.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for before, after in pairwise((end, *stops)):
        QWidget.setTabOrder(before, after)
