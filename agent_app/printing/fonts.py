"""The fonts that papers embed, and what becomes of a character that they do not have."""

import logging
import unicodedata
from functools import lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from agent_app.runtime.paths import resource

REGULAR = "LiberationSerif-Regular"
BOLD = "LiberationSerif-Bold"
SUBSTITUTE = "?"

log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def register_fonts() -> frozenset[int]:
    """Make the fonts of forms known, once, and return the characters that every one of them has."""
    faces = [TTFont(name, str(resource(f"fonts/{name}.ttf"))) for name in (REGULAR, BOLD)]
    for face in faces:
        pdfmetrics.registerFont(face)
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
    return frozenset.intersection(*(frozenset(face.face.charToGlyph) for face in faces))


def missing_glyphs(text: str) -> str:
    """Return the characters of a text that a form could not show, each once, in order."""
    glyphs = register_fonts()
    return "".join(dict.fromkeys(letter for letter in text if ord(letter) not in glyphs))


def printable(text: str) -> str:
    """Compose a text, drop what is invisible, and put ``?`` for what the fonts lack.

    The PDF maker would leave such a character out without a word, and a name would read as another.
    """
    spaced = " ".join(text.split())
    visible = "".join(letter for letter in spaced if unicodedata.category(letter) not in {"Cc", "Cf"})
    seen = unicodedata.normalize("NFC", visible)
    for letter in missing_glyphs(seen):
        log.warning("no glyph for U+%04X", ord(letter))
        seen = seen.replace(letter, SUBSTITUTE)
    return seen
