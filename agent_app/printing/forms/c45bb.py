"""Sets a receipt (C45-BB) on A5 landscape, once for each copy."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.pagesizes import A5, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepInFrame, Paragraph, Spacer, Table

from agent_app.printing.canvases import new_canvas
from agent_app.printing.content_line import ContentLine
from agent_app.printing.fonts import REGULAR
from agent_app.printing.forms.c45bb_words import ReceiptWords
from agent_app.printing.forms.foot import Foot
from agent_app.printing.forms.stamp import strike_void
from agent_app.printing.paging import draw_down, height_of, pages_of
from agent_app.printing.styles import Styles, field, form_styles, said

PAGE_WIDTH, PAGE_HEIGHT = landscape(A5)
MARGIN = 8 * mm
PADDING = 3 * mm
OUTSIDE = 5 * mm
WIDTH = PAGE_WIDTH - 2 * MARGIN - 2 * PADDING
SIDES = (26 * mm, 28 * mm)
SIGNING_ROOM = 15 * mm
PLAIN = (
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    # Else even an empty cell asks for Helvetica, which is not embedded.
    ("FONTNAME", (0, 0), (-1, -1), REGULAR),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
)


@dataclass(frozen=True, slots=True)
class Fit:
    """How large the letters are, and how far apart the fields."""

    scale: float
    gap: float


# A crowded receipt gets smaller letters first; what is too much for the last fit goes on overleaf.
FITS = (Fit(1.0, 2 * mm), Fit(1.0, 1 * mm), Fit(0.93, 0.5 * mm), Fit(0.86, 0), Fit(0.8, 0))
FLOWING = FITS[2:]


@dataclass(frozen=True, slots=True)
class ReceiptStory:
    """One copy's content: ``head`` is repeated on every page, ``below`` stands under the frame."""

    head: list[Flowable]
    body: list[Flowable]
    below: Flowable


def receipt_story(words: ReceiptWords, fit: Fit = FITS[0]) -> ReceiptStory:
    """Build what is set in type, top to bottom."""
    styles = form_styles(fit.scale)
    body = [
        field("Họ và tên người nộp:", words.payer, styles.body, strong=True),
        Spacer(0, fit.gap),
        field("Địa chỉ:", words.address, styles.body),
        Spacer(0, fit.gap),
        *_lines(words, styles, fit.gap),
        _closing(words, styles, fit.gap),
    ]
    outside = form_styles()
    return ReceiptStory(
        _head(words, styles), body, Foot(words.below, words.check, outside.fine, outside.fine_right)
    )


def render_receipt(words: ReceiptWords, *, void: bool = False) -> bytes:
    """Typeset every copy; the same words always give the same bytes."""
    out = BytesIO()
    canvas = new_canvas(out, (PAGE_WIDTH, PAGE_HEIGHT), "Biên lai thu tiền (C45-BB)")
    story, pages = _fitted(words, canvas)
    for copy in words.copies:
        for number, page in enumerate(pages, 1):
            sheet = f"Trang {number}/{len(pages)}" if len(pages) > 1 else ""
            above = " · ".join(part for part in (copy, sheet) if part)
            _draw_page(canvas, story, page, (words.note, above), void=void)
    canvas.save()
    return out.getvalue()


def _fitted(words: ReceiptWords, canvas: Canvas) -> tuple[ReceiptStory, list[list[Flowable]]]:
    for fit in FITS:
        story = receipt_story(words, fit)
        if height_of(story.body, canvas, WIDTH) <= _room(story, canvas):
            return story, [story.body]
    # Of those that go on overleaf, the largest letters that need no more pages than the smallest.
    flowing = [(story, _flowing(story, canvas)) for story in (receipt_story(words, fit) for fit in FLOWING)]
    return min(flowing, key=lambda each: len(each[1]))


def _flowing(story: ReceiptStory, canvas: Canvas) -> list[list[Flowable]]:
    return pages_of(story.body, canvas, WIDTH, _room(story, canvas))


def _frame(story: ReceiptStory, canvas: Canvas) -> tuple[float, float]:
    below = height_of([story.below], canvas, PAGE_WIDTH - 2 * MARGIN)
    return MARGIN + below, PAGE_HEIGHT - MARGIN - OUTSIDE


def _room(story: ReceiptStory, canvas: Canvas) -> float:
    bottom, top = _frame(story, canvas)
    return top - bottom - 2 * PADDING - height_of(story.head, canvas, WIDTH)


def _draw_page(
    canvas: Canvas, story: ReceiptStory, page: list[Flowable], above: tuple[str, str], *, void: bool
) -> None:
    bottom, top = _frame(story, canvas)
    outer, styles = PAGE_WIDTH - 2 * MARGIN, form_styles()
    for text, style in zip(above, (styles.fine_strong, styles.fine_right), strict=True):
        draw_down([said(text, style)], canvas, MARGIN, PAGE_HEIGHT - MARGIN, outer)
    canvas.setLineWidth(0.8)
    canvas.rect(MARGIN, bottom, outer, top - bottom)
    draw_down([*story.head, *page], canvas, MARGIN + PADDING, top - PADDING, WIDTH)
    draw_down([story.below], canvas, MARGIN, bottom, outer)
    if void:
        strike_void(canvas, PAGE_WIDTH, PAGE_HEIGHT)
    canvas.showPage()


def _head(words: ReceiptWords, styles: Styles) -> list[Flowable]:
    unit: list[Flowable] = [
        field("Đơn vị:", words.unit, styles.body),
        field("Mã QHNS:", words.budget_code, styles.body),
    ]
    form: list[Flowable] = [
        said("Mẫu số: C45-BB", styles.strong),
        *(said(line, styles.fine_centre) for line in words.reference),
    ]
    title: list[Flowable] = [
        said("BIÊN LAI THU TIỀN", styles.title),
        said(words.day, styles.centre),
    ]
    number: list[Flowable] = [
        field("Ký hiệu:", words.symbol, styles.body),
        field("Quyển số:", words.book, styles.body),
        field("Số:", words.number, styles.body, strong=True),
    ]
    side = 46 * mm
    return [
        _row([_capped(unit, 105 * mm), _capped(form, WIDTH - 105 * mm)], [105 * mm, WIDTH - 105 * mm]),
        Spacer(0, 1 * mm),
        _row([[], title, _capped(number, side)], [side, WIDTH - 2 * side, side]),
        Spacer(0, 1.5 * mm),
    ]


def _lines(words: ReceiptWords, styles: Styles, gap: float) -> Iterator[Flowable]:
    caption: Paragraph | None = said("Nội dung thu:", styles.body)
    for content, amount in words.lines:
        yield ContentLine(caption, said(content, styles.body), said(amount, styles.right), SIDES)
        yield Spacer(0, gap)
        caption = None


def _closing(words: ReceiptWords, styles: Styles, gap: float) -> Table:
    half = WIDTH / 2
    signatures = _row(
        [
            [said("NGƯỜI NỘP TIỀN", styles.strong), said("(Ký, họ tên)", styles.centre)],
            [
                said("NGƯỜI THU TIỀN", styles.strong),
                said("(Ký, họ tên)", styles.centre),
                Spacer(0, SIGNING_ROOM),
                said(words.agent, styles.centre),
            ],
        ],
        [half, half],
    )
    money: list[Flowable] = [
        field("Số tiền thu:", words.total, styles.body, strong=True),
        Spacer(0, gap),
        field("(Viết bằng chữ):", words.spelled, styles.body),
    ]
    # One cell, so that nobody signs a page without the sum.
    return _row([[*money, Spacer(0, 1.5 * mm + gap), signatures]], [WIDTH])


def _capped(story: list[Flowable], width: float) -> KeepInFrame:
    return KeepInFrame(width, 26 * mm, story, mode="shrink")


def _row(cells: list[object], widths: list[float]) -> Table:
    return Table([cells], colWidths=widths, style=PLAIN)
