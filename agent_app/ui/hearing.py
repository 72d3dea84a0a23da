"""Who hears every event of the program, and when nobody needs to."""

from collections.abc import Iterator
from contextlib import contextmanager
from weakref import ReferenceType, ref

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QInputEvent, QInputMethodEvent
from shiboken6 import isValid

INPUT = (QInputEvent, QInputMethodEvent)
"""What keys and hands bring; whoever hears every event asks for its class first, its type takes longer."""

_ears: list[ReferenceType[QObject]] = []


def listen(ear: QObject) -> None:
    """Let something filter every event from now on, before whoever has done so until now."""
    stop_listening(ear)
    _application().installEventFilter(ear)
    _ears.append(ref(ear))


def stop_listening(ear: QObject) -> None:
    """Let it hear nothing any more."""
    if (application := QCoreApplication.instance()) is not None:
        application.removeEventFilter(ear)
    _ears[:] = [each for each in _ears if (known := each()) is not None and known is not ear]


@contextmanager
def unheard() -> Iterator[None]:
    """Make or turn a page unheard: that brings thousands of events, and not one of a key or a hand.

    Each would be made known to Python twice: of a page's 275 ms, 150 were spent so.
    """
    for ear in _alive():
        _application().removeEventFilter(ear)
    try:
        yield
    finally:
        for ear in _alive():
            _application().installEventFilter(ear)


def _alive() -> list[QObject]:
    return [ear for each in _ears if (ear := each()) is not None and isValid(ear)]


def _application() -> QCoreApplication:
    found = QCoreApplication.instance()
    if found is None:
        raise RuntimeError("nobody can touch a program that does not run")
    return found
