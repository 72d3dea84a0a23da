"""Hears a scanner that types like a keyboard, wherever the focus is, and leaves people's typing alone.

A scanner types a whole code faster than anybody can, and ends it with Enter. A field of text gets the keys
as they come, so that an input method may do what it does, and its text back when they turn out to be a
code. Anything else gets its keys a moment later: a code has spaces, and a space presses a button.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from agent_app.domain.card_qr import SEPARATOR
from agent_app.ui.hearing import INPUT, listen, stop_listening
from agent_app.ui.typed_text import TypedText, is_secret

GAP_MS = 50
"""No scanner takes longer from key to key, and no hand is as quick ten times on end."""

_REST_MS = 80
_LEAST_PARTS = 3
_NUMBER = re.compile(r"[A-Za-z]{2}\d{13}|\d{12}|\d{10}", re.ASCII)

_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_DELETE = "\x7f"
_BESIDE = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_AltGr, Qt.Key.Key_unknown})
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_HEARD = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.InputMethod})


@dataclass(slots=True)
class Burst:
    """Keys that came one upon the other: into a text, or held back."""

    target: QWidget
    last: float
    typed: TypedText | None
    keys: list[str] = field(default_factory=list)
    held: list[QKeyEvent] = field(default_factory=list)
    composed: bool = False

    @property
    def text(self) -> str:
        """What was typed; where an input method had its hands in it, what the field shows of it."""
        if self.composed and self.typed is not None:
            return self.typed.since()
        return "".join(self.keys)


class Scanner(QObject):
    """Watches all keys while it is on; ``scanned`` tells a code, which no field has kept."""

    scanned = Signal(str)

    def __init__(self, parent: QObject, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._burst: Burst | None = None
        self._sending = False
        self._swallowed: set[int] = set()
        self._rest, self._last_look = QTimer(self), QTimer(self)
        for timer, wait, slot in (
            (self._rest, _REST_MS, self._on_rest),
            (self._last_look, 0, self._on_nothing_more),
        ):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(slot)

    def begin(self) -> None:
        """Listen from now on."""
        listen(self)

    def stop(self) -> None:
        """Listen no longer."""
        self._let_go()
        stop_listening(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            not isinstance(event, INPUT)
            or event.type() not in _HEARD
            or self._sending
            or not isinstance(watched, QWidget)
        ):
            return False
        if watched is not (QApplication.focusWidget() or QApplication.activeWindow()):
            return False
        if isinstance(event, QInputMethodEvent):
            self._composed(watched, event)
            return False
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyPress:
            return self._pressed(watched, event)
        return self._released(event)

    def _pressed(self, target: QWidget, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Paste):
            return self._pasted(target, event)
        key, text = event.key(), event.text()
        if key in _BESIDE:
            return False
        if key in _ENDS:
            return self._ended(event)
        human = event.isAutoRepeat() or bool(event.modifiers() & _COMMANDS) or is_secret(target)
        if human or not (is_letter(text) or key == Qt.Key.Key_Backspace):
            self._let_go()
            return False
        return self._typed(target, event)

    def _typed(self, target: QWidget, event: QKeyEvent) -> bool:
        burst, now = self._going_on(target, event), self._now(event)
        if burst is None:
            self._let_go()
            burst = self._burst = Burst(target, now, TypedText.of(target))
        burst.last = now
        if event.key() == Qt.Key.Key_Backspace:
            # An input method takes a letter back to put another in its place.
            del burst.keys[-1:]
        else:
            burst.keys.append(event.text())
        self._last_look.stop()
        self._rest.start()
        if burst.typed is None:
            burst.held.append(_copied(event))
            return True
        return False

    def _composed(self, target: QWidget, event: QInputMethodEvent) -> None:
        if is_secret(target) or (typed := TypedText.of(target)) is None:
            return
        now = self._clock() * 1000
        burst = self._burst
        if burst is None or burst.target is not target or now - burst.last > GAP_MS:
            self._let_go()
            burst = self._burst = Burst(target, now, typed)
        burst.last, burst.composed = now, True
        if event.commitString():
            burst.keys.append(event.commitString())
        self._last_look.stop()
        self._rest.start()

    def _ended(self, event: QKeyEvent) -> bool:
        burst = self._burst
        quick = burst is not None and self._now(event) - burst.last <= GAP_MS
        if burst is not None and quick and is_code(burst.text):
            self._swallowed.add(event.key())
            self._take(burst)
            return True
        self._let_go()
        return False

    def _pasted(self, target: QWidget, event: QKeyEvent) -> bool:
        self._let_go()
        text = QGuiApplication.clipboard().text()
        if is_secret(target) or text.count(SEPARATOR) < _LEAST_PARTS - 1:
            return False
        self._swallowed.add(event.key())
        self.scanned.emit(text)
        return True

    def _released(self, event: QKeyEvent) -> bool:
        if event.key() in self._swallowed and not event.isAutoRepeat():
            self._swallowed.discard(event.key())
            return True
        if self._burst is not None and self._burst.held:
            self._burst.held.append(_copied(event))
            return True
        return False

    def _going_on(self, target: QWidget, event: QKeyEvent) -> Burst | None:
        burst = self._burst
        if burst is None or burst.target is not target or self._now(event) - burst.last > GAP_MS:
            return None
        return burst

    def _take(self, burst: Burst) -> None:
        text = burst.text
        self._forget()
        if burst.typed is not None and isValid(burst.target):
            burst.typed.restore()
        self.scanned.emit(text)

    def _let_go(self) -> None:
        """Give back the keys that were held: they were a person's."""
        burst = self._burst
        self._forget()
        if burst is None:
            return
        self._sending = True
        try:
            for event in burst.held:
                if isValid(burst.target):
                    QCoreApplication.sendEvent(burst.target, event)
        finally:
            self._sending = False

    def _forget(self) -> None:
        self._burst = None
        self._rest.stop()
        self._last_look.stop()

    def _on_rest(self) -> None:
        # Where the window stood still, keys that came long ago are still on their way here.
        self._last_look.start()

    def _on_nothing_more(self) -> None:
        burst = self._burst
        if burst is None:
            return
        if burst.typed is not None and SEPARATOR in burst.text:
            QGuiApplication.inputMethod().commit()
        if is_code(burst.text) and SEPARATOR in burst.text:
            self._take(burst)
        else:
            self._let_go()

    def _now(self, event: QKeyEvent) -> float:
        """Say when a key was pressed, by the system where it knows: it may have waited for us."""
        return event.timestamp() or self._clock() * 1000


def is_letter(text: str) -> bool:
    """Tell whether a key has typed something: of bytes that are typed as letters not all can be seen."""
    return bool(text) and text[0] >= " " and text[0] != _DELETE


def is_code(text: str) -> bool:
    """Tell whether what came so quickly can be a code: a card's, or a number alone as barcodes have it."""
    return text.count(SEPARATOR) >= _LEAST_PARTS - 1 or _NUMBER.fullmatch(text) is not None


def _copied(event: QKeyEvent) -> QKeyEvent:
    return QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
