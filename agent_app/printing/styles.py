"""Type and measures of forms."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from agent_app.printing.fonts import BOLD, REGULAR, printable

# Capitals with two marks, such as Ế and Ổ, need the room above them.
LEADING = 1.27


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


@lru_cache
def form_styles(scale: float = 1.0) -> Styles:
    """Return the styles of a form, smaller where a lot has to fit."""
    body, fine = 11.5 * scale, 9.5 * scale
    return Styles(
        body=_style(body),
        right=_style(body, TA_RIGHT),
        centre=_style(body, TA_CENTER),
        strong=_style(body, TA_CENTER, BOLD),
        title=_style(16 * scale, TA_CENTER, BOLD),
        fine=_style(fine),
        fine_right=_style(fine, TA_RIGHT),
        fine_centre=_style(fine, TA_CENTER),
    )


def _style(size: float, alignment: Literal[0, 1, 2] = TA_LEFT, font: str = REGULAR) -> ParagraphStyle:
    return ParagraphStyle(
        f"{font}-{size}-{alignment}",
        fontName=font,
        fontSize=size,
        leading=size * LEADING,
        alignment=alignment,
    )


def said(text: str, style: ParagraphStyle) -> Paragraph:
    """Set a text exactly as it is: nothing in it is markup."""
    return Paragraph(escape(printable(text)), style)


def field(caption: str, value: str, style: ParagraphStyle, *, strong: bool = False) -> Paragraph:
    """Set a caption of the form with what is filled in behind it."""
    filled = escape(printable(value))
    return Paragraph(f"{escape(caption)} <b>{filled}</b>" if strong else f"{escape(caption)} {filled}", style)
