"""What somebody chooses for the windows on this computer: the look, and when the window locks itself."""

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.choices import (
    chosen_theme,
    keep_auto_sync,
    keep_minutes_to_lock,
    keep_text_percent,
    keep_theme,
    minutes_to_lock,
    syncs_by_itself,
    text_percent,
)
from agent_app.ui.look import tokens_of
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Failed, Loading
from agent_app.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Ready:
    """What is chosen."""

    theme: Theme
    percent: int
    minutes: int
    auto_sync: bool


def read_choices(_report: Report) -> Ready:
    """Read what was chosen before."""
    return Ready(chosen_theme(), text_percent(), minutes_to_lock(), syncs_by_itself())


def store_theme(theme: Theme, _report: Report) -> None:
    """Keep a theme for the next time."""
    keep_theme(theme)


def store_percent(percent: int, _report: Report) -> None:
    """Keep a size of texts for the next time."""
    keep_text_percent(percent)


def store_minutes(minutes: int, _report: Report) -> None:
    """Keep after how many minutes the window locks itself."""
    keep_minutes_to_lock(minutes)


def store_auto_sync(by_itself: bool, _report: Report) -> None:  # noqa: FBT001
    """Keep whether the window exchanges by itself."""
    keep_auto_sync(by_itself=by_itself)


class SettingsPresenter(Presenter):
    """A choice is seen at once, in every window, and kept for the next time."""

    minutes_changed = Signal(object)
    auto_sync_changed = Signal(object)

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Loading(), parent)
        if isinstance(app := QApplication.instance(), QApplication):
            app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def ready(self) -> Ready | None:
        """What is chosen, once it has been read."""
        return self.state if isinstance(self.state, Ready) else None

    def reload(self) -> None:
        self.read(read_choices, self._on_read, self._on_failed)

    def choose_theme(self, theme: object) -> None:
        """Wear other colours."""
        if self.ready and isinstance(theme, Theme):
            self.enter(replace(self.ready, theme=theme))
            self._wear()
            self._keep(partial(store_theme, theme))

    def choose_text(self, percent: object) -> None:
        """Write everything in another size."""
        if self.ready and isinstance(percent, int):
            self.enter(replace(self.ready, percent=percent))
            self._wear()
            self._keep(partial(store_percent, percent))

    def choose_minutes(self, minutes: object) -> None:
        """Lock the window after other minutes."""
        if self.ready and isinstance(minutes, int):
            self.enter(replace(self.ready, minutes=minutes))
            self.minutes_changed.emit(minutes)
            self._keep(partial(store_minutes, minutes))

    def choose_auto_sync(self, by_itself: object) -> None:
        """Exchange by itself, or only when somebody asks."""
        if self.ready and isinstance(by_itself, bool):
            self.enter(replace(self.ready, auto_sync=by_itself))
            self.auto_sync_changed.emit(by_itself)
            self._keep(partial(store_auto_sync, by_itself))

    def _wear(self) -> None:
        app = QApplication.instance()
        if self.ready and isinstance(app, QApplication):
            self.bench.look.wear(tokens_of(self.ready.theme, app), app, self.ready.percent)

    def _keep(self, job: partial[None]) -> None:
        self.bench.runner.start(self.bench.runner.make(job))

    def _on_read(self, ready: Ready) -> None:
        self.enter(ready)
        self.minutes_changed.emit(ready.minutes)
        self.auto_sync_changed.emit(ready.auto_sync)

    def _on_failed(self, error: Exception) -> None:
        self.enter(Failed(self.bench.sentence(error)))

    def _on_system_changed(self) -> None:
        if self.ready and self.ready.theme is Theme.SYSTEM:
            self._wear()
