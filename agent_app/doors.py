"""The doors of a real home: the only window that may show it, and what opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent_app.runtime.home_locks import Hold, shown
from agent_app.runtime.paths import Home
from agent_app.ui.door import Ways

if TYPE_CHECKING:
    from agent_app.bootstrap import Core as HomeCore
    from agent_app.ui.core import Core


def open_home_core(home: Home, password: str) -> Core:
    """Open a home; what it needs is imported here, after the first window is seen."""
    from agent_app.bootstrap import open_home  # noqa: PLC0415

    return seen_in_window(open_home(home, password))


def seen_in_window(core: HomeCore) -> Core:
    """Let the access log know that a window shows what is read."""
    from agent_app.domain.access import AccessPlace  # noqa: PLC0415

    core.access.place = AccessPlace.WINDOW
    return core


class OnlyWindow:
    """Sees to it that a home has one window, from before its password is asked for."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._hold: Hold | None = None

    def hold(self) -> None:
        """Raise ``HomeShownError`` where another window shows the home; one that is not there yet waits."""
        if self._hold is None and self._home.folder.is_dir():
            self._hold = shown(self._home)

    def let_go(self) -> None:
        """Leave the home to another window."""
        if self._hold is not None:
            self._hold.let_go()
            self._hold = None


class HomeDoor:
    """The door of a real home; what it needs is imported at the first use, after the first window is seen.

    The home may have been made since the window began, so its only window is held at every opening.
    """

    def __init__(self, home: Home, only: OnlyWindow) -> None:
        self._home, self._only = home, only

    def ways(self) -> Ways:
        """Say how the home may be opened now; a folder without a home tells no more than one with."""
        from agent_app.runtime.home_keys import keys_at  # noqa: PLC0415 (the store's library can wait longer)

        if not self._home.exists:
            return Ways()
        found = keys_at(self._home).ways()
        return Ways(found.pin, found.wait)

    def by_password(self, password: str) -> Core:
        """Open it by the password."""
        self._only.hold()
        return open_home_core(self._home, password)

    def by_pin(self, pin: str) -> Core:
        """Open it by this machine's PIN."""
        from agent_app.bootstrap import keys_of, open_home_with  # noqa: PLC0415

        self._only.hold()
        return seen_in_window(open_home_with(self._home, keys_of(self._home).by_pin(pin)))

    def by_recovery(self, code: str, new_password: str) -> Core:
        """Open it by the office's code, then set a new password: a home that stays shut keeps the old one."""
        from agent_app.bootstrap import keys_of, open_home_with  # noqa: PLC0415

        self._only.hold()
        keys = keys_of(self._home)
        data_key = keys.by_recovery(code)
        core = open_home_with(self._home, data_key)
        try:
            keys.change_password(data_key, new_password)
        except BaseException:
            core.close()
            raise
        return seen_in_window(core)
