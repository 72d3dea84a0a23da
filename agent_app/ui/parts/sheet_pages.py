"""The pages of a paper on the screen, one at a time."""

from collections.abc import Sequence

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Text
from agent_app.ui.parts.sheet import SheetView
from agent_app.ui.theme import Tone
from agent_app.ui.words import _


class SheetPages(QWidget):
    """Shows one page of a paper, and where it has several, which one this is and a way to the others."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._pages: tuple[QImage, ...] = ()
        self._mark, self._at = "", 0
        self.sheet, self.which = SheetView(look), Text(role="soft")
        self.before = _turning(look, "chevron-left", _("Trang trước")).on_press(self._on_before)
        self.after = _turning(look, "chevron-right", _("Trang sau")).on_press(self._on_after)
        layout, self.bar = column(self), QWidget()
        line = row(self.bar)
        line.addStretch()
        for part in (self.before, self.which, self.after):
            line.addWidget(part)
        line.addStretch()
        # Above the paper, so that a press does not move what is pressed next.
        layout.addWidget(self.bar)
        layout.addWidget(self.sheet)
        self.bar.hide()

    @property
    def blank(self) -> bool:
        """Whether there is nothing on it yet."""
        return self.sheet.blank

    @property
    def mark(self) -> str:
        """What is written across each page."""
        return self.sheet.mark

    def show_pages(self, pages: Sequence[QImage], mark: str = "") -> None:
        """Show a paper, at the page where it was; none is blank paper."""
        self._pages, self._mark = tuple(pages), mark
        self._turn(self._at)

    def _turn(self, page: int) -> None:
        count = len(self._pages)
        self._at = max(0, min(page, count - 1))
        self.sheet.show_page(self._pages[self._at] if count else None, self._mark if count else "")
        self.which.setText(_("Trang {page}/{count}").format(page=self._at + 1, count=count))
        self.bar.setVisible(count > 1)
        pressed = next((each for each in (self.before, self.after) if each.hasFocus()), None)
        for button, there in ((self.before, self._at > 0), (self.after, self._at + 1 < count)):
            button.setEnabled(there)
        if pressed is not None and not pressed.isEnabled():
            # The keys stay here: they would else go on to whatever comes next in the window.
            (self.after if pressed is self.before else self.before).setFocus()

    def _on_before(self) -> None:
        self._turn(self._at - 1)

    def _on_after(self) -> None:
        self._turn(self._at + 1)


def _turning(look: Look, icon: str, name: str) -> Button:
    button = Button("", "quiet", look.icon(icon, Tone.BRAND))
    button.setAccessibleName(name)
    button.setToolTip(name)
    # Enter belongs to the button that keeps the money.
    button.setAutoDefault(False)
    return button
