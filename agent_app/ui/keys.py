"""The keys of a window."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

Slots = Mapping[str, Callable[[], object] | SignalInstance]
"""Bound methods and signals, by their keys."""


def bind_keys(window: QWidget, slots: Slots) -> None:
    """Let keys do what is bound to them, wherever in the window the focus is."""
    for keys, slot in slots.items():
        QShortcut(QKeySequence(keys), window).activated.connect(slot)
