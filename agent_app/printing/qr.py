"""QR codes as shapes on paper, sharp at any size."""

from functools import lru_cache
from typing import cast

import zxingcpp
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from agent_app.printing.forgetting import forgettable

QUIET = 4
"""How many modules must stay white on every side."""


@forgettable
@lru_cache(maxsize=32)
def qr_path(text: str) -> tuple[int, str]:
    """Return a code's width in modules, its quiet zone included, and its dark runs as one path of PDF.

    One path, so that no viewer leaves hairlines between the rows.
    """
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    # The stubs don't say that an image is a buffer of rows.
    rows = cast("list[list[int]]", memoryview(cast("bytes", code.to_image(scale=1))).tolist())
    width = len(rows)
    runs = [
        f"{start} {width - 1 - row} {length} 1 re"
        for row, cells in enumerate(rows)
        for start, length in _dark_runs(cells)
    ]
    return width, " ".join((*runs, "f"))


def _dark_runs(cells: list[int]) -> list[tuple[int, int]]:
    found, start = [], None
    for at, cell in enumerate((*cells, 255)):
        if cell == 0 and start is None:
            start = at
        elif cell and start is not None:
            found.append((start, at - start))
            start = None
    return found


def draw_qr(canvas: Canvas, text: str, left: float, bottom: float, size: float) -> None:
    """Draw a code, its quiet zone included, in a square."""
    width, path = qr_path(text)
    canvas.saveState()
    canvas.translate(left, bottom)
    canvas.scale(size / width, size / width)
    canvas.addLiteral(path)
    canvas.restoreState()


class QrCode(Flowable):
    """A code in the middle of a column; with a ``dot``, its modules stand on a printer's dots."""

    def __init__(self, text: str, size: float, dot: float | None = None) -> None:
        """Take the text, the whole width with the quiet zone, and the printer's grid in points."""
        super().__init__()
        self._text = text
        self._dot = dot
        self.height = self._size = self._on_dots(size)

    def _on_dots(self, size: float) -> float:
        if self._dot is None:
            return size
        modules = qr_path(self._text)[0]
        return modules * self._dot * max(1, int(size / modules / self._dot))

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take the whole width of the column."""
        del height
        self.width = width
        return width, self._size

    def draw(self) -> None:
        """Draw it in the middle."""
        canvas: Canvas = self.canv
        left, bottom = (self.width - self._size) / 2, 0.0
        if self._dot is not None:
            x, y = canvas.absolutePosition(left, bottom)
            left, bottom = left - x % self._dot, bottom - y % self._dot
        draw_qr(canvas, self._text, left, bottom, self._size)
