"""A dialog that cards may be scanned into."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog


class CardDialog(QDialog):
    """Takes in a scanned code itself, instead of the window below it."""

    card_scanned = Signal(str)
