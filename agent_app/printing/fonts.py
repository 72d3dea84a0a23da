"""The fonts that papers embed, and what becomes of a character that they do not have."""

import logging
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from agent_app.runtime.paths import resource

SUBSTITUTE = "?"

log = logging.getLogger(__name__)

# Streams stay bytes: written as letters they would be a quarter larger, and take longer than all drawing.
rl_config.useA85 = 0


@dataclass(frozen=True, slots=True)
class Typeface:
    """A family of letters in its weights; ``half`` is between the other two."""

    regular: str
    bold: str
    half: str | None = None

    @property
    def faces(self) -> tuple[str, ...]:
        """Every weight."""
        return tuple(face for face in (self.regular, self.half, self.bold) if face)


SERIF = Typeface("LiberationSerif-Regular", "LiberationSerif-Bold")
"""Official forms are set in it."""

SANS = Typeface("SourceSans3-Regular", "SourceSans3-Bold", "SourceSans3-Semibold")
"""Everything else is set in it: letters as on screen."""

REGULAR, BOLD = SERIF.regular, SERIF.bold
_TYPEFACES = {face: each for each in (SERIF, SANS) for face in each.faces}


def typeface_of(face: str) -> Typeface:
    """Return the family that a weight belongs to."""
    return _TYPEFACES[face]


@lru_cache
def register_fonts(typeface: Typeface = SERIF) -> frozenset[int]:
    """Make a family known, once, and return the characters that every weight of it has."""
    faces = [TTFont(name, str(resource(f"fonts/{name}.ttf"))) for name in typeface.faces]
    for face in faces:
        pdfmetrics.registerFont(face)
    for name in typeface.faces:
        pdfmetrics.registerFontFamily(
            name, normal=name, bold=typeface.bold, italic=name, boldItalic=typeface.bold
        )
    return frozenset.intersection(*(frozenset(face.face.charToGlyph) for face in faces))


def missing_glyphs(text: str, typeface: Typeface = SERIF) -> str:
    """Return the characters of a text that a family could not show, each once, in order."""
    glyphs = register_fonts(typeface)
    return "".join(dict.fromkeys(letter for letter in text if ord(letter) not in glyphs))


def printable(text: str, typeface: Typeface = SERIF) -> str:
    """Compose a text, drop what is invisible, and put ``?`` for what the fonts lack.

    The PDF maker would leave such a character out without a word, and a name would read as another.
    """
    spaced = " ".join(text.split())
    visible = "".join(letter for letter in spaced if unicodedata.category(letter) not in {"Cc", "Cf"})
    seen = unicodedata.normalize("NFC", visible)
    for letter in missing_glyphs(seen, typeface):
        log.warning("no glyph for U+%04X", ord(letter))
        seen = seen.replace(letter, SUBSTITUTE)
    return seen
