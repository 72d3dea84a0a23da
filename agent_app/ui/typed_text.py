"""A field that people type text into, as it was before something was typed."""

from dataclasses import dataclass
from itertools import takewhile
from operator import eq

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

_Pages = QPlainTextEdit | QTextEdit


@dataclass(frozen=True, slots=True)
class TypedText:
    """What a field said, and where the cursor stood."""

    field: QLineEdit | _Pages
    before: str
    place: int

    @classmethod
    def of(cls, widget: QWidget) -> "TypedText | None":
        """Remember a field; nothing where text is not simply typed in."""
        if isinstance(widget, QLineEdit) and not widget.isReadOnly():
            return cls(widget, widget.text(), widget.cursorPosition())
        if isinstance(widget, _Pages) and not widget.isReadOnly():
            return cls(widget, widget.toPlainText(), widget.textCursor().position())
        return None

    def since(self) -> str:
        """Return what stands there that did not before."""
        now = self.field.text() if isinstance(self.field, QLineEdit) else self.field.toPlainText()
        start = min(_shared(self.before, now), self.place)
        kept = _shared(self.before[start:][::-1], now[start:][::-1])
        return now[start : len(now) - kept]

    def restore(self) -> None:
        """Bring back what it said, and tell whoever follows what is typed."""
        if isinstance(self.field, QLineEdit):
            self.field.setText(self.before)
            self.field.setCursorPosition(self.place)
            self.field.textEdited.emit(self.before)
            return
        self.field.setPlainText(self.before)
        cursor: QTextCursor = self.field.textCursor()
        cursor.setPosition(self.place)
        self.field.setTextCursor(cursor)


def _shared(one: str, other: str) -> int:
    """Count the letters that two texts begin with alike."""
    return sum(takewhile(bool, map(eq, one, other)))


def is_secret(widget: QWidget) -> bool:
    """Tell whether a field hides what is typed: nobody listens to that."""
    return isinstance(widget, QLineEdit) and widget.echoMode() is not QLineEdit.EchoMode.Normal
