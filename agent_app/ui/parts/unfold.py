"""A button that unfolds something below it."""

from agent_app.ui.look import Look
from agent_app.ui.parts.buttons import Button
from agent_app.ui.theme import Tone


class Unfold(Button):
    """Its arrow points to what is unfolded, and aside while nothing is."""

    def __init__(self, look: Look, text: str) -> None:
        super().__init__(text, "quiet", look.icon("chevron-right", Tone.BRAND))
        self._look = look
        self.setCheckable(True)
        self.toggled.connect(self._point)

    def _point(self) -> None:
        self.setIcon(self._look.icon("chevron-down" if self.isChecked() else "chevron-right", Tone.BRAND))
