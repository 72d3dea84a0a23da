"""How things look: loads the fonts, draws the icons in the colours of the theme, styles the application."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, QTemporaryDir
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory

from agent_app.runtime.paths import resource
from agent_app.ui.stylesheet import write_sheet
from agent_app.ui.theme import DARK, ICON, LIGHT, Tokens, Tone

FAMILY = "Source Sans 3"
PAPER_FAMILY = "Liberation Serif"
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
        """Follow the system's choice of light or dark."""
        dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return cls(DARK if dark else LIGHT)

    def dress(self, app: QApplication) -> None:
        """Style the whole application."""
        load_fonts()
        for name, (icon, tone) in _IMAGES.items():
            Path(self._images.filePath(f"{name}.svg")).write_bytes(self._svg(icon, tone))
        app.setStyle(QStyleFactory.create("Fusion"))
        font = QFont(FAMILY)
        font.setPointSizeF(BASE_POINTS)
        app.setFont(font)
        app.setPalette(self._palette())
        app.setStyleSheet(write_sheet(self.tokens, self._images.path()))

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
