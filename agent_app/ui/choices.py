"""What somebody has chosen for the windows on this computer; nothing of the store is kept here."""

from PySide6.QtCore import QByteArray, QSettings

from agent_app.ui.theme import TEXT_SIZES, Theme

_FORMAT, _SCOPE = QSettings.Format.IniFormat, QSettings.Scope.UserScope
_DARK = "look/dark"
_THEME = "look/theme"
_TEXT = "look/text"
_GEOMETRY = "window/geometry"
_PAGE = "window/page"
_LOCK = "lock/minutes"
_AUTO_SYNC = "sync/by_itself"
_YES, _NO = "yes", "no"

MINUTES_TO_LOCK = (5, 10, 15, 30, 60)
"""After how many minutes without a touch the window may lock itself."""

USUAL_MINUTES = 10
"""After how many it does until somebody chooses."""

USUAL_TEXT = 100
"""How large texts are until somebody chooses."""


def chosen_theme() -> Theme:
    """Say what was chosen to look at; the system's choice until somebody does."""
    kept = str(_kept().value(_THEME, ""))
    if kept in set(Theme):
        return Theme(kept)
    # Until there were more than two, this was kept.
    former = _kept().value(_DARK)
    return Theme.SYSTEM if former is None else Theme.DARK if str(former).lower() == "true" else Theme.LIGHT


def keep_theme(theme: Theme) -> None:
    """Keep what was chosen; a task does this."""
    _keep(_THEME, theme.value)


def text_percent() -> int:
    """Say how large texts are, in hundredths of the usual size."""
    kept = str(_kept().value(_TEXT, USUAL_TEXT))
    return int(kept) if kept.isdecimal() and int(kept) in TEXT_SIZES else USUAL_TEXT


def keep_text_percent(percent: int) -> None:
    """Keep the size of texts; a task does this."""
    _keep(_TEXT, percent)


def minutes_to_lock() -> int:
    """Say after how many minutes without a touch the window locks itself; a task asks."""
    kept = str(_kept().value(_LOCK, USUAL_MINUTES))
    return int(kept) if kept.isdecimal() and int(kept) in MINUTES_TO_LOCK else USUAL_MINUTES


def keep_minutes_to_lock(minutes: int) -> None:
    """Keep the choice of minutes; a task does this."""
    _keep(_LOCK, minutes)


def syncs_by_itself() -> bool:
    """Say whether the window exchanges by itself, as it does until somebody chooses; a task asks."""
    return str(_kept().value(_AUTO_SYNC, _YES)) == _YES


def keep_auto_sync(*, by_itself: bool) -> None:
    """Keep the choice; a task does this."""
    _keep(_AUTO_SYNC, _YES if by_itself else _NO)


def window_kept() -> tuple[bytes, str]:
    """Say how the window stood and which page it showed when it was closed; a task asks."""
    settings = _kept()
    geometry = settings.value(_GEOMETRY)
    shape = geometry.data() if isinstance(geometry, QByteArray) else b""
    return bytes(shape), str(settings.value(_PAGE, ""))


def keep_window(geometry: bytes, page: str) -> None:
    """Keep how the window stood and which page it showed; the end of the program does this."""
    _keep(_GEOMETRY, QByteArray(geometry))
    _keep(_PAGE, page)


def _keep(name: str, value: object) -> None:
    settings = _kept()
    settings.setValue(name, value)
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
