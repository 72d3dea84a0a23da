"""The order in which Tab goes from one thing to the next: the order of reading."""

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtWidgets import QWidget


def chain(stops: Iterable[QWidget]) -> None:
    """Let Tab go through these one after the other; those that are hidden or disabled are passed over."""
    for one, other in pairwise(stops):
        QWidget.setTabOrder(one, other)
