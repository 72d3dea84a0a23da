"""How things look: loads the fonts, draws the icons in the colours of the theme, styles the application."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, QTemporaryDir
from PySide6.QtGui import QAction, QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from agent_app.runtime.paths import resource
from agent_app.ui.choices import chosen_theme, text_percent
from agent_app.ui.sizes import refit, scaled
from agent_app.ui.stylesheet import write_sheet
from agent_app.ui.theme import BASE_POINTS, DARK, HIGH, ICON, LIGHT, Theme, Tokens, Tone

FAMILY = "Source Sans 3"
_IMAGES = {"down": ("chevron-down", Tone.SOFT), "check": ("check", Tone.ON_BRAND)}
_SHARPNESS = 2


def new_application(name: str) -> QApplication:
    """Begin an application in the style that looks alike on every system.

    The style is an argument: whoever asks Qt for it by name waits for 20 enums of Python.
    """
    return QApplication([name, "-style", "Fusion"])


class Look:
    """One theme at work; pages ask it for icons and colours."""

    def __init__(self, tokens: Tokens, percent: int = 100) -> None:
        self.tokens, self.percent = tokens, percent
        self._icons: dict[tuple[str, Tone], QIcon] = {}
        self._drawn: dict[tuple[str, Tone, int], QPixmap] = {}
        # Style sheets draw pictures from files only.
        self._images = QTemporaryDir()

    @classmethod
    def of_system(cls, app: QApplication) -> "Look":
        """Follow what was chosen here, else the system's choice."""
        return cls(tokens_of(chosen_theme(), app), text_percent())

    @property
    def dark(self) -> bool:
        """Whether it is the dark one."""
        return self.tokens is DARK

    def dress(self, app: QApplication) -> None:
        """Style the whole application."""
        load_fonts()
        # Qt remembers a picture by its path: each theme has its own folder.
        images = Path(self._images.filePath(self.tokens.surface.strip("#") + self.tokens.ink.strip("#")))
        images.mkdir(exist_ok=True)
        for name, (icon, tone) in _IMAGES.items():
            (images / f"{name}.svg").write_bytes(self._svg(icon, tone))
        font = QFont(FAMILY)
        font.setPointSizeF(BASE_POINTS * self.percent / 100)
        app.setFont(font)
        app.setPalette(self._palette())
        app.setStyleSheet(write_sheet(self.tokens, images.as_posix(), self.percent))

    def wear(self, tokens: Tokens, app: QApplication, percent: int | None = None) -> None:
        """Change the theme of all open windows and the size of their texts; what they show stays."""
        drawn = {icon.cacheKey(): key for key, icon in self._icons.items()}
        self.tokens = tokens
        self.percent = self.percent if percent is None else percent
        self._icons.clear()
        self._drawn.clear()
        self.dress(app)
        for widget in app.allWidgets():
            refit(widget)
            for part in (widget, *widget.actions()):
                if isinstance(part, QAbstractButton | QAction) and part.icon().cacheKey() in drawn:
                    part.setIcon(self.icon(*drawn[part.icon().cacheKey()]))

    def colour(self, tone: Tone) -> QColor:
        """Return the colour of a meaning."""
        return QColor(self.tokens.colour(tone))

    def icon(self, name: str, tone: Tone = Tone.INK) -> QIcon:
        """Draw an icon in the colour of a meaning, once."""
        key = (name, tone)
        if key not in self._icons:
            side = scaled(ICON) * _SHARPNESS
            pixmap = self._draw(name, tone, side)
            icon = QIcon(pixmap)
            # Qt would darken the icon of a chosen row.
            icon.addPixmap(pixmap, QIcon.Mode.Selected)
            # ... and leave one in the colour of a filled button unseen on an empty one.
            icon.addPixmap(self._draw(name, Tone.SOFT, side), QIcon.Mode.Disabled)
            self._icons[key] = icon
        return self._icons[key]

    def pixmap(self, name: str, tone: Tone = Tone.INK, size: int = ICON) -> QPixmap:
        """Draw an icon for a label; it is as large as the texts are."""
        return self._draw(name, tone, scaled(size) * _SHARPNESS).scaled(
            QSize(scaled(size), scaled(size)),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )

    def _draw(self, name: str, tone: Tone, side: int) -> QPixmap:
        """Draw a picture, once: many pages have the same."""
        key = (name, tone, side)
        if key not in self._drawn:
            self._drawn[key] = self._draw_anew(name, tone, side)
        return self._drawn[key]

    def _draw_anew(self, name: str, tone: Tone, side: int) -> QPixmap:
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(self._svg(name, tone))).render(painter, QRectF(0, 0, side, side))
        painter.end()
        return pixmap

    def _svg(self, name: str, tone: Tone) -> bytes:
        return _icon_source(name).replace("currentColor", self.tokens.colour(tone)).encode()

    def _palette(self) -> QPalette:
        palette, role, tokens = QPalette(), QPalette.ColorRole, self.tokens
        for names, colour in (
            ((role.Window, role.AlternateBase), tokens.surface),
            ((role.Base, role.Button), tokens.raised),
            ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), tokens.ink),
            ((role.PlaceholderText,), tokens.soft),
            ((role.Highlight, role.Link, role.Accent), tokens.brand),
            ((role.HighlightedText,), tokens.on_brand),
        ):
            for name in names:
                palette.setColor(name, QColor(colour))
        return palette


def tokens_of(theme: Theme, app: QApplication) -> Tokens:
    """Find the colours of a choice; the system's is asked where nobody has chosen."""
    match theme:
        case Theme.LIGHT:
            return LIGHT
        case Theme.DARK:
            return DARK
        case Theme.HIGH:
            return HIGH
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
        return HIGH
    return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT


@cache
def _icon_source(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text("utf-8")


def read_icons() -> None:
    """Read every icon ahead; any thread may."""
    for path in resource("icons").glob("*.svg"):
        _icon_source(path.stem)


def load_fonts() -> None:
    """Make the program's own fonts known; the system's are never relied upon."""
    for path in sorted(resource("fonts").glob("SourceSans3-*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
