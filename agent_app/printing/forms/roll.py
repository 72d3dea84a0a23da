"""Sets a slip on a roll of thermal paper: as long as it must be, in letters for a coarse head."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from math import ceil

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer, Table

from agent_app.domain.print_log import PaperSize
from agent_app.printing.canvases import new_canvas
from agent_app.printing.content_line import ContentLine
from agent_app.printing.fonts import SANS
from agent_app.printing.forms.roll_words import TITLE, RollWords
from agent_app.printing.forms.stamp import VOID
from agent_app.printing.paging import draw_down, height_of, pages_of
from agent_app.printing.qr import QrCode
from agent_app.printing.rule import Rule
from agent_app.printing.styles import PlainStyles, field, plain_styles, said

DOTS_PER_MM = 8
"""What the heads of these printers have: 203 dots an inch."""

DOT = mm / DOTS_PER_MM
MARGIN = 3 * mm
LONGEST = 1_500 * mm
"""A slip that is longer goes on in a second piece: PDF knows no pages beyond five metres."""

_SIGNING_ROOM = 12 * mm
_CODE = 20 * mm


@dataclass(frozen=True, slots=True)
class Roll:
    """A roll's width, how much of it the head reaches, and the size of letters on it."""

    width: float
    printed: float
    letters: float

    @property
    def dots(self) -> int:
        """How many dots stand side by side."""
        return round(self.printed / DOT)


ROLLS = {
    PaperSize.ROLL_80: Roll(80 * mm, 72 * mm, 9.5),
    PaperSize.ROLL_58: Roll(58 * mm, 48 * mm, 8.5),
}


def render_roll(words: RollWords, size: PaperSize, copies: int = 1, *, void: bool = False) -> bytes:
    """Typeset a slip, one page a copy; the same words always give the same bytes."""
    roll, out = ROLLS[size], BytesIO()
    styles = plain_styles(roll.letters, SANS.half or SANS.regular)
    canvas = new_canvas(out, (roll.width, roll.width), TITLE, SANS)
    pages = pages_of(list(_story(words, styles, void=void)), canvas, roll.printed, LONGEST)
    for page in pages * copies:
        _draw_page(canvas, roll, page)
    canvas.save()
    return out.getvalue()


def _draw_page(canvas: Canvas, roll: Roll, page: list[Flowable]) -> None:
    tall = ceil((height_of(page, canvas, roll.printed) + 2 * MARGIN) / mm) * mm
    canvas.setPageSize((roll.width, tall))
    draw_down(page, canvas, (roll.width - roll.printed) / 2, tall - MARGIN, roll.printed)
    canvas.showPage()


def _story(words: RollWords, styles: PlainStyles, *, void: bool) -> Iterator[Flowable]:
    gap = Spacer(0, 1.5 * mm)
    if void:
        yield _void(styles)
        yield gap
    yield said(words.unit, styles.fine_centre)
    yield gap
    yield said(TITLE, styles.heading_centre)
    yield said(words.subtitle, styles.centre)
    if words.note:
        yield said(words.note, styles.strong_centre)
    yield said(words.warning, styles.fine_centre)
    yield Rule(2 * DOT, 1 * mm)
    yield said(words.day, styles.body)
    yield field("Người nộp:", words.payer, styles.body, strong=True)
    yield field("Địa chỉ:", words.address, styles.body)
    yield Rule(2 * DOT, 1 * mm)
    for content, amount in words.lines:
        yield said(content, styles.body)
        yield said(amount, styles.strong_right)
        yield gap
    yield Rule(2 * DOT, 1 * mm)
    yield ContentLine(
        None, said("Tổng cộng", styles.heading), said(words.total, styles.heading_right), (0, 30 * mm)
    )
    yield field("Bằng chữ:", words.spelled, styles.body)
    yield gap
    yield said("Người nhận tiền (ký)", styles.centre)
    yield Spacer(0, _SIGNING_ROOM)
    yield said(words.agent, styles.strong_centre)
    yield Rule(2 * DOT, 1 * mm)
    for each in words.below:
        yield said(each, styles.fine_centre)
    yield QrCode(words.check, _CODE, DOT)
    yield said(f"Kiểm tra: {words.check}", styles.strong_centre)
    if void:
        yield gap
        yield _void(styles)


def _void(styles: PlainStyles) -> Table:
    """Say in a box that it counts no more: what is struck across letters would eat them on such paper."""
    box = (("BOX", (0, 0), (-1, -1), 6 * DOT, "black"), ("FONTNAME", (0, 0), (-1, -1), SANS.regular))
    return Table([[said(VOID, styles.banner)]], colWidths=["100%"], style=box)
