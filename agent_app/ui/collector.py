"""Cycles are collected in the window's thread alone: what ends a widget in another one ends the program."""

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 100
_FULL = 10


class Collector(QObject):
    """Stands in for the interpreter, which would collect in whatever thread happens to make objects."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation whose turn it is; all of them ten times as seldom as the others."""
        counts, (young, middle, old) = gc.get_count(), gc.get_threshold()
        limits = (young, middle, old * _FULL)
        due = [each for each in range(len(counts)) if counts[each] > limits[each]]
        if due:
            gc.collect(due[-1])

    def spare(self, *, tried: bool = False) -> None:
        """Look no more at what there is now; it stays until the end.

        Where a password was tried, its failure is let go of before: it would stay, too.
        """
        if tried:
            gc.collect()
        gc.freeze()
