"""Draws due notices: one on a sheet of A5 or A6, or several side by side on A4 to be cut apart."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import cycle

from reportlab.lib.pagesizes import A4, A5, A6, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from agent_app.printing.canvases import end_page, new_canvas
from agent_app.printing.fonts import SANS, register_fonts
from agent_app.printing.forms.notice_layout import Placed, Type, blocks_of, height_of, placed, sheets_of
from agent_app.printing.notice_words import NoticeWords
from agent_app.printing.setting import draw
from agent_app.services.notice_lines import NoticeSize

TITLE = "Thông báo đến hạn đóng"
Save = Callable[[Canvas], None]

_MARGINS = {NoticeSize.A5: 9 * mm, NoticeSize.A6: 6 * mm}
_SIZES = {NoticeSize.A5: A5, NoticeSize.A6: A6}
# From the size that is pleasant to read down to the least that everybody can.
_SCALES = {NoticeSize.A5: (1.36, 1.26, 1.16, 1.08, 1.0, 0.92), NoticeSize.A6: (1.0, 0.95, 0.9, 0.85)}
_TICK = 4 * mm


@dataclass(frozen=True, slots=True)
class NoticeSheet:
    """How notices stand on a page: its size, and the lower left corner of each one's place, in order."""

    size: NoticeSize
    page: tuple[float, float]
    places: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, per_page: int, size: NoticeSize) -> "NoticeSheet":
        """Put two of A5 or four of A6 on A4; one alone has a page of its own size."""
        if per_page == 1:
            return cls(size, _SIZES[size], ((0, 0),))
        across, up = (2, 1) if per_page == 2 else (2, 2)  # noqa: PLR2004
        page = landscape(A4) if up == 1 else A4
        wide, high = page[0] / across, page[1] / up
        corners = tuple((wide * x, high * (up - 1 - y)) for y in range(up) for x in range(across))
        return cls(NoticeSize.A5 if up == 1 else NoticeSize.A6, page, corners)

    @property
    def place(self) -> tuple[float, float]:
        """Width and height of one place."""
        across = len({x for x, _ in self.places})
        return self.page[0] / across, self.page[1] / (len(self.places) // across)


def render_notices(notices: Iterable[NoticeWords], sheet: NoticeSheet, save: Save) -> bytes:
    """Typeset notices one by one; the same words always give the same bytes. ``save`` ends the file."""
    out = BytesIO()
    canvas = new_canvas(out, sheet.page, TITLE, SANS)
    taken = 0
    for left, top, blocks in places_of(notices, sheet):
        draw(canvas, blocks, left, top)
        taken = (taken + 1) % len(sheet.places)
        if not taken:
            _end_page(canvas, sheet)
    if taken:
        _end_page(canvas, sheet)
    save(canvas)
    return out.getvalue()


def places_of(
    notices: Iterable[NoticeWords], sheet: NoticeSheet
) -> Iterator[tuple[float, float, list[Placed]]]:
    """Lay notices out; yield left, top and content of each place, page by page."""
    register_fonts(SANS)
    margin, (wide, high) = _MARGINS[sheet.size], sheet.place
    corners = cycle(sheet.places)
    for words in notices:
        for blocks in sheets_of(words, wide - 2 * margin, high - 2 * margin, _SCALES[sheet.size]):
            x, y = next(corners)
            yield x + margin, y + high - margin, blocks


def render_strip(words: NoticeWords, save: Save) -> bytes:
    """Typeset one notice on a page that is as wide as A6 and as high as it has to be."""
    margin, wide = _MARGINS[NoticeSize.A6], A6[0]
    register_fonts(SANS)
    blocks = list(blocks_of(words, Type.at(wide - 2 * margin, 1.0)))
    high = height_of(blocks) + 2 * margin
    out = BytesIO()
    canvas = new_canvas(out, (wide, high), TITLE, SANS)
    draw(canvas, placed(blocks), margin, high - margin)
    canvas.showPage()
    save(canvas)
    return out.getvalue()


def _end_page(canvas: Canvas, sheet: NoticeSheet) -> None:
    """Mark where to cut, at the edges alone, and go on to the next page."""
    width, height = sheet.page
    canvas.setLineWidth(0.3)
    for x in {x for x, _ in sheet.places if x}:
        canvas.line(x, 0, x, _TICK)
        canvas.line(x, height - _TICK, x, height)
    for y in {y for _, y in sheet.places if y}:
        canvas.line(0, y, _TICK, y)
        canvas.line(width - _TICK, y, width, y)
    end_page(canvas)
