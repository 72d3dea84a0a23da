"""A line across a column, with room above and below it."""

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable


class Rule(Flowable):
    """Parts what stands above from what stands below."""

    def __init__(self, thick: float, room: float) -> None:
        """Take how thick the line is, and the room on either side."""
        super().__init__()
        self._thick = thick
        self.height = thick + 2 * room

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take the whole width."""
        del height
        self.width = width
        return width, self.height

    def draw(self) -> None:
        """Draw it in the middle."""
        canvas: Canvas = self.canv
        canvas.setLineWidth(self._thick)
        canvas.line(0, self.height / 2, self.width, self.height / 2)
