"""One line of what was paid for: a caption, a text of any length, an amount."""

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph


class ContentLine(Flowable):
    """Sets a text between its caption and its amount; the text goes on overleaf, the other two do not.

    A row of the library's tables can do the same, but some heights make it split without end.
    """

    def __init__(
        self, caption: Paragraph | None, text: Flowable, amount: Paragraph | None, sides: tuple[float, float]
    ) -> None:
        """Take what stands left, in the middle and right, and how wide the two sides are."""
        super().__init__()
        self._caption = caption
        self._text = text
        self._amount = amount
        self._sides = sides

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Measure at a width."""
        self.width = width
        left, right = self._sides
        self.height = self._text.wrap(width - left - right, height)[1]
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Part the text after the last line that fits."""
        left, right = self._sides
        parts = self._text.split(width - left - right, height)
        if len(parts) < 2:  # noqa: PLR2004
            return []
        first, *rest = parts
        return [
            ContentLine(self._caption, first, self._amount, self._sides),
            *(ContentLine(None, part, None, self._sides) for part in rest),
        ]

    def draw(self) -> None:
        """Draw the three side by side, their first lines level."""
        canvas: Canvas = self.canv
        left, right = self._sides
        places = (
            (self._caption, 0.0, left),
            (self._text, left, self.width - left - right),
            (self._amount, self.width - right, right),
        )
        for paragraph, x, width in places:
            if paragraph is not None:
                tall = paragraph.wrapOn(canvas, width, self.height)[1]
                paragraph.drawOn(canvas, x, self.height - tall)
