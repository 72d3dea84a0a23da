"""Notices that nobody has touched the program for a while."""

from collections.abc import Callable
from time import monotonic, time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from agent_app.ui.hearing import INPUT, listen, stop_listening

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

    def __init__(
        self,
        minutes: int,
        parent: QObject,
        clock: Callable[[], float] = time,
        steady: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(parent)
        self._minutes, self._clock, self._steady = minutes, clock, steady
        self._note_touch()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.check)

    def begin(self) -> None:
        """Watch from now on."""
        self._note_touch()
        self._timer.start(self._left())
        listen(self)

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        stop_listening(self)

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
        if not isinstance(event, INPUT) or event.type() not in _TOUCHES or not self._timer.isActive():
            return False
        if self._left() <= 0:
            # Timers stand still while a laptop sleeps: whoever wakes it up does not get to see anything.
            self.check()
            return True
        self._note_touch()
        return False

    def _note_touch(self) -> None:
        self._touched, self._touched_steadily = self._clock(), self._steady()

    def _left(self) -> int:
        """Count milliseconds by two clocks: one may be set back, one stands while a laptop sleeps."""
        now = self._clock()
        self._touched = min(self._touched, now)
        passed = max(now - self._touched, self._steady() - self._touched_steadily)
        return int((self._minutes * _MINUTE - passed) * 1000)
