"""The bar above the pages: the search, whose home it is, and the lock."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QMenu

from agent_app.ui.fields.search_field import SearchField
from agent_app.ui.look import Look
from agent_app.ui.parts.boxes import row
from agent_app.ui.parts.buttons import Button
from agent_app.ui.places import Place
from agent_app.ui.sizes import most_width
from agent_app.ui.theme import Tone
from agent_app.ui.words import _

# Whoever types sees at once what that finds: one question is asked at a time.
_PAUSE_MS = 0


class TopBar(QFrame):
    """Is seen above every page."""

    lock_wanted = Signal()
    wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("topbar")
        layout = row(self, (24, 8, 16, 8), 8)
        self.search = SearchField(look, _("Tìm người, hộ, biên lai…  (Ctrl+K)"), _PAUSE_MS)
        self.search.setObjectName("search")
        most_width(self.search, 460)
        layout.addWidget(self.search, 3)
        layout.addStretch(1)
        layout.addWidget(self._agent(look))
        self.lock = Button(_("Khoá"), "quiet", look.icon("lock", Tone.BRAND))
        self.lock.setToolTip(_("Khoá sổ ngay (Ctrl+L)"))
        self.lock.clicked.connect(self.lock_wanted)
        layout.addWidget(self.lock)

    def show_agent(self, name: str | None) -> None:
        """Say whose home it is."""
        self.agent.say(name or _("Chưa đăng ký"))

    def _agent(self, look: Look) -> Button:
        self.agent = Button("", "menu", look.icon("user", Tone.SOFT))
        menu = QMenu(self.agent)
        settings, lock = QAction(_("Cài đặt"), menu), QAction(_("Khoá sổ"), menu)
        settings.setIcon(look.icon("settings", Tone.SOFT))
        # The window binds these keys; here they are only told.
        settings.setText(f"{settings.text()}\t{Place.SETTINGS.keys}")
        lock.setIcon(look.icon("lock", Tone.SOFT))
        lock.setText(f"{lock.text()}\t{QKeySequence('Ctrl+L').toString()}")
        settings.triggered.connect(self._on_settings)
        lock.triggered.connect(self.lock_wanted)
        menu.addActions([settings, lock])
        self.agent.setMenu(menu)
        self.show_agent(None)
        return self.agent

    def _on_settings(self) -> None:
        self.wanted.emit(Place.SETTINGS)
