"""One field of a form: its caption, what is filled in, and what is wrong with that."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from agent_app.ui.parts.boxes import column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Text, set_tone
from agent_app.ui.theme import Tone
from agent_app.ui.words import _


class FormField(QWidget):
    """Shows a sentence below what was typed, for as long as it cannot stay so.

    Nobody is told that half a number is wrong while the other half is being typed: only when the field was
    left, or somebody wants to save.
    """

    def __init__(self, caption: str, editor: QWidget, note: str = "") -> None:
        super().__init__()
        self.editor, self.note = editor, note
        self._fault, self._left = "", False
        layout = column(self, gap=4)
        self.caption, self.fault = Text(caption, "caption"), Text("", "small", wrap=True)
        self.caption.setBuddy(editor)
        editor.setAccessibleName(caption)
        for part in (self.caption, editor, self.fault):
            layout.addWidget(part)
        layout.addStretch()
        for part in (editor, *editor.findChildren(QWidget)):
            part.installEventFilter(self)
        self.tell("")

    @property
    def faulty(self) -> bool:
        """Whether something is wrong, said or not."""
        return bool(self._fault)

    def tell(self, fault: str) -> None:
        """Take in what is wrong; nothing shows the field's own note again."""
        self._fault = fault
        self._show()

    def insist(self) -> None:
        """Say what is wrong even to whoever is still typing."""
        self._left = True
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and not self._left:
            self.insist()
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        typing = not self._left and self.isAncestorOf(QApplication.focusWidget() or self)
        fault = "" if typing else self._fault
        set_tone(self.fault, Tone.LATE if fault else None)
        self.fault.setText(fault or self.note)
        self.fault.setVisible(bool(fault or self.note))
        self.editor.setAccessibleDescription(fault or self.note)


class LineEdit(QLineEdit):
    """A line of text with an example of what belongs there."""

    def __init__(self, example: str = "", most: int = 200) -> None:
        super().__init__()
        self.setPlaceholderText(example)
        self.setMaxLength(most)


class WordsEdit(QComboBox):
    """Words that are chosen or typed."""

    typed = Signal()

    def __init__(self, words: list[str], example: str = "") -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.put_words(words)
        line = self.lineEdit()
        if line is not None:
            line.setPlaceholderText(example)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.currentTextChanged.connect(self._on_changed)

    def put_words(self, words: list[str]) -> None:
        """Offer these words; what was typed stays."""
        text = self.currentText()
        blocked = self.blockSignals(True)  # noqa: FBT003
        self.clear()
        self.addItems(words)
        self.setCurrentIndex(-1)
        self.setEditText(text)
        self.blockSignals(blocked)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        if (line := self.lineEdit()) is not None:
            line.setAccessibleName(name)

    def _on_changed(self, _text: str) -> None:
        self.typed.emit()


class CoveredEdit(QWidget):
    """A number: one that is held is covered until somebody asks to see it, and is not typed over before.

    Until then it says nothing, and nothing becomes of it.
    """

    uncover_wanted = Signal()

    def __init__(self, example: str = "") -> None:
        super().__init__()
        layout = row(self, gap=4)
        self.line, self.button = LineEdit(example, 40), Button(_("Hiện số"), "quiet")
        self.button.setToolTip(_("Máy ghi lại mỗi lần mở số bị che"))
        self.button.clicked.connect(self.uncover_wanted)
        self._covered: str | None = None
        self.setFocusProxy(self.line)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.button)
        self.button.hide()

    @property
    def covered(self) -> bool:
        """Whether the number cannot be seen."""
        return self._covered is not None

    def text(self) -> str:
        """Return what stands there; of a covered number the number itself."""
        return self.line.text() if self._covered is None else self._covered

    def hold(self, value: str, mask: str) -> None:
        """Cover a number that is held."""
        self._covered = value or None
        self.line.setText(mask if value else "")
        self._show()

    def put(self, value: str) -> None:
        """Show a number that somebody has just brought."""
        self._covered = None
        self.line.setText(value)
        self._show()

    @property
    def locked(self) -> bool:
        """Whether nobody may type here, covered or not."""
        return not self.line.isEnabled()

    def lock(self) -> None:
        """Let nobody type here; the number may still be seen."""
        self.line.setEnabled(False)

    def uncover(self) -> None:
        """Show the number; from now on it may be typed over."""
        if self._covered is not None:
            self.put(self._covered)
            self.line.setFocus()
            self.line.selectAll()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)
        self.button.setAccessibleName(_("Hiện {name}").format(name=name))

    def setAccessibleDescription(self, text: str) -> None:
        super().setAccessibleDescription(text)
        self.line.setAccessibleDescription(text)

    def _show(self) -> None:
        self.line.setReadOnly(self.covered)
        self.button.setVisible(self.covered)
