"""The pages down the left side, with what waits on each."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QWidget

from agent_app.ui.acts import Acts
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import Scroller, column, row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.parts.labels import Text
from agent_app.ui.parts.picture import Picture
from agent_app.ui.places import Place
from agent_app.ui.sizes import scaled
from agent_app.ui.status import Status
from agent_app.ui.theme import ICON, Tone
from agent_app.ui.words import _

WIDTH = 176
_COUNT = 30


def place_words(place: Place) -> tuple[str, str]:
    """Name a page and its icon."""
    return {
        Place.TODAY: (_("Hôm nay"), "house"),
        Place.DUE: (_("Đến hạn"), "calendar-clock"),
        Place.HOUSEHOLDS: (_("Hộ gia đình"), "users"),
        Place.COLLECT: (_("Thu tiền"), "hand-coins"),
        Place.PAPERS: (_("Giấy tờ"), "file-text"),
        Place.TARGETS: (_("Chỉ tiêu"), "target"),
        Place.MEETINGS: (_("Hội nghị"), "presentation"),
        Place.SYNC: (_("Đồng bộ"), "refresh-cw"),
        Place.SETTINGS: (_("Cài đặt"), "settings"),
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

    def sizeHint(self) -> QSize:
        # The layout that holds the count knows nothing of the words beside it.
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(words + scaled(2 * ICON + _COUNT) + 24, super().sizeHint().height())

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

    def __init__(self, look: Look, places: Iterable[Place]) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(WIDTH)
        listed = QWidget()
        whole, layout = column(self, (12, 12, 0, 12), 16), column(listed, (0, 0, 12, 0), 4)
        whole.addWidget(_Brand(look))
        # Large texts on a small screen: there are more places than there is room.
        self.shelf = _Shelf(listed)
        whole.addWidget(self.shelf, 1)
        group = QButtonGroup(self)
        self.buttons = {place: PlaceButton(place, look) for place in places}
        for place, button in self.buttons.items():
            button.setToolTip(place.keys)
            button.picked.connect(self.wanted)
            group.addButton(button)
            if place is Place.SETTINGS:
                layout.addStretch()
            layout.addWidget(button)

    def mark(self, place: Place) -> None:
        """Mark the page that is seen."""
        self.buttons[place].setChecked(True)
        self._bring_up()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._bring_up()

    def show_today(self, count: int) -> None:
        """Show how many doors are left today."""
        self.buttons[Place.TODAY].show_count(count)

    def show_status(self, status: Status) -> None:
        """Show how many wait on each page."""
        counts = {Place.DUE: status.due, Place.SYNC: Acts.waiting(status.sync).count}
        for place, count in counts.items():
            if place in self.buttons:
                self.buttons[place].show_count(count)

    def _bring_up(self) -> None:
        marked = next((each for each in self.buttons.values() if each.isChecked()), None)
        if marked is not None:
            self.shelf.ensureWidgetVisible(marked, 0, 0)


class _Shelf(Scroller):
    """Is as wide as what it holds, whatever size its texts get."""

    def minimumSizeHint(self) -> QSize:
        held, least = self.widget(), super().minimumSizeHint()
        return least if held is None else QSize(held.minimumSizeHint().width(), least.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class _Brand(QFrame):
    def __init__(self, look: Look) -> None:
        super().__init__()
        layout = row(self, (8, 4, 0, 4), 10)
        layout.addWidget(Picture(look, "footprints", Tone.BRAND, 24))
        layout.addWidget(Text(_("Đi Từng Nhà"), "name"), 1)
