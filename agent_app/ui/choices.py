"""What somebody has chosen for the windows on this computer; nothing of the store is kept here."""

from PySide6.QtCore import QSettings

_FORMAT, _SCOPE = QSettings.Format.IniFormat, QSettings.Scope.UserScope
_DARK = "look/dark"


def wants_dark() -> bool | None:
    """Say whether dark windows were chosen; ``None`` where the choice is left to the system."""
    kept = _kept().value(_DARK)
    return None if kept is None else str(kept).lower() == "true"


def keep_dark(*, dark: bool) -> None:
    """Keep the choice of dark or light windows; a task does this."""
    settings = _kept()
    settings.setValue(_DARK, dark)
    settings.sync()


def _kept() -> QSettings:
    return QSettings(_FORMAT, _SCOPE, "di-tung-nha", "agent-app-gui")
