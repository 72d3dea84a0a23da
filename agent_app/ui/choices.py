"""What somebody has chosen for the windows on this computer; nothing of the store is kept here."""

from PySide6.QtCore import QSettings

_FORMAT, _SCOPE = QSettings.Format.IniFormat, QSettings.Scope.UserScope
_DARK = "look/dark"
_LOCK = "lock/minutes"

MINUTES_TO_LOCK = (5, 10, 15, 30, 60)
"""After how many minutes without a touch the window may lock itself."""

USUAL_MINUTES = 10
"""After how many it does until somebody chooses."""


def wants_dark() -> bool | None:
    """Say whether dark windows were chosen; ``None`` where the choice is left to the system."""
    kept = _kept().value(_DARK)
    return None if kept is None else str(kept).lower() == "true"


def keep_dark(*, dark: bool) -> None:
    """Keep the choice of dark or light windows; a task does this."""
    settings = _kept()
    settings.setValue(_DARK, dark)
    settings.sync()


def minutes_to_lock() -> int:
    """Say after how many minutes without a touch the window locks itself; a task asks."""
    kept = str(_kept().value(_LOCK, USUAL_MINUTES))
    return int(kept) if kept.isdecimal() and int(kept) in MINUTES_TO_LOCK else USUAL_MINUTES


def keep_minutes_to_lock(minutes: int) -> None:
    """Keep the choice of minutes; a task does this."""
    settings = _kept()
    settings.setValue(_LOCK, minutes)
    settings.sync()


def kept_text(key: str) -> str:
    """Read what a page keeps under a name of its own; a task asks."""
    return str(_kept().value(key, ""))


def keep_text(key: str, text: str) -> None:
    """Keep it; a task does this."""
    settings = _kept()
    settings.setValue(key, text)
    settings.sync()


def _kept() -> QSettings:
    return QSettings(_FORMAT, _SCOPE, "di-tung-nha", "agent-app-gui")
