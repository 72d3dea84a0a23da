"""The pages down the left side, with what waits on each."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QFrame

from agent_app.ui.acts import Acts
from agent_app.ui.choices import MINUTES_TO_LOCK, USUAL_MINUTES
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Text
from agent_app.ui.parts.picture import Picture
from agent_app.ui.places import Place
from agent_app.ui.status import Status
from agent_app.ui.theme import Tone
from agent_app.ui.words import _

WIDTH = 200


def place_words(place: Place) -> tuple[str, str]:
    """Name a page and its icon."""
    return {
        Place.DUE: (_("Đến hạn"), "calendar-clock"),
        Place.HOUSEHOLDS: (_("Hộ gia đình"), "users"),
        Place.COLLECT: (_("Thu tiền"), "hand-coins"),
        Place.SYNC: (_("Đồng bộ"), "refresh-cw"),
    }[place]


class PlaceButton(Button):
    """One page; its count stands at the right end."""

    picked = Signal(object)

    def __init__(self, place: Place, look: Look) -> None:
        text, self._icon_name = place_words(place)
        super().__init__(text, "place")
        self.place, self._look, self._words = place, look, text
        self.setCheckable(True)
        self.count = Text(role="small", right=True)
        self.count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = row(self, (0, 0, 12, 0))
        layout.addStretch()
        layout.addWidget(self.count)
        self.clicked.connect(self._tell)
        self.toggled.connect(self._recolour)
        self._recolour()
        self.say(text)

    def show_count(self, count: int) -> None:
        """Show how many wait there; nothing for none."""
        self.count.setText(str(count) if count else "")
        self.setAccessibleName(f"{self._words} {count or ''}".strip())

    def _tell(self) -> None:
        self.picked.emit(self.place)

    def _recolour(self) -> None:
        self.setIcon(self._look.icon(self._icon_name, Tone.BRAND if self.isChecked() else Tone.SOFT))


class Navigation(QFrame):
    """Lets the agent go from page to page."""

    wanted = Signal(object)
    lock_after_wanted = Signal(object)
    dark_wanted = Signal(bool)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setFixedWidth(WIDTH)
        layout = column(self, (12, 12, 12, 12), 4)
        layout.addWidget(_Brand(look))
        layout.addSpacing(16)
        group = QButtonGroup(self)
        self.buttons = {place: PlaceButton(place, look) for place in Place}
        for number, button in enumerate(self.buttons.values(), 1):
            button.setToolTip(f"Alt+{number}")
            button.picked.connect(self.wanted)
            group.addButton(button)
            layout.addWidget(button)
        layout.addStretch()
        self.agent = Text(role="small", wrap=True)
        self.dark = QCheckBox(_("Nền tối"))
        self.dark.setChecked(look.dark)
        self.dark.toggled.connect(self.dark_wanted)
        layout.addWidget(self._lock_after())
        layout.addSpacing(8)
        layout.addWidget(self.dark)
        layout.addSpacing(8)
        layout.addWidget(self.agent)

    def _lock_after(self) -> QComboBox:
        self.lock_after = QComboBox()
        self.lock_after.setAccessibleName(_("Tự khoá khi không ai dùng máy"))
        self.lock_after.setToolTip(_("Máy tự khoá sổ khi không ai chạm vào trong bấy nhiêu phút"))
        for minutes in MINUTES_TO_LOCK:
            self.lock_after.addItem(_("Tự khoá: {minutes} phút").format(minutes=minutes), minutes)
        self.lock_after.setCurrentIndex(MINUTES_TO_LOCK.index(USUAL_MINUTES))
        self.lock_after.activated.connect(self._on_lock_after)
        return self.lock_after

    def show_lock_after(self, minutes: int) -> None:
        """Show what was chosen."""
        self.lock_after.setCurrentIndex(MINUTES_TO_LOCK.index(minutes))

    def _on_lock_after(self, place: int) -> None:
        self.lock_after_wanted.emit(MINUTES_TO_LOCK[place])

    def mark(self, place: Place) -> None:
        """Mark the page that is seen."""
        self.buttons[place].setChecked(True)

    def show_status(self, status: Status) -> None:
        """Show the counts and who the agent is."""
        self.buttons[Place.DUE].show_count(status.due)
        self.buttons[Place.SYNC].show_count(Acts.waiting(status.sync).count)
        name = status.sync.agent_name
        self.agent.setText(_("Nhân viên thu\n{name}").format(name=name) if name else "")


class _Brand(QFrame):
    def __init__(self, look: Look) -> None:
        super().__init__()
        layout = row(self, (8, 4, 0, 4), 10)
        layout.addWidget(Picture(look, "footprints", Tone.BRAND, 24))
        layout.addWidget(Text(_("Đi Từng Nhà"), "name"), 1)
