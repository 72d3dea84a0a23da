"""Notices that nobody has touched the program for a while."""

from collections.abc import Callable
from time import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

_MINUTE = 60.0
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Tells once when there was no input for so many minutes; a laptop that slept counts its sleep."""

    idle = Signal()

    def __init__(self, minutes: int, parent: QObject, clock: Callable[[], float] = time) -> None:
        super().__init__(parent)
        self._minutes, self._clock = minutes, clock
        self._touched = clock()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.check)

    def begin(self) -> None:
        """Watch from now on."""
        self._touched = self._clock()
        self._timer.start(self._left())
        self._application().installEventFilter(self)

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        self._application().removeEventFilter(self)

    def allow(self, minutes: int) -> None:
        """Wait another number of minutes from now on."""
        self._minutes = minutes
        if self._timer.isActive():
            self.begin()

    def check(self) -> None:
        """Tell, if it has been long enough; else look again when it may be."""
        left = self._left()
        if left > 0:
            self._timer.start(left)
        else:
            self.stop()
            self.idle.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() not in _TOUCHES or not self._timer.isActive():
            return False
        if self._left() <= 0:
            # Timers stand still while a laptop sleeps: whoever wakes it up does not get to see anything.
            self.check()
            return True
        self._touched = self._clock()
        return False

    def _left(self) -> int:
        limit = self._minutes * _MINUTE
        return int(min(limit - (self._clock() - self._touched), limit) * 1000)

    def _application(self) -> QCoreApplication:
        found = QCoreApplication.instance()
        if found is None:
            raise RuntimeError("nobody can touch a program that does not run")
        return found
