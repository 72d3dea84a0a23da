"""Sets a slip on A5 upright, in other letters: nothing on it looks like a C45-BB."""

from collections.abc import Iterator
from io import BytesIO

from reportlab.lib.pagesizes import A5
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer, Table

from agent_app.printing.canvases import new_canvas
from agent_app.printing.content_line import ContentLine
from agent_app.printing.fonts import SANS
from agent_app.printing.forms.foot import Foot
from agent_app.printing.forms.slip_words import SlipWords
from agent_app.printing.forms.stamp import strike_void
from agent_app.printing.paging import draw_down, pages_of
from agent_app.printing.rule import Rule
from agent_app.printing.styles import PlainStyles, field, plain_styles, said

PAGE_WIDTH, PAGE_HEIGHT = A5
MARGIN = 12 * mm
WIDTH = PAGE_WIDTH - 2 * MARGIN
_SIDES = (0.1 * mm, 26 * mm)
_SIGNING_ROOM = 16 * mm
_SIZES = (10.5, 9.8, 9.0)
_PLAIN = (
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("FONTNAME", (0, 0), (-1, -1), SANS.regular),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
)


def render_slip(words: SlipWords, copies: int = 1, *, void: bool = False) -> bytes:
    """Typeset a slip; the same words always give the same bytes."""
    out = BytesIO()
    canvas = new_canvas(out, A5, words.title, SANS)
    pages = _fitted(words, canvas)
    for number, page in [*enumerate(pages, 1)] * copies:
        draw_down(page, canvas, MARGIN, PAGE_HEIGHT - MARGIN, WIDTH)
        if len(pages) > 1:
            _draw_head(canvas, words, f"Trang {number}/{len(pages)}")
        if void:
            strike_void(canvas, PAGE_WIDTH, PAGE_HEIGHT)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _fitted(words: SlipWords, canvas: Canvas) -> list[list[Flowable]]:
    """Take the largest letters that need one page, or else no more pages than the smallest."""
    tried = []
    for size in _SIZES:
        pages = pages_of(_story(words, plain_styles(size)), canvas, WIDTH, PAGE_HEIGHT - 2 * MARGIN)
        if len(pages) == 1:
            return pages
        tried.append(pages)
    return min(tried, key=len)


def _draw_head(canvas: Canvas, words: SlipWords, sheet: str) -> None:
    """Say above each of several pages what they belong to."""
    styles, top = plain_styles(), PAGE_HEIGHT - MARGIN / 2
    parts = (words.title.capitalize(), f"Kiểm tra: {words.check}" if words.check else "", words.note, sheet)
    draw_down([said(" · ".join(filter(None, parts)), styles.fine_right)], canvas, MARGIN, top, WIDTH)


def _story(words: SlipWords, styles: PlainStyles) -> Iterator[Flowable]:
    gap = Spacer(0, 2 * mm)
    yield said(words.unit, styles.fine)
    if words.note:
        yield said(words.note, styles.fine_strong)
    yield gap
    yield said(words.title, styles.title)
    yield said(words.subtitle, styles.centre)
    yield said(words.day, styles.fine_centre)
    yield gap
    yield said(words.warning, styles.strong_centre)
    yield gap
    yield field("Người nộp tiền:", words.payer, styles.body, strong=True)
    yield field("Địa chỉ:", words.address, styles.body)
    yield Rule(0.5, 1.5 * mm)
    for content, amount, arithmetic in words.lines:
        parts = (said("", styles.body), said(content, styles.body), said(amount, styles.strong_right))
        yield ContentLine(*parts, _SIDES)
        for each in arithmetic:
            yield said(f"– {each}", styles.fine)
        yield gap
    yield Rule(0.5, 1.5 * mm)
    yield _closing(words, styles)
    yield gap
    foot: list[Flowable] = [
        Rule(0.5, 1.5 * mm),
        Foot(words.below, words.check, styles.fine, styles.fine_right),
    ]
    yield Table([[foot]], colWidths=[WIDTH], style=_PLAIN)


def _closing(words: SlipWords, styles: PlainStyles) -> Table:
    """Keep the sum and the signatures in one cell, so that nobody signs a page without the sum."""
    sum_in_figures = ContentLine(
        None, said("Tổng cộng", styles.heading), said(words.total, styles.heading_right), (0, 46 * mm)
    )
    spelled = field("Bằng chữ:", words.spelled, styles.body)
    cell: list[Flowable] = [sum_in_figures, spelled, Spacer(0, 2 * mm), _signatures(words, styles)]
    return Table([[cell]], colWidths=[WIDTH], style=_PLAIN)


def _signatures(words: SlipWords, styles: PlainStyles) -> Table:
    half = WIDTH / 2
    payer: list[Flowable] = [said("Người nộp tiền", styles.strong_centre), _sign_here(styles)]
    agent: list[Flowable] = [
        said("Người nhận tiền", styles.strong_centre),
        _sign_here(styles),
        Spacer(0, _SIGNING_ROOM),
        said(words.agent, styles.centre),
    ]
    return Table([[payer, agent]], colWidths=[half, half], style=_PLAIN)


def _sign_here(styles: PlainStyles) -> Flowable:
    return said("(Ký, họ tên)", styles.fine_centre)
