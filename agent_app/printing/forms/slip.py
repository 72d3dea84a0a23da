"""Sets a slip on A5 upright: nothing on it looks like a C45-BB."""

from collections.abc import Iterator
from io import BytesIO

from reportlab.lib.pagesizes import A5
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table

from agent_app.printing.canvases import new_canvas
from agent_app.printing.content_line import ContentLine
from agent_app.printing.fonts import REGULAR
from agent_app.printing.forms.slip_words import SlipWords
from agent_app.printing.forms.stamp import strike_void
from agent_app.printing.paging import draw_down, pages_of
from agent_app.printing.styles import Styles, field, form_styles, said

PAGE_WIDTH, PAGE_HEIGHT = A5
MARGIN = 12 * mm
WIDTH = PAGE_WIDTH - 2 * MARGIN
_SIDES = (0.1 * mm, 26 * mm)
_SIGNING_ROOM = 16 * mm
_PLAIN = (
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("FONTNAME", (0, 0), (-1, -1), REGULAR),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
)


def render_slip(words: SlipWords, copies: int = 1, *, void: bool = False) -> bytes:
    """Typeset a slip; the same words always give the same bytes."""
    out = BytesIO()
    canvas = new_canvas(out, A5, words.title)
    pages = pages_of(list(_story(words)), canvas, WIDTH, PAGE_HEIGHT - 2 * MARGIN)
    for page in pages * copies:
        draw_down(page, canvas, MARGIN, PAGE_HEIGHT - MARGIN, WIDTH)
        if void:
            strike_void(canvas, PAGE_WIDTH, PAGE_HEIGHT)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _story(words: SlipWords) -> Iterator[Flowable]:
    styles = form_styles(0.93)
    gap = Spacer(0, 2 * mm)
    yield said(words.unit, styles.fine)
    yield gap
    if words.note:
        yield said(words.note, styles.fine)
    yield said(words.title, styles.title)
    yield said(words.subtitle, styles.centre)
    yield said(words.day, styles.fine_centre)
    yield gap
    yield said(words.warning, styles.strong)
    yield gap
    yield field("Người nộp tiền:", words.payer, styles.body, strong=True)
    yield field("Địa chỉ:", words.address, styles.body)
    yield gap
    for content, amount, arithmetic in words.lines:
        parts = (said("", styles.body), said(content, styles.body), said(amount, styles.right))
        yield ContentLine(*parts, _SIDES)
        for each in arithmetic:
            yield said(f"– {each}", styles.fine)
        yield gap
    yield field("Tổng cộng:", words.total, styles.body, strong=True)
    yield field("Bằng chữ:", words.spelled, styles.body)
    yield gap
    yield _signatures(words, styles)
    yield gap
    yield said(words.below, styles.fine)
    yield said(words.check, styles.fine)


def _signatures(words: SlipWords, styles: Styles) -> Table:
    half = WIDTH / 2
    payer: list[Flowable] = [said("Người nộp tiền", styles.centre)]
    agent: list[Flowable] = [
        said("Người nhận tiền", styles.centre),
        Spacer(0, _SIGNING_ROOM),
        said(words.agent, styles.centre),
    ]
    return Table([[payer, agent]], colWidths=[half, half], style=_PLAIN)
