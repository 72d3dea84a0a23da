"""Type and measures of papers."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from agent_app.printing.fonts import BOLD, REGULAR, SANS, printable, register_fonts, typeface_of

# Capitals with two marks, such as Ế and Ổ, need the room above them.
LEADING = 1.27

Alignment = Literal[0, 1, 2]


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of one form at one size."""

    body: ParagraphStyle
    right: ParagraphStyle
    centre: ParagraphStyle
    strong: ParagraphStyle
    title: ParagraphStyle
    fine: ParagraphStyle
    fine_right: ParagraphStyle
    fine_centre: ParagraphStyle
    fine_strong: ParagraphStyle


@lru_cache
def form_styles(scale: float = 1.0) -> Styles:
    """Return the styles of a form, smaller where a lot has to fit."""
    body, fine = 11.5 * scale, 9.5 * scale
    return Styles(
        body=style_of(REGULAR, body),
        right=style_of(REGULAR, body, TA_RIGHT),
        centre=style_of(REGULAR, body, TA_CENTER),
        strong=style_of(BOLD, body, TA_CENTER),
        title=style_of(BOLD, 16 * scale, TA_CENTER),
        fine=style_of(REGULAR, fine),
        fine_right=style_of(REGULAR, fine, TA_RIGHT),
        fine_centre=style_of(REGULAR, fine, TA_CENTER),
        fine_strong=style_of(BOLD, fine),
    )


@dataclass(frozen=True, slots=True)
class PlainStyles:
    """The styles of one paper that is no form, in the letters of the screen."""

    body: ParagraphStyle
    right: ParagraphStyle
    centre: ParagraphStyle
    strong: ParagraphStyle
    strong_right: ParagraphStyle
    strong_centre: ParagraphStyle
    heading: ParagraphStyle
    heading_right: ParagraphStyle
    heading_centre: ParagraphStyle
    banner: ParagraphStyle
    title: ParagraphStyle
    fine: ParagraphStyle
    fine_right: ParagraphStyle
    fine_centre: ParagraphStyle
    fine_strong: ParagraphStyle


@lru_cache
def plain_styles(size: float = 10.5, face: str = SANS.regular) -> PlainStyles:
    """Return the styles of a paper by the size of its text; coarse printers want a heavier ``face``."""
    fine = size * 0.84
    return PlainStyles(
        body=style_of(face, size),
        right=style_of(face, size, TA_RIGHT),
        centre=style_of(face, size, TA_CENTER),
        strong=style_of(SANS.bold, size),
        strong_right=style_of(SANS.bold, size, TA_RIGHT),
        strong_centre=style_of(SANS.bold, size, TA_CENTER),
        heading=style_of(SANS.bold, size * 1.2),
        heading_right=style_of(SANS.bold, size * 1.2, TA_RIGHT),
        heading_centre=style_of(SANS.bold, size * 1.2, TA_CENTER),
        banner=style_of(SANS.bold, size * 3, TA_CENTER),
        title=style_of(SANS.bold, size * 1.5, TA_CENTER),
        fine=style_of(face, fine),
        fine_right=style_of(face, fine, TA_RIGHT),
        fine_centre=style_of(face, fine, TA_CENTER),
        fine_strong=style_of(SANS.bold, fine),
    )


def style_of(face: str, size: float, alignment: Alignment = TA_LEFT) -> ParagraphStyle:
    """Return a style of one weight and size."""
    register_fonts(typeface_of(face))
    return ParagraphStyle(
        f"{face}-{size}-{alignment}",
        fontName=face,
        fontSize=size,
        leading=size * LEADING,
        alignment=alignment,
    )


def said(text: str, style: ParagraphStyle) -> Paragraph:
    """Set a text exactly as it is: nothing in it is markup."""
    return Paragraph(_filled(text, style), style)


def field(caption: str, value: str, style: ParagraphStyle, *, strong: bool = False) -> Paragraph:
    """Set a caption of the form with what is filled in behind it."""
    filled = _filled(value, style)
    return Paragraph(f"{escape(caption)} <b>{filled}</b>" if strong else f"{escape(caption)} {filled}", style)


def _filled(text: str, style: ParagraphStyle) -> str:
    return escape(printable(text, typeface_of(style.fontName)))
