"""How things look: loads the fonts, draws the icons in the colours of the theme, styles the application."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, QTemporaryDir
from PySide6.QtGui import QAction, QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QStyleFactory

from agent_app.runtime.paths import resource
from agent_app.ui.choices import wants_dark
from agent_app.ui.stylesheet import write_sheet
from agent_app.ui.theme import DARK, ICON, LIGHT, Tokens, Tone

FAMILY = "Source Sans 3"
BASE_POINTS = 10.5
_IMAGES = {"down": ("chevron-down", Tone.SOFT), "check": ("check", Tone.ON_BRAND)}
_SHARPNESS = 2


class Look:
    """One theme at work; pages ask it for icons and colours."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self._icons: dict[tuple[str, Tone], QIcon] = {}
        # Style sheets draw pictures from files only.
        self._images = QTemporaryDir()

    @classmethod
    def of_system(cls, app: QApplication) -> "Look":
        """Follow what was chosen here, else the system's choice of light or dark."""
        chosen = wants_dark()
        system = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return cls(DARK if (system if chosen is None else chosen) else LIGHT)

    @property
    def dark(self) -> bool:
        """Whether it is the dark one."""
        return self.tokens is DARK

    def dress(self, app: QApplication) -> None:
        """Style the whole application."""
        load_fonts()
        # Qt remembers a picture by its path: each theme has its own folder.
        images = Path(self._images.filePath("dark" if self.dark else "light"))
        images.mkdir(exist_ok=True)
        for name, (icon, tone) in _IMAGES.items():
            (images / f"{name}.svg").write_bytes(self._svg(icon, tone))
        app.setStyle(QStyleFactory.create("Fusion"))
        font = QFont(FAMILY)
        font.setPointSizeF(BASE_POINTS)
        app.setFont(font)
        app.setPalette(self._palette())
        app.setStyleSheet(write_sheet(self.tokens, images.as_posix()))

    def wear(self, tokens: Tokens, app: QApplication) -> None:
        """Change the theme of all windows that are open; what they show stays."""
        drawn = {icon.cacheKey(): key for key, icon in self._icons.items()}
        self.tokens = tokens
        self._icons.clear()
        self.dress(app)
        for widget in app.allWidgets():
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
            pixmap = self._draw(name, tone)
            icon = QIcon(pixmap)
            # Qt would darken the icon of a chosen row.
            icon.addPixmap(pixmap, QIcon.Mode.Selected)
            # ... and leave one in the colour of a filled button unseen on an empty one.
            icon.addPixmap(self._draw(name, Tone.SOFT), QIcon.Mode.Disabled)
            self._icons[key] = icon
        return self._icons[key]

    def pixmap(self, name: str, tone: Tone = Tone.INK, size: int = ICON) -> QPixmap:
        """Draw an icon for a label."""
        return self.icon(name, tone).pixmap(QSize(size, size))

    def _draw(self, name: str, tone: Tone) -> QPixmap:
        side = ICON * _SHARPNESS
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(self._svg(name, tone))).render(painter, QRectF(0, 0, side, side))
        painter.end()
        return pixmap

    def _svg(self, name: str, tone: Tone) -> bytes:
        source = resource(f"icons/{name}.svg").read_text("utf-8")
        return source.replace("currentColor", self.tokens.colour(tone)).encode()

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


def load_fonts() -> None:
    """Make the program's own fonts known; the system's are never relied upon."""
    for path in sorted(resource("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
