"""Draws on one page after another; whatever is drawn is measured from the upper edge."""

from collections import defaultdict
from io import BytesIO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm

from agent_app.printing.canvases import new_canvas
from agent_app.printing.sheets.model import Sheet, Side
from agent_app.printing.sheets.type import Type

HAIRLINE = 0.4
_DOTS = (0.6, 1.8)
_GREY = 0.45


class Pen:
    """A canvas that collects the texts and the lines of a page and draws each kind at once."""

    def __init__(self, sheet: Sheet) -> None:
        self.width, self.height = landscape(A4) if sheet.landscape else A4
        self._out = BytesIO()
        self._canvas = new_canvas(self._out, (self.width, self.height), sheet.title, sheet.typeface)
        self._texts: list[tuple[float, float, str, Type]] = []
        self._across: list[tuple[float, float, float]] = []
        self._down: defaultdict[float, list[tuple[float, float]]] = defaultdict(list)
        self._dots: list[tuple[float, float, float, float]] = []

    def write(self, lines: list[str], kind: Type, place: tuple[float, float, float], side: Side) -> None:
        """Set lines one under the other; ``place`` is left edge, upper edge and width."""
        left, top, width = place
        base = self.height - top - kind.drop
        for line in lines:
            if line:
                room = 0.0 if side is Side.LEFT else width - kind.width(line)
                self._texts.append((left + (room / 2 if side is Side.CENTRE else room), base, line, kind))
            base -= kind.leading

    def rule(self, left: float, right: float, top: float) -> None:
        """Draw a line across."""
        self._across.append((left, right, self.height - top))

    def edge(self, x: float, top: float, bottom: float) -> None:
        """Draw a line down; what joins an earlier one makes it longer."""
        high, low = self.height - top, self.height - bottom
        drawn = self._down[x]
        if drawn and abs(drawn[-1][1] - high) < HAIRLINE:
            drawn[-1] = (drawn[-1][0], low)
        else:
            drawn.append((high, low))

    def dots(self, left: float, right: float, top: float) -> None:
        """Draw a dotted line to write on."""
        y = self.height - top
        self._dots.append((left, y, right, y))

    def end_page(self) -> None:
        """Put what was collected on the page, and begin the next."""
        self._draw_lines()
        self._draw_texts()
        self._canvas.showPage()

    def finish(self) -> bytes:
        """Return the file."""
        self._canvas.save()
        return self._out.getvalue()

    def _draw_lines(self) -> None:
        canvas = self._canvas
        canvas.setLineWidth(HAIRLINE)
        lines = [(left, y, right, y) for left, right, y in self._across]
        lines += [(x, high, x, low) for x, drawn in self._down.items() for high, low in drawn]
        if lines:
            canvas.lines(lines)
        if self._dots:
            canvas.saveState()
            canvas.setDash(*_DOTS)
            canvas.setStrokeGray(_GREY)
            canvas.lines(self._dots)
            canvas.restoreState()
        self._across.clear()
        self._down.clear()
        self._dots.clear()

    def _draw_texts(self) -> None:
        text = self._canvas.beginText()
        kind = None
        for x, y, line, wanted in self._texts:
            if wanted != kind:
                text.setFont(wanted.font, wanted.size)
                kind = wanted
            text.setTextOrigin(x, y)
            text.textOut(line)
        self._canvas.drawText(text)
        self._texts.clear()


MARGIN = 12 * mm
FOOT = 14 * mm
